import { type Card, cardText, limits } from '@lianqun/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ConvertedMessage, type JsonObject, PayloadError } from '../../converted.ts'
import { anyObject, faultsOf, faultsOfConversion, spoiled } from '../testing.ts'
import { attachmentsToElements, blocksToCard, convertSlack, losses, viewToCard } from './index.ts'
import { approval, attachments, controls, modal, newer } from './samples.ts'

const utc = { timeZone: 'UTC' }
const convert = (payload: JsonObject) => convertSlack(payload, utc)

function cardOf(message: ConvertedMessage | undefined): Card {
  if (message?.type !== 'card') throw new Error('is no card')
  return message.card
}

/** The card of a payload, after the schema has taken it. */
function convertedCard(payload: JsonObject): Card {
  const card = cardOf(convert(payload).messages[0])
  expect(faultsOf(card)).toEqual([])
  return card
}

const plain = (text: string): JsonObject => ({ type: 'plain_text', text })
const run = (text: string, style: object = {}) => ({ type: 'TextRun', text, ...style })
const bold = { weight: 'bolder' }

describe('a message of Slack', () => {
  it('is a text where it has no form', () => {
    expect(convert({ text: 'Hi <@U1> &amp; all :tada:', channel: '#x', username: 'bot' })).toEqual({
      messages: [{ type: 'text', text: 'Hi @U1 & all 🎉', mentions: [{ person: 'id:U1', offset: 3, length: 3 }] }],
      lost: [],
      inputs: [],
      alias: 'bot',
    })
  })

  it('is a card where its text has a form', () => {
    expect(convertedCard({ text: '*a*' }).body).toEqual([{ type: 'RichTextBlock', inlines: [run('a', bold)] }])
    expect(convert({ text: '*a*', mrkdwn: false }).messages).toEqual([{ type: 'text', text: '*a*', mentions: [] }])
  })

  it('is cut where its text is longer than Slack takes, and a card where it is longer than a text of ours', () => {
    const { messages, lost } = convert({ text: '长'.repeat(41_000) })
    expect(cardText(cardOf(messages[0])).text).toHaveLength(40_000)
    expect(lost).toEqual(['text: what is beyond 40000 characters'])
    expect(convert({ text: 'x'.repeat(limits.textChars) }).messages[0]?.type).toBe('text')
  })

  it('has what an approval of the documentation has', () => {
    const card = convertedCard(approval)
    expect(card.header).toEqual({ title: 'New request 🎉' })
    expect(card.fallbackText).toBe('You have a new request')
    expect(card.body).toMatchObject([
      {
        inlines: [
          'You have a new request:\n',
          run('Fred Enriquez - New device', {
            ...bold,
            selectAction: { type: 'Action.OpenUrl', url: 'https://fakelink.example/1' },
          }),
        ],
      },
      { type: 'ColumnSet', columns: [{ items: [{ inlines: [run('Type:', bold), '\nComputer (laptop)'] }] }, {}] },
      { type: 'ColumnSet', columns: [{}, { items: [] }] },
      {
        type: 'ActionSet',
        separator: true,
        actions: [
          {
            type: 'Action.Submit',
            title: 'Approve',
            style: 'positive',
            confirm: { title: 'Are you sure?', text: 'It is not free', yes: 'Do it', no: 'Stop' },
            data: { slack: { block_id: 'decide', action_id: 'approve', type: 'button', value: 'click_me_123' } },
          },
          {
            title: 'Deny',
            style: 'destructive',
            data: { slack: { block_id: 'decide', action_id: 'action-2', type: 'button', value: 'click_me_124' } },
          },
          { type: 'Action.OpenUrl', url: 'https://fakelink.example/1' },
        ],
      },
      {
        type: 'ColumnSet',
        columns: [
          { items: [{ type: 'Image', altText: 'pin', width: '20px' }] },
          { items: [{ inlines: [{ size: 'small' }, { size: 'small', ...bold, text: 'Dogpatch' }] }] },
        ],
      },
    ])
  })

  it('takes lists that are JSON within JSON', () => {
    expect(convertedCard({ blocks: JSON.stringify(approval.blocks) }).header?.title).toBe('New request 🎉')
    expect(() => convert({ blocks: '[{' })).toThrow('blocks: is no JSON')
  })

  it('never names the payload as its sender', () => {
    expect(convert({ text: 'x', username: ' ', icon_emoji: ':ghost:' }).alias).toBeUndefined()
    expect(convert(attachments).alias).toBe('🤖 ci-bot')
    expect(cardText(convertedCard(attachments)).text).not.toContain('ci-bot')
  })

  it('calls nobody by what was written as text', () => {
    const { messages } = convert({ text: '&lt;!everyone&gt; &lt;@U1&gt;' })
    expect(messages).toEqual([{ type: 'text', text: '<!everyone> <@U1>', mentions: [] }])
    const card = convertedCard({ blocks: [{ type: 'section', text: plain('<!everyone> <@U1>') }] })
    expect(cardText(card)).toEqual({ text: '<!everyone> <@U1>', mentions: [] })
  })

  it('shows Markdown of ours in a header as it is written', () => {
    const blocks: JsonObject[] = [{ type: 'divider' }, { type: 'header', text: plain('**a** [b](https://c.example)') }]
    expect(cardText(convertedCard({ blocks })).text).toBe('**a** [b](https://c.example)')
  })
})

describe('controls', () => {
  const { card, inputs, lost } = blocksToCard(controls.blocks, utc)

  it('are inputs with ids that say what they are', () => {
    expect(faultsOf(card)).toEqual([])
    expect(inputs.map(({ id, type, part }) => [id, type, part].filter(Boolean).join(' '))).toEqual([
      'section678/one static_select',
      'all/many multi_static_select',
      'all/ext external_select',
      'all/user users_select',
      'all/users multi_users_select',
      'all/conv conversations_select',
      'all/convs multi_conversations_select',
      'all/chan channels_select',
      'all/chans multi_channels_select',
      'all/exts multi_external_select',
      'all/day datepicker',
      'all/time timepicker',
      'all/moment datetimepicker date',
      'all/moment/time datetimepicker time',
      'all/ticks checkboxes',
      'all/radio radio_buttons',
    ])
  })

  it('have what is chosen, each with what sends it', () => {
    expect(card.body?.slice(0, 3)).toMatchObject([
      { inlines: ['Pick one'] },
      {
        type: 'ColumnSet',
        columns: [
          {
            items: [
              {
                type: 'Input.ChoiceSet',
                id: 'section678/one',
                choices: [
                  { title: 'This', value: 'value-0' },
                  { title: 'That — better', value: 'value-1' },
                ],
                value: 'value-1',
                placeholder: 'Select an item',
              },
            ],
          },
          {
            items: [
              { actions: [{ data: { slack: { block_id: 'section678', action_id: 'one', type: 'static_select' } } }] },
            ],
          },
        ],
      },
      {
        columns: [
          {
            items: [
              { isMultiSelect: true, value: '#0,b', choices: [{ title: 'Group 1 › A', value: '#0' }, { value: 'b' }] },
            ],
          },
          {},
        ],
      },
    ])
    expect(inputs[1]?.values).toEqual({ '#0': 'a,b' })
  })

  it('have more actions, dates, ticks and feedback', () => {
    expect(card.body?.slice(11)).toMatchObject([
      {
        actions: [
          {
            type: 'Action.ShowCard',
            card: {
              body: [
                {
                  actions: [
                    { type: 'Action.OpenUrl', title: 'Open' },
                    { data: { slack: { type: 'overflow', action_id: 'more', value: 'delete' } } },
                  ],
                },
              ],
            },
          },
        ],
      },
      { columns: [{ items: [{ type: 'Input.Date', value: '1990-04-28' }] }, {}] },
      { columns: [{ items: [{ type: 'Input.Time', value: '13:37' }] }, {}] },
      {
        columns: [
          { items: [{ type: 'Input.Date', value: '2021-08-10' }] },
          { items: [{ type: 'Input.Time', value: '22:17' }] },
          {},
        ],
      },
      {
        columns: [
          { items: [{ style: 'expanded', isMultiSelect: true, value: 'p', choices: [{ title: 'Bold' }, {}] }] },
          {},
        ],
      },
      { columns: [{ items: [{ style: 'expanded', choices: [{ value: 'on' }, { value: 'off' }] }] }, {}] },
      { actions: [{ type: 'Action.OpenUrl', title: 'Run' }] },
      {
        actions: [
          { title: '👍', data: { slack: { type: 'feedback_buttons', action_id: 'feedback', value: 'good' } } },
          { title: '👎', tooltip: 'Bad answer' },
          { title: 'Delete', data: { slack: { type: 'icon_button' } } },
        ],
      },
      { columns: [{ items: [{ inlines: [run('With', bold), ' a picture'] }] }, { items: [{ type: 'Image' }] }] },
    ])
    expect(lost).toHaveLength(11)
  })

  it('have different ids even where those of the payload are too long or the same', () => {
    const element = { type: 'datepicker', action_id: 'a'.repeat(255) }
    const made = blocksToCard([1, 2, 3].map(() => ({ type: 'actions', block_id: 'b', elements: [element] })))
    const ids = made.inputs.map(({ id }) => id)
    expect(new Set(ids).size).toBe(3)
    expect(Math.max(...ids.map(id => id.length))).toBeLessThanOrEqual(limits.cardIdChars)
  })
})

describe('blocks that are more than text', () => {
  const { card, lost } = blocksToCard(newer.blocks, utc)

  it('are rich text', () => {
    expect(faultsOf(card)).toEqual([])
    expect(card.body?.slice(0, 5)).toMatchObject([
      {
        inlines: [
          'Hello ',
          run('bold', { ...bold, italic: true, strikethrough: true, underline: true }),
          run('x=1', { fontType: 'monospace' }),
          run('good.example (bad.example)', bold),
          { type: 'Mention', userId: 'id:U123' },
          { type: 'Mention', userId: 'all' },
          '@S1',
          '@T1',
          '#C1',
          '👋🏻',
          '🏀',
          '#F405B3',
          run('2024-07-11 at 15:03'),
        ],
      },
      { inlines: ['3. ', 'three', '\n4. ', 'four'] },
      { inlines: ['\u2003\u2003◦ ', 'deeper'], spacing: 'none' },
      { type: 'Container', style: 'emphasis', items: [{ inlines: ['quoted'] }] },
      { type: 'CodeBlock', codeSnippet: '{\n}', language: 'json' },
    ])
  })

  it('are tables, videos, files, calls, plans, alerts, cards and containers', () => {
    expect(card.body?.slice(6)).toMatchObject([
      {
        type: 'Table',
        columns: [{ width: 1 }, { width: 1, horizontalCellContentAlignment: 'right' }],
        rows: [{}, { cells: [{ items: [{ inlines: [run('Apples', bold)] }] }, { items: [{ inlines: ['3'] }] }] }],
      },
      { inlines: [run('Sales', bold)] },
      { type: 'Table' },
      { inlines: [run('YouTube · Arcado')] },
      { inlines: [run('How to use Slack', bold)] },
      { inlines: ['Slack is a new way'] },
      { type: 'Image', selectAction: { type: 'Action.OpenUrl', url: 'https://www.youtube.example/watch?v=1' } },
      { inlines: ['📎 ABCD1'] },
      { inlines: [run('📞 Stand-up', { selectAction: { type: 'Action.OpenUrl', url: 'https://call.example/1' } })] },
      { inlines: [run('Thinking', bold)] },
      {
        type: 'Steps',
        steps: [
          { title: 'Fetch', state: 'done', text: 'found' },
          { title: 'Read', state: 'now' },
        ],
      },
      { inlines: [run('a')] },
      { type: 'Steps', steps: [{ title: 'Write', state: 'failed', text: 'no disk' }] },
      { type: 'Container', style: 'attention' },
      {
        type: 'Carousel',
        pages: [
          {
            items: [
              { type: 'Image' },
              { type: 'ColumnSet', columns: [{ width: 'auto' }, { items: [{ inlines: [run('One')] }, {}] }] },
              { inlines: [run('text', { italic: true })] },
              { actions: [{ data: { slack: { block_id: 'card1', action_id: 'take', value: '1' } } }] },
            ],
          },
          { items: [{ inlines: [run('Two')] }] },
        ],
      },
      { type: 'Container', items: [{ text: 'Group' }, {}, {}, { style: 'heading', separator: true }] },
      { inlines: [run('A chart')] },
      { type: 'Image', altText: 'a chart' },
      { inlines: [run('a file of Slack')] },
    ])
    expect(lost).toContain('blocks[13].slack_file: a picture that Slack has is its description')
  })

  it('are cut where they are more than a card may hold', () => {
    const row = Array.from({ length: 20 }, () => ({ type: 'raw_text', text: 'x'.repeat(30) }))
    const { messages, lost: said } = convert({
      blocks: [{ type: 'table', rows: Array.from({ length: 100 }, () => row) }],
    })
    expect(faultsOf(cardOf(messages[0]))).toEqual([])
    expect(said).toEqual(['the end of the card: more than a card may hold'])
    const many = Array.from({ length: 50 }, () => ({ type: 'section', text: plain('长'.repeat(3_000)) }))
    expect(cardText(convertedCard({ blocks: many })).text.length).toBeGreaterThan(50_000)
  })
})

describe('attachments', () => {
  const { elements, lost } = attachmentsToElements(attachments.attachments, utc)

  it('are what the documentation, GitHub, Datadog and Jira send', () => {
    expect(elements).toMatchObject([
      { inlines: ['Optional pre-text that appears above the attachment block'] },
      {
        type: 'Container',
        style: 'good',
        items: [
          {
            columns: [
              {
                items: [
                  { columns: [{ items: [{ width: '16px' }] }, { items: [{ inlines: [run('author_name')] }] }] },
                  { inlines: [run('title', bold)] },
                  { inlines: ['Optional ', run('text', { fontType: 'monospace' }), {}] },
                  { inlines: [run("A field's title", bold)] },
                  { inlines: ["This field's value"] },
                  { type: 'ColumnSet', columns: [{ items: [{}, {}] }, { items: [{}, {}] }] },
                ],
              },
              { items: [{ type: 'Image', width: '75px' }] },
            ],
          },
          { columns: [{}, { items: [{ inlines: [run('footer · 1973-11-29 21:33')] }] }] },
        ],
      },
      { inlines: ['[', run('acme/app'), '] Pull request submitted by ', run('octocat')] },
      {
        style: 'good',
        items: [
          { inlines: [run('#12 Fix *the* build & more', bold)] },
          { inlines: ['Closes #11'] },
          { type: 'CodeBlock', codeSnippet: 'npm test' },
        ],
      },
      {
        style: 'attention',
        items: [
          {},
          { inlines: ['%%% \n@slack-ops avg(last_5m) > 90 \n%%%'] },
          {},
          {},
          { type: 'Image', altText: 'Triggered: CPU' },
          { inlines: [run('2023-11-14 22:13')] },
        ],
      },
      {
        style: 'warning',
        items: [
          {},
          { columns: [{ items: [{}, { inlines: ['High'] }] }, { items: [{}, { inlines: ['5'] }] }] },
          {
            actions: [
              {
                style: 'positive',
                data: {
                  slack: {
                    type: 'interactive_message',
                    callback_id: 'jira',
                    attachment_id: '4',
                    name: 'assign',
                    of: 'button',
                    value: 'me',
                  },
                },
              },
              { style: 'destructive', confirm: { title: 'Sure?', text: 'It will be gone', yes: 'Yes', no: 'No' } },
              { type: 'Action.OpenUrl' },
            ],
          },
          { columns: [{ items: [{ id: 'attachment-4/to', value: 'doing' }] }, {}] },
          { columns: [{ items: [{ type: 'Input.Text', id: 'attachment-4/who' }] }, {}] },
        ],
      },
      { style: 'accent', items: [{ inlines: [run('in', bold), ' an attachment'] }] },
      { inlines: ['only ', run('this')] },
    ])
    expect(lost).toEqual(['attachments[3].actions[4]: what Slack or the app looks up is written, not chosen'])
    expect(faultsOf({ type: 'AdaptiveCard', body: elements })).toEqual([])
  })

  it('stand behind the text of their message', () => {
    expect(convertedCard(attachments).body?.[0]).toEqual({
      type: 'RichTextBlock',
      inlines: ['Build ', run('failed', bold)],
    })
  })
})

describe('a view', () => {
  it('is a form that is sent and closed', () => {
    const { type, card, inputs, lost } = viewToCard(modal, utc)
    expect(faultsOf(card)).toEqual([])
    expect(type).toBe('modal')
    expect(card.header).toEqual({ title: 'My App' })
    expect(card.body).toMatchObject([
      {
        type: 'Input.Text',
        id: 'name/v',
        label: 'Name',
        isRequired: true,
        isMultiline: true,
        maxLength: 80,
        regex: '[\\s\\S]{2,}',
      },
      { inlines: [run('As on your badge')] },
      { type: 'Input.Number', id: 'n/v', value: 3, min: 1, max: 9 },
      { type: 'Input.Text', style: 'email' },
      { type: 'Input.Text', style: 'url' },
      { type: 'Input.Text', value: 'Once', isMultiline: true },
      { inlines: ['File —'] },
      {
        type: 'ColumnSet',
        columns: [{ items: [{ id: 'when/v', label: 'When' }] }, { items: [{ id: 'when/v/time' }] }],
      },
      { type: 'ColumnSet', columns: [{ items: [{ id: 'kind/v' }] }, {}] },
      { actions: [{ title: 'Add a line', associatedInputs: 'none' }] },
    ])
    expect(card.body?.[2]).not.toHaveProperty('isRequired')
    expect(card.actions).toMatchObject([
      { title: 'Submit', data: { slack: { type: 'view_submission', callback_id: 'modal-1' } } },
      { title: 'Cancel', data: { slack: { type: 'view_closed' } }, associatedInputs: 'none' },
    ])
    expect(inputs).toHaveLength(8)
    expect(lost).toContain('view.blocks[5].element: files are not uploaded in a card')
    expect(JSON.stringify(card)).not.toContain('private_metadata')
  })

  it.each<[string, JsonObject, string]>([
    ['type', { type: 'page' }, 'view.type'],
    ['title', { title: plain('x'.repeat(25)) }, 'view.title'],
    ['submit', { submit: null }, 'view.submit'],
    ['blocks', { blocks: Array.from({ length: 101 }, () => ({ type: 'divider' })) }, 'view.blocks'],
  ])('needs a good %s', (_name, change, path) => {
    expect(() => viewToCard({ ...modal, ...change })).toThrow(path)
  })
})

describe('what Slack refuses', () => {
  const button = (rest: object = {}) => ({ type: 'button', text: plain('x'), ...rest })
  const actions = (...elements: object[]) => [{ type: 'actions', elements }]
  const select = (rest: object) => actions({ type: 'static_select', ...rest })
  const option = { text: plain('x'), value: 'x' }
  const long = (n: number) => plain('x'.repeat(n + 1))
  const many = (n: number, item: object) => Array.from({ length: n + 1 }, () => item)

  it.each<[string, string, unknown]>([
    ['malformed', 'blocks', {}],
    ['too_long', 'blocks', many(50, { type: 'divider' })],
    ['malformed', 'blocks[0]', ['x']],
    ['malformed', 'blocks[0].type', [{}]],
    ['unsupported', 'blocks[0].type', [{ type: 'sectoin' }]],
    ['malformed', 'blocks[0]', [{ type: 'section' }]],
    ['malformed', 'blocks[0].text', [{ type: 'section', text: 'x' }]],
    ['malformed', 'blocks[0].text.type', [{ type: 'section', text: { text: 'x' } }]],
    ['malformed', 'blocks[0].text.text', [{ type: 'section', text: plain('') }]],
    ['too_long', 'blocks[0].text.text', [{ type: 'section', text: long(3_000) }]],
    ['too_long', 'blocks[0].fields', [{ type: 'section', fields: many(10, plain('x')) }]],
    ['too_long', 'blocks[0].fields[0].text', [{ type: 'section', fields: [long(2_000)] }]],
    ['malformed', 'blocks[0].accessory', [{ type: 'section', text: plain('x'), accessory: 'x' }]],
    ['unsupported', 'blocks[0].accessory.type', [{ type: 'section', text: plain('x'), accessory: { type: 'x' } }]],
    ['too_long', 'blocks[1].text.text', [{ type: 'divider' }, { type: 'header', text: long(150) }]],
    ['malformed', 'blocks[0].text.type', [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }]],
    ['too_long', 'blocks[0].block_id', [{ type: 'divider', block_id: 'x'.repeat(256) }]],
    ['too_long', 'blocks[0].elements', [{ type: 'context', elements: many(10, plain('x')) }]],
    ['too_long', 'blocks[0].elements', actions(...many(25, button()))],
    ['malformed', 'blocks[0].elements', actions()],
    ['too_long', 'blocks[0].elements[0].text.text', actions(button({ text: long(75) }))],
    ['too_long', 'blocks[0].elements[0].value', actions(button({ value: 'x'.repeat(2_001) }))],
    ['too_long', 'blocks[0].elements[0].action_id', actions(button({ action_id: 'x'.repeat(256) }))],
    ['malformed', 'blocks[0].elements[0].confirm', actions(button({ confirm: 1 }))],
    ['too_long', 'blocks[0].elements[0].options', select({ options: many(100, option) })],
    ['malformed', 'blocks[0].elements[0].options', select({ options: [] })],
    [
      'too_long',
      'blocks[0].elements[0].options[0].value',
      select({ options: [{ ...option, value: 'x'.repeat(151) }] }),
    ],
    ['too_long', 'blocks[0].elements[0].options', actions({ type: 'overflow', options: many(5, option) })],
    ['malformed', 'blocks[0].elements[0].initial_date', actions({ type: 'datepicker', initial_date: '2026-02-30' })],
    ['malformed', 'blocks[0].elements[0].initial_time', actions({ type: 'timepicker', initial_time: '25:00' })],
    ['malformed', 'blocks[0].image_url', [{ type: 'image', alt_text: 'x', image_url: 'file:///etc/passwd' }]],
    ['malformed', 'blocks[0].alt_text', [{ type: 'image', image_url: 'https://a.example/x.png' }]],
    ['too_long', 'blocks[0].text', [{ type: 'markdown', text: 'x'.repeat(12_001) }]],
    ['too_long', 'blocks[0].rows', [{ type: 'table', rows: many(100, []) }]],
    ['too_long', 'blocks[0].rows[0]', [{ type: 'table', rows: [many(20, { type: 'raw_text', text: 'x' })] }]],
    ['unsupported', 'blocks[0].elements[0].type', [{ type: 'rich_text', elements: [{ type: 'x' }] }]],
    [
      'unsupported',
      'blocks[0].child_blocks[0].type',
      [{ type: 'container', title: plain('x'), child_blocks: [{ type: 'container' }] }],
    ],
    ['empty', 'blocks', [{ type: 'divider' }]],
  ])('is %s at %s (%#)', (problem, path, blocks) => {
    try {
      convert({ blocks } as JsonObject)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(PayloadError)
      expect(error).toMatchObject({ problem, path })
    }
  })

  it.each<[string, string, object]>([
    ['empty', 'text', {}],
    ['empty', 'text', { text: ' \u200b' }],
    ['malformed', 'text', { text: {} }],
    ['malformed', 'attachments', { attachments: {} }],
    ['malformed', 'attachments[0]', { attachments: ['x'] }],
    ['too_long', 'attachments', { attachments: many(100, { text: 'x' }) }],
    ['empty', 'attachments', { attachments: [{ color: 'good' }] }],
    ['malformed', 'attachments[0].blocks[0].text', { attachments: [{ blocks: [{ type: 'section', text: 1 }] }] }],
  ])('is %s at %s', (problem, path, payload) => {
    expect(() => convert(payload as JsonObject)).toThrow(expect.objectContaining({ problem, path }))
  })
})

it('makes a valid card of anything, or says why not', () => {
  const faults = (payload: JsonObject) => {
    expect(faultsOfConversion(convert, payload)).toEqual([])
  }
  fc.assert(fc.property(fc.oneof(anyObject, spoiled([approval, controls, newer, attachments])), faults), {
    numRuns: 400,
  })
  const asView = (payload: JsonObject) => ({ ...viewToCard(payload, utc), messages: [] })
  fc.assert(
    fc.property(spoiled([modal]), view => {
      const read = faultsOfConversion(payload => {
        const { card, lost } = asView(payload)
        return { messages: [{ type: 'card', card }], lost }
      }, view)
      expect(read).toEqual([])
    }),
    { numRuns: 100 },
  )
})

it('says in sentences what it loses', () => {
  for (const line of losses) expect(line).toMatch(/^\S.{20,}\.$/)
})
