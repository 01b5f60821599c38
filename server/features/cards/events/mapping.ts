import { type CardIcon, type CardTone, type Mapping, readTemplate, type Template } from '@lianqun/protocol'
import { type ConvertedEvent, type JsonObject, PayloadError } from '../converted.ts'
import { at, textOf } from '../json.ts'
import { cardKey, cardOf, facts, literal } from './parts.ts'
import { block, clock, type EventContext, line } from './words.ts'

/*
 * The card of any JSON, by a mapping that somebody filled in. Every value is cut, and the places are as many as the
 * mapping's schema allows, so the work is bounded.
 */

const icons: Record<CardTone, CardIcon> = {
  failing: 'siren',
  taken: 'bell',
  todo: 'bell',
  running: 'pipeline',
  good: 'check',
  over: 'info',
}
const listItems = 10
const valueChars = 1_200

/**
 * Converts a delivery by a mapping that its schema has taken; null where its conditions do not hold.
 * @throws PayloadError when the title has no words, with the path that has no value.
 */
export function applyMapping(mapping: Mapping, payload: JsonObject, context: EventContext): ConvertedEvent | null {
  if (!(mapping.when ?? []).every(condition => holds(condition, payload))) return null
  const title = line(render(mapping.title, payload, context, 'title'))
  if (title === '')
    throw new PayloadError('empty', 'title', `has no words: nothing stands at ${placesOf(mapping.title)}`)
  const ending = mapping.closed
  const closed = (ending?.equals ?? []).some(word => same(word, valueAt(payload, ending?.path ?? '')))
  const tone = toneOf(mapping, payload) ?? (closed ? 'good' : undefined)
  const key = mapping.key === undefined ? '' : valueAt(payload, mapping.key)
  const text = mapping.text === undefined ? '' : render(mapping.text, payload, context, 'text')
  return {
    event: closed ? 'json.closed' : 'json',
    title,
    key: key === '' ? null : cardKey('json', key),
    card: cardOf({
      icon: tone === undefined ? 'bell' : icons[tone],
      title,
      tone,
      tag: mapping.tone === undefined ? undefined : { text: valueAt(payload, mapping.tone.path), tone },
      body: [
        literal(block(text, 600, 12)),
        facts(
          mapping.facts.map(
            ({ title: name, value }, index) => [name, render(value, payload, context, `facts.${index}.value`)] as const,
          ),
        ),
      ],
      links: mapping.link && [
        { title: mapping.link.title, url: render(mapping.link.url, payload, context, 'link.url') },
      ],
      footer: [clock(context.receivedAt, context)],
    }),
    closed,
  }
}

/** What stands at a path, as text: the texts of a list with commas between them, of an object nothing. */
function valueAt(payload: JsonObject, path: string): string {
  const value = at(payload, path)
  const texts = Array.isArray(value) ? value.slice(0, listItems).map(textOf) : [textOf(value)]
  return texts
    .map(text => text.slice(0, valueChars))
    .filter(text => text !== '')
    .join(', ')
}

/** @throws PayloadError for a template that its schema would not take: `place` is where it stands. */
function render(template: Template, payload: JsonObject, context: EventContext, place: string): string {
  let parts: ReturnType<typeof readTemplate>
  try {
    parts = readTemplate(template)
  } catch (error) {
    throw new PayloadError('malformed', place, error instanceof Error ? error.message : String(error))
  }
  return parts
    .map(part => {
      if (typeof part === 'string') return part
      return part.filters.reduce(
        (text, filter) => {
          if (filter.name === 'default') return text === '' ? filter.words : text
          if (filter.name === 'upper') return text.toUpperCase()
          const value = at(payload, part.path)
          return clock(typeof value === 'string' && /^\d{10,13}$/.test(value) ? Number(value) : value, context) || text
        },
        valueAt(payload, part.path),
      )
    })
    .join('')
}

function placesOf(template: Template): string {
  const paths = readTemplate(template).flatMap(part => (typeof part === 'string' ? [] : [part.path]))
  return line(paths.join(', '), 100)
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

function toneOf({ tone }: Mapping, payload: JsonObject): CardTone | undefined {
  if (tone === undefined) return undefined
  const value = valueAt(payload, tone.path)
  return Object.entries(tone.values).find(([word]) => same(word, value))?.[1]
}

function holds({ path, op, value = '' }: NonNullable<Mapping['when']>[number], payload: JsonObject): boolean {
  if (op === 'exists') return ![undefined, null, ''].includes(at(payload, path) as undefined)
  const found = valueAt(payload, path).toLowerCase()
  return op === 'equals' ? found === value.toLowerCase() : found.includes(value.toLowerCase())
}
