import { type Card, cardText, limits, visitCard } from '@lianqun/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ConvertedMessage, JsonObject } from '../../converted.ts'
import { anyObject, faultsOf, faultsOfConversion, spoiled } from '../testing.ts'
import { blocksToCard, convertSlack, losses } from './index.ts'
import { approval, attachments, controls } from './samples.ts'
import { newer } from './samples-newer.ts'

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
    expect(lost).toHaveLength(9)
    const people: unknown[] = []
    visitCard(card, node => node.type === 'Input.Person' && people.push(node))
    expect(people).toMatchObject([
      { id: 'all/user', value: 'id:U123' },
      { id: 'all/users', isMultiSelect: true, value: 'id:U1,id:U2' },
    ])
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

it('makes a valid card of anything, or says why not', () => {
  const faults = (payload: JsonObject) => {
    expect(faultsOfConversion(convert, payload)).toEqual([])
  }
  fc.assert(fc.property(fc.oneof(anyObject, spoiled([approval, controls, newer, attachments])), faults), {
    numRuns: 400,
  })
})

it('says in sentences what it loses', () => {
  for (const line of losses) expect(line).toMatch(/^\S.{20,}\.$/)
})
