import traditionalPairs from 'opencc-js/dict/TSCharacters'
import { graphemes } from './text.ts'

/*
 * The form in which texts are compared: width, case, diacritics, traditional and simplified characters make no
 * difference. Each character is folded by itself, so what a text gives does not depend on the text around it:
 * `fold(a + b) === fold(a) + fold(b)` wherever a grapheme ends.
 */

/** For each code unit the one that it folds to; 0: not worked out yet; `special`: `folded` has it. */
const units = new Uint16Array(0x10000)
const special = 0xd800
const folded = new Map<string, string>()

const ignored = /[\p{M}\p{Default_Ignorable_Code_Point}]/gu
/** Kana keep their voiced marks: が is not か. */
const ignoredInKana = /[^\P{M}\u3099\u309a]/gu
const kana = /[\u3041-\u3096\u309b-\u30ff]/u
/** Compatibility jamo, which would join into a syllable with the next ones. */
const jamo = /[\u3131-\u318e\uffa0-\uffdc]/u

/** Letters and signs that do not decompose, as they are typed without their keys: `lukasz`, `strasse`, `it's`. */
const plainForms = [
  'ß ss|ø o|ł l|đ d|ð d|þ th|æ ae|œ oe|ı i|ħ h|ŧ t|ŋ n',
  '‘ \'|’ \'|‚ \'|‛ \'|“ "|” "|„ "|‟ "|‐ -|‑ -|‒ -|– -|— -|― -',
].join('|')

function note(from: string, to: string): void {
  folded.set(from, to)
  const unit = from.charCodeAt(0)
  if (from.length === 1 && units[unit] !== special) units[unit] = to.length === 1 ? to.charCodeAt(0) : special
}

/** Notes the characters that have a simplified or plain form; the others are worked out when they are met. */
function prepare(): void {
  for (const pair of `${traditionalPairs}|${plainForms}`.split('|')) {
    const [from = '', to = ''] = pair.split(' ')
    if (from !== '') note(from, to)
  }
  // A simplified form may be a traditional one of another.
  for (const [from, to] of folded) if (folded.has(to)) note(from, folded.get(to) ?? to)
  // These join to syllables, so a text with them is never taken as it is.
  for (const [first, last] of [
    [0x1100, 0x11ff],
    [0xa960, 0xa97f],
    [0xd7b0, 0xd7ff],
  ] as const)
    units.fill(special, first, last + 1)
}

/** The fold of one character. */
function foldedOf(character: string): string {
  const known = folded.get(character)
  if (known !== undefined) return known
  let plain = character
  if (!jamo.test(character))
    plain = character
      .normalize('NFKD')
      .toLowerCase()
      // Lower case gives İ a dot.
      .normalize('NFKD')
      .replace(kana.test(character) ? ignoredInKana : ignored, '')
      .normalize('NFC')
      // The sigma at the end of a word.
      .replace(/ς/g, 'σ')
  const whole = plain === character ? plain : [...plain].map(foldedOf).join('')
  note(character, whole)
  return whole
}

const halfWidthKana = /[\uff66-\uff9f]+/g
const joining = /[\p{M}\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff\uff66-\uff9f]/u

/** How many code units at the start of a text fold to themselves, whatever follows. */
function unchangedStart(text: string): number {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (units[code] === code) continue
    const surrogate = code >= 0xd800 && code <= 0xdfff
    if (units[code] !== 0 || surrogate || foldedOf(text.charAt(i)) !== text.charAt(i)) return i
  }
  return text.length
}

/** Folds width, case, diacritics and traditional characters, and drops what cannot be seen. The length may change. */
export function fold(text: string): string {
  if (folded.size === 0) prepare()
  const start = unchangedStart(text)
  if (start === text.length) return text
  // A mark may join the character before it.
  const kept = Math.max(0, start - 1)
  let rest = text.slice(kept)
  if (joining.test(rest)) rest = rest.replace(halfWidthKana, run => run.normalize('NFKC')).normalize('NFC')
  let result = text.slice(0, kept)
  for (const character of rest) {
    const unit = character.length === 1 ? units[character.charCodeAt(0)] : special
    result += unit === 0 || unit === special || unit === undefined ? foldedOf(character) : String.fromCharCode(unit)
  }
  return result
}

/** A part of a text: UTF-16 code units from `start` up to `end`, at borders of graphemes. */
interface TextRange {
  start: number
  end: number
}

/**
 * The parts of a text that the words of a query match, in order and without overlaps, whatever their width, case,
 * diacritics and script.
 */
export function matchRanges(text: string, query: string): TextRange[] {
  const words = fold(query).split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  let plain = ''
  /** For each code unit of the folded text where its grapheme is in the text. */
  const places: TextRange[] = []
  let start = 0
  for (const grapheme of graphemes(text)) {
    const part = fold(grapheme)
    plain += part
    const place = { start, end: start + grapheme.length }
    for (let i = 0; i < part.length; i++) places.push(place)
    start = place.end
  }
  const found = words.flatMap(word => occurrences(plain, word)).sort((a, b) => a - b)
  const ranges: TextRange[] = []
  for (const at of found) {
    const word = words.filter(one => plain.startsWith(one, at)).reduce((a, b) => (a.length > b.length ? a : b))
    const start = places[at]?.start ?? 0
    const end = places[at + word.length - 1]?.end ?? start
    const last = ranges.at(-1)
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end)
    else ranges.push({ start, end })
  }
  return ranges
}

/**
 * Splits a text at the words of a query, as search compares them: case, width, accents, traditional and simplified
 * characters make no difference. A part is never cut inside a character.
 */
export function highlightParts(text: string, query: string): { text: string; hit: boolean }[] {
  const parts: { text: string; hit: boolean }[] = []
  let at = 0
  for (const { start, end } of matchRanges(text, query)) {
    if (start > at) parts.push({ text: text.slice(at, start), hit: false })
    parts.push({ text: text.slice(start, end), hit: true })
    at = end
  }
  if (at < text.length) parts.push({ text: text.slice(at), hit: false })
  return parts
}

function occurrences(text: string, word: string): number[] {
  const found: number[] = []
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) found.push(at)
  return found
}
