/*
 * Search tokens. They are computed here; FTS5 only splits them at spaces. Text is folded (width, case, diacritics) and
 * split into runs. A word of letters and digits is one token. A run of Han, kana or Hangul gives one token for each
 * character: the character with the next one, and the last one alone. So a query of two characters is one token with a
 * short list of hits, a longer one is a phrase of tokens, and a single one is a prefix: each finds any substring.
 */

type Run = { kind: 'word' | 'ideographs'; text: string }

const letter = /[\p{L}\p{M}\p{N}]/u
const ideograph = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}々〇ー]/u

/** Begins the token of a conversation. Private use, so no text yields it. */
const conversationMark = '\ue000'

/** Normalizes width and case and removes diacritics. The length may change. */
export function fold(text: string): string {
  let plain = true
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if ((code >= 0x80 && code < 0x3000) || code >= 0xac00) {
      plain = false
      break
    }
  }
  if (plain) return text.toLowerCase()
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .normalize('NFC')
    .toLowerCase()
}

const classes = { other: 0, word: 1, ideograph: 2 } as const

function classOf(code: number): number {
  if (code < 0x80) {
    const alphanumeric = (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90)
    return alphanumeric ? classes.word : classes.other
  }
  if (code >= 0x4e00 && code <= 0x9fff) return classes.ideograph
  const character = String.fromCodePoint(code)
  if (ideograph.test(character)) return classes.ideograph
  return letter.test(character) ? classes.word : classes.other
}

function runs(text: string): Run[] {
  const found: Run[] = []
  let start = 0
  let kind: number = classes.other
  let i = 0
  const close = () => {
    if (kind !== classes.other) {
      found.push({ kind: kind === classes.word ? 'word' : 'ideographs', text: text.slice(start, i) })
    }
  }
  while (i < text.length) {
    const code = text.codePointAt(i) ?? 0
    const next = classOf(code)
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

/** The tokens of a text in order. */
export function tokensOf(text: string): string[] {
  const tokens: string[] = []
  for (const run of runs(fold(text))) {
    if (run.kind === 'word') tokens.push(run.text.slice(0, wordChars))
    else addPairs(run.text, tokens)
  }
  return tokens
}

/** The tokens of a message for the full-text index, separated by spaces; empty when there are none. */
export function messageTokens(text: string, conversation: number): string {
  const tokens = tokensOf(text)
  return tokens.length === 0 ? '' : `${tokens.join(' ')} ${conversationMark}${conversation.toString(36)}`
}

const quote = (token: string) => `"${token}"`

/** An FTS5 phrase for a query part without white space; `open`: its last word is a prefix. Null: it has no tokens. */
function phrase(piece: string, open: boolean): string | null {
  const tokens: string[] = []
  let prefix = false
  const found = runs(piece)
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
  const phrases = pieces
    .map((piece, index) => phrase(piece, index === pieces.length - 1))
    .filter(found => found !== null)
  if (phrases.length === 0) return null
  if (conversation !== null) phrases.push(quote(`${conversationMark}${conversation.toString(36)}`))
  return phrases.join(' AND ')
}

/** The single ideograph that a query consists of, or null. */
export function singleIdeograph(query: string): string | null {
  const text = fold(query).trim()
  const [first] = text
  return first !== undefined && first.length === text.length && ideograph.test(text) ? text : null
}
