import { addDays, isZone, localTime, minuteMs, readTime, timeOf, weekdayOf } from '../shared/clock.ts'
import type { Language } from '../shared/companion.ts'

/** When a group has its stand-up. */
export interface Plan {
  /** Minutes since midnight. */
  at: number
  /** 1 is Monday, 7 Sunday. */
  days: number[]
  zone: string
  language: Language
  /** The last day on which people are away, by their id. */
  away: Record<string, string>
  /** When the stand-up that was begun last was due: none is begun twice. */
  begun: number
}

/** After how long who has not answered is reminded, and after how long it ends, milliseconds. */
export const remindAfterMs = 30 * minuteMs
export const endAfterMs = 240 * minuteMs
/** A stand-up that the bot was not there for is begun so much later at most; after that it is left out. */
export const lateMs = 60 * minuteMs

/** The first time after another one at which a plan is due. */
export function nextAfter(plan: Pick<Plan, 'at' | 'days' | 'zone'>, after: number): number {
  const { day } = localTime(after, plan.zone)
  for (let n = -1; n <= 8; n++) {
    const candidate = addDays(day, n)
    const at = timeOf(candidate, plan.at, plan.zone)
    if (at > after && plan.days.includes(weekdayOf(candidate))) return at
  }
  throw new RangeError('a plan without days')
}

/** When the next stand-up of a plan is due; one that was missed by a little is due still. */
export const dueAt = (plan: Plan, now: number): number => nextAfter(plan, Math.max(plan.begun, now - lateMs))

const dayNames: Record<string, number> = {
  mon: 1,
  tue: 2,
  wed: 3,
  thu: 4,
  fri: 5,
  sat: 6,
  sun: 7,
  周一: 1,
  周二: 2,
  周三: 3,
  周四: 4,
  周五: 5,
  周六: 6,
  周日: 7,
}

/** The days of `mon-fri`, `mon,wed,fri`, `周一到周五`, `daily`; null for what is none. */
export function readDays(text: string): number[] | null {
  if (['daily', '每天'].includes(text)) return [1, 2, 3, 4, 5, 6, 7]
  if (['weekdays', '工作日'].includes(text)) return [1, 2, 3, 4, 5]
  const days = new Set<number>()
  for (const part of text.toLowerCase().split(/[,，、]/)) {
    const [first = '', last = first, ...more] = part.split(/[-–~到至]/)
    const from = dayNames[first]
    const to = dayNames[last]
    if (from === undefined || to === undefined || more.length > 0) return null
    for (let n = 0; n <= (to - from + 7) % 7; n++) days.add(((from - 1 + n) % 7) + 1)
  }
  return [...days].sort()
}

export type PlanProblem = 'time' | 'days' | 'zone'

/** A plan as `/standup on` writes it: `9:30 mon-fri Asia/Shanghai en`. Without days the working ones. */
export function readPlan(
  text: string,
  usual: { zone: string; language: Language },
): { plan: Pick<Plan, 'at' | 'days' | 'zone' | 'language'> } | { problem: PlanProblem; word: string } {
  const [time = '', ...words] = text.split(/\s+/).filter(word => word !== '')
  const at = readTime(time)
  if (at === null) return { problem: 'time', word: time }
  const plan = { at, days: [1, 2, 3, 4, 5], ...usual }
  for (const word of words) {
    if (word === 'zh' || word === 'en') plan.language = word
    else if (word.includes('/') || word === 'UTC') {
      if (!isZone(word)) return { problem: 'zone', word }
      plan.zone = word
    } else {
      const days = readDays(word)
      if (days === null) return { problem: 'days', word }
      plan.days = days
    }
  }
  return { plan }
}
