import { fold } from './fold.ts'
import type { Named } from './names.ts'
import { editsAllowed, startsWithin } from './typo.ts'

/** Whether a query is a sequence of prefixes of the first words, none skipped: `zhouye`, `zhouy`, `zy` of "zhou ye". */
function matchesPrefixes(query: string, words: readonly string[]): boolean {
  if (query === '') return true
  const [word, ...others] = words
  if (word === undefined) return false
  let same = 0
  while (same < word.length && word[same] === query[same]) same++
  for (; same > 0; same--) if (matchesPrefixes(query.slice(same), others)) return true
  return false
}

/** The same, starting at any of the words. */
function matchesFromAnyWord(query: string, words: readonly string[]): boolean {
  return words.some((_, index) => matchesPrefixes(query, words.slice(index)))
}

const wordsOf = (text: string): string[] =>
  fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)

/** The ways to write the syllables of a reading: `lv` is typed as `lv`, `lu` or `lü`, and as `lyu` in passports. */
export function spellingsOf(syllables: readonly string[]): (readonly string[])[] {
  if (!syllables.some(syllable => /^[ln]v/.test(syllable))) return [syllables]
  return ['v', 'u', 'yu'].map(umlaut => syllables.map(syllable => syllable.replace(/^([ln])v/, `$1${umlaut}`)))
}

/** Names of two characters are often written with a space between them. */
const withoutSpaces = (text: string): string => fold(text).replace(/\s+/gu, '')

/**
 * Whether a query matches part of a name, or prefixes of one of its readings or of its Latin name in either order.
 * `reading`: the readings, separated by ` / `.
 */
export function matchesName(query: string, named: Named & { reading: string }): boolean {
  const wanted = fold(query.trim())
  if (withoutSpaces(named.name).includes(withoutSpaces(wanted))) return true
  const letters = wordsOf(wanted).join('')
  if (letters === '') return false
  const latin = wordsOf(named.latinName)
  const readings = named.reading.split(' / ').flatMap(reading => spellingsOf(wordsOf(reading)))
  return [...readings, latin, latin.toReversed()].some(words => matchesFromAnyWord(letters, words))
}

/**
 * How well a query fits one of two names: 0 equal, 1 it begins with it, 2 {@link matchesName}, 3 but for a slip of the
 * finger; null: not at all.
 */
export function rankName(query: string, named: Named & { reading: string }): 0 | 1 | 2 | 3 | null {
  const wanted = withoutSpaces(query)
  if (wanted === '') return null
  const texts = [named.name, named.latinName].map(withoutSpaces)
  if (texts.includes(wanted)) return 0
  if (texts.some(text => text.startsWith(wanted))) return 1
  if (matchesName(query, named)) return 2
  const letters = wordsOf(query).join('')
  const most = editsAllowed(letters.length)
  if (most === 0) return null
  const spelled = [wordsOf(named.latinName), ...named.reading.split(' / ').map(wordsOf)]
  const near = spelled.some(words => words.some((_, i) => startsWithin(letters, words.slice(i).join(''), most)))
  return near ? 3 : null
}
