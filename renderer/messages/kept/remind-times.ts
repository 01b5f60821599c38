import { dateOf } from '../dates.ts'

/** When one can be reminded without writing a time. */
export const remindChoices = ['in20', 'in60', 'in180', 'tomorrow', 'monday'] as const
export type RemindChoice = (typeof remindChoices)[number]

/** At nine, by the clock on the wall. */
const morning = 9
const minuteMs = 60_000

/**
 * The time of a choice. Days and hours are those of this device's zone: tomorrow at nine is that also where the clocks
 * change in the night. `now`: by the server's clock.
 */
export function remindTime(choice: RemindChoice, now: number): number {
  const date = new Date(now)
  const morningIn = (days: number) =>
    new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, morning).getTime()
  switch (choice) {
    case 'in20':
      return now + 20 * minuteMs
    case 'in60':
      return now + 60 * minuteMs
    case 'in180':
      return now + 180 * minuteMs
    case 'tomorrow':
      return morningIn(1)
    case 'monday':
      // On a Monday it is the next one.
      return morningIn(((8 - date.getDay()) % 7) + (date.getDay() === 1 ? 7 : 0))
  }
}

/** A time as the field for day and time has it, in this device's zone: `2026-12-01T09:00`. */
export function fieldOf(time: number): string {
  const date = new Date(time)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${dateOf(time)}T${two(date.getHours())}:${two(date.getMinutes())}`
}

/**
 * The time that was written into that field, or null when there is none. One that the clocks leave out in spring is the
 * same so much later; one that they have twice in autumn is the first.
 */
export function timeOf(field: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(field)
  if (match === null) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = match.slice(1).map(Number)
  const time = new Date(year, month - 1, day, hour, minute).getTime()
  return Number.isNaN(time) ? null : time
}
