import { type Card, cardText, writtenCardSchema } from '@lianqun/protocol'
import { describe, expect, it, vi } from 'vitest'
import { type JsonObject, PayloadError } from '../converted.ts'
import { toneOfColor } from './teams/message-card.ts'
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

describe('a MessageCard', () => {
  // As in the reference of Microsoft.
  const full = {
    '@type': 'MessageCard',
    '@context': 'http://schema.org/extensions',
    themeColor: '0076D7',
    summary: 'Larry Bryant created a new task',
    title: 'Project **Tango**',
    text: 'A *task*',
    sections: [
      {
        activityTitle: 'Larry Bryant created a new task',
        activitySubtitle: 'On Project Tango',
        activityText: 'Please look',
        activityImage: 'https://a.example/person.png',
        facts: [
          { name: 'Assigned to', value: 'Unassigned' },
          { name: 'Due date', value: 'Mon May 01 2017' },
        ],
        text: 'More',
        images: [{ image: 'https://a.example/1.png', title: 'One' }, { image: 'https://a.example/2.png' }],
        heroImage: { image: 'https://a.example/hero.png', title: 'Hero' },
        startGroup: true,
        markdown: true,
      },
    ],
    potentialAction: [
      {
        '@type': 'ActionCard',
        name: 'Add a comment',
        inputs: [
          { '@type': 'TextInput', id: 'comment', isMultiline: true, title: 'Add a comment here', maxLength: 500 },
          { '@type': 'DateInput', id: 'due', title: 'Due', includeTime: true },
          {
            '@type': 'MultichoiceInput',
            id: 'list',
            title: 'Status',
            isMultiSelect: 'false',
            isRequired: true,
            style: 'expanded',
            choices: [{ display: 'In Progress', value: '1' }],
          },
        ],
        actions: [
          {
            '@type': 'HttpPOST',
            name: 'Save',
            target: 'https://a.example/save',
            body: 'c={{comment.value}}',
            headers: [{ name: 'X-A', value: 'b' }],
            bodyContentType: 'application/x-www-form-urlencoded',
          },
        ],
      },
      {
        '@type': 'OpenUri',
        name: 'Learn more',
        targets: [
          { os: 'iOS', uri: 'https://a.example/ios' },
          { os: 'default', uri: 'https://a.example/default' },
        ],
      },
      { '@type': 'HttpPOST', name: 'Done', target: 'https://a.example/done' },
      { '@type': 'ViewAction', name: 'See', target: ['https://a.example/see'] },
    ],
  }

  it('keeps its texts, pictures, facts, inputs and buttons', () => {
    expect(cardOf(full)).toEqual({
      type: 'AdaptiveCard',
      header: { title: 'Project Tango', tone: 'running' },
      fallbackText: 'Larry Bryant created a new task',
      body: [
        md('A *task*'),
        {
          type: 'Container',
          separator: true,
          items: [
            { type: 'Image', url: 'https://a.example/hero.png', altText: 'Hero', size: 'stretch' },
            {
              type: 'ColumnSet',
              columns: [
                {
                  type: 'Column',
                  width: 'auto',
                  items: [{ type: 'Image', url: 'https://a.example/person.png', size: 'small', style: 'person' }],
                },
                {
                  type: 'Column',
                  width: 'stretch',
                  items: [
                    md('Larry Bryant created a new task', { weight: 'bolder' }),
                    md('On Project Tango', { isSubtle: true }),
                    md('Please look'),
                  ],
                },
              ],
            },
            md('More'),
            {
              type: 'FactSet',
              facts: [
                { title: 'Assigned to', value: 'Unassigned' },
                { title: 'Due date', value: 'Mon May 01 2017' },
              ],
            },
            {
              type: 'ImageSet',
              imageSize: 'medium',
              images: [
                { type: 'Image', url: 'https://a.example/1.png', altText: 'One' },
                { type: 'Image', url: 'https://a.example/2.png' },
              ],
            },
          ],
        },
      ],
      actions: [
        {
          type: 'Action.ShowCard',
          title: 'Add a comment',
          card: {
            type: 'AdaptiveCard',
            body: [
              { type: 'Input.Text', id: 'comment', label: 'Add a comment here', isMultiline: true, maxLength: 500 },
              { type: 'Input.Date', id: 'due', label: 'Due' },
              {
                type: 'Input.ChoiceSet',
                id: 'list',
                label: 'Status',
                isRequired: true,
                isMultiSelect: false,
                style: 'expanded',
                choices: [{ title: 'In Progress', value: '1' }],
              },
            ],
            actions: [
              {
                type: 'Action.Submit',
                title: 'Save',
                data: {
                  httpPost: {
                    target: 'https://a.example/save',
                    body: 'c={{comment.value}}',
                    headers: [
                      { name: 'X-A', value: 'b' },
                      { name: 'Content-Type', value: 'application/x-www-form-urlencoded' },
                    ],
                  },
                },
              },
            ],
          },
        },
        { type: 'Action.OpenUrl', title: 'Learn more', url: 'https://a.example/default' },
        {
          type: 'Action.Submit',
          title: 'Done',
          data: { httpPost: { target: 'https://a.example/done', body: '', headers: [] } },
        },
        { type: 'Action.OpenUrl', title: 'See', url: 'https://a.example/see' },
      ],
    })
    expect(convert(full).lost).toEqual(['potentialAction[0].inputs[1].includeTime: asks for the day alone'])
  })

  it('has buttons in its sections', () => {
    const potentialAction = [{ '@type': 'OpenUri', name: 'x', targets: [{ os: 'default', uri: 'https://a.example' }] }]
    expect(cardOf({ title: 'T', sections: [{ potentialAction }] }).body).toMatchObject([
      { items: [{ type: 'ActionSet', actions: [{ type: 'Action.OpenUrl' }] }] },
    ])
  })

  it('shows as it is written what its sender says is no Markdown', () => {
    const section = { markdown: false, title: '*a*', text: '[b](c)', facts: [{ name: '_n_', value: '**v**' }] }
    const { body } = cardOf({ '@type': 'MessageCard', title: 't', sections: [section] })
    expect(cardText({ type: 'AdaptiveCard', body }).text).toBe('*a*\n[b](c)\n_n_ **v**')
  })

  it.each([
    ['#FF0000', 'failing'],
    ['d70000', 'failing'],
    ['E81123', 'failing'],
    ['FF9800', 'todo'],
    ['ffcc00', 'todo'],
    ['2DC72D', 'good'],
    ['0076D7', 'running'],
    ['F0F', 'running'],
    ['808080', 'over'],
    ['FF00FF00', 'good'],
    ['Red', 'failing'],
    ['constructor', undefined],
    ['#12', undefined],
  ])('of the colour %s is %s', (color, tone) => {
    expect(toneOfColor(color)).toBe(tone)
  })

  it.each([
    [
      'the summary is the head where a colour needs one',
      { summary: 'S', text: 'T', themeColor: 'ff0000' },
      { title: 'S', tone: 'failing' },
    ],
    ['the summary is no head that says the text again', { summary: 'T', text: 'T', themeColor: 'ff0000' }, undefined],
    ['the summary alone is text', { summary: 'S' }, undefined],
  ])('%s', (_what, payload, header) => {
    const card = cardOf({ '@type': 'MessageCard', ...payload })
    expect(card.header).toEqual(header)
    expect(cardText(card).text.length).toBeGreaterThan(0)
  })

  it.each([
    [
      { '@type': 'OpenUri', name: 'x', targets: [{ os: 'default', uri: 'javascript:alert(1)' }] },
      'potentialAction[0].url',
    ],
    [{ '@type': 'HttpPOST', name: 'x', target: 'file:///etc/passwd' }, 'potentialAction[0].target'],
    [{ '@type': 'InvokeAddInCommand', name: 'x' }, 'potentialAction[0]'],
  ])('has no button for %j', (action, path) => {
    const payload = { '@type': 'MessageCard', text: 't', potentialAction: [action] }
    expect(cardOf(payload).actions).toBeUndefined()
    expect(convert(payload).lost).toMatchObject([expect.stringContaining(`${path}: `)])
  })

  it('opens no cards in the cards of its buttons', () => {
    const actionCard = (levels: number): object => ({
      '@type': 'ActionCard',
      name: 'more',
      actions: levels === 0 ? [] : [actionCard(levels - 1)],
    })
    const payload = { '@type': 'MessageCard', text: 't', potentialAction: [actionCard(900)] }
    expect(cardOf(payload).actions).toMatchObject([{ type: 'Action.ShowCard', card: { actions: [] } }])
    expect(convert(payload).lost).toEqual([
      'potentialAction[0].actions[0]: an action of type "actioncard" is not shown',
    ])
  })

  it('says what it does not show', () => {
    const payload = {
      '@type': 'MessageCard',
      text: 't',
      themeColor: 'mauve',
      sections: [{ text: 'x', color: 1 }],
      frame: 1,
    }
    expect(convert(payload).lost).toEqual([
      'themeColor: is no colour: "mauve"',
      'sections[0].color: is not shown',
      'frame: is not shown',
    ])
  })
})

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
