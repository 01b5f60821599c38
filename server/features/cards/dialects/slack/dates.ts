const formats = new Map<string, Intl.DateTimeFormat>()

/** The parts of a moment in a time zone; of the process where none is given or it is not known. */
function partsOf(seconds: number, timeZone: string | undefined): Record<string, string> {
  const key = timeZone ?? ''
  let format = formats.get(key)
  if (format === undefined) {
    const digits = '2-digit'
    format = new Intl.DateTimeFormat('en-GB', {
      year: 'numeric',
      month: digits,
      day: digits,
      hour: digits,
      minute: digits,
      second: digits,
      hourCycle: 'h23',
      ...(timeZone !== undefined && { timeZone }),
    })
    formats.set(key, format)
  }
  return Object.fromEntries(format.formatToParts(seconds * 1_000).map(({ type, value }) => [type, value]))
}

/** The latest moment of ECMAScript's `Date`, in seconds. */
const latest = 8_640_000_000_000

/** A moment in seconds since 1970 as day and time, or null where it is none. */
export function momentOf(seconds: number, timeZone?: string): { day: string; time: string; seconds: string } | null {
  if (!Number.isFinite(seconds) || seconds < 0 || seconds > latest) return null
  const { year = '', month = '', day = '', hour = '', minute = '', second = '' } = partsOf(seconds, timeZone)
  return { day: `${year.padStart(4, '0')}-${month}-${day}`, time: `${hour}:${minute}`, seconds: second }
}

/**
 * A date in the form of `<!date^…>` and of rich text. Its tokens are the reader's own words in Slack; here they are
 * days as 2026-11-30 and times as 09:30, which both languages read.
 * https://docs.slack.dev/messaging/formatting-message-text#date-formatting
 */
export function dateText(seconds: number, format: string, fallback: string, timeZone?: string): string {
  const moment = momentOf(seconds, timeZone)
  if (moment === null) return fallback
  return format.replace(/\{([a-z_]{1,30})\}/g, (all, token: string) => {
    if (token === 'time') return moment.time
    if (token === 'time_secs') return `${moment.time}:${moment.seconds}`
    if (token === 'ago') return `${moment.day} ${moment.time}`
    return token.startsWith('date') || token === 'day_divider_pretty' ? moment.day : all
  })
}

/** The moment of a legacy `ts`, in seconds as a number or a text; empty where it is none. */
export function stampText(value: unknown, timeZone?: string): string {
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  const moment = typeof seconds === 'number' ? momentOf(seconds, timeZone) : null
  return moment === null ? '' : `${moment.day} ${moment.time}`
}
