import { dropControls, limits } from '@lianqun/protocol'
import type { Json, JsonObject } from '../../converted.ts'
import { elided } from '../../fit.ts'
import { textOf } from '../../json.ts'
import type { Reading } from './reading.ts'
import { withDates } from './text.ts'

/** A value as it stands in a note. */
function quoted(value: unknown): string {
  if (typeof value === 'object') return Array.isArray(value) ? 'a list' : 'an object'
  return `"${elided(String(value), 40)}"`
}

/** An object without the fields that are undefined. */
export function defined<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T
}

/**
 * Reads the properties of one object of a card. What has another type than its property is as if it were not there, and
 * is noted; so is, by `finish`, each property that nobody asked for.
 */
export class Fields {
  readonly source: JsonObject
  readonly path: string
  readonly reading: Reading
  readonly #read = new Set<string>()

  constructor(source: JsonObject, path: string, reading: Reading) {
    this.source = source
    this.path = path
    this.reading = reading
  }

  /** What stands there as it is; null is as if it were not there. */
  take(name: string): Json | undefined {
    this.#read.add(name)
    return Object.hasOwn(this.source, name) ? (this.source[name] ?? undefined) : undefined
  }

  /** Properties that have no meaning for what is shown. */
  skip(...names: string[]): void {
    for (const name of names) this.#read.add(name)
  }

  at(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`
  }

  note(name: string, what: string): void {
    this.reading.note(this.at(name), what)
  }

  /** Notes each property that nobody asked for. */
  finish(): void {
    for (const name of Object.keys(this.source)) {
      if (!this.#read.has(name) && this.source[name] !== null) this.note(elided(name, 40), 'is not shown')
    }
  }

  /** A text of several lines, with its dates as they are read. */
  text(name: string): string | undefined {
    return this.#text(name, limits.cardTextChars)
  }

  /** A title, a label. */
  line(name: string): string | undefined {
    return this.#text(name, limits.cardLineChars)
  }

  #text(name: string, most: number): string | undefined {
    const value = this.take(name)
    if (value === undefined) return undefined
    if (typeof value === 'object') {
      this.note(name, 'is no text')
      return undefined
    }
    const text = withDates(dropControls(textOf(value)), this.reading)
    if (/\$\{[^{}]{0,200}\}/.test(text)) this.note(name, 'holds a template that is not filled in')
    if (text.length > most) this.note(name, `is cut to ${most} characters`)
    return elided(text, most)
  }

  /** An id, which the targets of `Action.ToggleVisibility` are cut like. */
  id(): string | undefined {
    const id = elided(textOf(this.take('id')), limits.cardIdChars)
    return id === '' ? undefined : id
  }

  /** A boolean, or one written as a text: as the official parser takes it. */
  flag(name: string): boolean | undefined {
    const value = this.take(name)
    if (value === undefined || typeof value === 'boolean') return value
    const word = textOf(value).toLowerCase()
    if (word === 'true' || word === 'false') return word === 'true'
    this.note(name, `is neither true nor false but ${quoted(value)}`)
    return undefined
  }

  /** A finite number, or one written as a text. */
  number(name: string): number | undefined {
    const value = this.take(name)
    if (value === undefined || value === '') return undefined
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    if (typeof number === 'number' && Number.isFinite(number)) return number
    this.note(name, `is no number but ${quoted(value)}`)
    return undefined
  }

  /** A whole number from 1, such as of lines or characters; smaller ones have no meaning. */
  count(name: string): number | undefined {
    const number = this.number(name)
    if (number === undefined || number < 1) return undefined
    return Math.min(Math.floor(number), Number.MAX_SAFE_INTEGER)
  }

  /** One of some words in any case: enums of the official parsers do not heed it. `old`: what earlier versions wrote. */
  oneOf<const W extends string>(name: string, words: readonly W[], old: Record<string, W> = {}): W | undefined {
    const value = this.take(name)
    if (value === undefined) return undefined
    const word = textOf(value).toLowerCase()
    const found = words.find(known => known.toLowerCase() === word)
    if (found !== undefined) return found
    if (Object.hasOwn(old, word)) return old[word]
    this.note(name, `has no value ${quoted(value)}`)
    return undefined
  }

  /** CSS pixels as `40px`, up to 9,999. */
  pixels(name: string): string | undefined {
    const value = this.take(name)
    if (value === undefined) return undefined
    const digits = /^(\d{1,4})(?:px)?$/.exec(textOf(value).trim())?.[1]
    if (digits !== undefined) return `${Number(digits)}px`
    this.note(name, `is no size in pixels but ${quoted(value)}`)
    return undefined
  }

  /**
   * The width of a column: `auto`, `stretch`, pixels, or a weight as a number, as digits or with a star, as the official
   * parsers read them.
   */
  width(name: string): string | number | undefined {
    const value = this.take(name)
    if (value === undefined) return undefined
    if (typeof value === 'number' && value >= 0) return Math.min(value, 1_000)
    const word = textOf(value).trim().toLowerCase()
    if (word === 'auto' || word === 'stretch' || /^\d{1,4}px$/.test(word)) return word
    const weight = /^(\d{1,4}(?:\.\d{1,4})?)\*?$/.exec(word)?.[1]
    if (weight !== undefined) return Math.min(Number(weight), 1_000)
    this.note(name, `is no width but ${quoted(value)}`)
    return undefined
  }

  /** The objects of a list with their paths, up to the most items of a list of a card. */
  objects(name: string): { item: JsonObject; path: string }[] {
    const found: { item: JsonObject; path: string }[] = []
    this.items(name).forEach((item, index) => {
      if (typeof item === 'object' && item !== null && !Array.isArray(item))
        found.push({ item, path: `${this.at(name)}[${index}]` })
      else this.note(`${name}[${index}]`, 'is no object')
    })
    return found
  }

  /** The items of a list, up to the most of a list of a card. */
  items(name: string): Json[] {
    const value = this.take(name)
    if (value === undefined) return []
    if (!Array.isArray(value)) {
      this.note(name, 'is no list')
      return []
    }
    if (value.length > limits.cardItems)
      this.note(name, `has ${value.length} items, of which ${limits.cardItems} are kept`)
    return value.slice(0, limits.cardItems)
  }
}
