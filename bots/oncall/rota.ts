import { addDays, daysBetween, isZone, localTime, readDay, readTime, timeOf } from '../shared/clock.ts'
import type { Language } from '../shared/companion.ts'
import type { Person } from '../shared/people.ts'

/** Who is on call in a group, one after the other. */
export interface Rota {
  people: Person[]
  every: 'day' | 'week'
  /** The day on which the first shift begins: `2026-12-01`. */
  from: string
  /** When one hands over to the next, minutes since midnight. */
  at: number
  zone: string
  /** How long who is paged has to acknowledge, minutes. */
  after: number
  language: Language
  /** Who has a shift in place of whose turn it is, by the number of the shift. */
  swaps: Record<string, Person>
  /** Whose turn it was when it was last told, by the number of the shift: a hand-over is told once. */
  told?: number
}

export const mostPeople = 30
const shiftDays = ({ every }: Pick<Rota, 'every'>): number => (every === 'day' ? 1 : 7)

/** When a shift begins; they count from 0. */
export function shiftStart(rota: Rota, shift: number): number {
  return timeOf(addDays(rota.from, shift * shiftDays(rota)), rota.at, rota.zone)
}

/** The number of the shift at a time; below 0 before the first one begins. */
export function shiftAt(rota: Rota, at: number): number {
  const { day, minutes } = localTime(at, rota.zone)
  const days = daysBetween(rota.from, day) - (minutes < rota.at ? 1 : 0)
  const shift = Math.floor(days / shiftDays(rota))
  // Where the clocks go forward over the hour of the hand-over, it is later than they say.
  return at < shiftStart(rota, shift) ? shift - 1 : shift
}

/** Whose shift it is, besides those who are gone; null when all are. */
export function personOf(rota: Rota, shift: number, isHere: (userId: string) => boolean = () => true): Person | null {
  const swapped = rota.swaps[String(shift)]
  if (swapped !== undefined && isHere(swapped.id)) return swapped
  const { people } = rota
  const first = ((shift % people.length) + people.length) % people.length
  for (let n = 0; n < people.length; n++) {
    const person = people[(first + n) % people.length]
    if (person !== undefined && isHere(person.id)) return person
  }
  return null
}

/** Who is on call at a time, or null: nobody yet, or nobody any more. */
export function onCallAt(rota: Rota, at: number, isHere?: (userId: string) => boolean): Person | null {
  const shift = shiftAt(rota, at)
  return shift < 0 ? null : personOf(rota, shift, isHere)
}

/** Who is paged at a time, in order: who is on call, then the others as their turns come. */
export function pagedAt(rota: Rota, at: number, isHere: (userId: string) => boolean): Person[] {
  const first = Math.max(0, shiftAt(rota, at))
  const found: Person[] = []
  for (let n = 0; n < rota.people.length; n++) {
    const person = personOf(rota, first + n, isHere)
    if (person !== null && !found.some(({ id }) => id === person.id)) found.push(person)
  }
  for (const person of rota.people)
    if (isHere(person.id) && !found.some(({ id }) => id === person.id)) found.push(person)
  return found
}

/** The first shift of a person from one on, within two rounds; null when they have none. */
export function nextShiftOf(rota: Rota, userId: string, from: number): number | null {
  for (let n = Math.max(0, from); n < Math.max(0, from) + rota.people.length * 2; n++)
    if (personOf(rota, n)?.id === userId) return n
  return null
}

/** Two shifts that change hands. */
export interface Swap {
  mine: number
  theirs: number
  by: Person
  with: Person
}

/** The shifts that two people would swap: the next one of each. `by` has to have one. */
export function swapOf(rota: Rota, by: Person, other: Person, at: number): Swap | null {
  const from = Math.max(0, shiftAt(rota, at))
  const mine = nextShiftOf(rota, by.id, from)
  const theirs = nextShiftOf(rota, other.id, from)
  return mine === null || theirs === null || by.id === other.id ? null : { mine, theirs, by, with: other }
}

/** A rota after a swap; the same where one of the shifts has changed hands or ended since it was asked. */
export function swap(rota: Rota, { mine, theirs, by, with: other }: Swap, at: number): Rota {
  if (Math.min(mine, theirs) < shiftAt(rota, at)) return rota
  if (personOf(rota, mine)?.id !== by.id || personOf(rota, theirs)?.id !== other.id) return rota
  const current = shiftAt(rota, at)
  const kept = Object.entries(rota.swaps).filter(([shift]) => Number(shift) >= current)
  return { ...rota, swaps: { ...Object.fromEntries(kept), [mine]: other, [theirs]: by } }
}

export type RotaProblem = 'people' | 'day' | 'time' | 'zone' | 'after' | 'word'

const everyWords: Record<string, Rota['every']> = {
  day: 'day',
  daily: 'day',
  每天: 'day',
  week: 'week',
  weekly: 'week',
  每周: 'week',
}

/**
 * A rota as `/oncall set` writes it after its people: `every week from 2026-12-01 at 9:00 zone Asia/Shanghai after 5`.
 * What is left out: a week, from today, at 9:00, five minutes. A word that is none of these is a problem.
 */
export function readRota(
  text: string,
  { people, now, zone: usual, language }: { people: Person[]; now: number; zone: string; language: Language },
): { rota: Rota } | { problem: RotaProblem; word: string } {
  if (people.length === 0 || people.length > mostPeople) return { problem: 'people', word: '' }
  const words = text.split(/\s+/).filter(word => word !== '')
  const found: Pick<Rota, 'every' | 'at' | 'after'> & { from?: string; zone: string; language: Language } = {
    every: 'week',
    at: 9 * 60,
    zone: usual,
    after: 5,
    language,
  }
  for (let n = 0; n < words.length; n++) {
    const word = words[n] ?? ''
    const every = everyWords[word]
    if (every !== undefined) found.every = every
    else if (word === 'every') continue
    else if (word === 'zh' || word === 'en') found.language = word
    else {
      const value = words[++n] ?? ''
      if (word === 'from' || word === '从') {
        const day = readDay(value)
        if (day === null) return { problem: 'day', word: value }
        found.from = day
      } else if (word === 'at' || word === '交接') {
        const time = readTime(value)
        if (time === null) return { problem: 'time', word: value }
        found.at = time
      } else if (word === 'zone' || word === '时区') {
        if (!isZone(value)) return { problem: 'zone', word: value }
        found.zone = value
      } else if (word === 'after' || word === '升级') {
        const after = Number(value)
        if (!Number.isInteger(after) || after < 1 || after > 240) return { problem: 'after', word: value }
        found.after = after
      } else return { problem: 'word', word }
    }
  }
  const today = localTime(now, found.zone)
  // Whose turn comes first is on call at once, also before the hour of today's hand-over.
  const from = found.from ?? (today.minutes < found.at ? addDays(today.day, -1) : today.day)
  return { rota: { ...found, from, people, swaps: {} } }
}
