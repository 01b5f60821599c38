import {
  type Card,
  isCardLink,
  limits,
  type Mapping,
  mappingSchema,
  markdownRuns,
  visitCard,
  writtenCardSchema,
} from '@lianqun/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ConvertedEvent, type Json, type JsonObject, PayloadError } from '../converted.ts'
import { contextOf, type Fixture, fixtures } from './fixtures.ts'
import { applyMapping, eventConverters, nativeTools, recognise, suggestMapping } from './index.ts'

/** Values that break what is not careful. */
const junk: fc.Arbitrary<Json> = fc.oneof(
  { depthSize: 'small' },
  fc.constantFrom<Json>(
    null,
    true,
    -1,
    0,
    1e300,
    '',
    ' ',
    '\u0000\ud800',
    '{{a}}',
    '__proto__',
    'javascript:alert(1)',
    'data:text/html,x',
    'https://a:b@example.com/',
    'https://example.com/',
    '0001-01-01T00:00:00Z',
    '+275760-09-13T00:00:00.001Z',
  ),
  fc.constantFrom<Json>(
    'x'.repeat(100_000),
    '👨‍👩‍👧‍👦'.repeat(5_000),
    '\\'.repeat(20_000),
    '`*_[](){}'.repeat(2_000),
    '\n'.repeat(9_000),
  ),
  fc.constant<Json>(
    Array.from({ length: 2_000 }, (_, index) => ({
      id: index,
      name: 'n'.repeat(40),
      status: 'failed',
      stage: String(index),
    })),
  ),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.double({ noNaN: true }),
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>,
)

/** A copy of a value in which some things are others. `picks`: which of all the places, counted in turn. */
function spoiled(value: Json, picks: ReadonlyMap<number, Json>): Json {
  let count = 0
  const walk = (node: Json): Json => {
    const picked = picks.get(count++)
    if (picked !== undefined) return picked
    if (Array.isArray(node)) return node.map(walk)
    if (typeof node !== 'object' || node === null) return node
    return Object.fromEntries(Object.entries(node).map(([name, inner]) => [name, walk(inner)]))
  }
  return walk(value)
}

function places(value: Json): number {
  if (typeof value !== 'object' || value === null) return 1
  return Object.values(value).reduce<number>((sum, inner) => sum + places(inner), 1)
}

/** What is made of a payload; null where it is refused as one may be. Anything else is thrown on. */
function made(make: () => ConvertedEvent | null): ConvertedEvent | null {
  try {
    return make()
  } catch (error) {
    if (error instanceof PayloadError) return null
    throw error
  }
}

function expectGood(event: ConvertedEvent | null): void {
  if (event === null) return
  const { card, key, title, event: name } = event
  expect(writtenCardSchema.safeParse(card).error?.issues ?? []).toEqual([])
  expect(key === null || (key.length > 0 && key.length <= limits.cardIdChars)).toBe(true)
  expect(name).toMatch(/^[a-z0-9_-]+(\.[a-z0-9_.-]+)*$/)
  expect(title.length).toBeLessThan(1_000)
  visitCard(card, node => {
    if (node.type === 'Action.OpenUrl' || node.type === 'Image') expect(isCardLink(String(node.url))).toBe(true)
  })
}

const spoiledFixture = fc
  .constantFrom(...fixtures)
  .chain(fixture =>
    fc
      .array(fc.tuple(fc.integer({ min: 1, max: places(fixture.payload) - 1 }), junk), { minLength: 1, maxLength: 6 })
      .map(picks => ({ ...fixture, payload: spoiled(fixture.payload, new Map(picks)) as JsonObject })),
  )

describe('payloads that somebody else wrote', () => {
  it('with anything in any place give a card or a reason', () => {
    fc.assert(
      fc.property(spoiledFixture, ({ tool, payload, headers }) => {
        expectGood(made(() => eventConverters[tool](payload, contextOf(headers))))
        recognise(headers, payload)
      }),
      { numRuns: 400 },
    )
  })

  it('that are anything at all give a card or a reason', () => {
    const object = fc.dictionary(
      fc.constantFrom('action', 'alerts', 'build', 'data', 'issue', 'object_kind', 'pull_request', 'repository', 'x'),
      junk,
    ) as fc.Arbitrary<JsonObject>
    const header = fc.constantFrom(
      'push',
      'pull_request',
      'issues',
      'workflow_job',
      'constructor',
      '',
      'x'.repeat(9_000),
    )
    fc.assert(
      fc.property(fc.constantFrom(...nativeTools), object, header, (tool, payload, event) => {
        const headers = { 'x-github-event': event, 'sentry-hook-resource': event }
        expectGood(made(() => eventConverters[tool](payload, contextOf(headers))))
      }),
      { numRuns: 200 },
    )
  })

  it.each(fixtures)('$name as an empty object gives a card or a reason', ({ tool, headers }) => {
    expectGood(made(() => eventConverters[tool]({}, contextOf(headers))))
  })
})

/** Every text of a payload with something before it. */
function withEverywhere(value: Json, evil: string): Json {
  if (typeof value === 'string') return evil + value
  if (Array.isArray(value)) return value.map(inner => withEverywhere(inner, evil))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, wordFields.has(name) ? inner : withEverywhere(inner, evil)]),
  )
}

/** What converters decide by: it stays, so that they come to what they show. */
const wordFields = new Set(['action', 'status', 'state', 'object_kind', 'phase', 'conclusion', 'type', 'ref_type'])
const isStyled = (text: string) => markdownRuns(text).some(run => run.bold || run.italic || run.href !== undefined)

/** Texts of a card that are read as Markdown and that say more than letters. */
function markup(card: Card): string[] {
  const found: string[] = []
  visitCard(card, node => {
    if (node.type === 'TextBlock' && isStyled(String(node.text))) found.push(String(node.text))
    if (node.type === 'FactSet')
      for (const { title, value } of node.facts as { title: string; value: string }[])
        if (isStyled(title) || isStyled(value)) found.push(`${title}: ${value}`)
  })
  return found
}

describe('names and titles that others chose', () => {
  const evil = '**a** [b](https://evil.example/) _c_ '

  it.each(fixtures)('are text in $name', ({ tool, payload, headers }: Fixture) => {
    const event = made(() => eventConverters[tool](withEverywhere(payload, evil) as JsonObject, contextOf(headers)))
    if (event === null) throw new Error('has no card')
    expectGood(event)
    expect(markup(event.card)).toEqual([])
  })

  it.each(fixtures)('lead nowhere that is not the web in $name', ({ tool, payload, headers }: Fixture) => {
    for (const scheme of ['javascript:alert(1)//', 'data:text/html,', 'file:///etc/passwd?', 'lianqun://x?']) {
      const event = made(() => eventConverters[tool](withEverywhere(payload, scheme) as JsonObject, contextOf(headers)))
      const urls: unknown[] = []
      visitCard(event?.card ?? { type: 'AdaptiveCard' }, node => {
        if ('url' in node) urls.push(node.url)
      })
      expect(urls).toEqual([])
    }
  })
})

const template = fc.constantFrom(
  '{{a}}',
  '{{b.0.c|date}} x',
  '{{x|upper|default:y}}',
  'words',
  '{{ a }}{{b}}',
  '{{repository.full_name}}',
)
const path = fc.constantFrom('a', 'b.0.c', 'x', 'repository.full_name', '__proto__.x', 'constructor.name')
const mapping: fc.Arbitrary<Mapping> = fc.record(
  {
    title: template,
    text: template,
    tone: fc.record({ path, values: fc.constant({ failed: 'failing' as const, ok: 'good' as const }) }),
    key: path,
    closed: fc.record({ path, equals: fc.constant(['ok']) }),
    facts: fc.array(fc.record({ title: fc.constant('事实'), value: template }), { maxLength: 12 }),
    link: fc.record({ title: fc.constant('打开'), url: template }),
    when: fc.array(fc.record({ path, op: fc.constantFrom('exists', 'equals', 'contains'), value: fc.constant('a') }), {
      maxLength: 2,
    }),
  },
  { requiredKeys: ['title', 'facts'] },
)

describe('mappings', () => {
  const payload = fc.oneof(
    fc.dictionary(fc.constantFrom('a', 'b', 'x', 'repository'), junk),
    fc.constantFrom(...fixtures).map(fixture => fixture.payload),
    spoiledFixture.map(fixture => fixture.payload),
  ) as fc.Arbitrary<JsonObject>

  it('of anything give a card or a reason', () => {
    fc.assert(
      fc.property(mapping, payload, (written, json) => {
        expect(mappingSchema.safeParse(written).success).toBe(true)
        const event = made(() => applyMapping(written, json, contextOf()))
        expectGood(event)
        expect(event ? markup(event.card) : []).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  it('that are proposed for anything can be used for it', () => {
    fc.assert(
      fc.property(payload, json => {
        const proposed = suggestMapping(json, 'zh')
        expect(mappingSchema.safeParse(proposed).error?.issues ?? []).toEqual([])
        expectGood(made(() => applyMapping(proposed, json, contextOf())))
      }),
      { numRuns: 200 },
    )
  })
})
