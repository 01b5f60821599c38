import { fold } from './fold.ts'
import { findLinks } from './links.ts'

/*
 * Search tokens of the cache and of the server. They are computed here; FTS5 only splits them at spaces. Text is folded (width, case, diacritics,
 * traditional characters) and split into runs. A run of letters is one token, and so is one of digits: `v2.3` is found
 * by `2.3`, `120㎡` by `㎡`. A run of Han, kana, Hangul, Thai or another script without spaces gives one token for each
 * character: the character with the next one, and the last one alone. So a query of two characters is one token with a
 * short list of hits, a longer one is a phrase of tokens, and a single one is a prefix: each finds any substring. Emoji and punctuation are tokens of
 * their own behind the others, once each, so that they do not part the words beside them.
 */

/** Changes when a text gives other tokens than before: the index is then made anew. */
export const tokensVersion = '4'

type Run = { kind: 'word' | 'ideographs'; text: string }

const letter = /[\p{L}\p{M}]/u
const digit = /\p{N}/u
const symbol = /[\p{S}\p{P}]/u
/** Letters of scripts that are written without spaces, or are parts of words on their own. */
const ideograph =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}々〇ー]/u

/** Begin the tokens of what is no text. Private use, so no text yields them. */
const marks = { conversation: '\ue000', sender: '\ue002', kind: '\ue003', mention: '\ue004' } as const

/** The kind of messages with a link, besides their own. */
export const linkKind = 'link'

/** What a message is found by. */
export interface Searchable {
  text: string
  /** A key of letters and digits, one for each conversation. */
  conversation: string
  senderId: string
  kind: string
  /** Whether it has a link that the text does not show. */
  hasLink?: boolean
  /** `all` for everyone. */
  mentionIds: readonly string[]
}

/** What else messages must have; within a list one is enough. */
export interface SearchMarks {
  conversations?: readonly string[]
  senderIds?: readonly string[]
  kinds?: readonly string[]
  mentionIds?: readonly string[]
}

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

function cutWord(word: string): string {
  const cut = word.slice(0, wordChars)
  // Not in the middle of a character: half of one is no text for a database.
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut
}

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
    if (run.kind === 'word') tokens.push(cutWord(run.text))
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

/** A short key for an id of any characters. Two ids may share one: what was found is compared again. */
export function tokenKey(id: string): string {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (let i = 0; i < id.length; i++) {
    const code = id.charCodeAt(i)
    high = Math.imul(high ^ code, 2_654_435_761)
    low = Math.imul(low ^ code, 1_597_334_677)
  }
  return (((high ^ (high >>> 16)) >>> 0) * 0x10000 + ((low ^ (low >>> 13)) & 0xffff)).toString(36)
}

/** Each message names at most this many of those whom it mentions. */
const maxMentions = 50
/** Texts without one of these have no link. */
const mayHaveLink = /:\/\/|www\.|@|\.[a-z]{2}/iu

function markTokens({ text, conversation, senderId, kind, hasLink, mentionIds }: Searchable): string[] {
  const tokens = [marks.conversation + conversation, marks.sender + tokenKey(senderId), marks.kind + kindKey(kind)]
  if (hasLink || (mayHaveLink.test(text) && findLinks(text).length > 0)) tokens.push(marks.kind + linkKind)
  const mentioned = [...new Set(mentionIds)].slice(0, maxMentions)
  for (const id of mentioned) tokens.push(marks.mention + tokenKey(id))
  return tokens
}

function kindKey(kind: string): string {
  return kind.replace(/[^a-z0-9]/giu, '').toLowerCase()
}

/** The tokens of a message for the full-text index, separated by spaces. */
export function messageTokens(message: Searchable): string {
  const others = new Set<number>()
  const tokens = tokensOfRuns(runs(fold(message.text), others))
  if (others.size > 0) tokens.push(...symbolTokens(others))
  return [...tokens, ...markTokens(message)].join(' ')
}

/** What a message must have: words one after the other, of which the last may be the beginning of one; or one of several. */
export type QueryPart = { phrase: readonly string[]; prefix: boolean } | { oneOf: readonly string[] }

const punctuation = /\p{P}/u

/**
 * The parts of a query without white space; `open`: its last word is a prefix. None: it has no tokens. Punctuation counts
 * only where there is nothing else.
 */
function phrases(piece: string, open: boolean): QueryPart[] {
  const others = new Set<number>()
  const found = runs(piece, others)
  const words = phrase(found, open)
  const wanted = [...others].filter(code => words === null || !punctuation.test(String.fromCodePoint(code)))
  const symbols = symbolTokens(new Set(wanted)).map((token): QueryPart => ({ phrase: [token], prefix: false }))
  return words === null ? symbols : [words, ...symbols]
}

/** The phrase of the words; null: there are none. */
function phrase(found: readonly Run[], open: boolean): QueryPart | null {
  const tokens: string[] = []
  let prefix = false
  for (const [index, run] of found.entries()) {
    const last = index === found.length - 1
    if (run.kind === 'word') {
      tokens.push(cutWord(run.text))
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
  return tokens.length === 0 ? null : { phrase: tokens, prefix }
}

/**
 * A query in its parts: all between white space must match, in any order, and the marks too. Quotes and operators are
 * plain text. Null: it has no tokens, or it has words without any.
 */
export function matchParts(query: string, wanted: SearchMarks = {}): QueryPart[] | null {
  const pieces = fold(query).split(/\s+/).filter(Boolean)
  const parts = pieces.flatMap((piece, index) => phrases(piece, index === pieces.length - 1))
  if (pieces.length > 0 && parts.length === 0) return null
  // Nobody is of that name: nothing is found.
  if (Object.values(wanted).some(list => list?.length === 0)) return null
  parts.push(...markParts(wanted))
  return parts.length === 0 ? null : parts
}

function markParts({ conversations, senderIds, kinds, mentionIds }: SearchMarks): QueryPart[] {
  const lists = [
    conversations?.map(key => marks.conversation + key),
    senderIds?.map(id => marks.sender + tokenKey(id)),
    kinds?.map(kind => marks.kind + kindKey(kind)),
    mentionIds?.map(id => marks.mention + tokenKey(id)),
  ]
  return lists.flatMap(oneOf => (oneOf === undefined ? [] : [{ oneOf }]))
}

const quote = (token: string) => `"${token}"`

/** A query as an FTS5 expression, of its parts. Null: nothing can match. */
export function matchExpression(query: string, wanted: SearchMarks = {}): string | null {
  const parts = matchParts(query, wanted)
  return parts?.map(fts5).join(' AND ') ?? null
}

function fts5(part: QueryPart): string {
  if ('phrase' in part) return `${quote(part.phrase.join(' '))}${part.prefix ? ' *' : ''}`
  const [first = '', ...others] = part.oneOf.map(quote)
  return others.length === 0 ? first : `(${[first, ...others].join(' OR ')})`
}

/** The single ideograph that a query consists of, or null. */
export function singleIdeograph(query: string): string | null {
  const text = fold(query).trim()
  const [first] = text
  return first !== undefined && first.length === text.length && ideograph.test(text) ? text : null
}
