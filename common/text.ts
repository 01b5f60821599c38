export { cleanName, dropControls } from '../protocol/core/characters.ts'

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** The characters of a text as a person counts them: an emoji of several code points, a letter with its accents. */
export function* graphemes(text: string): Generator<string> {
  for (const { segment } of segmenter.segment(text)) yield segment
}

/** The first `most` characters of a text, with `…` in the place of the last one where more follow. */
export function shortened(text: string, most: number): string {
  // No text has more characters than code units.
  if (text.length <= most) return text
  let kept = ''
  let before = ''
  let count = 0
  for (const character of graphemes(text)) {
    if (++count > most) return `${before}…`
    before = kept
    kept += character
  }
  return text
}

/** A text on one line. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/** The start of the character that contains the code unit at `offset`; the length of the text beyond its end. */
export function characterStart(text: string, offset: number): number {
  if (offset <= 0) return 0
  return segmenter.segment(text).containing(offset)?.index ?? text.length
}

/** The end of the character that ends at or behind the code unit before `offset`. */
export function characterEnd(text: string, offset: number): number {
  const start = characterStart(text, offset)
  return start === offset ? offset : start + (segmenter.segment(text).containing(start)?.segment.length ?? 0)
}

/** Embeddings, overrides and marks of the writing direction. */
const directions = /[\u061c\u200e\u200f\u202a-\u202e]/g
const isolates = /[\u2066-\u2069]/g
/** Letters and digits that are written from right to left. */
const rightToLeft =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/**
 * A text from elsewhere to stand in a sentence: its direction does not spread to the words around it. A text that is
 * written from left to right stays as it is, because it spreads nothing.
 */
export function isolated(text: string): string {
  const bare = text.replace(directions, '')
  const plain = closesItself(bare) ? bare : withoutIsolates(bare)
  return rightToLeft.test(plain) ? `\u2068${plain}\u2069` : plain
}

/** A text without the marks of `isolated`, which would stick to an address that is copied from it. */
export function withoutIsolates(text: string): string {
  return text.replace(isolates, '')
}

/** Whether each isolate of a text ends in it, and none ends that did not begin. */
function closesItself(text: string): boolean {
  let open = 0
  for (const [control] of text.matchAll(isolates)) {
    open += control === '\u2069' ? -1 : 1
    if (open < 0) return false
  }
  return open === 0
}
