import type { JsonObject } from '../converted.ts'
import type { TemplateKind } from './wecom-template.ts'

/*
 * Payloads as the documentation of WeCom has them (developer.work.weixin.qq.com/document/path/99110 and …/101032), for
 * tests and for the samples of the card designer.
 */

const url = 'https://work.weixin.qq.com/?from=openApi'
const picture = 'https://wework.qpic.cn/wwpic/354393_4zpkKXd7SrGMvfg_1629280616/0'
const source = {
  icon_url: 'https://wework.qpic.cn/wwpic/252813_jOfDHtcISzuodLa_1629280209/0 ',
  desc: '企业微信',
  desc_color: 0,
}
const main_title = { title: '欢迎使用企业微信', desc: '您的好友正在邀请您加入企业微信' }
const action_menu = {
  desc: '消息气泡副交互辅助文本说明',
  action_list: [
    { text: '接收推送', key: 'action_key1' },
    { text: '不再推送', key: 'action_key2' },
  ],
}
const quote_area = {
  type: 1,
  url,
  appid: 'APPID',
  pagepath: 'PAGEPATH',
  title: '引用文本标题',
  quote_text: 'Jack：企业微信真的很好用~\nBalian：超级好的一款软件！',
}
const horizontal_content_list: JsonObject[] = [
  { keyname: '邀请人', value: '张三' },
  { keyname: '企微官网', value: '点击访问', type: 1, url },
  { keyname: '企微下载', value: '企业微信.apk', type: 1, url },
]
const jump_list: JsonObject[] = [
  { type: 1, url, title: '企业微信官网' },
  { type: 2, appid: 'APPID', pagepath: 'PAGEPATH', title: '跳转小程序' },
  { type: 3, title: '企业微信官网', question: '如何登录企业微信官网' },
]
const card_action = { type: 1, url, appid: 'APPID', pagepath: 'PAGEPATH' }
const submit_button = { text: '提交', key: 'submit_key' }
const task_id = 'task_id'

const cards: Record<TemplateKind, JsonObject> = {
  text_notice: {
    card_type: 'text_notice',
    source,
    action_menu,
    main_title,
    emphasis_content: { title: '100', desc: '数据含义' },
    quote_area,
    sub_title_text: '下载企业微信还能抢红包！',
    horizontal_content_list,
    jump_list,
    card_action,
    task_id,
  },
  news_notice: {
    card_type: 'news_notice',
    source,
    action_menu,
    main_title,
    card_image: { url: picture, aspect_ratio: 2.25 },
    image_text_area: {
      type: 1,
      url: 'https://work.weixin.qq.com',
      title: '欢迎使用企业微信',
      desc: '您的好友正在邀请您加入企业微信',
      image_url: picture,
    },
    quote_area,
    vertical_content_list: [{ title: '惊喜红包等你来拿', desc: '下载企业微信还能抢红包！' }],
    horizontal_content_list,
    jump_list,
    card_action,
    task_id,
  },
  button_interaction: {
    card_type: 'button_interaction',
    source,
    action_menu,
    main_title,
    quote_area,
    sub_title_text: '下载企业微信还能抢红包！',
    horizontal_content_list,
    button_selection: {
      question_key: 'button_selection_key1',
      title: '你的身份',
      disable: false,
      option_list: [
        { id: 'button_selection_id1', text: '企业负责人' },
        { id: 'button_selection_id2', text: '企业用户' },
      ],
      selected_id: 'button_selection_id1',
    },
    button_list: [
      { text: '按钮1', style: 4, key: 'BUTTONKEYONE' },
      { text: '按钮2', style: 1, key: 'BUTTONKEYTWO' },
    ],
    card_action,
    task_id,
  },
  vote_interaction: {
    card_type: 'vote_interaction',
    source,
    main_title,
    checkbox: {
      question_key: 'question_key',
      option_list: [
        { id: 'id_one', text: '选择题选项1' },
        { id: 'id_two', text: '选择题选项2', is_checked: true },
      ],
      disable: false,
      mode: 1,
    },
    submit_button,
    task_id,
  },
  multiple_interaction: {
    card_type: 'multiple_interaction',
    source,
    main_title,
    select_list: [
      {
        question_key: 'question_key_one',
        title: '选择标签1',
        disable: false,
        selected_id: 'id_one',
        option_list: [
          { id: 'id_one', text: '选择器选项1' },
          { id: 'id_two', text: '选择器选项2' },
        ],
      },
      {
        question_key: 'question_key_two',
        title: '选择标签2',
        selected_id: 'id_three',
        option_list: [
          { id: 'id_three', text: '选择器选项3' },
          { id: 'id_four', text: '选择器选项4' },
        ],
      },
    ],
    submit_button,
    task_id,
  },
}

export const examples = {
  text: {
    msgtype: 'text',
    text: {
      content: '广州今日天气：29度，大部分多云，降雨概率：60%',
      mentioned_list: ['wangqing', '@all'],
      mentioned_mobile_list: ['13800001111', '@all'],
    },
  },
  markdown: {
    msgtype: 'markdown',
    markdown: {
      content:
        '实时新增用户反馈<font color="warning">132例</font>，请相关同事注意。\n' +
        '         >类型:<font color="comment">用户反馈</font>\n' +
        '         >普通用户反馈:<font color="comment">117例</font>\n' +
        '         >VIP用户反馈:<font color="comment">15例</font>',
    },
  },
  markdown_v2: {
    msgtype: 'markdown_v2',
    markdown_v2: {
      content:
        '# 一、标题\n## 二级标题\n### 三级标题\n# 二、字体\n*斜体*\n\n**加粗** <font color="info">绿</font> <@wangqing>\n' +
        '# 三、列表 \n- 无序列表 1 \n- 无序列表 2\n  - 无序列表 2.1\n  - 无序列表 2.2\n1. 有序列表 1\n2. 有序列表 2\n' +
        '# 四、引用\n> 一级引用\n>>二级引用\n>>>三级引用\n# 五、链接\n[这是一个链接](https:work.weixin.qq.com/api/doc)\n' +
        '![](https://res.mail.qq.com/node/ww/wwopenmng/images/independent/doc/test_pic_msg1.png)\n# 六、分割线\n\n---\n' +
        '# 七、代码\n`这是行内代码`\n```\n这是独立代码块\n```\n\n# 八、表格\n| 姓名 | 文化衫尺寸 | 收货地址 |\n' +
        '| :----- | :----: | -------: |\n| 张三 | S | 广州 |\n| 李四 | L | 深圳 |\n',
    },
  },
  news: {
    msgtype: 'news',
    news: {
      articles: [
        {
          title: '中秋节礼品领取',
          description: '今年中秋节公司有豪礼相送',
          url: 'www.qq.com',
          picurl: 'http://res.mail.qq.com/node/ww/wwopenmng/images/independent/doc/test_pic_msg1.png',
        },
      ],
    },
  },
  cards,
}

/** The smallest PNG. */
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
