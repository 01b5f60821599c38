import { type Card, mapCard, writtenCardSchema } from '@lianqun/protocol'
import fc from 'fast-check'
import { type Converted, type Json, type JsonObject, PayloadError } from '../converted.ts'

/* What the tests of the dialects have in common. */

/** A card as it is once people have been looked up. */
function resolved(card: Card): Card {
  const found = mapCard(card, node => (node.type === 'Mention' ? { ...node, userId: 'u_1' } : node))
  return found ?? card
}

/** What the schema says against a card; empty: nothing. */
export function faultsOf(card: Card): string[] {
  const read = writtenCardSchema.safeParse(resolved(card))
  return read.success ? [] : read.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`)
}

/** What is wrong with what a converter gives for a payload: it is a valid message or a `PayloadError`. */
export function faultsOfConversion(convert: (payload: JsonObject) => Converted, payload: JsonObject): string[] {
  try {
    const { messages, lost } = convert(payload)
    const faults = messages.flatMap(message => (message.type === 'card' ? faultsOf(message.card) : []))
    if (messages.length === 0) faults.push('no message')
    if (!lost.every(line => typeof line === 'string')) faults.push('lost is no list of texts')
    return faults
  } catch (error) {
    return error instanceof PayloadError ? [] : [String(error)]
  }
}

/** The value with its nth value, counted in order, replaced. */
function replaced(value: Json, n: number, by: Json): Json {
  let left = n
  const walk = (inner: Json): Json => {
    if (left-- === 0) return by
    if (Array.isArray(inner)) return inner.map(walk)
    if (typeof inner === 'object' && inner !== null) {
      return Object.fromEntries(Object.entries(inner).map(([name, field]) => [name, walk(field)]))
    }
    return inner
  }
  return walk(value)
}

function count(value: Json): number {
  if (typeof value !== 'object' || value === null) return 1
  return Object.values(value).reduce<number>((sum, inner) => sum + count(inner), 1)
}

const junk: fc.Arbitrary<Json> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>,
  fc.constantFrom<Json>(null, '', ' ', 0, -1, 1e300, true, [], {}, [null], '\ud800', 'x'.repeat(20_000), '\u0000\n'),
  fc.string({ unit: 'binary', maxLength: 200 }),
)

/** Payloads that are nearly those of a list: some values in them are something else. */
export function spoiled(samples: readonly JsonObject[]): fc.Arbitrary<JsonObject> {
  return fc
    .tuple(fc.constantFrom(...samples), fc.array(fc.tuple(fc.nat(), junk), { minLength: 1, maxLength: 3 }))
    .map(([sample, changes]) =>
      changes.reduce<Json>(
        (payload, [n, by]) => replaced(payload, 1 + (n % Math.max(1, count(payload) - 1)), by),
        sample,
      ),
    )
    .filter(
      (payload): payload is JsonObject => typeof payload === 'object' && payload !== null && !Array.isArray(payload),
    )
}

/** Any object of JSON. */
export const anyObject = fc.dictionary(fc.string({ maxLength: 12 }), junk) as fc.Arbitrary<JsonObject>
