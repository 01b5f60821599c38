import {
  type Card,
  type CardAction,
  type CardElement,
  cardText,
  limits,
  mapCard,
  visitCard,
  writtenCardSchema,
} from '@lianqun/protocol'
import { describe, expect, it } from 'vitest'
import { type Converted, type JsonObject, PayloadError } from '../../converted.ts'
import { samples } from './feishu.fixtures.ts'
import { convertFeishu, feishuCodes, losses } from './index.ts'

/** A card as it is once people are looked up: it has to be one that the protocol takes. */
function accepted(card: Card): Card {
  const known = mapCard(card, node => {
    if (node.type !== 'Mention') return node
    expect(node.userId).toMatch(/^(all|id:[\w.+-]+|mail:[\w.@+-]+)$/)
    return { ...node, userId: 'u_1' }
  })
  const read = writtenCardSchema.safeParse(known)
  expect(read.error?.issues ?? []).toEqual([])
  return card
}

function cardOf(payload: JsonObject): { card: Card; lost: string[] } {
  const { messages, lost } = convertFeishu(payload)
  const [message] = messages
  if (message?.type !== 'card') throw new Error('no card')
  return { card: accepted(message.card), lost }
}

const sent = (card: JsonObject): JsonObject => ({ msg_type: 'interactive', card })
const of1 = (...elements: JsonObject[]) => sent({ elements })
const of2 = (...elements: JsonObject[]) => sent({ schema: '2.0', body: { elements } })

function nodesOf(card: Card, type: string): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = []
  visitCard(card, node => {
    if (node.type === type) found.push(node)
  })
  return found
}

function actionsOf(card: Card): CardAction[] {
  const found: CardAction[] = []
  visitCard(card, node => {
    if (typeof node.type === 'string' && node.type.startsWith('Action.')) found.push(node as unknown as CardAction)
  })
  return found
}

function failure(payload: JsonObject): PayloadError {
  try {
    convertFeishu(payload)
  } catch (error) {
    if (error instanceof PayloadError) return error
    throw error
  }
  throw new Error('it was taken')
}

describe('messages of Feishu that are no cards', () => {
  it('names people in a text', () => {
    expect(convertFeishu(samples.text)).toEqual<Converted>({
      messages: [
        {
          type: 'text',
          text: '@Tom 新更新提醒 @所有人',
          mentions: [
            { person: 'id:ou_1', offset: 0, length: 4 },
            { person: 'all', offset: 11, length: 4 },
          ],
        },
      ],
      lost: [],
    })
  })

  it('takes the same as im/v1/messages has it: a string of JSON', () => {
    const payload = { msg_type: 'text', content: '{"text":"好 <at user_id=\\"a@b.cn\\"></at>"}' }
    expect(convertFeishu(payload).messages).toEqual([
      { type: 'text', text: '好 @a@b.cn', mentions: [{ person: 'mail:a@b.cn', offset: 2, length: 7 }] },
    ])
  })

  it('leaves what names nobody as words, and cuts at the length of a text', () => {
    const hostile = '<at user_id="a b<c">x</at><at user_id="ou 1">甲</at><script>'
    expect(convertFeishu({ msg_type: 'text', content: { text: hostile } }).messages).toEqual([
      { type: 'text', text: '<at user_id="a b<c">x</at>甲<script>', mentions: [] },
    ])
    const { messages, lost } = convertFeishu({ msg_type: 'text', content: { text: `${'好'.repeat(9_000)}` } })
    expect(messages[0]).toMatchObject({ text: `${'好'.repeat(limits.textChars - 1)}…` })
    expect(lost).toEqual(['content.text: longer than 8000 characters'])
  })

  it.each([
    ['image', { image_key: 'img_1' }, { type: 'media', kind: 'image', mediaId: 'img_1' }],
    ['file', { file_key: 'file_v2_1' }, { type: 'media', kind: 'file', mediaId: 'file_v2_1' }],
    ['audio', { file_key: 'file_v2_2' }, { type: 'media', kind: 'voice', mediaId: 'file_v2_2' }],
    ['share_chat', { share_chat_id: 'oc_1' }, { type: 'text', text: '[群名片] oc_1', mentions: [] }],
    ['share_chat', { chat_id: 'oc_2' }, { type: 'text', text: '[群名片] oc_2', mentions: [] }],
  ])('takes %s', (msg_type, content, message) => {
    expect(convertFeishu({ msg_type, content }).messages).toEqual([message])
  })

  it.each<[JsonObject, string, string]>([
    [{}, 'malformed', 'msg_type'],
    [{ msg_type: 3 }, 'malformed', 'msg_type'],
    [{ msg_type: 'sticker', content: {} }, 'unsupported', 'msg_type'],
    [{ msg_type: 'text' }, 'malformed', 'content'],
    [{ msg_type: 'text', content: '{' }, 'malformed', 'content'],
    [{ msg_type: 'text', content: '[]' }, 'malformed', 'content'],
    [{ msg_type: 'text', content: { text: ' ' } }, 'empty', 'content.text'],
    [{ msg_type: 'text', content: { text: '\u0001\u200b' } }, 'empty', 'content.text'],
    [{ msg_type: 'image', content: { image_key: '../x' } }, 'malformed', 'content.image_key'],
    [{ msg_type: 'post', content: { post: {} } }, 'malformed', 'content.post'],
    [{ msg_type: 'post', content: { post: { zh_cn: { content: 'x' } } } }, 'malformed', 'content.post.zh_cn.content'],
    [{ msg_type: 'post', content: { post: { zh_cn: { content: [[]] } } } }, 'empty', 'content.post.zh_cn.content'],
    [{ msg_type: 'interactive' }, 'malformed', 'content'],
    [{ msg_type: 'interactive', card: [] }, 'malformed', 'card'],
    [sent({}), 'empty', 'card'],
    [sent({ elements: [] }), 'empty', 'card.elements'],
    [sent({ schema: '2.0', body: { elements: [{ tag: 'hr' }] } }), 'empty', 'card.body.elements'],
    [sent({ type: 'template', data: { template_id: 'AAq' } }), 'unsupported', 'card.type'],
    [{ msg_type: 'interactive', content: '{"type":"card","data":{"card_id":"7"}}' }, 'unsupported', 'content.type'],
    [of1({ tag: 'div', text: { tag: 'plain_text', content: '好'.repeat(10_500) } }), 'too_long', 'card'],
  ])('refuses %j as %s at %s', (payload, problem, path) => {
    const error = failure(payload)
    expect([error.problem, error.path]).toEqual([problem, path])
    expect(feishuCodes[payload.msg_type === 'interactive' ? 'card' : 'message'][error.problem].code).toBeGreaterThan(0)
  })

  it('refuses what is nested without end', () => {
    let deep: JsonObject = {}
    for (let depth = 0; depth < 5_000; depth++) deep = { elements: [deep] }
    expect(failure({ msg_type: 'interactive', card: deep }).problem).toBe('malformed')
    const text = `${'['.repeat(200)}${']'.repeat(200)}`
    expect(failure({ msg_type: 'interactive', card: `{"elements":${text}}` }).problem).toBe('malformed')
  })
})

describe('posts of Feishu', () => {
  it('shows each paragraph, with its people, links, pictures and code', () => {
    const { card, lost } = cardOf(samples.post)
    expect(card.header).toEqual({ title: '我是一个标题' })
    const [line, picture, code, ...rest] = card.body ?? []
    expect(line).toEqual({
      type: 'RichTextBlock',
      inlines: [
        { type: 'TextRun', text: '第一行  <b>：', weight: 'bolder', underline: true },
        {
          type: 'TextRun',
          text: '超链接',
          italic: true,
          selectAction: { type: 'Action.OpenUrl', url: 'http://www.feishu.cn' },
        },
        { type: 'Mention', userId: 'id:ou_1avnmsbv3k45jnk34j5', text: '@tom' },
        '😊',
      ],
    })
    expect(picture).toEqual({ type: 'Image', url: 'image_key:img_7ea74629-9191-4176-998c-2e603c9c5e8g' })
    expect(code).toMatchObject({ type: 'CodeBlock', language: 'GO', separator: true })
    expect(cardText({ type: 'AdaptiveCard', body: rest }).text).toContain('@Tom')
    expect(lost).toEqual(['content.post: only zh_cn is shown'])
  })

  it('shows a link that is not allowed as its words', () => {
    const content = [[{ tag: 'a', text: '看', href: 'javascript:alert(1)' }]]
    const { card, lost } = cardOf({ msg_type: 'post', content: { en_us: { title: '', content } } })
    expect(card.body).toEqual([{ type: 'RichTextBlock', inlines: ['看'] }])
    expect(lost).toEqual(['content.en_us.content[0][0].href: a link that cannot be followed here'])
  })
})

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
        data: { tag: 'select_static', value: { key: 'value' }, input: 'select_static' },
      },
    ])
    expect(lost).toEqual(['card.header.text_tag_list[1]: more than one label', 'card.header.icon: an icon'])
  })

  it('shows a request with its form', () => {
    const { card, lost } = cardOf(samples.approval)
    expect(card).toMatchObject({
      header: { title: '请假申请', subtitle: '人事', tone: 'taken' },
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
        inputs: ['reason', 'days', 'from', 'until', 'until_time', 'urgent'],
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
    ['orange', 'taken'],
    ['yellow', 'taken'],
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

  it('lets people be chosen by their ids, and writes one where all could be', () => {
    const { card, lost } = cardOf(
      of2(
        { tag: 'select_person', name: 'who', options: [{ value: 'ou_1' }, { value: 'ou_1' }], initial_option: 'ou_1' },
        { tag: 'multi_select_person', name: 'who' },
      ),
    )
    expect(nodesOf(card, 'Input.ChoiceSet')).toMatchObject([
      { id: 'who', choices: [{ title: 'ou_1', value: 'ou_1' }], value: 'ou_1' },
    ])
    expect(nodesOf(card, 'Input.Text')).toMatchObject([{ id: 'who_2' }])
    expect(lost).toContain('card.body.elements[1]: a name that is taken')
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

describe('hostile cards of Feishu', () => {
  it.each(['javascript:alert(1)', 'data:text/html,x', 'lark://client', 'https://u:p@a.example/', ' ', 'x'])(
    'a button does not lead to %j',
    url => {
      const { card } = cardOf(
        of1(
          { tag: 'button', text: { tag: 'plain_text', content: '点' }, url },
          { tag: 'markdown', content: `<link url='${url}'>链</link>` },
          { tag: 'column_set', action: { multi_url: { url } }, columns: [{ elements: [{ tag: 'div', text: '列' }] }] },
        ),
      )
      expect(actionsOf(card).filter(({ type }) => type === 'Action.OpenUrl')).toEqual([])
      expect(cardText(card).text).toContain('链')
    },
  )

  it('plain text is never Markdown', () => {
    const evil = '**b** [x](https://evil.example) <at id=all></at> :OK:'
    const { card } = cardOf(
      of1(
        { tag: 'div', text: { tag: 'plain_text', content: evil } },
        { tag: 'table', columns: [{ name: 'a', display_name: evil, data_type: 'text' }], rows: [{ a: evil }] },
        { tag: 'note', elements: [{ tag: 'plain_text', content: evil }] },
      ),
    )
    expect(cardText(card)).toEqual({ text: [evil, evil, evil, evil].join('\n'), mentions: [] })
    expect(actionsOf(card)).toEqual([])
  })

  it('pictures are keys or addresses of the web', () => {
    const keys = ['file:///etc/passwd', 'data:image/png;base64,x', 'https://a.example/b.png', 'img_1', '']
    const { card } = cardOf(
      of1({ tag: 'div', text: '有' }, { tag: 'img_combination', img_list: keys.map(img_key => ({ img_key })) }),
    )
    expect(nodesOf(card, 'Image').map(({ url }) => url)).toEqual(['https://a.example/b.png', 'image_key:img_1'])
  })

  it('a table of many cells is cut where the card is full', () => {
    const columns = Array.from({ length: 40 }, (_, index) => ({ name: `c${index}`, display_name: `列${index}` }))
    const rows = Array.from({ length: 60 }, () => Object.fromEntries(columns.map(({ name }) => [name, 1])))
    const { card, lost } = cardOf(of1({ tag: 'table', columns, rows }, { tag: 'div', text: '后' }))
    const [table] = card.body ?? []
    expect(table?.type === 'Table' && table.rows.length).toBeGreaterThan(10)
    expect(lost).toEqual(['the card is longer than 65536 characters: what no longer fits is left out'])
  })

  it('columns in columns without end lose their frames, not their words', () => {
    let element: JsonObject = { tag: 'div', text: { tag: 'plain_text', content: '底' } }
    for (let depth = 0; depth < 15; depth++)
      element = { tag: 'column_set', columns: [{ tag: 'column', elements: [element] }] }
    const { card, lost } = cardOf(of2(element))
    expect(cardText(card).text).toBe('底')
    expect(lost[0]).toMatch(/deeper than a card can be/)
  })

  it.each<[string, JsonObject]>([
    ['texts', { tag: 'div', text: '"\\\n' }],
    ['short fields', { tag: 'div', fields: [1, 2].map(() => ({ is_short: true, text: { content: 'a' } })) }],
    ['buttons', { tag: 'button', text: 'a' }],
    ['buttons beside texts', { tag: 'div', text: 'a', extra: { tag: 'button', text: 'b' } }],
    [
      'rules',
      { tag: 'column_set', columns: [{ elements: [{ tag: 'hr' }, { tag: 'hr' }, { tag: 'div', text: 'a' }] }] },
    ],
    ['inputs', { tag: 'input', name: 'n'.repeat(240) }],
    ['people', { tag: 'person_list', persons: ['a', 'b', 'c'] }],
    ['colours', { tag: 'markdown', content: '<font color=red>a</font>'.repeat(20) }],
    ['panels', { tag: 'collapsible_panel', elements: [{ tag: 'hr' }, { tag: 'div', text: 'a' }] }],
    ['pictures', { tag: 'img_combination', img_list: Array(20).fill({ img_key: 'a' }) }],
    ['forms', { tag: 'form', elements: [{ tag: 'input' }, { tag: 'button', form_action_type: 'submit' }] }],
  ])('%s that fill what Feishu takes fit into a card', (_name, element) => {
    const count = Math.floor(30_000 / (JSON.stringify(element).length + 1))
    const elements = Array(count).fill(element) as JsonObject[]
    cardOf(of1(...elements))
    cardOf(of1({ tag: 'form', name: 'f'.repeat(200), elements: elements.slice(0, Math.floor(count * 0.9)) }))
    // A list of a card has at most so many: columns hold more.
    const columns = Array.from({ length: 10 }, () => ({ elements: elements.slice(0, Math.floor(count / 11)) }))
    cardOf(of2({ tag: 'column_set', columns }))
  })

  it.each<[string, JsonObject]>([
    ['a button with a value', { tag: 'button', text: '底', value: { a: { b: { c: { d: { e: { f: 1 } } } } } } }],
    [
      'a button beside a text',
      { tag: 'div', text: '底', extra: { tag: 'button', text: 'b', value: { a: [{ b: 1 }] } } },
    ],
    [
      'a link in a table',
      { tag: 'table', columns: [{ name: 'a', data_type: 'lark_md' }], rows: [{ a: '底 > [x](https://a.example)' }] },
    ],
    ['Markdown', { tag: 'markdown', content: '底\n> > > - a\n\n| a |\n|-|\n| [x](https://a.example) |' }],
    ['an input', { tag: 'input', name: '底', label: '底', value: { a: 1 }, confirm: { title: 'a', text: 'b' } }],
  ])('%s fits into a card at any depth', (_name, element) => {
    const frames: ((inner: JsonObject) => JsonObject)[] = [
      inner => ({
        tag: 'column_set',
        columns: [{ elements: [inner], action: { multi_url: { url: 'https://a.example' } } }],
      }),
      inner => ({
        tag: 'interactive_container',
        elements: [inner],
        behaviors: [{ type: 'callback', value: { a: [{}] } }],
      }),
      inner => ({ tag: 'collapsible_panel', elements: [inner] }),
      inner => ({ tag: 'form', elements: [inner] }),
    ]
    for (const [index, frame] of frames.entries()) {
      let inner = element
      for (let depth = 0; depth < 12; depth++) {
        const { card } = cardOf(of2(inner))
        expect(cardText(card).text + JSON.stringify(actionsOf(card))).toContain('底')
        inner = (depth % 3 === 0 ? (frames[(index + depth) % 4] ?? frame) : frame)(inner)
      }
    }
  })
})
