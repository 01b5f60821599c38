import { pinyin } from 'pinyin-pro'
import { fold, tokensOf } from '../core/tokens.ts'

/*
 * Terms by which people, groups and departments are found, made when they are written. A whole term (the name, its
 * pinyin, its initials, a staff number) begins with a mark, so that "is", "begins with" and "has in it" are three
 * lookups of the same list.
 */

const wholeMark = '\ue001'
const han = /\p{Script=Han}/u

/** Without spaces and punctuation, folded: what whole terms are compared by. */
export function normalizeTerm(text: string): string {
  return fold(text).replace(/[^\p{L}\p{N}]+/gu, '')
}

/** The last name and its syllables: a name is asked for its terms and for its sort key in one go. */
let lastSyllables: { name: string; parts: string[] } = { name: '', parts: [] }

/** The syllables of a name; a name without Han has none. Surnames are read as surnames (单 shàn, 曾 zēng). */
function syllables(name: string): string[] {
  if (name !== lastSyllables.name) lastSyllables = { name, parts: readSyllables(name) }
  return lastSyllables.parts
}

function readSyllables(name: string): string[] {
  if (!han.test(name)) return []
  return pinyin(name, { toneType: 'none', type: 'array', surname: 'head', v: true, nonZh: 'consecutive' })
    .map(normalizeTerm)
    .filter(Boolean)
}

/** By what names are sorted: pinyin for Han, the folded name else. */
export function sortKey(name: string): string {
  const parts = syllables(name)
  return `${parts.length > 0 ? parts.join(' ') : fold(name)} ${name}`
}

/** How a name is read, from its sort key. */
export function readingOf(sort: string, name: string): string {
  return sort.slice(0, -name.length - 1)
}

const mixedSyllables = 3

/** Every mixture of full syllables and initials (zhangws, zwangs, …) of a short name. */
function spellings(parts: readonly string[]): string[] {
  if (parts.length === 0) return []
  if (parts.length > mixedSyllables) return [parts.join(''), parts.map(part => part[0]).join('')]
  return parts.reduce<string[]>((made, part) => made.flatMap(head => [head + part, head + part.charAt(0)]), [''])
}

class Terms {
  readonly #whole = new Set<string>()
  readonly #parts = new Set<string>()

  name(name: string): void {
    this.whole(name)
    for (const token of tokensOf(name)) this.#parts.add(token)
    const parts = syllables(name)
    for (const spelling of spellings(parts)) this.#whole.add(spelling)
    for (let i = 1; i < parts.length; i++) {
      const rest = parts.slice(i)
      this.#parts.add(rest.join(''))
      if (rest.length > 1) this.#parts.add(rest.map(part => part[0]).join(''))
    }
  }

  whole(text: string): void {
    const term = normalizeTerm(text)
    if (term !== '') this.#whole.add(term)
  }

  words(text: string): void {
    this.whole(text)
    for (const token of tokensOf(text)) this.#parts.add(token)
  }

  part(text: string): void {
    if (text !== '') this.#parts.add(text)
  }

  toString(): string {
    return [...[...this.#whole].map(term => wholeMark + term), ...this.#parts].join(' ')
  }
}

/** Terms of a group or department. */
export function nameTerms(...names: string[]): string {
  const terms = new Terms()
  for (const name of names) if (name !== '') terms.name(name)
  return terms.toString()
}

/** Terms of a person: names, staff number, mail address and telephone number (whole, its last eight and last four). */
export function personTerms(person: {
  name: string
  latinName: string
  staffNo: string
  mail: string
  phone: string
}): string {
  const terms = new Terms()
  terms.name(person.name)
  terms.words(person.latinName)
  terms.whole(person.latinName.split(/\s+/).reverse().join(''))
  terms.words(person.staffNo)
  terms.words(person.mail)
  const digits = person.phone.replace(/\D+/g, '')
  terms.whole(digits)
  for (const length of [11, 8, 4]) if (digits.length > length) terms.part(digits.slice(-length))
  return terms.toString()
}

/** 0: a whole term is the query, 1: one begins with it, 2: it is within one, null: not found. For lists held in memory. */
export function rankTerms(terms: string, query: string): 0 | 1 | 2 | null {
  const padded = ` ${terms} `
  if (padded.includes(` ${wholeMark}${query} `)) return 0
  if (padded.includes(` ${wholeMark}${query}`)) return 1
  return han.test(query) ? (terms.includes(query) ? 2 : null) : padded.includes(` ${query}`) ? 2 : null
}

/** FTS5 expressions over people's terms for the same three ranks, best first. Empty: there is nothing to look for. */
export function personExpressions(query: string): string[] {
  const whole = normalizeTerm(query)
  if (whole === '') return []
  const links = tokensOf(whole)
  const last = links.at(-1) ?? ''
  const within =
    han.test(last) && links.length > 1 && [...last].length === 1
      ? links.slice(0, -1).map(link => `"${link}"`)
      : [...links.slice(0, -1).map(link => `"${link}"`), `"${last}" *`]
  return [`"${wholeMark}${whole}"`, `"${wholeMark}${whole}" *`, within.join(' AND ')]
}
