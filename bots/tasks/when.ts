/*
 * Dates as people write them, in Chinese and English: `明天`, `下周一 15:00`, `12月5日`, `3天后`, `Friday 3pm`,
 * `in 2 hours`, `12-05`. Times are those of the process.
 */

/** A time that was named. `allDay`: only its day was. */
export interface When {
  /** Milliseconds; the end of the day for one without a time. */
  at: number
  allDay: boolean
  /** Where it stands in the text. */
  from: number
  to: number
}

interface Found {
  from: number
  to: number
}
/** A named day at midnight, or a moment (`exact`). */
interface Day extends Found {
  date: Date
  exact: boolean
  /** The part of the day that its word names, hours: `今晚`. */
  hour?: number
  /** A weekday without a week, or a day without a year: the next one is meant. */
  next?: (date: Date) => void
}
interface Time extends Found {
  hour: number
  minute: number
  /** Said as an hour of a clock of twelve: `3点` is often in the afternoon. */
  loose: boolean
}

const digits = '一二三四五六七八九'
const number = String.raw`(\d{1,3}|[一二两三四五六七八九十]{1,3}|半)`

/** A number as it is written in digits or Chinese below a hundred. */
export function numberOf(written: string): number {
  if (/^\d+$/.test(written)) return Number(written)
  if (written === '半') return 0.5
  const one = (sign: string) => (sign === '两' ? 2 : digits.indexOf(sign) + 1)
  const at = written.indexOf('十')
  if (at < 0) return one(written)
  return (at === 0 ? 1 : one(written.slice(0, at))) * 10 + (at === written.length - 1 ? 0 : one(written.slice(at + 1)))
}

const midnight = (now: number): Date => {
  const date = new Date(now)
  date.setHours(0, 0, 0, 0)
  return date
}
const plusDays = (now: number, days: number): Date => {
  const date = midnight(now)
  date.setDate(date.getDate() + days)
  return date
}

const words: Record<string, [days: number, hour?: number]> = {
  今天: [0],
  今日: [0],
  今早: [0, 9],
  今晚: [0, 20],
  明天: [1],
  明日: [1],
  明早: [1, 9],
  明晚: [1, 20],
  后天: [2],
  大后天: [3],
  today: [0],
  tonight: [0, 20],
  eod: [0, 18],
  tomorrow: [1],
  tmr: [1],
  'the day after tomorrow': [2],
}
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** A weekday (0: Monday) of this week or of the one after; without a week the next one, today among them. */
function weekday(now: number, day: number, week: 0 | 1 | 2 | null): Pick<Day, 'date' | 'next'> {
  const today = (midnight(now).getDay() + 6) % 7
  if (week !== null) return { date: plusDays(now, day - today + 7 * week) }
  return { date: plusDays(now, (day - today + 7) % 7), next: date => date.setDate(date.getDate() + 7) }
}

/** A day of a month; without a year the next one. Null for one that there is not. */
function dayOf(now: number, month: number, day: number, year?: number): Pick<Day, 'date' | 'next'> | null {
  const thisYear = new Date(now).getFullYear()
  const date = new Date(year ?? thisYear, month - 1, day)
  if (month < 1 || month > 12 || date.getDate() !== day || date.getMonth() !== month - 1) return null
  if (year === undefined && date < midnight(now)) date.setFullYear(thisYear + 1)
  return { date }
}

/** What a group of a match found; empty: nothing. */
type Group = (n: number) => string
type Read = (m: Group, now: number) => Omit<Day, keyof Found | 'exact'> | { moment: number } | null
const minuteMs = 60_000
const unitMs: Record<string, number> = {
  分: minuteMs,
  m: minuteMs,
  小: 60 * minuteMs,
  钟: 60 * minuteMs,
  h: 60 * minuteMs,
}

const days: [RegExp, Read][] = [
  [/(?<!\d)(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?!\d)/g, (m, now) => dayOf(now, +m(2), +m(3), +m(1))],
  [/(?<!\d)(\d{1,2})月(\d{1,2})[日号]?(?!\d)/g, (m, now) => dayOf(now, +m(1), +m(2))],
  [/(?<![\d./:-])(\d{1,2})[-/](\d{1,2})(?![\d./:-]|\d)/g, (m, now) => dayOf(now, +m(1), +m(2))],
  [
    /(?<!\d)(\d{1,2})号(?!\d)/g,
    (m, now) => {
      const date = midnight(now)
      if (+m(1) < date.getDate()) date.setMonth(date.getMonth() + 1, 1)
      return dayOf(now, date.getMonth() + 1, +m(1), date.getFullYear())
    },
  ],
  [
    /(大后天|今天|今日|今早|今晚|明天|明日|明早|明晚|后天)|\b(the day after tomorrow|today|tonight|tomorrow|tmr|eod)\b/gi,
    (m, now) => {
      const [days = 0, hour] = words[m(0).toLowerCase()] ?? []
      return { date: plusDays(now, days), ...(hour !== undefined && { hour }) }
    },
  ],
  [
    /(下下|下|这|本)?(?:个)?(?:周|星期|礼拜)([一二三四五六日天末])/g,
    (m, now) => {
      const day = m(2) === '末' ? 5 : m(2) === '天' || m(2) === '日' ? 6 : digits.indexOf(m(2))
      return weekday(now, day, m(1) === '' ? null : m(1) === '下下' ? 2 : m(1) === '下' ? 1 : 0)
    },
  ],
  [
    /\b(?:(next|this)\s+)?(mon|tue|wed|thu|fri|sat|sun)(?:day|sday|nesday|rsday|urday|s|rs|nes)?\b\.?/gi,
    (m, now) => {
      const week = m(1).toLowerCase()
      return weekday(now, weekdays.indexOf(m(2).toLowerCase()), week === 'next' ? 1 : week === 'this' ? 0 : null)
    },
  ],
  [/下周(?![一二三四五六日天末])|\bnext week\b/gi, (_m, now) => weekday(now, 0, 1)],
  [
    /月底|\bend of (?:the )?month\b/gi,
    (_m, now) => {
      const date = midnight(now)
      date.setMonth(date.getMonth() + 1, 0)
      return { date }
    },
  ],
  [
    /\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? (\d{1,2})(?:st|nd|rd|th)?\b(?:,? (\d{4}))?/gi,
    (m, now) => dayOf(now, months.indexOf(m(1).toLowerCase()) + 1, +m(2), +m(3) || undefined),
  ],
  [
    /\b(\d{1,2})(?:st|nd|rd|th)? (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b(?: (\d{4}))?/gi,
    (m, now) => dayOf(now, months.indexOf(m(2).toLowerCase()) + 1, +m(1), +m(3) || undefined),
  ],
  [new RegExp(`${number}个?(?:天|日)(?:之|以)?后`, 'g'), (m, now) => ({ date: plusDays(now, numberOf(m(1))) })],
  [
    new RegExp(`${number}个?(?:周|星期|礼拜)(?:之|以)?后`, 'g'),
    (m, now) => ({ date: plusDays(now, 7 * numberOf(m(1))) }),
  ],
  [
    new RegExp(`${number}个?(分钟|小时|钟头)(?:之|以)?后`, 'g'),
    (m, now) => ({ moment: now + numberOf(m(1)) * (unitMs[m(2).slice(0, 1)] ?? 0) }),
  ],
  [
    /\bin (\d{1,3}|an?) (day|week)s?\b/gi,
    (m, now) => ({
      date: plusDays(now, (/^a/i.test(m(1)) ? 1 : +m(1)) * (m(2).toLowerCase() === 'week' ? 7 : 1)),
    }),
  ],
  [
    /\bin (\d{1,3}|an?) ?(minutes?|mins?|m|hours?|hrs?|h)\b/gi,
    (m, now) => ({ moment: now + (/^a/i.test(m(1)) ? 1 : +m(1)) * (unitMs[m(2).slice(0, 1).toLowerCase()] ?? 0) }),
  ],
]

/** An hour by the part of the day that is named with it: `下午3点`. */
function hourIn(part: string, hour: number): number {
  if (part === '' || hour > 12) return hour
  if (/下午|傍晚|晚/.test(part)) return hour === 12 ? (part === '下午' ? 12 : 24) : hour + 12
  if (part === '中午') return hour < 3 ? hour + 12 : hour
  return hour === 12 ? 0 : hour
}

const times: [RegExp, (m: Group) => { hour: number; minute: number }][] = [
  [
    /(上午|早上|早晨|凌晨|中午|下午|傍晚|晚上|晚)?\s?(?<![\d:])(\d{1,2})[:：](\d{2})(?![\d:])(?:\s?([ap])\.?m\b\.?)?/gi,
    m => ({ hour: m(4) === '' ? hourIn(m(1), +m(2)) : clock(+m(2), m(4)), minute: +m(3) }),
  ],
  [
    /(上午|早上|早晨|凌晨|中午|下午|傍晚|晚上|晚)?\s?(?<!\d)(\d{1,2}|[一二两三四五六七八九十]{1,3})点(?:(半)|(一刻)|(三刻)|(\d{1,2})分?|钟)?/g,
    m => ({
      hour: hourIn(m(1), numberOf(m(2))),
      minute: m(3) !== '' ? 30 : m(4) !== '' ? 15 : m(5) !== '' ? 45 : Number(m(6)),
    }),
  ],
  [/(?<![\d:.])(\d{1,2})\s?([ap])\.?m\b\.?/gi, m => ({ hour: clock(+m(1), m(2)), minute: 0 })],
  [/\b(noon|midnight)\b|中午|上午|下午|晚上/gi, m => ({ hour: partHours[m(0).toLowerCase()] ?? 12, minute: 0 })],
]
const partHours: Record<string, number> = { noon: 12, midnight: 24, 上午: 11, 中午: 12, 下午: 17, 晚上: 20 }

function clock(hour: number, half: string): number {
  if (hour < 1 || hour > 12) return Number.NaN
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
}

function readDays(text: string, now: number): Day[] {
  const found: Day[] = []
  for (const [pattern, read] of days)
    for (const match of text.matchAll(pattern)) {
      const place = { from: match.index, to: match.index + match[0].length }
      const day = read(n => match[n] ?? '', now)
      if (day === null || found.some(({ from, to }) => from < place.to && place.from < to)) continue
      found.push(
        'moment' in day ? { ...place, date: new Date(day.moment), exact: true } : { ...place, ...day, exact: false },
      )
    }
  return found.sort((one, other) => one.from - other.from)
}

function readTimes(text: string): Time[] {
  const found: Time[] = []
  for (const [pattern, read] of times)
    for (const match of text.matchAll(pattern)) {
      const place = { from: match.index, to: match.index + match[0].length }
      const { hour, minute } = read(n => match[n] ?? '')
      if (!(hour >= 0 && hour <= 24 && minute < 60)) continue
      if (found.some(({ from, to }) => from < place.to && place.from < to)) continue
      found.push({ ...place, hour, minute, loose: hour < 12 && /^\s?[\d一二两三四五六七八九十]+点/.test(match[0]) })
    }
  return found.sort((one, other) => one.from - other.from)
}

/** What may stand between a day and its time, before both, and after. */
const between = /^[\s,，的]{0,4}(?:(?:at|on|by)\s{1,2})?$/i
const before = /(?:^|[\s,，])(?:by|on|at|due|before|until|till)\s{0,4}$|[在于到]\s{0,4}$/i
const after = /^\s{0,4}(?:之前|以前|前)(?![\p{L}\p{N}])/u

function adjacent(text: string, one: Found, other: Found): boolean {
  const [first, second] = one.from < other.from ? [one, other] : [other, one]
  return first.to <= second.from && between.test(text.slice(first.to, second.from))
}

/**
 * The time that a text names: the last one, as it comes at the end where somebody says what and by when. Null: it names
 * none. `now`: milliseconds.
 */
export function findWhen(text: string, now: number): When | null {
  const day = readDays(text, now).at(-1)
  if (day?.exact) return withWords(text, { at: day.date.getTime(), allDay: false, from: day.from, to: day.to })
  const times = readTimes(text)
  const time =
    day === undefined
      ? times.filter(({ from, to }) => /[:：点\dn]/.test(text.slice(from, to))).at(-1)
      : times.find(one => adjacent(text, one, day))
  if (day === undefined && time === undefined) return null
  const from = Math.min(day?.from ?? text.length, time?.from ?? text.length)
  const to = Math.max(day?.to ?? 0, time?.to ?? 0)
  const date = day?.date ?? midnight(now)
  const hour = time?.hour ?? day?.hour
  if (hour === undefined) {
    date.setHours(23, 59, 59, 0)
    return withWords(text, { at: date.getTime(), allDay: true, from, to })
  }
  const evening = time !== undefined && hour < 12 && (day?.hour ?? 0) >= 18
  date.setHours(evening ? hour + 12 : hour, time?.minute ?? 0, 0, 0)
  if (date.getTime() <= now && time?.loose) date.setHours(date.getHours() + 12)
  // A time that has passed is that of the next such day.
  if (date.getTime() <= now) {
    if (day === undefined) date.setDate(date.getDate() + 1)
    else day.next?.(date)
  }
  return withWords(text, { at: date.getTime(), allDay: false, from, to })
}

/** With the little words around it. */
function withWords(text: string, when: When): When {
  const lead = before.exec(text.slice(Math.max(0, when.from - 16), when.from))?.[0].length ?? 0
  return { ...when, from: when.from - lead, to: when.to + (after.exec(text.slice(when.to))?.[0].length ?? 0) }
}
