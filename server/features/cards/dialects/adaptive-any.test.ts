import { type Card, mapCard, visitCard, writtenCardSchema } from '@lianqun/protocol'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { PayloadError } from '../converted.ts'
import { importAdaptiveCard } from './adaptive.ts'
import { convertTeams } from './teams.ts'

/** What stands in each kind of thing of a card, so that junk stands where something is looked for. */
const fieldsOf: Record<string, string> = {
  TextBlock: 'text size weight color maxLines horizontalAlignment style',
  RichTextBlock: 'inlines',
  TextRun: 'text selectAction',
  Image: 'url altText width height selectAction style',
  ImageSet: 'images imageSize',
  FactSet: 'facts',
  Container: 'items selectAction minHeight style',
  ColumnSet: 'columns selectAction',
  Column: 'items width size fallback requires',
  Table: 'columns rows horizontalCellContentAlignment',
  TableRow: 'cells style',
  Carousel: 'pages',
  Media: 'poster sources altText',
  ActionSet: 'actions',
  Icon: 'name color selectAction',
  Badge: 'text style',
  ProgressBar: 'value max label',
  Rating: 'value max count',
  'Chart.Line': 'data title',
  'Chart.Gauge': 'segments value subLabel',
  CodeBlock: 'codeSnippet language',
  CompoundButton: 'title description selectAction',
  Component: 'properties',
  'Input.Rating': 'id value max label',
  'Input.Text': 'id value maxLength regex inlineAction label style',
  'Input.Number': 'id value min max placeholder',
  'Input.Date': 'id value min max',
  'Input.Time': 'id value min max',
  'Input.Toggle': 'id title value valueOn',
  'Input.ChoiceSet': 'id choices value label',
  'Action.OpenUrl': 'url title id',
  'Action.Submit': 'data title associatedInputs',
  'Action.Execute': 'data verb',
  'Action.ShowCard': 'card title',
  'Action.ToggleVisibility': 'targetElements',
  'Action.Http': 'url body headers method',
  'Action.Popover': 'content',
  AdaptiveCard: 'body actions refresh msteams selectAction fallbackText version lang rtl',
  MessageCard: 'title text summary themeColor sections potentialAction',
  OpenUri: 'name targets',
  HttpPOST: 'name target body headers',
  ActionCard: 'name inputs actions',
  message: 'attachments text summary',
  '': 'content contentType title text value facts activityTitle activityImage images image heroImage subtitle buttons tap displayText type',
  constructor: '__proto__ hasOwnProperty',
}
const words = [
  ...[
    'auto',
    'Large',
    'bolder',
    '40px',
    '99999px',
    '7',
    '-1',
    '2026-11-30',
    '2026-02-30',
    '09:30',
    'drop',
    '(',
    '#ff0000',
  ],
  ...[
    'https://a.example',
    'javascript:x',
    'data:image/png;base64,AAAA',
    '<at>Ann</at>',
    '$' + '{x}',
    '[a](b)',
    '',
    '   ',
  ],
  ...[
    '{{DATE(2026-11-30T00:00:00Z)}}',
    '\ud800',
    '\u0000',
    '**b**\n- c',
    'x'.repeat(4_000),
    'application/vnd.microsoft.card.adaptive',
  ],
]
const { node } = fc.letrec<{ node: object; value: unknown }>(tie => ({
  node: fc
    .constantFrom(...Object.entries(fieldsOf))
    .chain(([type, fields]) =>
      fc
        .dictionary(fc.constantFrom(...fields.split(' ')), tie('value'), { maxKeys: 6 })
        .map(read => (type === 'MessageCard' ? { ...read, '@type': type } : { type, '@type': type, ...read })),
    ),
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom<unknown>(...words, 0, -3, 1e21, true, null),
    fc.jsonValue({ maxDepth: 1 }),
    tie('node'),
    fc.array(tie('node'), { maxLength: 3 }),
  ),
}))
const json = fc.oneof(
  { weight: 1, arbitrary: fc.jsonValue() },
  { weight: 8, arbitrary: fc.array(node, { maxLength: 4 }).map(body => ({ type: 'AdaptiveCard', body })) },
  { weight: 2, arbitrary: node.map(fields => ({ ...fields, type: 'AdaptiveCard' })) },
  { weight: 3, arbitrary: node },
)

/** A card whose people have been looked up. */
function resolved(card: Card): Card {
  return mapCard(card, found => (found.type === 'Mention' ? { ...found, userId: 'u_1' } : found)) ?? card
}

function check(card: Card) {
  const read = writtenCardSchema.safeParse(resolved(card))
  expect(read.error?.issues ?? []).toEqual([])
  visitCard(card, found => expect(Object.values(found)).not.toContain(undefined))
}

it.each([
  ['Adaptive Cards', (value: unknown) => check(importAdaptiveCard(value).card)],
  [
    'Teams',
    (value: unknown) => {
      const { messages } = convertTeams(value as never)
      expect(messages.length).toBeGreaterThan(0)
      for (const message of messages) if (message.type === 'card') check(message.card)
    },
  ],
])('any JSON to %s is a card that can be written, or a PayloadError', (_dialect, convert) => {
  fc.assert(
    fc.property(json, value => {
      try {
        convert(JSON.parse(JSON.stringify(value)))
      } catch (error) {
        if (!(error instanceof PayloadError)) throw error
      }
    }),
    { numRuns: 400 },
  )
})
