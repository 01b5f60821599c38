import { createHash } from 'node:crypto'

const dayMs = 86_400_000
/** The hour at which the last day of the story begins; before it, yesterday is the last day. */
const firstHour = 9

/**
 * The midnight, in milliseconds, of the day on which the story ends when a demo is filled at `now`: today, or the
 * working day before when today has not begun or is no working day.
 */
export function storyDay(now: number): number {
  const day = new Date(now)
  if (day.getHours() < firstHour) day.setDate(day.getDate() - 1)
  while (day.getDay() === 0 || day.getDay() === 6) day.setDate(day.getDate() - 1)
  return day.setHours(0, 0, 0, 0)
}

/** The last day of a story whose message `at` was sent in the minutes after `sentAt`. */
export function storyDayOf(at: string, sentAt: number): number {
  const first = new Date(sentAt)
  first.setDate(first.getDate() + parse(at).days)
  return first.setHours(0, 0, 0, 0)
}

function parse(at: string): { days: number; hours: number; minutes: number } {
  const match = /^D-(\d+) (\d\d):(\d\d)$/.exec(at)
  if (match === null) throw new Error(`not a time of the demo: ${at}`)
  return { days: Number(match[1]), hours: Number(match[2]), minutes: Number(match[3]) }
}

/** The time of `D-12 09:48` in milliseconds: 12 days before the last day. */
export function timeOf(at: string, lastDay: number): number {
  const { days, hours, minutes } = parse(at)
  const day = new Date(lastDay)
  day.setDate(day.getDate() - days)
  return day.setHours(hours, minutes, 0, 0)
}

/** When each message is sent, in milliseconds: never before the one above it. */
export function timesOf(messages: readonly { at: string }[], lastDay: number): number[] {
  let last = 0
  return messages.map(({ at }, index) => {
    last = Math.max(timeOf(at, lastDay) + ((index * 37) % 50) * 1_000, last + 1_000)
    return last
  })
}

/** A stable client id for a line, so that it is said once per workspace, however often the server starts. */
export function lineId(...place: (string | number)[]): string {
  const hex = createHash('sha256').update(place.join('/')).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** A number from 0 up to, but not including, 1 that is the same for the same words. */
export function chance(...of: (string | number)[]): number {
  return createHash('sha256').update(of.join('/')).digest().readUInt32BE() / 2 ** 32
}

/** Whether people are at work at `now`. */
export function atWork(now: number): boolean {
  const time = new Date(now)
  const working = time.getDay() !== 0 && time.getDay() !== 6
  return working && time.getHours() >= firstHour && time.getHours() < 20
}

/** The number of the local day of a time, counted from a fixed one. */
export function dayNumber(now: number): number {
  return Math.floor((new Date(now).setHours(12, 0, 0, 0) - new Date(2020, 0, 1, 12).getTime()) / dayMs)
}
