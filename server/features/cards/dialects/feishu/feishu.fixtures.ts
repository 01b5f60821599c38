import type { JsonObject } from '../../converted.ts'

/* Payloads as the documentation of the vendor has them, and as senders make them of it: for tests. */

const words = (content: string, tag = 'plain_text') => ({ tag, content })

type Sample = 'scenery' | 'alarm' | 'approval' | 'table' | 'charts' | 'post' | 'text'

export const samples: Record<Sample, JsonObject> = {
  /** https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot */
  scenery: {
    msg_type: 'interactive',
    card: {
      schema: '2.0',
      config: {
        update_multi: true,
        style: { text_size: { normal_v2: { default: 'normal', pc: 'normal', mobile: 'heading' } } },
      },
      body: {
        direction: 'vertical',
        padding: '12px 12px 12px 12px',
        elements: [
          {
            tag: 'markdown',
            content: '西湖，位于中国浙江省杭州市西湖区龙井路1号，湖面面积为6.38平方千米。',
            text_align: 'left',
            text_size: 'normal_v2',
            margin: '0px 0px 0px 0px',
          },
          {
            tag: 'button',
            text: words('🌞更多景点介绍'),
            type: 'default',
            width: 'default',
            size: 'medium',
            behaviors: [
              {
                type: 'open_url',
                default_url: 'https://baike.baidu.com/item/%E8%A5%BF%E6%B9%96/4668821',
                pc_url: '',
                ios_url: '',
                android_url: '',
              },
            ],
            margin: '0px 0px 0px 0px',
          },
        ],
      },
      header: {
        title: words('今日旅游推荐'),
        subtitle: words(''),
        template: 'blue',
        padding: '12px 12px 12px 12px',
      },
    },
  },
  /** An alarm of JSON 1.0. */
  alarm: {
    msg_type: 'interactive',
    card: {
      config: { wide_screen_mode: true },
      header: {
        template: 'red',
        title: words('1 级报警 - 数据平台'),
        ud_icon: { tag: 'standard_icon', token: 'alarm_outlined' },
        text_tag_list: [
          { tag: 'text_tag', text: words('未处理'), color: 'carmine' },
          { tag: 'text_tag', text: words('P1'), color: 'orange' },
        ],
      },
      elements: [
        {
          tag: 'div',
          fields: [
            { is_short: true, text: words('**🕐 时间：**\n2021-02-23 20:17:51', 'lark_md') },
            { is_short: true, text: words('**🔢 事件 ID：**\n336720', 'lark_md') },
            { is_short: false, text: words('', 'lark_md') },
            { is_short: true, text: words('**📋 项目：**\nQA 7', 'lark_md') },
            { is_short: true, text: words('**👤 一级值班：**\n<at id=ou_1>加多</at>', 'lark_md') },
          ],
        },
        { tag: 'img', img_key: 'img_v2_8b2e918f', alt: words(''), title: words('支付方式 支付成功率低于 50%：') },
        { tag: 'note', elements: [words('🔴 支付失败数  🔵 支付成功数')] },
        {
          tag: 'action',
          actions: [
            {
              tag: 'button',
              text: words('跟进处理'),
              type: 'primary',
              value: { key1: 'value1' },
              confirm: { title: words('确认'), text: words('开始跟进？') },
            },
            {
              tag: 'select_static',
              placeholder: words('暂停报警'),
              options: [
                { text: words('暂停10分钟'), value: '1' },
                { text: words('暂停1小时'), value: '2' },
              ],
              value: { key: 'value' },
            },
          ],
        },
        { tag: 'hr' },
        {
          tag: 'div',
          text: words(
            '🙋🏼 [我要反馈误报](https://open.feishu.cn/) | 📝 [录入报警处理过程](https://open.feishu.cn/)',
            'lark_md',
          ),
        },
      ],
    },
  },
  /** A request that somebody has to approve, of JSON 2.0. */
  approval: {
    msg_type: 'interactive',
    card: JSON.stringify({
      schema: '2.0',
      config: { summary: { content: '李健的请假申请' } },
      card_link: { url: 'https://approval.example/1', pc_url: '', ios_url: '', android_url: '' },
      header: { title: words('请假申请'), subtitle: words('人事'), template: 'orange' },
      body: {
        elements: [
          {
            tag: 'column_set',
            flex_mode: 'none',
            background_style: 'grey',
            columns: [
              {
                tag: 'column',
                width: 'weighted',
                weight: 2,
                vertical_align: 'center',
                elements: [{ tag: 'div', text: words('申请人') }],
              },
              { tag: 'column', width: 'auto', elements: [{ tag: 'person', user_id: 'ou_lijian' }] },
            ],
          },
          { tag: 'hr', margin: '0px' },
          {
            tag: 'form',
            name: 'leave',
            elements: [
              {
                tag: 'input',
                name: 'reason',
                required: true,
                label: words('意见'),
                placeholder: words('请输入'),
                max_length: 200,
                input_type: 'multiline_text',
              },
              {
                tag: 'multi_select_static',
                name: 'days',
                options: [
                  { text: words('周一'), value: 'mon' },
                  { text: words('周二'), value: 'tue' },
                ],
                selected_values: ['tue'],
              },
              { tag: 'date_picker', name: 'from', initial_date: '2024-01-01' },
              { tag: 'picker_datetime', name: 'until', initial_datetime: '2024-01-01 08:00' },
              { tag: 'checker', name: 'urgent', checked: true, text: words('加急') },
              {
                tag: 'button',
                name: 'ok',
                text: words('同意'),
                type: 'primary_filled',
                form_action_type: 'submit',
                behaviors: [{ type: 'callback', value: { decision: 'yes' } }],
              },
              { tag: 'button', name: 'again', text: words('重置'), form_action_type: 'reset' },
            ],
          },
          {
            tag: 'button',
            text: words('拒绝'),
            type: 'danger',
            behaviors: [{ type: 'callback', value: { decision: 'no' } }],
            confirm: { title: words('真的拒绝？'), text: words('') },
          },
        ],
      },
    }),
  },
  /** https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-components/content-components/table */
  table: {
    msg_type: 'interactive',
    card: {
      header: { title: words('客户'), template: 'green' },
      elements: [
        {
          tag: 'table',
          page_size: 1,
          row_height: 'low',
          header_style: { text_align: 'left', bold: true },
          columns: [
            { name: 'customer_name', display_name: '客户名称', data_type: 'text', width: '120px' },
            { name: 'customer_scale', display_name: '客户规模', data_type: 'options', width: '90px' },
            {
              name: 'customer_arr',
              display_name: 'ARR(万元)',
              data_type: 'number',
              format: { symbol: '¥', precision: 2, separator: true },
              horizontal_align: 'right',
            },
            { name: 'customer_poc', display_name: '跟进人', data_type: 'persons' },
            { name: 'customer_date', display_name: '签约日期', data_type: 'date', date_format: 'YYYY/MM/DD' },
            { name: 'customer_link', display_name: '相关链接', data_type: 'lark_md' },
          ],
          rows: [
            {
              customer_name: '飞书消息卡片是*什么*',
              customer_scale: [{ text: 'S2', color: 'blue' }],
              customer_arr: 1168.2,
              customer_poc: ['ou_1', 'ou_2'],
              customer_date: 1_699_341_315_000,
              customer_link: '[飞书科技](https://open.feishu.cn/)',
            },
            { customer_name: '空' },
          ],
        },
      ],
    },
  },
  /** https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-json-v2-components/content-components/chart */
  charts: {
    msg_type: 'interactive',
    card: {
      schema: '2.0',
      body: {
        elements: [
          {
            tag: 'chart',
            aspect_ratio: '16:9',
            chart_spec: {
              type: 'line',
              title: { text: '折线图' },
              data: {
                values: [
                  { time: '2:00', value: 8 },
                  { time: '4:00', value: 9 },
                  { time: '6:00', value: 11.5 },
                ],
              },
              xField: 'time',
              yField: 'value',
            },
          },
          {
            tag: 'chart',
            chart_spec: {
              type: 'pie',
              title: { text: '客户规模占比' },
              data: {
                values: [
                  { type: 'S1', value: '340' },
                  { type: '*S2*', value: '170' },
                ],
              },
              valueField: 'value',
              categoryField: 'type',
            },
          },
        ],
      },
    },
  },
  /** https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/im-v1/message/create_json */
  post: {
    msg_type: 'post',
    content: {
      post: {
        zh_cn: {
          title: '我是一个标题',
          content: [
            [
              { tag: 'text', text: '第一行 &nbsp;&lt;b&gt;：', un_escape: true, style: ['bold', 'underline'] },
              { tag: 'a', href: 'http://www.feishu.cn', text: '超链接', style: ['italic'] },
              { tag: 'at', user_id: 'ou_1avnmsbv3k45jnk34j5', user_name: 'tom' },
              { tag: 'emotion', emoji_type: 'SMILE' },
            ],
            [{ tag: 'img', image_key: 'img_7ea74629-9191-4176-998c-2e603c9c5e8g' }],
            [{ tag: 'hr' }],
            [{ tag: 'code_block', language: 'GO', text: 'func main() int64 {\n    return 0\n}' }],
            [{ tag: 'md', text: '**mention user:**<at user_id="ou_xxxxxx">Tom</at>' }],
          ],
        },
        en_us: { title: 'A title', content: [[{ tag: 'text', text: 'first' }]] },
      },
    },
  },
  text: { msg_type: 'text', content: { text: '<at user_id="ou_1">Tom</at> 新更新提醒 <at user_id="all">所有人</at>' } },
}
