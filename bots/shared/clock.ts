/** What tells the time and waits, so that tests need not. */
export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number
  /** Runs something once after so many milliseconds. Returns what calls it off. */
  after(ms: number, run: () => void): () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}

export const minuteMs = 60_000
export const dayMs = 86_400_000

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    formats.set(zone, format)
  }
  return format
}

/** Whether there is a time zone of this name, such as `Asia/Shanghai`. */
export function isZone(zone: string): boolean {
  try {
    formatOf(zone)
    return true
  } catch {
    return false
  }
}

/** What the clocks of a zone show, as if it were UTC, milliseconds. */
function shownAt(at: number, zone: string): number {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
}

const offsetAt = (at: number, zone: string): number => shownAt(at, zone) - Math.floor(at / 1_000) * 1_000

/** A time as the clocks of a zone show it. */
export interface LocalTime {
  /** `2026-12-01`. */
  day: string
  /** Since midnight. */
  minutes: number
  /** 1 is Monday, 7 Sunday. */
  weekday: number
}

export function localTime(at: number, zone: string): LocalTime {
  const shown = new Date(shownAt(at, zone))
  return {
    day: shown.toISOString().slice(0, 10),
    minutes: shown.getUTCHours() * 60 + shown.getUTCMinutes(),
    weekday: shown.getUTCDay() || 7,
  }
}

/**
 * When the clocks of a zone show so many minutes since midnight of a day. A time that is left out when the clocks go
 * forward is the one as much later.
 */
export function timeOf(day: string, minutes: number, zone: string): number {
  const wanted = dayNumber(day) * dayMs + minutes * minuteMs
  const first = wanted - offsetAt(wanted, zone)
  const second = wanted - offsetAt(first, zone)
  return offsetAt(second, zone) === offsetAt(first, zone) ? second : Math.max(first, second)
}

const dayNumber = (day: string): number => Math.floor(Date.parse(`${day}T00:00:00Z`) / dayMs)

export const addDays = (day: string, days: number): string =>
  new Date((dayNumber(day) + days) * dayMs).toISOString().slice(0, 10)

export const daysBetween = (from: string, to: string): number => dayNumber(to) - dayNumber(from)

/** 1 is Monday, 7 Sunday. */
export const weekdayOf = (day: string): number => new Date(dayNumber(day) * dayMs).getUTCDay() || 7

/** A day that there is, as `2026-12-01`; else null. */
export function readDay(text: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null
  const at = Date.parse(`${text}T00:00:00Z`)
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text ? null : text
}

/** Minutes since midnight of `9:30`, `09:30` or `9`; null for what is no time. */
export function readTime(text: string): number | null {
  const match = /^(\d{1,2})(?:[:：](\d{2}))?$/.exec(text)
  const hours = Number(match?.[1])
  const minutes = Number(match?.[2] ?? 0)
  return match === null || hours > 23 || minutes > 59 ? null : hours * 60 + minutes
}

const two = (n: number): string => String(n).padStart(2, '0')

/** `09:30`. */
export const clockText = (minutes: number): string => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`

/** `12-01 09:30` in a zone. */
export function timeText(at: number, zone: string): string {
  const { day, minutes } = localTime(at, zone)
  return `${day.slice(5)} ${clockText(minutes)}`
}
