import { type Card, cardText, writtenCardSchema } from '@lianqun/protocol'
import { describe, expect, it, vi } from 'vitest'
import { type JsonObject, PayloadError } from '../converted.ts'
import { convertTeams } from './teams.ts'

// What Markdown becomes is tested where that is done: here it is only seen which texts are given to it.
vi.mock('../markdown.ts', () => ({
  markdownElements: (text: string) => [{ type: 'TextBlock', text: `md:${text}`, wrap: true }],
}))

const convert = (payload: unknown) => convertTeams(payload as JsonObject)
/** The only card of a payload. */
function cardOf(payload: unknown): Card {
  const { messages } = convert(payload)
  expect(messages).toHaveLength(1)
  const [message] = messages
  if (message?.type !== 'card') throw new Error('no card')
  expect(writtenCardSchema.safeParse(message.card).error?.issues ?? []).toEqual([])
  return message.card
}
const problemOf = (payload: unknown) => {
  try {
    convert(payload)
  } catch (error) {
    if (error instanceof PayloadError) return `${error.problem} ${error.path}`.trim()
    throw error
  }
  return null
}
const md = (text: string, style: object = {}) => ({ ...style, type: 'TextBlock', text: `md:${text}`, wrap: true })

describe('the message of a Workflow', () => {
  const adaptive = (text: string) => ({
    contentType: 'application/vnd.microsoft.card.adaptive',
    contentUrl: null,
    content: { type: 'AdaptiveCard', version: '1.4', body: [{ type: 'TextBlock', text, glow: 1 }] },
  })
  const hero = (content: object, kind = 'hero') => ({ contentType: `application/vnd.microsoft.card.${kind}`, content })

  it('has a message for each card, in their order', () => {
    const { messages, lost } = convert({ type: 'message', text: 'Look', attachments: [adaptive('a'), adaptive('b')] })
    expect(messages).toEqual([
      { type: 'text', text: 'Look', mentions: [] },
      { type: 'card', card: { type: 'AdaptiveCard', version: '1.4', body: [{ type: 'TextBlock', text: 'a' }] } },
      { type: 'card', card: { type: 'AdaptiveCard', version: '1.4', body: [{ type: 'TextBlock', text: 'b' }] } },
    ])
    expect(lost).toEqual([
      'attachments[0].content.body[0].glow: is not shown',
      'attachments[1].content.body[0].glow: is not shown',
    ])
  })

  it('takes a card that is written as a text, and one that says itself what it is', () => {
    const content = { type: 'AdaptiveCard', body: [{ type: 'TextBlock', text: 'x' }] }
    const attachment = { contentType: 'application/vnd.microsoft.card.adaptive', content: JSON.stringify(content) }
    for (const one of [attachment, { content }]) expect(cardText(cardOf({ attachments: [one] })).text).toBe('x')
  })

  it('takes the MessageCard of a connector', () => {
    const content = { title: 'T', sections: [{ text: 'x' }] }
    const contentType = 'application/vnd.microsoft.teams.card.o365connector'
    expect(cardOf({ type: 'message', attachments: [{ contentType, content }] })).toMatchObject({
      header: { title: 'T' },
    })
  })

  it('takes hero cards', () => {
    const content = {
      title: 'T *x*',
      subtitle: 'S',
      text: 'words',
      images: [
        { url: 'https://a.example/1.png', alt: 'One', tap: { type: 'openUrl', value: 'https://a.example/tap' } },
      ],
      buttons: [
        { type: 'openUrl', title: 'Open', value: 'https://a.example' },
        { type: 'messageBack', title: 'Say', value: { a: 1 }, text: 'said' },
        { type: 'openUrl', title: 'Bad', value: 'javascript:x' },
      ],
      tap: { type: 'openUrl', title: 'All', value: 'https://a.example/all' },
    }
    expect(cardOf({ type: 'message', attachments: [hero(content)] })).toEqual({
      type: 'AdaptiveCard',
      header: { title: 'T x', subtitle: 'S' },
      body: [
        {
          type: 'Image',
          url: 'https://a.example/1.png',
          altText: 'One',
          size: 'stretch',
          selectAction: { type: 'Action.OpenUrl', title: '', url: 'https://a.example/tap' },
        },
        md('words'),
      ],
      actions: [
        { type: 'Action.OpenUrl', title: 'Open', url: 'https://a.example' },
        { type: 'Action.Submit', title: 'Say', data: { type: 'messageBack', value: { a: 1 }, text: 'said' } },
      ],
      selectAction: { type: 'Action.OpenUrl', title: 'All', url: 'https://a.example/all' },
    })
  })

  it('takes thumbnail cards, with the picture beside the text', () => {
    const card = cardOf({
      attachments: [hero({ text: 'x', images: [{ url: 'https://a.example/1.png' }] }, 'thumbnail')],
    })
    expect(card.body).toMatchObject([
      { type: 'ColumnSet', columns: [{ items: [md('x')] }, { items: [{ type: 'Image' }] }] },
    ])
  })

  it('opens video cards', () => {
    const content = {
      title: 'V',
      image: { url: 'https://a.example/p.png' },
      media: [{ url: 'https://a.example/v.mp4' }],
    }
    expect(cardOf({ attachments: [hero(content, 'video')] })).toMatchObject({
      body: [{ type: 'Image' }],
      actions: [{ type: 'Action.OpenUrl', title: '打开媒体', url: 'https://a.example/v.mp4' }],
    })
  })

  it('takes pictures', () => {
    const attachments = [{ contentType: 'image/png', contentUrl: 'https://a.example/x.png' }]
    expect(convert({ type: 'message', attachments }).messages).toEqual([
      { type: 'image', url: 'https://a.example/x.png' },
    ])
  })

  it('shows the cards that can be shown, and says which cannot', () => {
    const { messages, lost } = convert({
      attachments: [{ contentType: 'text/html', content: {} }, hero({ title: 'x' }), hero({})],
    })
    expect(messages).toHaveLength(1)
    expect(lost).toEqual([
      'attachments[0].contentType: "text/html" is not taken',
      'attachments[2].content: shows nothing',
    ])
  })

  it('shows ten cards', () => {
    const { messages, lost } = convert({ attachments: Array.from({ length: 12 }, () => hero({ title: 'x' })) })
    expect(messages).toHaveLength(10)
    expect(lost).toEqual(['attachments: has 12, of which 10 are shown'])
  })
})

describe('what tools post', () => {
  const message = (content: object, rest: object = {}) => ({
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }],
    ...rest,
  })
  const schema = { $schema: 'http://adaptivecards.io/schemas/adaptive-card.json', type: 'AdaptiveCard' }
  const png = 'https://grafana.example/x.png'

  // As the sources of Alertmanager (notify/msteams, notify/msteamsv2) and of Grafana (receivers/teams) write them.
  it.each([
    [
      'Alertmanager, to a connector',
      {
        '@context': 'http://schema.org/extensions',
        type: 'MessageCard',
        title: '[FIRING:1] HighLatency',
        summary: 'HighLatency',
        text: '# Alerts Firing:',
        themeColor: '8C1A1A',
      },
      { header: { title: '[FIRING:1] HighLatency', tone: 'failing' }, body: [md('# Alerts Firing:')] },
    ],
    [
      'Alertmanager, to a Workflow',
      message({
        ...schema,
        version: '1.2',
        body: [
          {
            type: 'TextBlock',
            text: 'T',
            weight: 'Bolder',
            size: 'Medium',
            wrap: true,
            style: 'heading',
            color: 'Attention',
          },
          { type: 'TextBlock', text: 'x', wrap: true },
        ],
        msteams: { width: 'full' },
      }),
      { body: [{ text: 'T', weight: 'bolder', size: 'medium', style: 'heading', color: 'attention' }, { text: 'x' }] },
    ],
    [
      'Grafana',
      message(
        {
          ...schema,
          version: '1.4',
          body: [
            { type: 'TextBlock', text: 'T', color: 'attention', size: 'large', weight: 'bolder', wrap: true },
            {
              type: 'ImageSet',
              imageSize: 'large',
              images: [{ type: 'Image', url: png, msTeams: { allowExpand: true } }],
            },
            {
              type: 'ActionSet',
              actions: [{ type: 'Action.OpenUrl', title: 'View URL', url: 'https://grafana.example' }],
            },
          ],
          msTeams: { width: 'Full' },
        },
        { summary: '[FIRING:1]' },
      ),
      {
        fallbackText: '[FIRING:1]',
        body: [{ text: 'T' }, { imageSize: 'large', images: [{ url: png }] }, { actions: [{ title: 'View URL' }] }],
      },
    ],
  ])('%s, loses nothing', (_tool, payload, card) => {
    expect(cardOf(payload)).toMatchObject(card)
    expect(convert(payload).lost).toEqual([])
  })
})

describe('other payloads', () => {
  it('are an Adaptive Card alone', () => {
    expect(cardText(cardOf({ type: 'AdaptiveCard', body: [{ type: 'TextBlock', text: 'x' }] })).text).toBe('x')
  })

  it.each([
    ['plain words', 'two\nlines', { type: 'text', text: 'two\nlines', mentions: [] }],
    ['words that are marked up', '**bold**', { type: 'card', card: { type: 'AdaptiveCard', body: [md('**bold**')] } }],
  ])('are %s', (_what, text, message) => {
    expect(convert({ text }).messages).toEqual([message])
  })

  it('call the people that a text names', () => {
    const entities = [
      { type: 'mention', text: '<at>Ann B</at>', mentioned: { id: '29:x', name: 'Ann B' } },
      { type: 'clientInfo', locale: 'en' },
    ]
    expect(convert({ type: 'message', text: 'Hi <at>Ann B</at>, <at>Eve</at>', entities }).messages).toEqual([
      { type: 'text', text: 'Hi @Ann B, Eve', mentions: [{ person: 'id:29:x', offset: 3, length: 6 }] },
    ])
  })

  it.each([
    ['malformed', null],
    ['malformed', {}],
    ['malformed', { blocks: [] }],
    ['unsupported @type', { '@type': 'Person', title: 'x' }],
    ['empty', { text: '  ' }],
    ['empty', { '@type': 'MessageCard', sections: [{}] }],
    ['empty', { type: 'AdaptiveCard', body: [] }],
    ['empty attachments', { type: 'message', attachments: [] }],
    ['malformed attachments[0].content', { attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive' }] }],
    [
      'malformed attachments[0].content.type',
      { attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: {} }] },
    ],
    ['unsupported attachments[0].contentUrl', { attachments: [{ contentType: 'image/png', contentUrl: 'data:x' }] }],
  ])('are refused as %s: %j', (problem, payload) => {
    expect(problemOf(payload)).toBe(problem)
  })
})
