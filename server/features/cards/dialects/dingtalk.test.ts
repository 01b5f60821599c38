import { cardText, mapCard, writtenCardSchema } from '@lianqun/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Converted, type Json, type JsonObject, PayloadError } from '../converted.ts'
import { convertDingtalk, dingtalkLimits, dingtalkLink, losses } from './dingtalk.ts'

/* The payloads are those of https://open.dingtalk.com/document/orgapp/custom-bot-send-message-type. */
const jobs = '乔布斯 20 年前想打造一间苹果咖啡厅，而它正是 Apple Store 的前身'
const screenshot = 'https://img.alicdn.com/tfs/TB1NwmBEL9TBuNjy1zbXXXpepXa-2400-1218.png'
const jobsText = `![screenshot](${screenshot}) \n### ${jobs.slice(0, 18)} \n Apple Store 的设计正从原来满满的科技感走向生活化`
const examples = {
  text: {
    at: { atMobiles: ['180xxxxxx', '18000000000'], atUserIds: ['user123'], isAtAll: false },
    text: { content: '我就是我, @18000000000 是不一样的烟火' },
    msgtype: 'text',
  },
  link: {
    msgtype: 'link',
    link: {
      text: '这个即将发布的新版本，创始人xx称它为红树林。而在此之前，每当面临重大升级，产品经理们都会取一个应景的代号，这一次，为什么是红树林',
      title: '时代的火车向前开',
      picUrl: '',
      messageUrl: 'https://www.dingtalk.com/s?__biz=MzA4NjMwMTA2Ng==&mid=2650316842',
    },
  },
  markdown: {
    msgtype: 'markdown',
    markdown: {
      title: '杭州天气',
      text:
        '#### 杭州天气 @150XXXXXXXX \n > 9度，西北风1级，空气良89，相对温度73%\n > ![screenshot]' +
        `(${screenshot})\n > ###### 10点20分发布 [天气](https://www.dingalk.com) \n`,
    },
    at: { atMobiles: ['150XXXXXXXX'], atUserIds: ['user123'], isAtAll: true },
  },
  whole: {
    actionCard: {
      title: jobs,
      text: jobsText,
      btnOrientation: '0',
      singleTitle: '阅读全文',
      singleURL: 'dingtalk://dingtalkclient/page/link?url=https%3A%2F%2Fwww.dingtalk.com%2F%3Fa%3D1&pc_slide=false',
    },
    msgtype: 'actionCard',
  },
  buttons: {
    msgtype: 'actionCard',
    actionCard: {
      title: jobs,
      text: jobsText,
      btnOrientation: '0',
      btns: [
        { title: '内容不错', actionURL: 'https://www.dingtalk.com/' },
        { title: '不感兴趣', actionURL: 'https://www.dingtalk.com/' },
      ],
    },
  },
  feedCard: {
    msgtype: 'feedCard',
    feedCard: {
      links: [
        { title: '时代的火车向前开1', messageURL: 'https://www.dingtalk.com/1', picURL: screenshot },
        { title: '时代的火车向前开2', messageURL: 'https://www.dingtalk.com/2', picURL: screenshot },
      ],
    },
  },
} satisfies Record<string, JsonObject>

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
  const converted = convertDingtalk(payload)
  expectValid(converted)
  const [message] = converted.messages
  if (message?.type !== 'card') throw new Error('no card')
  return { ...converted, card: message.card, text: cardText(message.card).text }
}

function problemOf(payload: JsonObject) {
  try {
    convertDingtalk(payload)
  } catch (error) {
    if (error instanceof PayloadError) return `${error.problem} ${error.message}`
    throw error
  }
  return null
}

const opens = (url: string) => ({ type: 'Action.OpenUrl', url })

describe('payloads of DingTalk', () => {
  it('calls people where they stand in a text, the others behind it', () => {
    expect(convertDingtalk(examples.text)).toEqual({
      messages: [
        {
          type: 'text',
          text: '我就是我, @18000000000 是不一样的烟火 @180xxxxxx @user123',
          mentions: [
            { person: 'mobile:18000000000', offset: 6, length: 12 },
            { person: 'mobile:180xxxxxx', offset: 27, length: 10 },
            { person: 'id:user123', offset: 38, length: 8 },
          ],
        },
      ],
      lost: [],
    })
  })

  it('calls everyone, but nobody whom only the text names', () => {
    const at = { isAtAll: true }
    expect(convertDingtalk({ ...examples.text, at }).messages).toMatchObject([
      { text: '我就是我, @18000000000 是不一样的烟火 @所有人', mentions: [{ person: 'all' }] },
    ])
    expect(convertDingtalk({ msgtype: 'text', text: { content: '@all @所有人' } }).messages).toMatchObject([
      { mentions: [] },
    ])
  })

  it('shows a link with its picture', () => {
    const { card } = cardOf({ ...examples.link, link: { ...examples.link.link, picUrl: screenshot } })
    expect(card.body).toMatchObject([
      {
        type: 'ColumnSet',
        selectAction: opens(examples.link.link.messageUrl),
        columns: [
          { items: [{ inlines: [{ text: '时代的火车向前开', weight: 'bolder' }] }, { inlines: [{ isSubtle: true }] }] },
          { items: [{ type: 'Image', url: screenshot }] },
        ],
      },
    ])
    expect(cardOf(examples.link).card.body).toMatchObject([{ columns: [{ width: 'stretch' }] }])
  })

  it('shows Markdown, and calls in it', () => {
    const { card } = cardOf(examples.markdown)
    expect(card.fallbackText).toBe('杭州天气')
    expect(card.body).toMatchObject([
      {
        type: 'RichTextBlock',
        inlines: [
          { text: '杭州天气 ', weight: 'bolder' },
          { type: 'Mention', userId: 'mobile:150XXXXXXXX', text: '@150XXXXXXXX' },
        ],
      },
      {
        type: 'Container',
        items: [
          { inlines: ['9度，西北风1级，空气良89，相对温度73%'] },
          { type: 'Image', url: screenshot, altText: 'screenshot' },
          { inlines: [{ text: '10点20分发布 ' }, { text: '天气', selectAction: opens('https://www.dingalk.com') }] },
        ],
      },
      {
        inlines: [
          { type: 'Mention', userId: 'id:user123', text: '@user123' },
          ' ',
          { type: 'Mention', userId: 'all', text: '@所有人' },
        ],
      },
    ])
  })

  it('leads the whole card and its one button to the address within that of DingTalk', () => {
    const { card } = cardOf(examples.whole)
    const url = 'https://www.dingtalk.com/?a=1'
    expect(card.fallbackText).toBe(jobs)
    expect(card.actions).toEqual([{ type: 'Action.OpenUrl', title: '阅读全文', url }])
    expect(card.selectAction).toEqual(opens(url))
    expect(card.body?.map(({ type }) => type)).toEqual(['Image', 'TextBlock', 'RichTextBlock'])
  })

  it('has its buttons below each other, or beside each other', () => {
    const { card } = cardOf(examples.buttons)
    const [one, other] = examples.buttons.actionCard.btns.map(({ title, actionURL }) => ({
      ...opens(actionURL),
      title,
    }))
    expect(card.body?.slice(-2)).toEqual([
      { type: 'ActionSet', actions: [one] },
      { type: 'ActionSet', actions: [other], spacing: 'small' },
    ])
    const beside = { ...examples.buttons, actionCard: { ...examples.buttons.actionCard, btnOrientation: '1' } }
    expect(cardOf(beside).card.actions).toEqual([one, other])
  })

  it('shows a feed', () => {
    expect(cardOf(examples.feedCard).card.body).toMatchObject([
      { type: 'Container', selectAction: opens('https://www.dingtalk.com/1') },
      { type: 'ColumnSet', separator: true, selectAction: opens('https://www.dingtalk.com/2') },
    ])
  })

  it('says what it allows and what it loses', () => {
    expect(Object.values(dingtalkLimits).every(limit => limit.length > 0)).toBe(true)
    expect(losses.every(loss => /^[a-zA-Z].*\.$/.test(loss))).toBe(true)
  })
})

describe('links of DingTalk', () => {
  it.each([
    [
      'dingtalk://dingtalkclient/page/link?url=https%3A%2F%2Fx.example%2F%3Fa%3Db%26c&pc_slide=true',
      'https://x.example/?a=b&c',
    ],
    ['dingtalk://dingtalkclient/page/link?url=http://localhost:3000', 'http://localhost:3000'],
    ['https://qr.dingtalk.com/page/link?url=https://x.example', 'https://x.example'],
    ['https://x.example/page/link?url=https://y.example', 'https://x.example/page/link?url=https://y.example'],
    ['dingtalk://dingtalkclient/page/link?url=javascript%3Aalert(1)', null],
    ['dingtalk://dingtalkclient/page/link?url=mailto:a@x.example', null],
    ['dingtalk://dingtalkclient/page/link', null],
    ['dingtalk://evil.example/page/link?url=https://x.example', null],
    ['dtmd://dingtalkclient/sendMessage?content=x', null],
    ['javascript:alert(1)', null],
  ])('leads %s to %s', (address, link) => {
    expect(dingtalkLink(address)).toBe(link)
  })

  it('that may not be opened are text', () => {
    const btns = [{ title: '发', actionURL: 'dtmd://dingtalkclient/sendMessage?content=x' }]
    const { card, text, lost } = cardOf({
      msgtype: 'actionCard',
      at: { isAtAll: true },
      actionCard: { title: 'a', text: '[x](javascript:alert(1)) <script>1</script> @所有人', btns },
    })
    expect(text).toBe('x <script>1</script> @所有人\n发')
    expect(JSON.stringify(card)).not.toMatch(/Action|Mention/)
    expect(lost).toEqual([
      'link: an address that is not allowed: javascript:alert(1)',
      'actionCard.btns[0].actionURL: an address that is not allowed',
      'at: calls nobody in actionCard',
    ])
  })
})

describe('what DingTalk refuses', () => {
  const refused: [JsonObject, string][] = [
    [{}, 'unsupported msgtype: has to be text, link, markdown, actionCard or feedCard'],
    [{ msgtype: 'text', text: 'x' }, 'malformed text: has to be an object'],
    [{ msgtype: 'text', text: { content: ' ' } }, 'empty text.content: is missing or empty'],
    [{ msgtype: 'markdown', markdown: { text: 'x' } }, 'empty markdown.title: is missing or empty'],
    [
      { msgtype: 'markdown', markdown: { title: 'x', text: '---' } },
      'empty markdown.text: has nothing that can be seen',
    ],
    [{ msgtype: 'link', link: { title: 'x', text: 'x' } }, 'empty link.messageUrl: is missing or empty'],
    [
      { msgtype: 'actionCard', actionCard: { title: 'x', text: 'x', singleTitle: 'x' } },
      'empty actionCard.singleURL: is missing or empty',
    ],
    [
      { msgtype: 'actionCard', actionCard: { title: 'x', text: 'x' } },
      'empty actionCard.btns: at least one of the buttons is needed',
    ],
    [
      { msgtype: 'actionCard', actionCard: { title: 'x', text: 'x', btns: [{ title: 'x' }] } },
      'empty actionCard.btns[0].actionURL: is missing or empty',
    ],
    [{ msgtype: 'feedCard', feedCard: { links: [1] } }, 'malformed feedCard.links[0]: has to be an object'],
    [
      { msgtype: 'feedCard', feedCard: { links: Array.from({ length: 21 }, () => ({})) } },
      'too_long feedCard.links: at most 20 links, 21 came',
    ],
  ]
  it.each(refused)('says where: %j', (payload, problem) => {
    expect(problemOf(payload)).toBe(problem)
  })
})

describe('any payload', () => {
  const junk = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
    fc.constantFrom<Json>('', 'x'.repeat(70_000), '"\\\n'.repeat(8_000), '\ud800\u0000', [], {}, null, 7),
    fc.array(fc.record({ title: fc.string(), actionURL: fc.webUrl(), messageURL: fc.webUrl() }), {
      maxLength: 22,
    }) as fc.Arbitrary<Json>,
  )
  const fields = 'content title text messageUrl picUrl singleTitle singleURL btns btnOrientation links'.split(' ')

  it('is shown, or refused with a place', () => {
    const changes = fc.dictionary(fc.constantFrom(...fields), junk, { maxKeys: 3 })
    const at = fc.oneof(junk, fc.record({ atMobiles: junk, atUserIds: junk, isAtAll: junk }))
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(examples)), changes, at, (payload: JsonObject, change, called) => {
        const kind = String(payload.msgtype)
        try {
          expectValid(
            convertDingtalk({ ...payload, [kind]: { ...(payload[kind] as JsonObject), ...change }, at: called }),
          )
        } catch (error) {
          if (!(error instanceof PayloadError)) throw error
        }
      }),
      { numRuns: 200 },
    )
  })

  it('keeps a text and whom it calls within a message', () => {
    const atMobiles = Array.from({ length: 300 }, (_, index) => `${'1'.repeat(50)}${index}`)
    const [message] = convertDingtalk({
      msgtype: 'text',
      text: { content: 'x'.repeat(20_000) },
      at: { atMobiles },
    }).messages
    expect(message?.type === 'text' && message.text.length).toBeLessThanOrEqual(8_000)
    expect(message?.type === 'text' && message.mentions.length).toBeGreaterThan(5)
  })
})
