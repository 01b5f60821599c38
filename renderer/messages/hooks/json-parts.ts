/** A part of a text with JSON in it, and what it is there. */
export interface JsonPart {
  text: string
  kind: 'key' | 'string' | 'number' | 'word' | null
}

/** Longer texts are shown plain: so many parts would hold the window up. */
const mostColored = 60_000

/** Strings with the colon behind them, numbers, and words; each alternative is linear. */
const marks = /("(?:[^"\\\n]|\\.)*")(\s*:)?|-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b|\b(?:true|false|null)\b/g

/** The parts of a text with JSON in it; together they are the text. */
export function jsonParts(text: string): JsonPart[] {
  if (text.length > mostColored) return [{ text, kind: null }]
  const parts: JsonPart[] = []
  let from = 0
  for (const match of text.matchAll(marks)) {
    const [whole, quoted, colon] = match
    if (match.index > from) parts.push({ text: text.slice(from, match.index), kind: null })
    from = match.index + whole.length
    if (quoted === undefined) parts.push({ text: whole, kind: /^[tfn]/.test(whole) ? 'word' : 'number' })
    else {
      parts.push({ text: quoted, kind: colon === undefined ? 'string' : 'key' })
      if (colon !== undefined) parts.push({ text: colon, kind: null })
    }
  }
  if (from < text.length) parts.push({ text: text.slice(from), kind: null })
  return parts
}
