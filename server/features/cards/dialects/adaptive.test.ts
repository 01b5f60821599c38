import { type Card, cardText, limits, mapCard, writtenCardSchema } from '@lianqun/protocol'
import { describe, expect, it } from 'vitest'
import { PayloadError } from '../converted.ts'
import { importAdaptiveCard } from './adaptive.ts'

const card = (body: unknown, rest: object = {}) => ({ type: 'AdaptiveCard', version: '1.5', body, ...rest })
const imported = (body: unknown, rest: object = {}) => importAdaptiveCard(card(body, rest))
/** The first element of a card with only that element. */
const element = (source: object, rest: object = {}) => imported([source], rest).card.body?.[0]

/** A card whose people have been looked up. */
function resolved(unresolved: Card): Card {
  return mapCard(unresolved, node => (node.type === 'Mention' ? { ...node, userId: 'u_1' } : node)) ?? unresolved
}
const problems = (read: Card) => writtenCardSchema.safeParse(resolved(read)).error?.issues ?? []

describe('values as the official parsers take them', () => {
  it.each([
    [
      { size: 'ExtraLarge', weight: 'BOLDER', color: 'Attention' },
      { size: 'extraLarge', weight: 'bolder', color: 'attention' },
    ],
    [
      { size: 'normal', weight: 'Normal' },
      { size: 'default', weight: 'default' },
    ],
    [
      { wrap: 'True', isSubtle: 'FALSE' },
      { wrap: true, isSubtle: false },
    ],
    [{ maxLines: '3' }, { maxLines: 3 }],
    [{ maxLines: 0, separator: null }, {}],
    [{ style: 'Heading' }, { style: 'heading' }],
    [{ style: 'columnHeader' }, { weight: 'bolder' }],
  ])('%j', (written, read) => {
    const { card: found, lost } = imported([{ type: 'textBlock', text: 'x', ...written }])
    expect(found.body).toEqual([{ type: 'TextBlock', text: 'x', ...read }])
    expect(lost).toEqual([])
  })

  it.each([
    [{ weight: 'bold' }, 'body[0].weight: has no value "bold"'],
    [{ colour: 'red' }, 'body[0].colour: is not shown'],
    [{ wrap: 'yes' }, 'body[0].wrap: is neither true nor false but "yes"'],
    [{ text: { a: 1 } }, 'body[0].text: is no text'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of Adaptive Cards
    [{ text: 'Hi ${name}' }, 'body[0].text: holds a template that is not filled in'],
  ])('of %j something is lost', (written, note) => {
    const { card: found, lost } = imported([{ type: 'TextBlock', text: 'x', ...written }])
    expect(lost).toEqual([note])
    expect(problems(found)).toEqual([])
  })

  it.each([
    ['50px', '50px'],
    [50, 50],
    ['50', 50],
    ['2*', 2],
    ['Auto', 'auto'],
    ['stretch', 'stretch'],
    [5_000, 1_000],
    ['50%', undefined],
    [-1, undefined],
  ])('a column of width %j', (width, read) => {
    const set = element({ type: 'ColumnSet', columns: [{ width, items: [] }] })
    expect(set).toMatchObject({ columns: [{ type: 'Column', ...(read !== undefined && { width: read }) }] })
    expect(JSON.stringify(set).includes('width')).toBe(read !== undefined)
  })

  it.each([
    [{ type: 'Input.Number', value: '4.5', min: '1', max: 'x' }, { value: 4.5, min: 1 }, 1],
    [{ type: 'Input.Date', value: '2026-11-30T06:08:00Z', min: '2026-02-30' }, { value: '2026-11-30' }, 1],
    [{ type: 'Input.Time', value: '9:05', max: '17:30:00' }, { value: '09:05', max: '17:30' }, 0],
    [
      { type: 'Input.Toggle', title: 'Yes', value: true, valueOn: true },
      { title: 'Yes', value: 'true', valueOn: 'true' },
      0,
    ],
    [
      { type: 'Input.ChoiceSet', choices: [{ title: 'A', value: 1 }, { value: 'b' }] },
      {
        choices: [
          { title: 'A', value: '1' },
          { title: 'b', value: 'b' },
        ],
      },
      0,
    ],
    [{ type: 'Input.Text', regex: '(', maxLength: '10' }, { maxLength: 10 }, 1],
  ])('an input %j', (written, read, losses) => {
    const { card: found, lost } = imported([{ id: 'a', ...written }])
    expect(found.body).toEqual([{ type: written.type, id: 'a', ...read }])
    expect(lost).toHaveLength(losses)
  })

  it('gives an input without an id one', () => {
    expect(imported([{ type: 'Input.Text' }, { type: 'Input.Date' }]).card.body).toMatchObject([
      { id: 'input_1' },
      { id: 'input_2' },
    ])
  })
})

describe('what is not known', () => {
  const text = (words: string) => ({ type: 'TextBlock', text: words })

  it.each([
    ['shows its fallback', { type: 'Globe', fallback: text('a globe') }, ['a globe']],
    [
      'follows fallbacks of fallbacks',
      { type: 'Globe', fallback: { type: 'Orb', fallback: text('round') } },
      ['round'],
    ],
    ['is dropped where its fallback says so', { type: 'Globe', fallback: 'Drop' }, []],
    ['is dropped without one', { type: 'Globe' }, []],
    [
      'that is required gives way to the fallback',
      { ...text('new'), requires: { adaptiveCards: '1.7' }, fallback: text('old') },
      ['old'],
    ],
    ['of another host gives way too', { ...text('new'), requires: { acmeHost: '*' }, fallback: text('old') }, ['old']],
    [
      'does not matter where this version is enough',
      { ...text('new'), requires: { adaptiveCards: '1.2' }, fallback: text('old') },
      ['new'],
    ],
    [
      'lets what is around it show its fallback',
      { type: 'Container', items: [text('in'), { type: 'Globe' }], fallback: text('instead') },
      ['instead'],
    ],
    [
      'leaves what is around it where that has none',
      { type: 'Container', items: [text('in'), { type: 'Globe' }] },
      ['in'],
    ],
    [
      'gives way to the writer’s words, not to something near',
      { type: 'Icon', name: 'Calendar', fallback: text('date') },
      ['date'],
    ],
  ])('%s', (_what, source, lines) => {
    const { card: found } = imported([source])
    expect(cardText(found).text.split('\n').filter(Boolean)).toEqual(lines)
  })

  it('does not say what was lost in what is not shown', () => {
    const { lost } = imported([{ type: 'Container', items: [{ type: 'Globe' }], speed: 1, fallback: text('x') }])
    expect(lost).toEqual(['body[0]: is of type "Container", and shows its fallback'])
  })

  it('says that something is required', () => {
    const { lost } = imported([{ ...text('x'), requires: { acmeHost: '1.0' } }])
    expect(lost).toEqual(['body[0]: requires what is not here'])
  })

  it('shows the text for it where nothing is left of a card', () => {
    expect(cardText(imported([{ type: 'Globe' }], { fallbackText: '*a globe*' }).card).text).toBe('*a globe*')
  })

  it.each([[null], ['x'], [[]], [{}], [{ type: 'message' }], [{ '@type': 'MessageCard' }]])('%j is no card', json => {
    expect(() => importAdaptiveCard(json)).toThrow(PayloadError)
  })
})

describe('what only others have, as something near it', () => {
  it.each([
    [
      { type: 'Badge', text: 'P1*', style: 'Attention' },
      { type: 'TextBlock', text: 'P1\\*', color: 'attention', weight: 'bolder' },
    ],
    [
      { type: 'Icon', name: 'Warning', color: 'Warning' },
      { type: 'TextBlock', text: '⚠️', color: 'warning' },
    ],
    [
      { type: 'Icon', name: 'AccessTime' },
      { type: 'TextBlock', text: 'Access Time' },
    ],
    [
      { type: 'ProgressBar', value: 30, max: 60 },
      { type: 'Steps', steps: [{ title: '50 %', state: 'now', progress: 0.5 }] },
    ],
    [
      { type: 'ProgressRing', label: 'Loading' },
      { type: 'Steps', steps: [{ title: 'Loading', state: 'now' }] },
    ],
    [
      { type: 'Rating', value: 3.2, count: 12 },
      { type: 'TextBlock', text: '★★★☆☆ 3.2 (12)' },
    ],
    [
      { type: 'Input.Rating', id: 'r', max: 3 },
      { type: 'Input.ChoiceSet', id: 'r', choices: [{ title: '★', value: '1' }, { value: '2' }, { value: '3' }] },
    ],
    [
      { type: 'CodeBlock', codeSnippet: 'a\nb', language: 'Go' },
      { type: 'CodeBlock', codeSnippet: 'a\nb', language: 'Go' },
    ],
    [
      {
        type: 'Chart.Line',
        title: 'Load',
        data: [
          {
            legend: 'web',
            values: [
              { x: 'Mon', y: 1 },
              { x: 'Tue', y: '2' },
            ],
          },
        ],
      },
      {
        type: 'Container',
        items: [{ text: 'Load' }, { type: 'Sparkline', values: [1, 2], altText: 'web: Mon 1, Tue 2' }],
      },
    ],
    [
      {
        type: 'Chart.Donut',
        data: [
          { legend: 'ok', value: 4 },
          { legend: 'bad', value: 1 },
        ],
      },
      {
        type: 'Container',
        items: [
          {
            type: 'FactSet',
            facts: [
              { title: 'ok', value: '4' },
              { title: 'bad', value: '1' },
            ],
          },
        ],
      },
    ],
    [
      {
        type: 'Media',
        poster: 'https://a.example/p.png',
        altText: 'Film',
        sources: [{ url: 'https://a.example/f.mp4' }],
      },
      {
        type: 'Container',
        items: [
          { type: 'Image', url: 'https://a.example/p.png' },
          { type: 'ActionSet', actions: [{ type: 'Action.OpenUrl', title: 'Film', url: 'https://a.example/f.mp4' }] },
        ],
      },
    ],
  ])('%j', (source, near) => {
    const { card: found } = imported([source])
    expect(found.body).toMatchObject([near])
    expect(problems(found)).toEqual([])
  })
})

describe('dates', () => {
  it.each([
    ['{{DATE(2026-11-30T22:08:00Z,SHORT)}}', 'en', 'UTC', 'Mon, Nov 30, 2026'],
    ['{{DATE(2026-11-30T22:08:00Z, LONG)}}', 'en', 'Asia/Shanghai', 'Tuesday, December 1, 2026'],
    ['{{DATE(2026-11-30T22:08:00Z,LONG)}}', undefined, undefined, '2026年12月1日星期二'],
    ['{{DATE(2026-11-30T22:08:00Z)}}', 'en', 'UTC', '11/30/2026'],
    ['at {{TIME(2026-11-30T22:08:00+08:00)}}!', undefined, undefined, 'at 22:08!'],
    ['{{DATE(2026-13-30T22:08:00Z,SHORT)}}', 'en', 'UTC', '{{DATE(2026-13-30T22:08:00Z,SHORT)}}'],
    ['{{TIME(2026-11-30T22:08:00Z,SHORT)}}', 'en', 'UTC', '{{TIME(2026-11-30T22:08:00Z,SHORT)}}'],
  ])('%s in %s and %s', (written, language, timeZone, read) => {
    expect(
      importAdaptiveCard(card([{ type: 'TextBlock', text: written }]), { language, timeZone }).card.body,
    ).toMatchObject([{ text: read }])
  })

  it('are read in the language of the card, where it has one', () => {
    expect(element({ type: 'TextBlock', text: '{{DATE(2026-11-30T00:00:00Z,LONG)}}' }, { lang: 'de' })).toMatchObject({
      text: 'Montag, 30. November 2026',
    })
  })
})

describe('people', () => {
  const msteams = {
    entities: [
      { type: 'mention', text: '<at>Chen Yu</at>', mentioned: { id: 'chenyu@example.com', name: 'Chen Yu' } },
      { type: 'mention', text: '<at>Ann_B</at>', mentioned: { id: '29:1abc', name: 'Ann B' } },
      { type: 'mention', text: '<at>No</at>', mentioned: { name: 'Nora' } },
      { type: 'mention', text: '<at>Ops</at>', mentioned: { id: 't1', name: 'Ops', type: 'tag' } },
    ],
  }

  it('are called where a text names them', () => {
    const text = '**Hi <at>Chen Yu</at>**, <at>Ann_B</at> and <at>No</at>: [look](https://a.example)'
    const found = element({ type: 'TextBlock', text, size: 'Large' }, { msteams })
    expect(found).toEqual({
      type: 'RichTextBlock',
      inlines: [
        { type: 'TextRun', size: 'large', weight: 'bolder', text: 'Hi ' },
        { type: 'Mention', userId: 'mail:chenyu@example.com', text: '@Chen Yu' },
        { type: 'TextRun', size: 'large', text: ', ' },
        { type: 'Mention', userId: 'id:29:1abc', text: '@Ann_B' },
        { type: 'TextRun', size: 'large', text: ' and ' },
        { type: 'Mention', userId: 'name:Nora', text: '@No' },
        { type: 'TextRun', size: 'large', text: ': ' },
        {
          type: 'TextRun',
          size: 'large',
          text: 'look',
          selectAction: { type: 'Action.OpenUrl', url: 'https://a.example' },
        },
      ],
    })
  })

  it('are called in a fact, which becomes a line of its own', () => {
    const facts = [
      { title: 'a', value: '1' },
      { title: 'Owner', value: '<at>Ann_B</at>' },
    ]
    const { card: found } = imported([{ type: 'FactSet', facts }], { msteams })
    expect(cardText(found)).toMatchObject({ text: 'a 1\nOwner @Ann_B', mentions: [{ userId: 'id:29:1abc' }] })
    expect(problems(found)).toEqual([])
  })

  it.each([
    ['a tag', '<at>Ops</at> look', 'Ops look'],
    ['a name that the card does not explain', '<at>Eve</at> look', 'Eve look'],
  ])('%s is text', (_what, text, read) => {
    const { card: found, lost } = imported([{ type: 'TextBlock', text }], { msteams })
    expect(cardText(found)).toEqual({ text: read, mentions: [] })
    expect(lost).toEqual(['body[0].text: names somebody whom the card does not explain'])
  })
})

describe('addresses and pictures', () => {
  const png = 'data:image/png;base64,iVBORw0KGgo='
  it.each([
    ['https://a.example/x.png', true],
    [png, true],
    ['data:image/svg+xml;base64,PHN2Zz4=', false],
    ['data:image/png,notbase64', false],
    [`data:image/png;base64,${'A'.repeat(limits.cardPictureChars)}`, false],
    ['Assets/x.png', false],
    ['file:///etc/passwd', false],
    ['mailto:a@b.example', false],
    ['http://user:pass@a.example/x.png', false],
  ])('a picture at %.60s', (url, kept) => {
    const { card: found, lost } = imported([{ type: 'Image', url, altText: 'A [cat]' }])
    expect(found.body).toMatchObject([kept ? { type: 'Image', url } : { type: 'TextBlock', text: 'A \\[cat\\]' }])
    expect(lost).toHaveLength(kept ? 0 : 1)
  })

  it('takes no file that is already here from outside', () => {
    expect(JSON.stringify(element({ type: 'Image', url: png, file: { fileId: 'f1' } }))).not.toContain('f1')
  })

  it.each(['javascript:alert(1)', 'ms-cortana:x', 'https://a:b@c.example', '', 7, { a: 1 }])('opens no %j', url => {
    const { card: found, lost } = imported([], { actions: [{ type: 'Action.OpenUrl', title: 'x', url }] })
    expect(found.actions).toBeUndefined()
    expect(lost).toHaveLength(1)
  })
})

describe('actions', () => {
  it.each([
    [
      { type: 'action.submit', data: { a: [1] }, associatedInputs: 'None' },
      { type: 'Action.Submit', data: { a: [1] }, associatedInputs: 'none' },
    ],
    [
      { type: 'Action.Execute', verb: 'approve', style: 'Positive', mode: 'secondary' },
      { type: 'Action.Execute', verb: 'approve', style: 'positive', mode: 'secondary' },
    ],
    [
      { type: 'Action.ToggleVisibility', targetElements: ['a', { elementId: 'b', isVisible: false }, 7, null] },
      { type: 'Action.ToggleVisibility', targetElements: ['a', { elementId: 'b', isVisible: false }, '7'] },
    ],
    [
      { type: 'Action.OpenUrlDialog', url: 'https://a.example' },
      { type: 'Action.OpenUrl', url: 'https://a.example' },
    ],
    [
      { type: 'Action.Popover', content: { type: 'TextBlock', text: 'in' } },
      { type: 'Action.ShowCard', card: { type: 'AdaptiveCard', body: [{ type: 'TextBlock', text: 'in' }] } },
    ],
    [
      { type: 'Action.Http', url: 'https://a.example', method: 'post', body: '{}' },
      {
        type: 'Action.Submit',
        data: { httpPost: { target: 'https://a.example', method: 'POST', body: '{}', headers: [] } },
      },
    ],
  ])('%j', (written, read) => {
    const { card: found } = imported([], { actions: [written] })
    expect(found.actions).toEqual([read])
    expect(problems(found)).toEqual([])
  })

  it('says on a button that had only a picture what it is for', () => {
    const action = { type: 'Action.Submit', iconUrl: 'https://a.example/x.png', tooltip: 'Send' }
    expect(imported([], { actions: [action] }).card.actions).toMatchObject([{ title: 'Send' }])
  })

  it('keeps what is done when something is pressed, but for showing a card', () => {
    const open = { type: 'Action.OpenUrl', url: 'https://a.example' }
    const show = { type: 'Action.ShowCard', card: card([]) }
    expect(element({ type: 'Container', items: [], selectAction: open })).toMatchObject({ selectAction: open })
    expect(element({ type: 'Container', items: [], selectAction: show })).not.toHaveProperty('selectAction')
  })

  it('lets people be chosen where the choices are those of the directory', () => {
    const data = { type: 'Data.Query', dataset: 'graph.microsoft.com/users?scope=currentContext' }
    const asked = { type: 'Input.ChoiceSet', id: 'who', choices: [], value: 'e_1, e_2', isMultiSelect: true }
    expect(element({ ...asked, 'choices.data': data })).toEqual({
      type: 'Input.Person',
      id: 'who',
      isMultiSelect: true,
      value: 'id:e_1,id:e_2',
    })
    const other = imported([{ ...asked, 'choices.data': { ...data, dataset: 'npmpackages' } }])
    expect(other.card.body).toMatchObject([{ type: 'Input.ChoiceSet' }])
    expect(other.lost).toHaveLength(1)
  })

  it('keeps for whom a view is refreshed, as the card names them', () => {
    const refresh = { action: { type: 'Action.Execute', verb: 'r' }, userIds: ['29:1', 'a@b.example', ''] }
    expect(imported([], { refresh }).card.refresh).toEqual({
      action: { type: 'Action.Execute', verb: 'r' },
      userIds: ['id:29:1', 'mail:a@b.example'],
    })
  })
})
