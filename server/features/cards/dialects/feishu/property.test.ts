import { mapCard, writtenCardSchema } from '@lianqun/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ConvertedMessage, type Json, type JsonObject, PayloadError } from '../../converted.ts'
import { isObject } from '../../json.ts'
import { samples } from './feishu.fixtures.ts'
import { convertFeishu } from './index.ts'

const tags = [
  ...[
    'div',
    'markdown',
    'plain_text',
    'hr',
    'img',
    'img_combination',
    'note',
    'action',
    'column_set',
    'column',
    'form',
  ],
  ...['input', 'button', 'overflow', 'select_static', 'multi_select_static', 'select_person', 'multi_select_person'],
  ...[
    'select_img',
    'date_picker',
    'picker_time',
    'picker_datetime',
    'checker',
    'person',
    'person_list',
    'chart',
    'table',
  ],
  ...['collapsible_panel', 'interactive_container', 'audio', 'a', 'at', 'text', 'media', 'emotion', 'code_block', 'md'],
]
const names = [
  ...[
    'text',
    'content',
    'fields',
    'extra',
    'elements',
    'columns',
    'actions',
    'options',
    'rows',
    'name',
    'value',
    'url',
  ],
  ...[
    'multi_url',
    'behaviors',
    'confirm',
    'placeholder',
    'label',
    'img_key',
    'alt',
    'title',
    'type',
    'disabled',
    'href',
  ],
  ...['required', 'max_length', 'default_value', 'initial_option', 'initial_index', 'selected_values', 'initial_date'],
  ...['initial_time', 'initial_datetime', 'checked', 'user_id', 'persons', 'chart_spec', 'width', 'weight', 'size'],
  ...[
    'background_style',
    'header',
    'form_action_type',
    'element_id',
    'text_size',
    'data_type',
    'display_name',
    'format',
  ],
  ...[
    'style',
    'un_escape',
    'image_key',
    'i18n_content',
    'action',
    'data',
    'values',
    'default_url',
    'language',
    'expanded',
  ],
]
const strings = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('', 'a', 'https://a.example/', 'javascript:x', '2024-02-30', '2024-02-29 08:61', '100px', 'weighted'),
  fc.constantFrom(
    '<at id=all></at>',
    "<font color='red'>**a",
    '```\n<at id=a></at>',
    '![x](img_1)\n---\n|a|\n|-|',
    ':OK:',
  ),
  fc.constantFrom('callback', 'open_url', 'submit', 'lark_md', 'line', 'persons', 'options', 'number', '\ue0000\ue001'),
)
const leaf: fc.Arbitrary<Json> = fc.oneof(
  strings,
  fc.constant(null),
  fc.boolean(),
  fc.integer({ min: -3, max: 300 }),
  fc.constantFrom(1e308, -0.5, 1_699_341_315_000, Number.POSITIVE_INFINITY),
)
const { element } = fc.letrec<{ element: JsonObject; value: Json }>(tie => ({
  value: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'card' },
    leaf,
    fc.record({ tag: fc.constantFrom('plain_text', 'lark_md'), content: leaf }) as fc.Arbitrary<Json>,
    tie('element'),
    fc.array(tie('element'), { maxLength: 3, depthIdentifier: 'card' }) as fc.Arbitrary<Json>,
    fc.array(tie('value'), { maxLength: 3, depthIdentifier: 'card' }) as fc.Arbitrary<Json>,
  ),
  element: fc
    .tuple(
      fc.constantFrom(...tags),
      fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 6, depthIdentifier: 'card' }),
    )
    .map(([tag, fields]): JsonObject => ({ ...fields, tag })),
}))
const elements = fc.array(element, { maxLength: 4 }) as fc.Arbitrary<Json[]>
const cards = fc.oneof(
  fc.record({ elements, header: element, config: element }),
  fc.record({ schema: fc.constant('2.0'), body: fc.record({ elements }), header: element, card_link: element }),
  fc.record({ i18n_elements: fc.dictionary(fc.constantFrom('zh_cn', 'en_us', 'xx'), elements) }),
) as fc.Arbitrary<JsonObject>
const kinds = ['text', 'post', 'image', 'share_chat', 'interactive', 'file']
const payloads: fc.Arbitrary<JsonObject> = fc.oneof(
  cards.map((card): JsonObject => ({ msg_type: 'interactive', card })),
  cards.map((card): JsonObject => ({ msg_type: 'interactive', content: JSON.stringify(card) })),
  fc
    .array(elements, { maxLength: 4 })
    .map((content): JsonObject => ({ msg_type: 'post', content: { zh_cn: { content } } })),
  fc
    .tuple(fc.constantFrom(...kinds), fc.jsonValue(), fc.jsonValue())
    .map(([msg_type, content, card]) => ({ msg_type, content, card }) as JsonObject),
  fc.dictionary(fc.constantFrom('msg_type', 'content', 'card'), fc.jsonValue() as fc.Arbitrary<Json>),
)

/** What is wrong with a message; null when nothing is. */
function faultOf(message: ConvertedMessage): unknown {
  if (message.type === 'text') {
    const { text, mentions } = message
    return mentions.every(({ offset, length }) => text[offset] === '@' && offset + length <= text.length)
      ? null
      : message
  }
  if (message.type !== 'card') return null
  const known = mapCard(message.card, node => (node.type === 'Mention' ? { ...node, userId: 'u_1' } : node))
  return writtenCardSchema.safeParse(known).error?.issues ?? null
}

/** Converts a payload: it is shown, or refused. */
function check(payload: JsonObject): void {
  try {
    const { messages } = convertFeishu(payload)
    expect(messages.length).toBeGreaterThan(0)
    for (const message of messages) expect(faultOf(message)).toBeNull()
  } catch (error) {
    if (!(error instanceof PayloadError)) throw error
  }
}

/** The paths of all values in a value. */
function pathsOf(value: Json, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([name, inner]) => pathsOf(inner, [...path, name]))]
}

function replaced(value: Json, path: string[], by: Json): Json {
  const [name, ...rest] = path
  if (name === undefined) return by
  if (Array.isArray(value))
    return value.map((inner, index) => (String(index) === name ? replaced(inner, rest, by) : inner))
  return isObject(value) ? { ...value, [name]: replaced(value[name] ?? null, rest, by) } : by
}

const others: Json[] = [null, 1, '<at id=all></at>', [1, 'a', null, {}], { tag: 'div', content: [] }]

describe('any payload of Feishu', () => {
  it('gives a card that the protocol takes, or is refused', () => {
    fc.assert(fc.property(payloads, check), { numRuns: 300 })
  })

  const payload = (sample: JsonObject): JsonObject =>
    typeof sample.card === 'string' ? { ...sample, card: JSON.parse(sample.card) } : sample
  it.each(Object.entries(samples))('does so when anything in %s is something else', (_name, sample) => {
    const whole = payload(sample)
    const paths = pathsOf(whole).filter(path => path.length > 0)
    for (const path of paths) for (const by of others) check(replaced(whole, path, by) as JsonObject)
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.oneof(element, leaf), (path, by) =>
        check(replaced(whole, path, by) as JsonObject),
      ),
      { numRuns: 100 },
    )
  })
})
