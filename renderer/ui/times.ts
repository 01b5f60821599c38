import { type Language, translatorIn } from '../i18n.ts'

const locales: Record<Language, string> = { zh: 'zh-CN', en: 'en-GB' }
/** The last millisecond that a Date can hold. */
const lastTime = 8_640_000_000_000_000
const formats = new Map<string, Intl.DateTimeFormat>()

let clockOffset = 0

/** Notes how far the server's clock is ahead of this device's, milliseconds. */
export function setClockOffset(ms: number): void {
  clockOffset = ms
}

/**
 * The time by the server's clock, milliseconds. Messages bear its times, so it says which of them are of today and what
 * is still possible; the device's clock may be a day off. Only the time zone is the device's.
 */
export function serverNow(): number {
  return Date.now() + clockOffset
}

/** What this device's clock shows at a time by the server's. */
export function deviceTime(time: number): number {
  return time - clockOffset
}

/** A server may send a time outside the range of Date: it is clamped. */
function dateOf(time: number): Date {
  return new Date(Math.min(time, lastTime))
}

/**
 * Formats in the zone of the device as it is now, which may change while the app runs: a formatter would keep the
 * zone of its making, so each is made for the offset that the time has here.
 */
function format(language: Language, options: Intl.DateTimeFormatOptions, time: number): string {
  const date = dateOf(time)
  const timeZone = offsetName(-date.getTimezoneOffset())
  const key = language + timeZone + JSON.stringify(options)
  let made = formats.get(key)
  if (!made) {
    made = new Intl.DateTimeFormat(locales[language], { ...options, timeZone })
    formats.set(key, made)
  }
  return made.format(date)
}

/** `+08:00` for 480 minutes east of UTC. */
function offsetName(minutes: number): string {
  const whole = Math.round(Math.abs(minutes))
  const two = (value: number) => String(value).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(whole / 60))}:${two(whole % 60)}`
}

/** A number with the language's grouping: `12,345`. */
export function numberText(value: number, language: Language): string {
  return value.toLocaleString(locales[language])
}

function dayStart(time: number): number {
  return dateOf(time).setHours(0, 0, 0, 0)
}

/** Whole calendar days between two times, by local midnight. */
export function daysBetween(earlier: number, later: number): number {
  return Math.round((dayStart(later) - dayStart(earlier)) / 86_400_000)
}

/** Tells of one time after the other whether it is of the same calendar day here as the one before. */
export function sameDayInTurn(): (time: number) => boolean {
  let [from, until] = [0, 0]
  return time => {
    if (time >= from && time < until) return true
    const day = new Date(dayStart(time))
    from = day.getTime()
    // The day after the last that a Date can hold is none.
    until = day.setHours(24, 0, 0, 0) || Number.POSITIVE_INFINITY
    return false
  }
}

/** Names the calendar day here: another one after midnight and after a change of the time zone. */
export function today(now: number): string {
  const date = dateOf(now)
  return `${date.getFullYear()}-${date.getMonth()}-${date.getDate()} ${offsetName(-date.getTimezoneOffset())}`
}

/** `09:42`, in every language; a list has hundreds, so without a formatter. */
export function clockTime(time: number): string {
  const date = dateOf(time)
  return [date.getHours(), date.getMinutes()].map(part => String(part).padStart(2, '0')).join(':')
}

/** `6月5日`, `5 June`; with the year if it is another one. */
function dayOfYear(time: number, language: Language, now: number): string {
  const sameYear = dateOf(time).getFullYear() === new Date(now).getFullYear()
  return format(
    language,
    { ...(sameYear ? {} : { year: 'numeric' }), month: language === 'zh' ? 'long' : 'short', day: 'numeric' },
    time,
  )
}

/** The time in a list: `10:42`, `昨天`, `周五`, `6月5日`, `2024/6/5`. */
export function listTime(time: number, language: Language, now = serverNow()): string {
  const days = daysBetween(time, now)
  if (days <= 0) return clockTime(time)
  if (days === 1) return translatorIn(language, 'ui')('yesterday')
  if (days < 7) return format(language, { weekday: 'short' }, time)
  if (dateOf(time).getFullYear() === new Date(now).getFullYear()) return dayOfYear(time, language, now)
  return format(language, { year: 'numeric', month: 'numeric', day: 'numeric' }, time)
}

/** The line between days: `今天 6月9日 星期二`, `6月8日 星期一`. */
export function dayTitle(time: number, language: Language, now = serverNow()): string {
  const t = translatorIn(language, 'ui')
  const sameYear = dateOf(time).getFullYear() === new Date(now).getFullYear()
  const year: Intl.DateTimeFormatOptions = sameYear ? {} : { year: 'numeric' }
  const days = daysBetween(time, now)
  // Chinese writes the date and the weekday apart.
  const date =
    language === 'zh'
      ? `${format('zh', { ...year, month: 'long', day: 'numeric' }, time)} ${format('zh', { weekday: 'long' }, time)}`
      : format('en', { ...year, weekday: 'long', day: 'numeric', month: 'long' }, time)
  return days === 0 ? t('todayDate', { date }) : days === 1 ? t('yesterdayDate', { date }) : date
}

/** A full date and time, for tooltips and devices: `6月5日 10:42`, `昨天 10:42`. */
export function fullTime(time: number, language: Language, now = serverNow()): string {
  const clock = clockTime(time)
  const days = daysBetween(time, now)
  if (days <= 0) return clock
  if (days === 1) return translatorIn(language, 'ui')('yesterdayAt', { time: clock })
  return `${dayOfYear(time, language, now)} ${clock}`
}
