import { createHash } from 'node:crypto'
import { cardText, mapCard, writtenCardSchema } from '@lianqun/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Converted, type Json, type JsonObject, PayloadError } from '../converted.ts'
import { isObject, objectOf, objectsOf } from '../json.ts'
import { examples, png } from './wecom.examples.ts'
import { convertWecom, losses, wecomLimits } from './wecom.ts'

/** Whether each card can be written once the people in it are known. */
function expectValid({ messages }: Converted) {
  expect(messages.length).toBeGreaterThan(0)
  for (const message of messages) {
    if (message.type !== 'card') continue
    const known = mapCard(message.card, node => (node.type === 'Mention' ? { ...node, userId: 'u1' } : node))
    expect(writtenCardSchema.safeParse(known).error?.issues).toBeUndefined()
  }
}

function cardOf(payload: JsonObject) {
  const converted = convertWecom(payload)
  expectValid(converted)
  const [message] = converted.messages
  if (message?.type !== 'card') throw new Error('no card')
  return { ...converted, card: message.card, text: cardText(message.card).text }
}

function problemOf(payload: JsonObject) {
  try {
    convertWecom(payload)
  } catch (error) {
    if (error instanceof PayloadError) return `${error.problem} ${error.message}`
    throw error
  }
  return null
}

const template = (kind: keyof typeof examples.cards, change: JsonObject = {}): JsonObject => ({
  msgtype: 'template_card',
  template_card: { ...examples.cards[kind], ...change },
})
const text = (content: JsonObject): JsonObject => ({ msgtype: 'text', text: content })
const markdown = (content: string): JsonObject => ({ msgtype: 'markdown', markdown: { content } })

describe('texts of WeCom', () => {
  it('call whom the lists name, behind the text', () => {
    expect(convertWecom(examples.text).messages).toEqual([
      {
        type: 'text',
        text: '广州今日天气：29度，大部分多云，降雨概率：60% @wangqing @13800001111 @所有人',
        mentions: [
          { person: 'id:wangqing', offset: 26, length: 9 },
          { person: 'mobile:13800001111', offset: 36, length: 12 },
          { person: 'all', offset: 49, length: 4 },
        ],
      },
    ])
  })

  it('call them where they stand, and <@userid>', () => {
    const content = '@wangqing2 请 @wangqing 看，<@li_si> 也是'
    expect(convertWecom(text({ content, mentioned_list: ['wangqing'] })).messages).toEqual([
      {
        type: 'text',
        text: '@wangqing2 请 @wangqing 看，@li_si 也是',
        mentions: [
          { person: 'id:wangqing', offset: 13, length: 9 },
          { person: 'id:li_si', offset: 25, length: 6 },
        ],
      },
    ])
  })

  it('call nobody whom no list names', () => {
    expect(convertWecom(text({ content: '@all @所有人 @wangqing' })).messages).toMatchObject([{ mentions: [] }])
  })

  it('may be empty where they call somebody', () => {
    expect(convertWecom(text({ content: '', mentioned_mobile_list: ['@all', '', 7] })).messages).toMatchObject([
      { text: '@7 @所有人' },
    ])
    expect(problemOf(text({ content: '\u200b', mentioned_list: [] }))).toBe('empty text.content: is missing or empty')
  })
})

describe('Markdown of WeCom', () => {
  it('is shown as in its documentation', () => {
    const { card, lost } = cardOf(examples.markdown)
    expect(lost).toEqual([])
    expect(card.body).toEqual([
      {
        type: 'RichTextBlock',
        inlines: ['实时新增用户反馈', { type: 'TextRun', text: '132例', color: 'warning' }, '，请相关同事注意。'],
      },
      {
        type: 'Container',
        style: 'emphasis',
        items: [
          {
            type: 'RichTextBlock',
            inlines: [
              '类型:',
              { type: 'TextRun', text: '用户反馈', isSubtle: true },
              '\n普通用户反馈:',
              { type: 'TextRun', text: '117例', isSubtle: true },
              '\nVIP用户反馈:',
              { type: 'TextRun', text: '15例', isSubtle: true },
            ],
          },
        ],
      },
    ])
  })

  it('ends a quote with its line', () => {
    expect(cardOf(markdown('> a\nb')).card.body).toMatchObject([{ type: 'Container' }, { inlines: ['b'] }])
  })

  it('calls people by <@userid>', () => {
    expect(cardOf(markdown('请 <@wangqing>、<@all> 看 `<@code>`')).card.body).toMatchObject([
      {
        inlines: [
          '请 ',
          { type: 'Mention', userId: 'id:wangqing', text: '@wangqing' },
          '、',
          { type: 'Mention', userId: 'all', text: '@所有人' },
          ' 看 ',
          { type: 'TextRun', text: '<@code>' },
        ],
      },
    ])
  })

  it('of the second version has lists, pictures and tables, but neither colours nor people', () => {
    const { card, text: said } = cardOf(examples.markdown_v2)
    expect(card.body?.map(({ type }) => type)).toEqual([
      ...['TextBlock', 'TextBlock', 'TextBlock', 'TextBlock'],
      ...['RichTextBlock', 'RichTextBlock', 'TextBlock'],
      ...Array.from({ length: 6 }, () => 'RichTextBlock'),
      ...['TextBlock', 'Container', 'TextBlock', 'RichTextBlock', 'Image', 'TextBlock', 'TextBlock'],
      ...['RichTextBlock', 'CodeBlock', 'TextBlock', 'Table'],
    ])
    expect(said).toContain('<font color="info">绿</font> <@wangqing>')
  })

  it('runs nothing', () => {
    const { card, text: said } = cardOf(
      markdown('[点](javascript:alert(1)) <script>alert(1)</script> <img src=x onerror=alert(1)> @all <@a b>'),
    )
    expect(said).toBe('点 <script>alert(1)</script> <img src=x onerror=alert(1)> @all <@a b>')
    expect(card.body).toEqual([{ type: 'RichTextBlock', inlines: [said] }])
  })
})

describe('news, pictures and files of WeCom', () => {
  it('shows news with picture and link', () => {
    const { card } = cardOf(examples.news)
    expect(card.body).toEqual([
      {
        type: 'Container',
        selectAction: { type: 'Action.OpenUrl', url: 'http://www.qq.com' },
        items: [
          {
            type: 'Image',
            size: 'stretch',
            url: 'http://res.mail.qq.com/node/ww/wwopenmng/images/independent/doc/test_pic_msg1.png',
          },
          {
            type: 'RichTextBlock',
            inlines: [{ type: 'TextRun', text: '中秋节礼品领取', weight: 'bolder', size: 'medium' }],
          },
          {
            type: 'RichTextBlock',
            inlines: [{ type: 'TextRun', text: '今年中秋节公司有豪礼相送', isSubtle: true }],
          },
        ],
      },
    ])
  })

  it('cuts long titles at a whole character, as WeCom does', () => {
    const article = { title: '节'.repeat(50), description: 'x'.repeat(600), url: 'https://x.example' }
    const { text: said, lost } = cardOf({ msgtype: 'news', news: { articles: [article, article] } })
    expect(said.split('\n')).toEqual(Array.from({ length: 2 }, () => ['节'.repeat(42), 'x'.repeat(512)]).flat())
    expect(lost).toContain('news.articles[1].title: cut to 128 bytes')
  })

  it('checks a picture', () => {
    const image = (base64: string, md5: string): JsonObject => ({ msgtype: 'image', image: { base64, md5 } })
    const sum = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex')
    const good = png.toString('base64')
    expect(convertWecom(image(`${good.slice(0, 20)}\n${good.slice(20)}`, sum(png).toUpperCase())).messages).toEqual([
      { type: 'image', base64: good, md5: sum(png) },
    ])
    expect(problemOf(image(good, sum(Buffer.from('x'))))).toBe('malformed image.md5: is not that of the picture')
    expect(problemOf(image(`data:image/png;base64,${good}`, sum(png)))).toContain('image.base64')
    const large = Buffer.concat([png, Buffer.alloc(2 * 1_024 * 1_024)])
    expect(problemOf(image(large.toString('base64'), sum(large)))).toBe('too_long image.base64: at most 2 MB')
    const gif = Buffer.from('GIF89a')
    expect(problemOf(image(gif.toString('base64'), sum(gif)))).toBe('malformed image.base64: has to be a JPEG or a PNG')
  })

  it.each(['file', 'voice'] as const)('passes on the id of a %s', kind => {
    expect(convertWecom({ msgtype: kind, [kind]: { media_id: '3a8asd892asd8asd' } })).toEqual({
      messages: [{ type: 'media', kind, mediaId: '3a8asd892asd8asd' }],
      lost: [],
    })
  })
})

describe('template cards of WeCom', () => {
  const run = (text: string, style: object) => ({ type: 'TextRun', text, ...style })
  const line = (...inlines: unknown[]) => ({ type: 'RichTextBlock', inlines })
  const opens = { type: 'Action.OpenUrl', url: 'https://work.weixin.qq.com/?from=openApi' }
  const icon = 'https://wework.qpic.cn/wwpic/252813_jOfDHtcISzuodLa_1629280209/0'
  const sourceRow = {
    type: 'ColumnSet',
    columns: [
      { type: 'Column', width: 'auto', items: [{ type: 'Image', url: icon, width: '20px' }] },
      {
        type: 'Column',
        width: 'stretch',
        verticalContentAlignment: 'center',
        items: [line(run('企业微信', { size: 'small', isSubtle: true }))],
      },
    ],
  }
  const quoted = {
    type: 'Container',
    style: 'emphasis',
    items: [
      line(run('引用文本标题', { weight: 'bolder' })),
      line('Jack：企业微信真的很好用~\nBalian：超级好的一款软件！'),
    ],
    selectAction: opens,
  }
  const facts = {
    type: 'FactSet',
    facts: [
      { title: '邀请人', value: '张三' },
      { title: '企微官网', value: `[点击访问](${opens.url})` },
      { title: '企微下载', value: `[企业微信.apk](${opens.url})` },
    ],
  }
  const jumps = [
    { ...line(run('企业微信官网', { color: 'accent', selectAction: opens })), separator: true },
    { ...line('跳转小程序'), spacing: 'small' },
    { ...line('企业微信官网'), spacing: 'small' },
  ]

  it('shows everything of a text_notice', () => {
    const { card, lost } = cardOf(template('text_notice'))
    const { header, body, selectAction } = card
    expect({ header, body, selectAction }).toEqual({
      header: { title: '欢迎使用企业微信', subtitle: '您的好友正在邀请您加入企业微信' },
      body: [
        sourceRow,
        line(run('100', { size: 'extraLarge', weight: 'bolder' })),
        { ...line(run('数据含义', { size: 'small', isSubtle: true })), spacing: 'none' },
        quoted,
        line('下载企业微信还能抢红包！'),
        facts,
        ...jumps,
      ],
      selectAction: opens,
    })
    expect(card.actions).toMatchObject([
      { title: '接收推送', mode: 'secondary', data: { key: 'action_key1', task_id: 'task_id' } },
      { title: '不再推送', mode: 'secondary', data: { key: 'action_key2', task_id: 'task_id' } },
    ])
    expect(lost).toEqual([
      'template_card.jump_list[1]: leads to a mini-program of WeChat',
      'template_card.jump_list[2]: asks an assistant',
    ])
  })

  it('shows everything of a news_notice', () => {
    const picture = 'https://wework.qpic.cn/wwpic/354393_4zpkKXd7SrGMvfg_1629280616/0'
    const beside = [
      line(run('欢迎使用企业微信', { weight: 'bolder' })),
      line(run('您的好友正在邀请您加入企业微信', { isSubtle: true })),
    ]
    expect(cardOf(template('news_notice')).card.body).toEqual([
      sourceRow,
      { type: 'Image', url: picture, size: 'stretch' },
      {
        type: 'ColumnSet',
        columns: [
          { type: 'Column', width: 'auto', items: [{ type: 'Image', url: picture, width: '80px' }] },
          { type: 'Column', width: 'stretch', items: beside },
        ],
        selectAction: { type: 'Action.OpenUrl', url: 'https://work.weixin.qq.com' },
      },
      quoted,
      line(run('惊喜红包等你来拿', { weight: 'bolder' })),
      { ...line('下载企业微信还能抢红包！'), spacing: 'small' },
      facts,
      ...jumps,
    ])
  })

  it('has the buttons of a button_interaction, each with its key and the task', () => {
    const { card } = cardOf(template('button_interaction'))
    const answer = { card_type: 'button_interaction', task_id: 'task_id' }
    const menu = { type: 'Action.Submit', tooltip: '消息气泡副交互辅助文本说明', mode: 'secondary' }
    expect(card.actions).toEqual([
      { type: 'Action.Submit', title: '按钮1', style: 'default', data: { key: 'BUTTONKEYONE', ...answer } },
      { type: 'Action.Submit', title: '按钮2', style: 'positive', data: { key: 'BUTTONKEYTWO', ...answer } },
      { ...menu, title: '接收推送', associatedInputs: 'none', data: { key: 'action_key1', ...answer } },
      { ...menu, title: '不再推送', associatedInputs: 'none', data: { key: 'action_key2', ...answer } },
    ])
    expect(card.body?.at(-1)).toEqual({
      type: 'Input.ChoiceSet',
      id: 'button_selection_key1',
      label: '你的身份',
      style: 'compact',
      value: 'button_selection_id1',
      choices: [
        { title: '企业负责人', value: 'button_selection_id1' },
        { title: '企业用户', value: 'button_selection_id2' },
      ],
    })
  })

  it('asks the question of a vote_interaction', () => {
    const { card } = cardOf(template('vote_interaction'))
    expect(card.body?.at(-1)).toEqual({
      type: 'Input.ChoiceSet',
      id: 'question_key',
      style: 'expanded',
      wrap: true,
      isMultiSelect: true,
      value: 'id_two',
      choices: [
        { title: '选择题选项1', value: 'id_one' },
        { title: '选择题选项2', value: 'id_two' },
      ],
    })
    expect(card.actions).toMatchObject([{ title: '提交', style: 'positive', data: { key: 'submit_key' } }])
  })

  it('asks the questions of a multiple_interaction, with the first option where none is chosen', () => {
    const [first, second] = objectsOf(examples.cards.multiple_interaction.select_list)
    const { card } = cardOf(
      template('multiple_interaction', {
        select_list: [
          { ...first, selected_id: 'id_two' },
          { ...second, selected_id: '?' },
        ],
      }),
    )
    expect(card.body).toMatchObject([
      { type: 'ColumnSet' },
      { type: 'Input.ChoiceSet', id: 'question_key_one', label: '选择标签1', value: 'id_two' },
      { type: 'Input.ChoiceSet', id: 'question_key_two', label: '选择标签2', value: 'id_three' },
    ])
  })

  it('links, names and attaches in its lines', () => {
    const lines: JsonObject[] = [
      { keyname: '官网', value: '点 [击]', type: 1, url: 'https://x.example/a_(b) ' },
      { keyname: '坏', value: 'x', type: 1, url: 'javascript:alert(1)' },
      { keyname: '附件', value: '*表*.xlsx', type: 2, media_id: 'm1' },
      { keyname: '成员', type: 3, userid: 'zhangsan' },
    ]
    const { card, messages, lost } = cardOf(template('text_notice', { horizontal_content_list: lines, jump_list: [] }))
    expect(card.body?.at(-1)).toEqual({
      type: 'FactSet',
      facts: [
        { title: '官网', value: '[点 \\[击\\]](https://x.example/a_%28b%29)' },
        { title: '坏', value: 'x' },
        { title: '附件', value: '\\*表\\*.xlsx' },
        { title: '成员', value: 'zhangsan' },
      ],
    })
    expect(messages.slice(1)).toEqual([{ type: 'media', kind: 'file', mediaId: 'm1' }])
    expect(lost).toEqual([
      'template_card.horizontal_content_list[1].url: an address that is not allowed',
      'template_card.horizontal_content_list[3]: does not open the details of a member',
    ])
  })

  it('shows markup in its texts as it is', () => {
    const { text: said, card } = cardOf(
      template('text_notice', { sub_title_text: '**x** [a](https://evil.example) <@all> <b>' }),
    )
    expect(said).toContain('**x** [a](https://evil.example) <@all> <b>')
    expect(JSON.stringify(card)).not.toContain('"Mention"')
  })

  it('leads to an address, or nowhere where it may not', () => {
    expect(cardOf(template('text_notice')).card.selectAction).toEqual({
      type: 'Action.OpenUrl',
      url: 'https://work.weixin.qq.com/?from=openApi',
    })
    const { card, lost } = cardOf(template('text_notice', { card_action: { type: 1, url: 'weixin://x' } }))
    expect(card.selectAction).toBeUndefined()
    expect(lost).toContain('template_card.card_action.url: an address that is not allowed')
  })
})

describe('what WeCom refuses', () => {
  const items = (count: number, item: (index: number) => JsonObject): Json[] =>
    Array.from({ length: count }, (_, index) => item(index))
  const option = (index: number) => ({ id: `o${index}`, text: 'x' })
  const button = (index: number) => ({ text: 'x', key: `k${index}` })
  const line = () => ({ keyname: 'a', value: 'b' })
  const checkbox = objectOf(examples.cards.vote_interaction.checkbox)
  const refused: [JsonObject, string][] = [
    [{}, 'unsupported msgtype: has to be a kind of message that WeCom has'],
    [{ msgtype: 'constructor' }, 'unsupported msgtype: has to be a kind of message that WeCom has'],
    [{ msgtype: 'text' }, 'malformed text: has to be an object'],
    [{ msgtype: 'markdown', markdown: {} }, 'empty markdown.content: is missing or empty'],
    [text({ content: '节'.repeat(683) }), 'too_long text.content: at most 2048 bytes, 2049 came'],
    [markdown('x'.repeat(4_097)), 'too_long markdown.content: at most 4096 bytes, 4097 came'],
    [markdown('---'), 'empty markdown.content: has nothing that can be seen'],
    [
      { msgtype: 'news', news: { articles: items(9, () => ({ title: 'x', url: 'x.example' })) } },
      'too_long news.articles: at most 8 articles, 9 came',
    ],
    [{ msgtype: 'news', news: { articles: [] } }, 'empty news.articles: at least one of the articles is needed'],
    [{ msgtype: 'news', news: { articles: {} } }, 'malformed news.articles: has to be a list'],
    [{ msgtype: 'news', news: { articles: [{ title: 'x' }] } }, 'empty news.articles[0].url: is missing or empty'],
    [{ msgtype: 'file', file: {} }, 'empty file.media_id: is missing or empty'],
    [
      { msgtype: 'template_card', template_card: { card_type: 'x' } },
      'unsupported template_card.card_type: has to be one of text_notice, news_notice, button_interaction, vote_interaction, multiple_interaction',
    ],
    [
      template('button_interaction', { button_list: items(8, button) }),
      'too_long template_card.button_list: at most 6 buttons, 8 came',
    ],
    [
      template('button_interaction', { button_list: items(2, () => button(0)) }),
      'malformed template_card.button_list[1].key: is there twice',
    ],
    [
      template('button_interaction', { button_list: [{ text: 'x', key: 'k'.repeat(1_025) }] }),
      'too_long template_card.button_list[0].key: at most 1024 bytes, 1025 came',
    ],
    [
      template('text_notice', { horizontal_content_list: items(7, line) }),
      'too_long template_card.horizontal_content_list: at most 6 lines, 7 came',
    ],
    [
      template('text_notice', { horizontal_content_list: [{ ...line(), type: 1 }] }),
      'empty template_card.horizontal_content_list[0].url: is missing or empty',
    ],
    [
      template('text_notice', { jump_list: items(4, () => ({ title: 'x' })) }),
      'too_long template_card.jump_list: at most 3 jumps, 4 came',
    ],
    [
      template('news_notice', { vertical_content_list: items(5, () => ({ title: 'x' })) }),
      'too_long template_card.vertical_content_list: at most 4 texts, 5 came',
    ],
    [
      template('news_notice', { card_image: {}, image_text_area: null }),
      'empty template_card.card_image: this or image_text_area is needed',
    ],
    [template('text_notice', { card_action: null }), 'malformed template_card.card_action: has to be an object'],
    [
      template('text_notice', { card_action: { type: 0 } }),
      'malformed template_card.card_action.type: has to be 1 or 2',
    ],
    [
      template('text_notice', { main_title: {}, sub_title_text: '' }),
      'empty template_card.main_title.title: this or sub_title_text is needed',
    ],
    [template('vote_interaction', { task_id: '' }), 'empty template_card.task_id: is needed where a button calls back'],
    [
      template('vote_interaction', { task_id: 'a b' }),
      'malformed template_card.task_id: at most 128 letters, digits, _, - and @',
    ],
    [
      template('vote_interaction', { checkbox: { ...checkbox, option_list: items(21, option) } }),
      'too_long template_card.checkbox.option_list: at most 20 options, 21 came',
    ],
    [
      template('multiple_interaction', { select_list: items(4, () => ({})) }),
      'too_long template_card.select_list: at most 3 questions, 4 came',
    ],
    [
      template('multiple_interaction', { submit_button: 'x' }),
      'malformed template_card.submit_button: has to be an object',
    ],
    [
      template('text_notice', { action_menu: { desc: 'x', action_list: items(4, button) } }),
      'too_long template_card.action_menu.action_list: at most 3 actions, 4 came',
    ],
  ]
  it.each(refused)('says where: %j', (payload, problem) => {
    expect(problemOf(payload)).toBe(problem)
  })

  it('does not mind the empty forms of what is not used', () => {
    const empty = { card_image: {}, image_text_area: { url: '' }, action_menu: { desc: '', action_list: [] } }
    expectValid(convertWecom(template('text_notice', empty)))
    // As Gitea sends it: services/webhook/wechatwork.go.
    const gitea = { msgtype: 'markdown', text: { content: '', mentioned_list: null }, markdown: { content: 'x' } }
    expect(cardOf(gitea).text).toBe('x')
  })
})

describe('any payload', () => {
  const payloads: JsonObject[] = [
    examples.text,
    examples.markdown,
    examples.markdown_v2,
    examples.news,
    ...(Object.keys(examples.cards) as (keyof typeof examples.cards)[]).map(kind => template(kind)),
  ]
  const junk = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
    fc.constantFrom<Json>(
      '',
      'x'.repeat(70_000),
      '"\\\n'.repeat(4_000),
      '\ud800\u0000',
      'javascript:x',
      1,
      [],
      {},
      null,
    ),
  )

  /** The payload with another value at one place. */
  function changed(value: Json, path: readonly number[], other: Json): Json {
    const [step, ...rest] = path
    if (step === undefined || typeof value !== 'object' || value === null) return other
    const keys = Object.keys(value)
    const key = keys[step % Math.max(1, keys.length)]
    if (key === undefined) return other
    if (Array.isArray(value)) return value.map((each, at) => (String(at) === key ? changed(each, rest, other) : each))
    return { ...value, [key]: changed(value[key] ?? null, rest, other) }
  }

  it('is shown, or refused with a place', () => {
    const path = fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(
        fc.constantFrom(...payloads),
        fc.array(fc.tuple(path, junk), { maxLength: 3 }),
        (payload, changes) => {
          const broken = changes.reduce<Json>((value, [at, other]) => changed(value, at, other), payload)
          if (!isObject(broken)) return
          try {
            expectValid(convertWecom(broken))
          } catch (error) {
            if (!(error instanceof PayloadError)) throw error
          }
        },
      ),
      { numRuns: 400 },
    )
  })

  it('stays within a card, however long its texts are', () => {
    const long = '"'.repeat(9_000)
    const lines = Array.from({ length: 6 }, () => ({
      keyname: long,
      value: long,
      type: 1,
      url: `x.example/${'a'.repeat(1_900)}`,
    }))
    const { card } = cardOf(
      template('text_notice', {
        sub_title_text: long,
        quote_area: { title: long, quote_text: long },
        emphasis_content: { title: long, desc: long },
        vertical_content_list: Array.from({ length: 4 }, () => ({ title: long, desc: long })),
        horizontal_content_list: lines,
      }),
    )
    expect(card.header?.title).toBe('欢迎使用企业微信')
  })
})

it('says what it allows and what it loses', () => {
  expect(Object.values(wecomLimits).every(limit => limit.length > 0)).toBe(true)
  expect(losses.every(loss => /^[a-z_A-Z].*\.$/.test(loss))).toBe(true)
})
