import type { CardAction, CardElement } from '@lianqun/protocol'
import type { PersonReference } from '../../converted.ts'

/** How a card is read. */
export interface AdaptiveOptions {
  /** BCP 47: of dates, and of the few words of ours. A card that has its own `lang` wins. `zh-CN` when left out. */
  language?: string
  /** IANA: of dates and times. `Asia/Shanghai` when left out. */
  timeZone?: string
  /** Where the card stands in a payload: notes begin with it. */
  path?: string
}

/** More notes than these tell nobody anything. */
const mostNotes = 100

/** One reading of a card: what was lost so far, whom it names, and how what is within something is read. */
export class Reading {
  readonly timeZone: string
  language: string
  /** People by the words between `<at>` and `</at>`; null: a name that is nobody's, such as of a tag. */
  readonly people = new Map<string, PersonReference | null>()
  /** Something is not known and nothing stands for it: the nearest thing around it that has a fallback shows that. */
  unmet = false
  readonly element: (value: unknown, path: string, level: number) => CardElement | undefined
  readonly action: (value: unknown, path: string, level: number) => CardAction | undefined
  #notes: string[] = []
  #left = 0
  #ids = 0

  constructor(
    options: AdaptiveOptions,
    element: (reading: Reading, value: unknown, path: string, level: number) => CardElement | undefined,
    action: (reading: Reading, value: unknown, path: string, level: number) => CardAction | undefined,
  ) {
    this.language = options.language ?? 'zh-CN'
    this.timeZone = options.timeZone ?? 'Asia/Shanghai'
    this.element = (value, path, level) => element(this, value, path, level)
    this.action = (value, path, level) => action(this, value, path, level)
  }

  /** Notes what is not shown as it was meant. */
  note(path: string, what: string): void {
    const note = path === '' ? what : `${path}: ${what}`
    if (this.#notes.length < mostNotes) this.#notes.push(note)
    else this.#left++
  }

  get lost(): string[] {
    return this.#left === 0 ? [...this.#notes] : [...this.#notes, `and ${this.#left} more`]
  }

  /** Reads something of which it may turn out that it is not shown: `forget` takes back what was noted since. */
  attempt<T>(read: () => T): { value: T; unmet: boolean; forget: () => void } {
    const outer = this.unmet
    const notes = this.#notes.length
    const left = this.#left
    this.unmet = false
    const value = read()
    const unmet = this.unmet
    this.unmet = outer
    return {
      value,
      unmet,
      forget: () => {
        this.#notes.length = Math.min(this.#notes.length, notes)
        this.#left = left
      },
    }
  }

  /** Whether this version has what an element requires: `adaptiveCards` up to 1.6, and no features of other hosts. */
  knows(requires: unknown): boolean {
    if (typeof requires !== 'object' || requires === null) return true
    return Object.entries(requires).every(([feature, version]) => {
      if (feature !== 'adaptiveCards' || (typeof version !== 'string' && typeof version !== 'number')) return false
      if (version === '*') return true
      const [, major, minor] = /^(\d{1,4})(?:\.(\d{1,4}))?/.exec(String(version)) ?? []
      return major !== undefined && (Number(major) < 1 || (Number(major) === 1 && Number(minor ?? 0) <= 6))
    })
  }

  /** An id for an input that has none. */
  nextId(): string {
    return `input_${++this.#ids}`
  }

  /** One of two texts of ours, by the language of the card. */
  words(zh: string, en: string): string {
    return /^zh\b/i.test(this.language) ? zh : en
  }
}
