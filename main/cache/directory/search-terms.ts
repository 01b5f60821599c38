import { pinyin } from 'pinyin-pro'
import { fold } from '../../../common/fold.ts'
import { spellingsOf } from '../../../common/name-match.ts'
import { tokensOf } from '../../../common/search-tokens.ts'
import { editsAllowed, startsWithin } from '../../../common/typo.ts'

/*
 * Search terms of people, groups and departments, computed when they are written. A whole term (the name, its pinyin,
 * its initials, a staff number) begins with a mark, so that "equals", "begins with" and "contains" are three lookups in
 * the same list. Each reading of a name counts: as a surname (单 shàn, 区 ōu) and as a word (单元 dān, 区域 qū).
 */

/** Changes when a name gives other terms than before: they are then computed anew. */
export const termsVersion = '3'

const wholeMark = '\ue001'
const han = /\p{Script=Han}/u

/** Folds a text and removes spaces and punctuation, for comparison with whole terms. */
export function normalizeTerm(text: string): string {
  return fold(text).replace(/[^\p{L}\p{N}]+/gu, '')
}

interface Readings {
  /** Syllables with the first ones read as a surname; none without Han. */
  surname: readonly string[]
  /** The same, read as a word; null where that is no other reading. */
  word: readonly string[] | null
}

const noReadings: Readings = { surname: [], word: null }
/** Readings of the last name, as its terms and its sort key are computed one after the other. */
let last: { name: string; readings: Readings } = { name: '', readings: noReadings }

function readingsOf(name: string): Readings {
  if (name !== last.name) last = { name, readings: read(fold(name)) }
  return last.readings
}

function read(name: string): Readings {
  if (!han.test(name)) return noReadings
  const surname = syllables(name, 'head')
  return { surname, word: mayReadOtherwise(name) ? syllables(name, 'off') : null }
}

function syllables(name: string, surname: 'head' | 'off'): string[] {
  return pinyin(name, { toneType: 'none', type: 'array', surname, v: true, nonZh: 'consecutive' })
    .map(normalizeTerm)
    .filter(Boolean)
}

/** By the first two characters of a name, whether they read otherwise as a surname. */
const otherwise = new Map<string, boolean>()
const mostKept = 20_000

function mayReadOtherwise(name: string): boolean {
  const start = [...name].slice(0, 2).join('')
  const known = otherwise.get(start)
  if (known !== undefined) return known
  const differs = syllables(start, 'head').join() !== syllables(start, 'off').join()
  if (otherwise.size >= mostKept) otherwise.clear()
  otherwise.set(start, differs)
  return differs
}

/** Sort key of a name: its reading as a person's for Han, else the folded name; then the name itself. */
export function sortKey(name: string): string {
  const { surname } = readingsOf(name)
  return `${surname.length > 0 ? surname.join(' ') : fold(name)} ${name}`
}

/** All readings of a name, given its sort key, separated by ` / `. */
export function readingOf(sort: string, name: string): string {
  const reading = sort.slice(0, -name.length - 1)
  const word = han.test(name) && mayReadOtherwise(fold(name)) ? readingsOf(name).word?.join(' ') : undefined
  return word === undefined || word === reading ? reading : `${reading} / ${word}`
}

/** All readings of a name that has no sort key. */
export function readingOfName(name: string): string {
  return readingOf(sortKey(name), name)
}

/** The ways to write the readings of a name. */
function spelledReadings({ surname, word }: Readings): (readonly string[])[] {
  return (word === null ? [surname] : [surname, word]).flatMap(spellingsOf)
}

const mixedSyllables = 3

/**
 * Every mix of full syllables and initials of a short name (zhangws, zwangs, …); of a longer one all full or all
 * initials.
 */
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
    for (const parts of spelledReadings(readingsOf(name))) {
      for (const spelling of spellings(parts)) this.#whole.add(spelling)
      for (let i = 1; i < parts.length; i++) {
        const rest = parts.slice(i)
        this.#parts.add(rest.join(''))
        if (rest.length > 1) this.#parts.add(rest.map(part => part[0]).join(''))
      }
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

/**
 * Terms of a person: names, staff number, mail and phone number (whole, and its last eleven, eight and four digits).
 */
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

/** 0: a whole term equals the query, 1: one begins with it, 2: a part matches, null: no match. For lists in memory. */
export function rankTerms(terms: string, query: string): 0 | 1 | 2 | null {
  const padded = ` ${terms} `
  if (padded.includes(` ${wholeMark}${query} `)) return 0
  if (padded.includes(` ${wholeMark}${query}`)) return 1
  return han.test(query) ? (terms.includes(query) ? 2 : null) : padded.includes(` ${query}`) ? 2 : null
}

/** 3: a whole term begins with the query but for a slip of the finger. */
export function nearTerms(terms: string, query: string): 3 | null {
  const most = editsAllowed(query.length)
  if (most === 0) return null
  const near = terms.split(' ').some(term => term.startsWith(wholeMark) && startsWithin(query, term.slice(1), most))
  return near ? 3 : null
}

/** How a name of Han sounds: another character of the same sound was chosen. Null: it is none, or too short. */
export function soundOf(query: string): string | null {
  const name = query.trim()
  if ([...name].length < 2 || !han.test(name)) return null
  return syllables(fold(name), 'head').join('')
}

/** FTS5 expressions over people's terms for the same three ranks, best first. Empty: the query has no tokens. */
export function personExpressions(query: string): string[] {
  const whole = normalizeTerm(query)
  if (whole === '') return []
  const tokens = tokensOf(whole)
  const last = tokens.at(-1) ?? ''
  const within =
    han.test(last) && tokens.length > 1 && [...last].length === 1
      ? tokens.slice(0, -1).map(token => `"${token}"`)
      : [...tokens.slice(0, -1).map(token => `"${token}"`), `"${last}" *`]
  return [`"${wholeMark}${whole}"`, `"${wholeMark}${whole}" *`, within.join(' AND ')]
}
