import { editsAllowed, startsWithin } from '../../../common/typo.ts'

/** The one of some names that somebody may have meant; null: none is near enough. */
export function nearMiss(word: string, names: readonly string[]): string | null {
  const said = word.toLowerCase()
  const same = names.find(name => name.toLowerCase() === said)
  if (same !== undefined) return same
  const most = editsAllowed(said.length)
  for (let edits = 1; edits <= most; edits++) {
    const near = names.find(name => isWithin(said, name.toLowerCase(), edits))
    if (near !== undefined) return near
  }
  return null
}

/** Whether each of two words begins with the other but for some edits: both are as long then, but for those. */
function isWithin(a: string, b: string, edits: number): boolean {
  return Math.abs(a.length - b.length) <= edits && startsWithin(a, b, edits) && startsWithin(b, a, edits)
}
