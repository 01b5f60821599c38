/** How many slips of the finger a word of so many letters may have. */
export function editsAllowed(length: number): 0 | 1 | 2 {
  return length < 4 ? 0 : length < 8 ? 1 : 2
}

/** The letters of a text as bits, of which some stand for several letters. */
export function lettersOf(text: string): number {
  let letters = 0
  for (let i = 0; i < text.length; i++) letters |= 1 << (text.charCodeAt(i) & 31)
  return letters
}

/** Whether a text may begin with a word but for `most` edits, as each letter that it lacks is one: by {@link lettersOf}. */
export function mayStartWithin(word: number, text: number, most: number): boolean {
  let lacking = word & ~text
  for (let edits = 0; lacking !== 0; edits++) {
    if (edits === most) return false
    lacking &= lacking - 1
  }
  return true
}

/** More edits than any word has. */
const far = 250
/** The last three rows of the table, kept so that a comparison allocates nothing. */
let before = new Uint8Array(far)
let above = new Uint8Array(far)
let row = new Uint8Array(far)

/**
 * Whether a text begins with a word, of at most 200 letters, but for `most` edits: a letter more, less, another, or two
 * neighbours swapped. Only cells within `most` of the diagonal are looked at, so that a hundred thousand names are
 * compared in a few frames.
 */
export function startsWithin(word: string, text: string, most: number): boolean {
  if (most === 0) return text.startsWith(word)
  const columns = Math.min(text.length, word.length + most)
  if (word.length > 200 || columns < word.length - most) return false
  for (let j = 0; j <= columns; j++) above[j] = j
  for (let i = 1; i <= word.length; i++) {
    const from = Math.max(1, i - most)
    const to = Math.min(columns, i + most)
    row[from - 1] = from === 1 ? i : far
    let lowest = row[from - 1] ?? far
    const letter = word.charCodeAt(i - 1)
    for (let j = from; j <= to; j++) {
      let edits = (above[j - 1] ?? far) + (letter === text.charCodeAt(j - 1) ? 0 : 1)
      edits = Math.min(edits, (row[j - 1] ?? far) + 1)
      if (j < i + most) edits = Math.min(edits, (above[j] ?? far) + 1)
      if (i > 1 && j > 1 && letter === text.charCodeAt(j - 2) && word.charCodeAt(i - 2) === text.charCodeAt(j - 1))
        edits = Math.min(edits, (before[j - 2] ?? far) + 1)
      row[j] = Math.min(edits, far)
      if (edits < lowest) lowest = edits
    }
    if (lowest > most) return false
    const free = before
    before = above
    above = row
    row = free
  }
  for (let j = Math.max(0, word.length - most); j <= columns; j++) if ((above[j] ?? far) <= most) return true
  return false
}
