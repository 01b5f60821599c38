import { type Card, cardText, type TextRun } from '@lianqun/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type JsonObject, PayloadError } from '../converted.ts'
import { namedInlines, plainMarkdownText, withoutSlackMarks } from './markdown-text.ts'
import { convertMattermost, losses, parseMattermostJson } from './mattermost.ts'
import { anyObject, faultsOf, faultsOfConversion, spoiled } from './testing.ts'

/** https://developers.mattermost.com/integrate/webhooks/incoming/ and its message attachments. */
const documented: JsonObject = {
  channel: 'town-square',
  username: 'test-automation',
  icon_url: 'https://mattermost.example/icon.png',
  icon_emoji: ':robot_face:',
  text: '#### Test results for July 27th, 2017\n@channel please review failed tests.\n\n| Component | Failed |\n|:--|:--|\n| Server | 1 |',
  priority: { priority: 'urgent', requested_ack: true, persistent_notifications: true },
  props: { card: 'Salesforce Opportunity Information:\n\n[Opportunity](https://salesforce.example/o/1)' },
  attachments: [
    {
      fallback: 'test',
      color: '#FF8000',
      pretext: 'This is optional pretext that shows above the attachment.',
      text: 'This is the text of the attachment. It should appear just above an image.',
      author_name: 'Mattermost',
      author_icon: 'https://mattermost.example/logo.png',
      author_link: 'https://mattermost.example/',
      title: 'Example Attachment :tada:',
      title_link: 'https://docs.mattermost.example/',
      fields: [
        { short: false, title: 'Long Field', value: 'Testing with a very long piece of text' },
        { short: true, title: 'Column One', value: 'Testing' },
        { short: 'true', title: 'Column Two', value: 7 },
        { short: false, title: 'Another Field', value: 'Testing' },
      ],
      image_url: 'https://mattermost.example/image.png',
      thumb_url: 'https://mattermost.example/thumb.png',
      footer: 'footer',
      footer_icon: 'https://mattermost.example/logo.png',
    },
  ],
}

/** https://developers.mattermost.com/integrate/plugins/interactive-messages/ */
const interactive: JsonObject = {
  props: {
    attachments: [
      {
        pretext: 'This is the attachment pretext.',
        text: 'This is the attachment text.',
        actions: [
          {
            id: 'message',
            name: 'Ephemeral Message',
            style: 'good',
            tooltip: 'Only you',
            integration: { url: 'http://127.0.0.1:7357', context: { action: 'do_something_ephemeral', n: [1] } },
          },
          {
            id: 'update',
            name: 'Update',
            type: 'button',
            style: '#ff0000',
            disabled: true,
            integration: { url: 'http://127.0.0.1:7357' },
          },
          {
            id: 'action_options',
            name: 'Select an option...',
            type: 'select',
            default_option: 'opt2',
            integration: { url: 'https://mattermost.example/action_options', context: { action: 'do_something' } },
            options: [
              { text: 'Option1', value: 'opt1' },
              { text: 'Option2', value: 'opt2' },
            ],
          },
          {
            id: 'who',
            name: 'Who',
            type: 'select',
            data_source: 'users',
            integration: { url: 'https://mattermost.example/who' },
          },
          { id: 'none', name: 'Nothing behind it' },
        ],
      },
    ],
  },
}

function convertedCard(payload: JsonObject): Card {
  const [message] = convertMattermost(payload).messages
  if (message?.type !== 'card') throw new Error('is no card')
  expect(faultsOf(message.card)).toEqual([])
  return message.card
}

const run = (text: string, style: object = {}) => ({ type: 'TextRun', text, ...style })

describe('a message of Mattermost', () => {
  it('is a text where nothing in it can be Markdown', () => {
    expect(convertMattermost({ text: 'Hi @ann.b. and @all :tada:\nsnake_case', username: 'bot' })).toEqual({
      messages: [
        {
          type: 'text',
          text: 'Hi @ann.b. and @all 🎉\nsnake_case',
          mentions: [
            { person: 'name:ann.b', offset: 3, length: 6 },
            { person: 'all', offset: 15, length: 4 },
          ],
        },
      ],
      lost: [],
      alias: 'bot',
    })
  })

  it.each([
    '**a**',
    '_a_',
    '`a`',
    '# a',
    '- a',
    '1. a',
    '> a',
    '[a](b)',
    '| a |',
    '~~a~~',
    '    code',
    'a\n---',
    '&lt;',
    'a\\*',
  ])('is a card with %j in it', text => {
    expect(plainMarkdownText(text)).toBeNull()
  })

  it('has what the documentation shows', () => {
    const { lost, alias } = convertMattermost(documented)
    const card = convertedCard(documented)
    expect(alias).toBe('🤖 test-automation')
    expect(cardText(card).text).not.toContain('test-automation')
    expect(card.body?.[0]).toEqual({
      type: 'RichTextBlock',
      inlines: [run('‼️ Urgent', { weight: 'bolder', color: 'attention' })],
    })
    expect(card.body?.at(-1)).toMatchObject({
      type: 'Container',
      style: 'warning',
      items: [
        {
          type: 'ColumnSet',
          columns: [
            {
              items: [
                { columns: [{}, { items: [{ inlines: [run('Mattermost')] }] }] },
                {
                  inlines: [
                    run('Example Attachment 🎉', { selectAction: { url: 'https://docs.mattermost.example/' } }),
                  ],
                },
                {},
                { inlines: [run('Long Field')] },
                {},
                { type: 'ColumnSet' },
                { inlines: [run('Another Field')] },
                {},
              ],
            },
            { items: [{ url: 'https://mattermost.example/thumb.png' }] },
          ],
        },
        { type: 'Image', url: 'https://mattermost.example/image.png' },
        { columns: [{}, { items: [{ inlines: [run('footer')] }] }] },
      ],
    })
    expect(card.actions).toMatchObject([{ type: 'Action.ShowCard', card: { body: expect.any(Array) } }])
    expect(lost).toEqual([])
  })

  it('keeps what is behind its buttons and menus', () => {
    const { lost } = convertMattermost(interactive)
    expect(convertedCard(interactive).body?.at(-1)).toMatchObject({
      items: [
        {},
        {
          actions: [
            {
              type: 'Action.Submit',
              title: 'Ephemeral Message',
              style: 'positive',
              tooltip: 'Only you',
              data: {
                mattermost: {
                  id: 'message',
                  type: 'button',
                  url: 'http://127.0.0.1:7357',
                  context: { action: 'do_something_ephemeral', n: [1] },
                },
              },
            },
            { title: 'Update', isEnabled: false },
          ],
        },
        {
          columns: [
            { items: [{ type: 'Input.ChoiceSet', id: 'attachment-1/3/action_options', value: 'opt2' }] },
            {
              items: [
                { actions: [{ data: { mattermost: { type: 'select', input: 'attachment-1/3/action_options' } } }] },
              ],
            },
          ],
        },
        { columns: [{ items: [{ type: 'Input.Person', id: 'attachment-1/4/who' }] }, {}] },
      ],
    })
    expect(lost).toEqual(['props.attachments[0].actions[4]: an action without an integration'])
  })

  const action = (integration: JsonObject): JsonObject => ({ attachments: [{ actions: [{ name: 'x', integration }] }] })
  const deep = (levels: number): JsonObject => (levels === 0 ? {} : { in: deep(levels - 1) })
  const at = 'attachments[0].actions[0].integration'

  it.each<[string, string, JsonObject]>([
    ['empty', 'text', {}],
    ['empty', 'text', { text: '\u200b', username: 'x' }],
    ['malformed', 'text', { text: [] }],
    ['malformed', 'attachments', { attachments: 'x' }],
    ['malformed', 'props.attachments[0]', { props: { attachments: [1] } }],
    ['malformed', `${at}.context`, action({ url: 'https://a.example', context: deep(200) })],
    ['too_long', `${at}.context`, action({ url: 'https://a.example', context: { x: 'x'.repeat(20_000) } })],
    ['too_long', `${at}.url`, action({ url: `https://a.example/${'x'.repeat(2_000)}` })],
  ])('is refused as %s at %s', (problem, path, payload) => {
    expect(() => convertMattermost(payload)).toThrow(expect.objectContaining({ problem, path }))
  })

  it('makes a valid card of anything, or says why not', () => {
    const payloads = fc.oneof(anyObject, spoiled([documented, interactive]))
    fc.assert(
      fc.property(payloads, payload => {
        expect(faultsOfConversion(convertMattermost, payload)).toEqual([])
      }),
      { numRuns: 200 },
    )
  })
})

describe('people and emojis in Markdown', () => {
  const text = (words: string, style: object = {}): TextRun => ({ type: 'TextRun', text: words, ...style })

  it('are found in a piece of text, which keeps its looks', () => {
    expect(namedInlines(text('hey @here, @ann_ :+1: a@b.example', { weight: 'bolder' }))).toEqual([
      text('hey ', { weight: 'bolder' }),
      { type: 'Mention', userId: 'all', text: '@here' },
      text(', ', { weight: 'bolder' }),
      { type: 'Mention', userId: 'name:ann', text: '@ann' },
      text('_ 👍 a@b.example', { weight: 'bolder' }),
    ])
  })

  it('are neither in code nor in links', () => {
    const code = text('@all :tada:', { fontType: 'monospace' })
    expect(namedInlines(code)).toEqual([code])
    const selectAction = { type: 'Action.OpenUrl', url: 'https://a.example' }
    expect(namedInlines(text('@all :tada:', { selectAction }))).toEqual([text('@all 🎉', { selectAction })])
  })

  it.each([
    ['<!here> <!everyone>', '@here @all'],
    ['see <https://a.example/x|the *page*>', 'see [the \\*page\\*](https://a.example/x)'],
    ['<https://bad.example|good.example>', '[good.example (bad.example)](https://bad.example)'],
    ['<javascript:alert(1)|x>', '<javascript:alert(1)|x>'],
    ['`<!here>` ```\n<!here>\n``` <!here>', '`<!here>` ```\n<!here>\n``` @here'],
  ])("has Slack's %j as %j", (written, read) => {
    expect(withoutSlackMarks(written)).toBe(read)
  })
})

describe('JSON of Mattermost', () => {
  it.each([
    ['{"text": "one\ntwo\tthree\r\n"}', 'one\ntwo\tthree\r\n'],
    ['{\n\t"text": "one\\ntwo"\n}', 'one\ntwo'],
    ['{"text": "a \\" \n \\\\", "b": "\n"}', 'a " \n \\'],
    ['{"text": "a\\\nb\u0001"}', 'a\nb\u0001'],
  ])('is read with line ends in its texts: %j', (json, text) => {
    expect(parseMattermostJson(json).text).toBe(text)
  })

  it.each(['', '[]', '"x"', 'null', '{"a": 1,}', '{"text": "\n', '{"text": "x\\'])('is not %j', json => {
    expect(() => parseMattermostJson(json)).toThrow(PayloadError)
  })

  it('reads all that JSON is, and a text with each of its control characters as they are', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string({ unit: 'binary' })), value => {
        expect(parseMattermostJson(JSON.stringify(value))).toEqual(value)
        const raw = JSON.stringify(value).replace(/(?<!\\)((?:\\\\)*)\\n/g, '$1\n')
        expect(parseMattermostJson(raw)).toEqual(value)
      }),
    )
    expect(parseMattermostJson(`{"text":"${'\n'.repeat(1_000_000)}"}`).text).toHaveLength(1_000_000)
  })
})

it('says in sentences what it loses', () => {
  for (const line of losses) expect(line).toMatch(/^\S.{20,}\.$/)
})
