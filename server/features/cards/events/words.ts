import type { Language } from '../../../../common/language.ts'
import { characterStart, dropControls, isolated, oneLine, shortened } from '../../../../common/text.ts'
import { textOf } from '../json.ts'

/*
 * Words, times and pieces of foreign text for the cards of events.
 */

/** What a converter knows besides the payload. */
export interface EventContext {
  /** Names in lower case. */
  headers: Readonly<Record<string, string | undefined>>
  language: Language
  /** Of the IANA database, such as `Asia/Shanghai`: that of who reads the card. */
  timeZone: string
  /** Milliseconds since 1970-01-01 UTC. */
  receivedAt: number
}

/** A table of words: Chinese, then English. `{name}` is a place for a value. */
export type Words = Readonly<Record<string, readonly [zh: string, en: string]>>

/** Looks words of a table up in the language of the context. */
export function wordsOf<W extends Words>(
  table: W,
  { language }: Pick<EventContext, 'language'>,
): (key: keyof W & string, values?: Readonly<Record<string, string | number>>) => string {
  const column = language === 'zh' ? 0 : 1
  return (key, values = {}) => {
    const text = table[key]?.[column] ?? ''
    return text.replace(/\{(\w{1,20})\}/g, (_all, name: string) => String(values[name] ?? ''))
  }
}

/**
 * The key of a table for a word of a payload, which is a word of its vendor: null where the table does not have it, as
 * for all that later versions bring.
 */
export function known<W extends Words>(table: W, word: string): (keyof W & string) | null {
  return Object.hasOwn(table, word) ? word : null
}

/** The first code units of a text, up to a whole character: four for each of `most`, for what counts as one may be long. */
function beginning(text: string, most: number): string {
  const units = Math.max(64, most * 4)
  return text.length <= units ? text : text.slice(0, characterStart(text.slice(0, units + 64), units))
}

/** A text of somebody else on one line, at most `most` characters, with `…` where it is cut. */
export function line(value: unknown, most = 200): string {
  const text = textOf(value)
  const first = beginning(text, most)
  const kept = shortened(isolated(oneLine(dropControls(first))), most)
  return first.length < text.length && !kept.endsWith('…') ? `${kept}…` : kept
}

/** A text of somebody else with its lines, at most `most` characters and `lines` lines, with `…` where it is cut. */
export function block(value: unknown, most = 600, lines = 8): string {
  const text = textOf(value)
  const first = beginning(text, most)
  const kept = shortened(dropControls(first).trim(), most)
  const all = kept.split('\n')
  const shown = all.slice(0, lines).map(isolated).join('\n').trimEnd()
  return (all.length > lines || first.length < text.length) && !shown.endsWith('…') ? `${shown}…` : shown
}

/** What a text in Markdown says, without its marks, on one line and cut: enough to know what it is about. */
export function gist(markdown: unknown, most = 300): string {
  const text = beginning(textOf(markdown), most * 2)
  const plain = text
    .replace(/<!--[^<]{0,2000}-->/g, ' ')
    .replace(/^\s{0,3}(?:```|~~~).{0,40}$/gm, '')
    .replace(/^\s{0,3}#{1,6}\s/gm, '')
    .replace(/^\s{0,8}[-*+]\s\[[ xX]\]\s/gm, '• ')
    .replace(/^\s{0,8}[-*+]\s/gm, '• ')
    .replace(/!?\[([^[\]]{0,300})\]\([^()\s]{0,1000}\)/g, '$1')
    .replace(/\*\*|__|`/g, '')
  return line(plain, most)
}

/**
 * The name of an event for filters: parts with dots between them, in small letters, digits, `_` and `-`; whatever else a
 * payload writes becomes `_`.
 */
export function eventName(...parts: unknown[]): string {
  return parts
    .map(part =>
      textOf(part)
        .slice(0, 40)
        .toLowerCase()
        .replace(/[^a-z0-9_.-]+/g, '_'),
    )
    .filter(part => part !== '')
    .join('.')
}

/** The name of a branch or tag without what Git puts before it. */
export function refName(ref: unknown): string {
  return line(textOf(ref).replace(/^refs\/(?:heads|tags)\//, ''), 100)
}

/** The first seven characters of a commit's hash; empty where it is none. */
export function shortSha(sha: unknown): string {
  const text = textOf(sha)
  return /^[0-9a-f]{7,64}$/i.test(text) && !/^0+$/.test(text) ? text.slice(0, 7) : ''
}

/**
 * Milliseconds since 1970-01-01 UTC of a time as tools write it: a text that `Date` reads, seconds or milliseconds.
 * Null where it is none; so is the year 1 by which Go says “not yet”.
 */
export function timeOf(value: unknown): number | null {
  const ms =
    typeof value === 'number'
      ? value < 100_000_000_000
        ? value * 1_000
        : value
      : typeof value === 'string' && value.length <= 40
        ? Date.parse(value.replace(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) (?:UTC|\+0000)$/, '$1T$2Z'))
        : Number.NaN
  return ms > 86_400_000 && ms <= 8_640_000_000_000_000 ? ms : null
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** A formatter, made once: making one takes longer than a whole card. */
function format(language: Language, timeZone: string, kind: 'time' | 'day' | 'date'): Intl.DateTimeFormat {
  const key = `${language} ${timeZone} ${kind}`
  const made = formats.get(key)
  if (made) return made
  const options: Intl.DateTimeFormatOptions =
    kind === 'time'
      ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
      : { month: 'short', day: 'numeric', ...(kind === 'date' && { year: 'numeric' }) }
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB'
  let formatter: Intl.DateTimeFormat
  try {
    formatter = new Intl.DateTimeFormat(locale, { ...options, timeZone })
  } catch {
    // A zone that this system does not know.
    formatter = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
  }
  if (formats.size > 1_000) formats.clear()
  formats.set(key, formatter)
  return formatter
}

const dayMs = 86_400_000

/**
 * A time as it is read: `14:02`; the day before it where it is not that of the delivery, with its year where that is not
 * clear. Empty where it is none.
 */
export function clock(value: unknown, { language, timeZone, receivedAt }: EventContext): string {
  const ms = timeOf(value)
  if (ms === null) return ''
  const away = Math.abs(receivedAt - ms)
  const day = format(language, timeZone, away > 300 * dayMs ? 'date' : 'day')
  const written = day.format(ms)
  const time = format(language, timeZone, 'time').format(ms)
  return away < 2 * dayMs && written === day.format(receivedAt) ? time : `${written} ${time}`
}

/** How long something took, by milliseconds: `1 分 12 秒`, `2 h 5 m`; empty where it is no length of time. */
export function duration(ms: number | null, language: Language): string {
  if (ms === null || !Number.isFinite(ms) || ms < 0) return ''
  const [s, m, h, d] = language === 'zh' ? [' 秒', ' 分', ' 小时', ' 天'] : [' s', ' min', ' h', ' d']
  const seconds = Math.round(ms / 1_000)
  const two = (big: number, bigWord: string, small: number, smallWord: string) =>
    `${big}${bigWord}${small > 0 ? ` ${small}${smallWord}` : ''}`
  if (seconds < 60) return `${seconds}${s}`
  if (seconds < 600) return two(Math.floor(seconds / 60), m, seconds % 60, s)
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}${m}`
  if (minutes < 1_440) return two(Math.floor(minutes / 60), h, minutes % 60, m)
  return two(Math.floor(minutes / 1_440), d, Math.floor((minutes % 1_440) / 60), h)
}

/** The time between two, as `duration`. */
export function between(from: unknown, to: unknown, { language }: Pick<EventContext, 'language'>): string {
  const [start, end] = [timeOf(from), timeOf(to)]
  return start === null || end === null ? '' : duration(end - start, language)
}
