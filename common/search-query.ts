/*
 * What a person types into the full search: words, and filters as `from:`, `in:`, `has:`, `before:`, `after:`, `on:` and
 * `@me`, in English and Chinese, with a half or full colon. The text is the one record of the filters: chips write into
 * it and take out of it.
 */

/** What a filter is about. */
export type FilterKey = 'from' | 'in' | 'has' | 'before' | 'after' | 'on' | 'me'

/** A filter where it stands in the text, in UTF-16 code units. */
export interface QueryToken {
  key: FilterKey
  value: string
  start: number
  end: number
}

export interface ParsedQuery {
  /** The text without its filters. */
  words: string
  tokens: QueryToken[]
  /** Names as typed; to be looked up. */
  from: string[]
  in: string[]
  kinds: string[]
  /** Milliseconds, both inclusive. */
  since?: number
  until?: number
  mentionsMe: boolean
}

const names: Record<Exclude<FilterKey, 'me'>, readonly string[]> = {
  from: ['from', '发送人', '来自'],
  in: ['in', '会话', '在'],
  has: ['has', '类型', '含', '包含', 'kind'],
  before: ['before', '早于', '之前'],
  after: ['after', 'since', '晚于', '之后'],
  on: ['on', '日期'],
}
const keyOf = new Map(Object.entries(names).flatMap(([key, words]) => words.map(word => [word, key as FilterKey])))

/** The words for kinds of messages; the first two are written by chips, in Chinese and English. */
export const kindWords = {
  link: ['链接', 'link', 'url'],
  file: ['文件', 'file'],
  image: ['图片', 'image', 'picture', 'photo'],
  video: ['视频', 'video'],
  voice: ['语音', 'voice'],
  poll: ['投票', 'poll'],
  signup: ['接龙', 'signup'],
  record: ['聊天记录', 'record'],
} as const
const kindOf = new Map<string, string>(
  Object.entries(kindWords).flatMap(([kind, words]) => words.map(word => [word as string, kind])),
)

const token = new RegExp(
  `(?<=^|\\s)(?:(${[...keyOf.keys()].join('|')})[:：]("[^"]*"|“[^”]*”|[^\\s]+)|@(?:me|我)(?=\\s|$))`,
  'giu',
)

/** Reads what was typed; days are those of this device. A filter that says nothing stays among the words. */
export function parseQuery(text: string, now: number): ParsedQuery {
  const parsed: ParsedQuery = { words: '', tokens: [], from: [], in: [], kinds: [], mentionsMe: false }
  let words = ''
  let at = 0
  for (const found of text.matchAll(token)) {
    const key = found[1] === undefined ? 'me' : (keyOf.get(found[1].toLowerCase()) ?? 'me')
    const value = (found[2] ?? '').replace(/^["“]|["”]$/gu, '').trim()
    if (!take(parsed, key, value, now)) continue
    const end = found.index + found[0].length
    parsed.tokens.push({ key, value, start: found.index, end })
    words += text.slice(at, found.index)
    at = end
  }
  parsed.words = (words + text.slice(at)).replace(/\s+/gu, ' ').trim()
  return parsed
}

function take(into: ParsedQuery, key: FilterKey, value: string, now: number): boolean {
  if (key === 'me') into.mentionsMe = true
  else if (value === '') return false
  else if (key === 'from' || key === 'in') into[key].push(value)
  else if (key === 'has') {
    const kind = kindOf.get(value.toLowerCase())
    if (kind === undefined) return false
    into.kinds.push(kind)
  } else {
    const day = dayOf(value, now)
    if (day === null) return false
    if (key === 'before') into.until = day.start - 1
    if (key === 'after' || key === 'on') into.since = day.start
    if (key === 'on') into.until = day.end
  }
  return true
}

/** The first and last millisecond of a day as people write it, or null. `7d`, `7天`: so many days ago. */
function dayOf(value: string, now: number): { start: number; end: number } | null {
  const today = new Date(now)
  const at = (year: number, month: number, day: number) => {
    const start = new Date(year, month, day)
    if (start.getDate() !== day && day > 0) return null
    return { start: start.getTime(), end: new Date(year, month, day + 1).getTime() - 1 }
  }
  const back = (days: number) => at(today.getFullYear(), today.getMonth(), today.getDate() - days)
  const word = value.toLowerCase()
  if (word === 'today' || word === '今天') return back(0)
  if (word === 'yesterday' || word === '昨天') return back(1)
  const ago = /^(\d{1,4})(?:d|天)$/u.exec(word)
  if (ago) return back(Number(ago[1]))
  const full = /^(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?$/u.exec(word)
  if (full) {
    const [year, month] = [Number(full[1]), Number(full[2]) - 1]
    if (full[3] !== undefined) return at(year, month, Number(full[3]))
    return { start: new Date(year, month, 1).getTime(), end: new Date(year, month + 1, 1).getTime() - 1 }
  }
  const short = /^(\d{1,2})[-/.月](\d{1,2})日?$/u.exec(word)
  return short ? at(today.getFullYear(), Number(short[1]) - 1, Number(short[2])) : null
}

/** The text with one more filter. */
export function withToken(text: string, key: FilterKey, value: string, chinese: boolean): string {
  const written = /\s/u.test(value) ? `"${value}"` : value
  const name = key === 'me' ? '' : names[key][chinese ? 1 : 0]
  const added = key === 'me' ? (chinese ? '@我' : '@me') : `${name}${chinese ? '：' : ':'}${written}`
  return `${text.trim()} ${added} `.trimStart()
}

/** The text without one of its filters. */
export function withoutToken(text: string, { start, end }: QueryToken): string {
  return `${text.slice(0, start)}${text.slice(end)}`.replace(/\s+/gu, ' ').trimStart()
}
