import { fold } from '../../../common/fold.ts'

/*
 * Search tokens. They are computed here; FTS5 only splits them at spaces. Text is folded (width, case, diacritics,
 * traditional characters) and split into runs. A run of letters is one token, and so is one of digits: `v2.3` is found
 * by `2.3`, `120㎡` by `㎡`. A run of Han, kana, Hangul, Thai or another script without spaces gives one token for each
 * character: the character with the next one, and the last one alone. So a query of two characters is one token with a
 * short list of hits, a longer one is a phrase of tokens, and a single one is a prefix: each finds any substring. Emoji and punctuation are tokens of
 * their own behind the others, once each, so that they do not part the words beside them.
 */

/** Changes when a text gives other tokens than before: the index is then made anew. */
export const tokensVersion = '3'

type Run = { kind: 'word' | 'ideographs'; text: string }

const letter = /[\p{L}\p{M}]/u
const digit = /\p{N}/u
const symbol = /[\p{S}\p{P}]/u
/** Letters of scripts that are written without spaces, or are parts of words on their own. */
const ideograph =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}々〇ー]/u

/** Begins the token of a conversation. Private use, so no text yields it. */
const conversationMark = '\ue000'

const classes = { other: 0, word: 1, ideograph: 2, number: 3 } as const

function classOf(code: number): number {
  if (code < 0x80) {
    if (code >= 48 && code <= 57) return classes.number
    return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) ? classes.word : classes.other
  }
  if (code >= 0x4e00 && code <= 0x9fff) return classes.ideograph
  const character = String.fromCodePoint(code)
  if (ideograph.test(character)) return classes.ideograph
  if (digit.test(character)) return classes.number
  return letter.test(character) ? classes.word : classes.other
}

/** The runs of a folded text; other characters go to `others`. */
function runs(text: string, others?: Set<number>): Run[] {
  const found: Run[] = []
  let start = 0
  let kind: number = classes.other
  let i = 0
  const close = () => {
    if (kind !== classes.other) {
      found.push({ kind: kind === classes.ideograph ? 'ideographs' : 'word', text: text.slice(start, i) })
    }
  }
  while (i < text.length) {
    const code = text.codePointAt(i) ?? 0
    const next = classOf(code)
    if (next === classes.other && code > 32) others?.add(code)
    if (next !== kind) {
      close()
      start = i
      kind = next
    }
    i += code > 0xffff ? 2 : 1
  }
  close()
  return found
}

/** Longer words (base64, hashes) are cut, so that no token is huge. */
const wordChars = 60

/** Adds the tokens of a run of ideographs. */
function addPairs(run: string, into: string[]): void {
  let previous = ''
  for (const character of run) {
    if (previous !== '') into.push(previous + character)
    previous = character
  }
  if (previous !== '') into.push(previous)
}

/** The tokens of a text's words in order. */
export function tokensOf(text: string): string[] {
  return tokensOfRuns(runs(fold(text)))
}

function tokensOfRuns(found: readonly Run[]): string[] {
  const tokens: string[] = []
  for (const run of found) {
    if (run.kind === 'word') tokens.push(run.text.slice(0, wordChars))
    else addPairs(run.text, tokens)
  }
  return tokens
}

/** A message has at most this many tokens of symbols, so that art made of characters is no burden. */
const maxSymbols = 24
/** FTS5 splits at ASCII symbols, so their tokens are private characters. */
const asciiSymbols = 0xe100

/** The tokens of those characters that are emoji, signs or punctuation. */
function symbolTokens(others: ReadonlySet<number>): string[] {
  const tokens: string[] = []
  for (const code of others) {
    if (tokens.length >= maxSymbols) break
    if (code < 0x80) tokens.push(String.fromCharCode(asciiSymbols + code))
    else if (symbol.test(String.fromCodePoint(code))) tokens.push(String.fromCodePoint(code))
  }
  return tokens
}

/** The tokens of a message for the full-text index, separated by spaces; empty when there are none. */
export function messageTokens(text: string, conversation: number): string {
  const others = new Set<number>()
  const tokens = tokensOfRuns(runs(fold(text), others))
  if (others.size > 0) tokens.push(...symbolTokens(others))
  return tokens.length === 0 ? '' : `${tokens.join(' ')} ${conversationMark}${conversation.toString(36)}`
}

const quote = (token: string) => `"${token}"`

const punctuation = /\p{P}/u

/**
 * FTS5 phrases for a query part without white space; `open`: its last word is a prefix. None: it has no tokens.
 * Punctuation counts only where there is nothing else.
 */
function phrases(piece: string, open: boolean): string[] {
  const others = new Set<number>()
  const found = runs(piece, others)
  const words = phrase(found, open)
  const wanted = [...others].filter(code => words === null || !punctuation.test(String.fromCodePoint(code)))
  const symbols = symbolTokens(new Set(wanted)).map(quote)
  return words === null ? symbols : [words, ...symbols]
}

/** The phrase of the words; null: there are none. */
function phrase(found: readonly Run[], open: boolean): string | null {
  const tokens: string[] = []
  let prefix = false
  for (const [index, run] of found.entries()) {
    const last = index === found.length - 1
    if (run.kind === 'word') {
      tokens.push(run.text.slice(0, wordChars))
      prefix = last && open
      continue
    }
    const pairs: string[] = []
    addPairs(run.text, pairs)
    // In the text another character may follow the last one. So its token is dropped, as the pair before it already
    // has the character; a single character is a prefix.
    if (last && pairs.length > 1) pairs.pop()
    else if (last) prefix = true
    tokens.push(...pairs)
  }
  if (tokens.length === 0) return null
  return `${quote(tokens.join(' '))}${prefix ? ' *' : ''}`
}

/**
 * A query as an FTS5 expression: all parts between white space must match, in any order. Quotes and operators are plain
 * text. Null: the query has no tokens.
 */
export function matchExpression(query: string, conversation: number | null = null): string | null {
  const pieces = fold(query).split(/\s+/).filter(Boolean)
  const parts = pieces.flatMap((piece, index) => phrases(piece, index === pieces.length - 1))
  if (parts.length === 0) return null
  if (conversation !== null) parts.push(quote(`${conversationMark}${conversation.toString(36)}`))
  return parts.join(' AND ')
}

/** The single ideograph that a query consists of, or null. */
export function singleIdeograph(query: string): string | null {
  const text = fold(query).trim()
  const [first] = text
  return first !== undefined && first.length === text.length && ideograph.test(text) ? text : null
}
