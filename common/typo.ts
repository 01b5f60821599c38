/** How many slips of the finger a word of so many letters may have. */
export function editsAllowed(length: number): 0 | 1 | 2 {
  return length < 4 ? 0 : length < 8 ? 1 : 2
}

/**
 * Whether a text begins with a word but for `most` edits: a letter more, less, another, or two neighbours swapped. It
 * stops as soon as there are more, so that a hundred thousand names are compared in a few frames.
 */
export function startsWithin(word: string, text: string, most: number): boolean {
  const columns = Math.min(text.length, word.length + most)
  if (columns < word.length - most) return false
  let before: number[] = []
  let above = Array.from({ length: columns + 1 }, (_, j) => j)
  for (let i = 1; i <= word.length; i++) {
    const row = [i]
    let lowest = i
    for (let j = 1; j <= columns; j++) {
      const same = word[i - 1] === text[j - 1]
      let edits = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && word[i - 1] === text[j - 2] && word[i - 2] === text[j - 1])
        edits = Math.min(edits, (before[j - 2] ?? 0) + 1)
      row.push(edits)
      if (edits < lowest) lowest = edits
    }
    if (lowest > most) return false
    before = above
    above = row
  }
  return above.some(edits => edits <= most)
}
