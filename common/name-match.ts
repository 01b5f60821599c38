import type { Named } from './names.ts'

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
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)

/** Whether a query matches part of a name, or prefixes of its reading or of its Latin name in either order. */
export function matchesName(query: string, named: Named & { reading: string }): boolean {
  const wanted = query.trim().toLowerCase()
  if (named.name.toLowerCase().includes(wanted)) return true
  const letters = wordsOf(wanted).join('')
  if (letters === '') return false
  const latin = wordsOf(named.latinName)
  return [wordsOf(named.reading), latin, latin.toReversed()].some(words => matchesFromAnyWord(letters, words))
}
