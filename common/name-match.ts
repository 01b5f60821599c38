import type { Named } from './names.ts'

/** Whether a query is spelt by the beginnings of words that follow each other: `zhouye`, `zhouy`, `zy` of "zhou ye". */
function spells(query: string, words: readonly string[]): boolean {
  if (query === '') return true
  const [word, ...others] = words
  if (word === undefined) return false
  let same = 0
  while (same < word.length && word[same] === query[same]) same++
  for (; same > 0; same--) if (spells(query.slice(same), others)) return true
  return false
}

/** The same, from any of the words on. */
function begins(query: string, words: readonly string[]): boolean {
  return words.some((_, index) => spells(query, words.slice(index)))
}

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)

/** Whether a name is meant: by a part of it, by how it is read, or by its Latin name in either order; in full or not. */
export function matchesName(query: string, named: Named & { reading: string }): boolean {
  const wanted = query.trim().toLowerCase()
  if (named.name.toLowerCase().includes(wanted)) return true
  const letters = wordsOf(wanted).join('')
  if (letters === '') return false
  const latin = wordsOf(named.latinName)
  return begins(letters, wordsOf(named.reading)) || begins(letters, latin) || begins(letters, latin.toReversed())
}
