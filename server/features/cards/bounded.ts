import { limits } from '@lianqun/protocol'
import { characterStart } from '../../../common/text.ts'
import type { Json, JsonObject } from './converted.ts'

/*
 * What of a payload is read at all: whatever is made of it is not larger than a card, so what does work in proportion to
 * what it reads is given no more than a card could show, whoever wrote it and in whatever dialect.
 */

/** The most that is read of a payload: characters of its names and texts, and items, fields and levels. */
export const readMost = {
  /** Twice what a card holds, for what is not shown: ids, addresses, times. */
  chars: 2 * limits.cardChars,
  /** Of one text. No text of a card is longer than a card. */
  textChars: limits.cardChars,
  items: limits.cardItems,
  fields: 1_000,
  levels: 100,
} as const

/** Characters that a value takes besides its own: what stands around it in JSON. */
const aside = 4
/** Characters that each line end takes besides itself, and each that may be a mark of Markdown: they make work. */
const markAside = 11
const marks = /[\n*_~`[|<>#&@]/g

/** How much of a text can be read for so many characters, and how many of these that takes. */
function readable(text: string, chars: number): { end: number; taken: number } {
  marks.lastIndex = 0
  let taken = 0
  for (let end = 0; ; end = marks.lastIndex) {
    const found = marks.test(text)
    const to = found ? marks.lastIndex : text.length
    const more = to - end + (found ? markAside : 0)
    if (taken + more > chars)
      return { end: Math.min(to - (found ? 1 : 0), end + Math.max(0, chars - taken)), taken: chars }
    taken += more
    if (!found) return { end: to, taken }
  }
}
/** Notes on what was cut; more tell nobody anything. */
const mostNotes = 20

/** How long the lists were that were cut. */
const lengths = new WeakMap<object, number>()

/** How many items a list of a payload had, also those that are not read; 0 where it is no list. */
export function lengthOf(list: unknown): number {
  return Array.isArray(list) ? (lengths.get(list) ?? list.length) : 0
}

/** Texts and the like of an object are read before the objects in it, and lists last: those are what is long. */
function rankOf(value: unknown): number {
  return typeof value !== 'object' || value === null ? 0 : Array.isArray(value) ? 2 : 1
}

/** A copy of a payload with as much of it as is read. What is cut is told in `lost`, with its place. */
export function bounded(payload: JsonObject, lost: string[]): JsonObject {
  let left: number = readMost.chars
  let notes = 0
  const note = (words: string) => {
    if (++notes <= mostNotes) lost.push(words)
  }
  const text = (value: string, path: string): string => {
    const most = Math.max(0, Math.min(readMost.textChars, left))
    const { end, taken } = readable(value, most)
    left -= taken
    if (end === value.length) return value
    // Of one that is too long the rest takes nothing from others; one that found no room ends what is read.
    if (most < readMost.textChars) left = -1
    note(`${path}: ${value.length} characters, of which ${end} are read`)
    return value.slice(0, characterStart(value, end))
  }
  const list = (value: readonly Json[], path: string, levels: number): Json[] => {
    const kept: Json[] = []
    const most = Math.min(value.length, readMost.items)
    while (kept.length < most && left > 0) {
      const item = read(value[kept.length] as Json, `${path}[${kept.length}]`, levels)
      // One without its end might be no valid one any more.
      if (left < 0 && kept.length > 0) break
      kept.push(item)
    }
    if (kept.length === value.length) return kept
    note(`${path}: ${value.length} items, of which ${kept.length} are read`)
    lengths.set(kept, value.length)
    return kept
  }
  const object = (value: JsonObject, path: string, levels: number): JsonObject => {
    const all = Object.keys(value)
    const names = all.slice(0, readMost.fields)
    const copies = new Map<string, Json>()
    for (const rank of [0, 1, 2])
      for (const name of names) {
        const field = value[name] as Json
        if (rankOf(field) !== rank || left <= 0) continue
        left -= name.length
        copies.set(name, read(field, path === '' ? name.slice(0, 100) : `${path}.${name.slice(0, 100)}`, levels))
      }
    if (copies.size < all.length) note(`${path || 'payload'}: ${all.length} fields, of which ${copies.size} are read`)
    // In the order in which they came, and `__proto__` as a field like any other.
    return Object.fromEntries(
      names.flatMap(name => {
        const copy = copies.get(name)
        return copy === undefined ? [] : [[name, copy] as const]
      }),
    )
  }
  const read = (value: Json, path: string, levels: number): Json => {
    left -= aside
    if (typeof value === 'string') return text(value, path)
    if (typeof value !== 'object' || value === null) return value
    if (levels > 0) return Array.isArray(value) ? list(value, path, levels - 1) : object(value, path, levels - 1)
    note(`${path.slice(0, 200)}: nested too deep`)
    return null
  }
  return object(payload, '', readMost.levels)
}

/** As `bounded`, for what a text of a payload holds as JSON. */
export function boundedWithin(value: unknown): Json {
  const { within = null } = bounded({ within: value as Json }, [])
  return within
}
