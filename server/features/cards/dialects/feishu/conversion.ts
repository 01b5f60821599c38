import { dropControls, limits } from '@lianqun/protocol'
import { elided } from '../../fit.ts'
import { isObject, objectOf, textOf } from '../../json.ts'

/** Notes of one payload; what follows them is not noted. */
const mostNotes = 50
const longestPath = 200
/** Characters that an element takes besides itself: a comma, the line above it. */
const aside = 20
/** What is kept free of a card for the braces of its outermost level. */
const spare = 2_048

/** What an element asks for: the id of its input, the tag of the element, and the id of a second input, for the time. */
export type FeishuField = [id: string, tag: string, time?: string]

/** A form of a card while what is in it is read. */
export interface Form {
  name: string
  /** What it asks for, which grows while it is read. */
  fields: FeishuField[]
  /** How many buttons send it. */
  buttons: number
}

/** What is known while one payload is converted: what was lost, how much room there is, which ids are taken. */
export class Conversion {
  readonly lost: string[] = []
  /** Sizes of text that the card defines by name (`config.style.text_size`), as the vendor's. */
  readonly sizes = new Map<string, string>()
  /** The language that is shown, as `zh_cn`. */
  locale = 'zh_cn'
  /** Card JSON 2.0, where the vendor takes no property that it does not know. */
  strict = false
  form: Form | null = null
  readonly #ids = new Set<string>()
  #room = limits.cardChars - spare

  /** Notes what is not shown as it was meant. */
  note(path: string, words: string): void {
    const line = path === '' ? words : `${path.slice(0, longestPath)}: ${words}`
    if (this.lost.length < mostNotes && !this.lost.includes(line)) this.lost.push(line)
  }

  /** A text in the length of a card. */
  text(value: unknown, path: string): string {
    return this.#cut(textOf(value), limits.cardTextChars, path)
  }

  /** A title or label in the length of a card, on one line. */
  line(value: unknown, path: string): string {
    return this.#cut(textOf(value), limits.cardLineChars, path).replace(/\s+/g, ' ').trim()
  }

  /** The words of a text object (`{tag, content, i18n}`) in the language that is shown; also of a bare text. */
  words(value: unknown, path: string): string {
    if (!isObject(value)) return this.text(value, path)
    const translations = objectOf(value.i18n_content ?? value.i18n)
    const content = textOf(translations[this.locale]) || textOf(value.content)
    const other = () => Object.values(translations).map(textOf).find(Boolean) ?? ''
    return this.text(content || other(), path)
  }

  /** An id that nothing else of the card has, from the one that is wanted. */
  id(wanted: string, path: string): string {
    const base = wanted.slice(0, limits.cardIdChars - 8)
    let id = base
    for (let count = 2; this.#ids.has(id); count++) id = `${base}_${count}`
    if (id !== wanted) this.note(path, wanted.length > base.length ? 'a name that is too long' : 'a name that is taken')
    this.#ids.add(id)
    return id
  }

  /** Takes room of the card for a value; false where there is none left. */
  fits(value: unknown): boolean {
    const size = JSON.stringify(value).length + aside
    if (size > this.#room) {
      this.note('', `the card is longer than ${limits.cardChars} characters: what no longer fits is left out`)
      return false
    }
    this.#room -= size
    return true
  }

  #cut(text: string, most: number, path: string): string {
    const clean = dropControls(text)
    if (clean.length <= most) return clean
    this.note(path, `longer than ${most} characters`)
    return elided(clean, most)
  }
}

/** The levels of objects and lists in a value; `most + 1` where there are more. */
export function depthOf(value: unknown, most: number): number {
  if (typeof value !== 'object' || value === null) return 0
  if (most <= 0) return 1
  let deepest = 0
  for (const inner of Object.values(value)) {
    deepest = Math.max(deepest, depthOf(inner, most - 1))
    if (deepest >= most) break
  }
  return deepest + 1
}
