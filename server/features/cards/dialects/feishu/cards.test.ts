import { type CardAction, type CardElement, cardText } from '@lianqun/protocol'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../converted.ts'
import { samples } from './feishu.fixtures.ts'
import { actionsOf, cardOf, nodesOf, of1, of2, sent } from './feishu.testing.ts'
import { losses } from './index.ts'

describe('cards of Feishu', () => {
  it('shows the card of the documentation', () => {
    const { card, lost } = cardOf(samples.scenery)
    expect(card.header).toEqual({ title: '今日旅游推荐', tone: 'running' })
    expect(cardText(card).text).toContain('西湖，位于中国浙江省杭州市')
    expect(actionsOf(card)).toEqual([
      {
        type: 'Action.OpenUrl',
        title: '🌞更多景点介绍',
        url: 'https://baike.baidu.com/item/%E8%A5%BF%E6%B9%96/4668821',
      },
    ])
    expect(lost).toEqual([])
  })

  it('shows an alarm of JSON 1.0', () => {
    const { card, lost } = cardOf(samples.alarm)
    expect(card.header).toEqual({
      title: '1 级报警 - 数据平台',
      tone: 'failing',
      tag: { text: '未处理', tone: 'failing' },
    })
    const [first, second] = card.body ?? []
    expect([first?.type, second?.type]).toEqual(['ColumnSet', 'ColumnSet'])
    const { text } = cardText(card)
    for (const words of ['2021-02-23 20:17:51', '336720', '@加多', '🔴 支付失败数', '我要反馈误报'])
      expect(text).toContain(words)
    expect(card.body?.at(-1)).toMatchObject({ separator: true })
    expect(nodesOf(card, 'Image')).toEqual([
      { type: 'Image', url: 'image_key:img_v2_8b2e918f', altText: '支付方式 支付成功率低于 50%：' },
    ])
    expect(actionsOf(card).filter(({ type }) => type === 'Action.Submit')).toEqual([
      {
        type: 'Action.Submit',
        title: '跟进处理',
        style: 'positive',
        confirm: { title: '确认', text: '开始跟进？' },
        data: { tag: 'button', value: { key1: 'value1' } },
        associatedInputs: 'none',
      },
      {
        type: 'Action.Submit',
        title: '确定',
        data: { tag: 'select_static', value: { key: 'value' }, input: ['select_static', 'select_static'] },
      },
    ])
    expect(lost).toEqual(['card.header.text_tag_list[1]: more than one label', 'card.header.icon: an icon'])
  })

  it('shows a request with its form', () => {
    const { card, lost } = cardOf(samples.approval)
    expect(card).toMatchObject({
      header: { title: '请假申请', subtitle: '人事', tone: 'todo' },
      fallbackText: '李健的请假申请',
      selectAction: { type: 'Action.OpenUrl', url: 'https://approval.example/1' },
    })
    const [columns, form, refuse] = card.body ?? []
    expect(columns).toMatchObject({
      type: 'ColumnSet',
      style: 'emphasis',
      columns: [
        { width: 2, verticalContentAlignment: 'center' },
        { width: 'auto', items: [{ inlines: [{ type: 'Mention', userId: 'id:ou_lijian', text: '@ou_lijian' }] }] },
      ],
    })
    const submit: CardAction = {
      type: 'Action.Submit',
      title: '同意',
      style: 'positive',
      data: {
        tag: 'button',
        value: { decision: 'yes' },
        name: 'ok',
        form: 'leave',
        fields: [
          ['reason', 'input'],
          ['days', 'multi_select_static'],
          ['from', 'date_picker'],
          ['until', 'picker_datetime', 'until_time'],
          ['urgent', 'checker'],
        ],
      },
      associatedInputs: 'auto',
    }
    expect(form).toEqual<CardElement>({
      type: 'Container',
      separator: true,
      items: [
        {
          type: 'Input.Text',
          id: 'reason',
          label: '意见',
          isRequired: true,
          placeholder: '请输入',
          maxLength: 200,
          isMultiline: true,
        },
        {
          type: 'Input.ChoiceSet',
          id: 'days',
          choices: [
            { title: '周一', value: 'mon' },
            { title: '周二', value: 'tue' },
          ],
          isMultiSelect: true,
          value: 'tue',
        },
        { type: 'Input.Date', id: 'from', value: '2024-01-01' },
        { type: 'Input.Date', id: 'until', value: '2024-01-01' },
        { type: 'Input.Time', id: 'until_time', value: '08:00' },
        { type: 'Input.Toggle', id: 'urgent', title: '加急', value: 'true' },
        { type: 'ActionSet', actions: [submit] },
      ],
    })
    expect(refuse).toMatchObject({
      actions: [{ style: 'destructive', confirm: { title: '真的拒绝？' }, data: { value: { decision: 'no' } } }],
    })
    expect(lost).toEqual([
      'card.body.elements[0].columns[1].elements[0]: people who are shown are called too',
      'card.body.elements[2].elements[6]: a button that empties its form',
    ])
  })

  it('shows a table by the kinds of its columns', () => {
    const { card, lost } = cardOf(samples.table)
    const [table] = card.body ?? []
    if (table?.type !== 'Table') throw new Error('no table')
    const texts = table.rows.map(({ cells }) =>
      cells.map(({ items }) => cardText({ type: 'AdaptiveCard', body: items }).text),
    )
    expect(texts[0]).toEqual(['客户名称', '客户规模', 'ARR(万元)', '跟进人', '签约日期', '相关链接'])
    expect(texts[1]?.slice(0, 5)).toEqual(['飞书消息卡片是*什么*', 'S2', '¥1,168.20', '@ou_1 @ou_2', '2023/11/07'])
    expect(texts[1]?.[5]).toContain('飞书科技')
    expect(texts[2]).toEqual(['空', '', '', '', '', ''])
    expect(table.columns?.slice(0, 3)).toEqual([
      { width: '120px' },
      { width: '90px' },
      { horizontalCellContentAlignment: 'right' },
    ])
    expect(lost).toEqual([])
  })

  it('draws a line and reads out other charts', () => {
    const { card, lost } = cardOf(samples.charts)
    expect(nodesOf(card, 'Sparkline')).toEqual([{ type: 'Sparkline', values: [8, 9, 11.5], altText: '折线图' }])
    expect(cardText({ type: 'AdaptiveCard', body: card.body?.slice(2) ?? [] }).text).toBe(
      '客户规模占比\nS1 340\n*S2* 170',
    )
    expect(lost).toEqual(['card.body.elements[1]: a chart: its title and first values as text'])
  })

  it.each([
    ['red', 'failing'],
    ['carmine', 'failing'],
    ['orange', 'todo'],
    ['yellow', 'todo'],
    ['green', 'good'],
    ['blue', 'running'],
    ['wathet', 'running'],
    ['indigo', 'running'],
    ['purple', 'running'],
    ['violet', 'running'],
    ['turquoise', 'running'],
    ['grey', 'over'],
    ['default', undefined],
    ['constructor', undefined],
  ])('a header of %s stands %s', (template, tone) => {
    const { card } = cardOf(sent({ header: { title: { tag: 'plain_text', content: '题' }, template } }))
    expect(card.header?.tone).toBe(tone)
  })

  it('shows one language of several', () => {
    const text = (content: string) => [{ tag: 'div', text: { tag: 'plain_text', content } }]
    const title = (content: string) => ({ title: { tag: 'plain_text', content } })
    const { card, lost } = cardOf(
      sent({
        i18n_header: { en_us: title('Title'), zh_cn: title('标题') },
        i18n_elements: { en_us: text('hello'), zh_cn: text('你好') },
      }),
    )
    expect(cardText(card).text).toBe('标题\n你好')
    expect(lost).toEqual(['card.i18n_elements: only zh_cn is shown'])
    const local = of2({
      tag: 'div',
      text: { tag: 'plain_text', content: 'a', i18n_content: { zh_cn: '甲', en_us: 'A' } },
    })
    expect(cardText(cardOf(local).card).text).toBe('甲')
  })

  it('notes what card JSON 2.0 does not have, and shows it', () => {
    const { card, lost } = cardOf(
      of2(
        { tag: 'markdown', content: '好', colour: 'red' },
        { tag: 'action', actions: [{ tag: 'button', text: '去', value: { a: 1 } }] },
        { tag: 'note', elements: [{ tag: 'plain_text', content: '注' }] },
        { tag: 'magic', text: { tag: 'plain_text', content: '咒' } },
      ),
    )
    expect(cardText(card).text).toBe('好\n注\n咒')
    expect(lost).toEqual([
      'card.body.elements[0].colour: no property of card JSON 2.0',
      'card.body.elements[1]: no element of card JSON 2.0',
      'card.body.elements[2]: no element of card JSON 2.0',
      'card.body.elements[3]: an element that is not known: magic',
    ])
    expect(cardOf(of1({ tag: 'markdown', content: '好', colour: 'red' })).lost).toEqual([])
  })

  it('opens a panel by a button, and clicks a container', () => {
    const inside = [{ tag: 'markdown', content: '里' }]
    const { card } = cardOf(
      of2(
        { tag: 'collapsible_panel', header: { title: { tag: 'plain_text', content: '更多' } }, elements: inside },
        {
          tag: 'interactive_container',
          background_style: 'red-50',
          elements: inside,
          behaviors: [{ type: 'callback', value: { open: 1 } }],
        },
      ),
    )
    expect(card.body).toMatchObject([
      { type: 'ActionSet', actions: [{ type: 'Action.ToggleVisibility', title: '更多', targetElements: ['panel'] }] },
      { type: 'Container', id: 'panel', isVisible: false },
      {
        type: 'Container',
        style: 'attention',
        selectAction: { type: 'Action.Submit', data: { tag: 'interactive_container', value: { open: 1 } } },
      },
    ])
  })

  it('puts the choices of an overflow behind the other buttons', () => {
    const options: JsonObject[] = [
      { text: { tag: 'plain_text', content: '删' }, value: 'delete' },
      { text: { tag: 'plain_text', content: '看' }, multi_url: { url: 'https://a.example', pc_url: '' } },
    ]
    const button = { tag: 'button', text: { tag: 'plain_text', content: '主' }, url: 'https://b.example' }
    const { card } = cardOf(of1({ tag: 'action', actions: [button, { tag: 'overflow', options, value: { id: 7 } }] }))
    expect(card.body).toEqual([
      {
        type: 'ActionSet',
        actions: [
          { type: 'Action.OpenUrl', title: '主', url: 'https://b.example' },
          {
            type: 'Action.Submit',
            title: '删',
            mode: 'secondary',
            data: { tag: 'overflow', value: { id: 7 }, option: 'delete' },
            associatedInputs: 'none',
          },
          { type: 'Action.OpenUrl', title: '看', mode: 'secondary', url: 'https://a.example' },
        ],
      },
    ])
  })

  it('lets people be chosen', () => {
    const { card, lost } = cardOf(
      of2(
        { tag: 'select_person', name: 'who', options: [{ value: 'ou_1' }, { value: 'ou_1' }], initial_option: 'ou_1' },
        { tag: 'multi_select_person', name: 'who', selected_values: ['ou_1', 'all', 'ou_2', 'x,y'] },
      ),
    )
    expect(nodesOf(card, 'Input.Person')).toEqual([
      { type: 'Input.Person', id: 'who', value: 'id:ou_1' },
      { type: 'Input.Person', id: 'who_2', isMultiSelect: true, value: 'id:ou_1,id:ou_2' },
    ])
    expect(lost).toEqual([
      'card.body.elements[0]: anybody can be chosen, not these people alone',
      'card.body.elements[1]: a name that is taken',
    ])
  })

  it('puts what is beside a text at its right', () => {
    const extra = { tag: 'button', text: { tag: 'plain_text', content: '看' }, url: 'https://a.example' }
    const { card } = cardOf(of1({ tag: 'div', text: { tag: 'plain_text', content: '左' }, extra }))
    expect(card.body).toMatchObject([
      { columns: [{ items: [{ inlines: ['左'] }] }, { width: 'auto', items: [{ type: 'ActionSet' }] }] },
    ])
  })

  it('says what is lost', () => {
    expect(new Set(losses).size).toBe(losses.length)
    for (const line of losses) expect(line).toMatch(/^[A-Z].*\.$/)
  })
})
