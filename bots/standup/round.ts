import type { Language } from '../shared/companion.ts'
import type { Place } from '../shared/faces.ts'
import type { Person } from '../shared/people.ts'
import { cut } from '../shared/text.ts'
import { endAfterMs, remindAfterMs } from './plan.ts'

export interface Answer {
  state: 'answered' | 'skipped' | 'away'
  at: number
  yesterday?: string
  today?: string
  blocked?: string
}

/** One stand-up of a group. */
export interface Round {
  id: string
  groupId: string
  at: number
  zone: string
  language: Language
  people: Person[]
  /** By the id of the person; who answers again says something else. */
  answers: Record<string, Answer>
  /** The questions in the conversation with each; null: they cannot be asked. */
  asked: Record<string, Place | null>
  card?: Place
  /** Whom the reminder is meant for; undefined: it is not time yet. */
  reminded?: string[]
  ended?: boolean
}

export const mostPeople = 80
/** What is kept of an answer: a card shows all of them. */
export const answerChars = 120

/** The answer of somebody. The same one back: it is over, they are not asked, or they said so already. */
export function answer(round: Round, userId: string, said: Answer): Round {
  if (round.ended === true || !round.people.some(({ id }) => id === userId)) return round
  const words = (text: string | undefined) => {
    const short = cut((text ?? '').trim(), answerChars)
    return short === '' ? undefined : short
  }
  const { state, at } = said
  const [yesterday, today, blocked] = [said.yesterday, said.today, said.blocked].map(words)
  const kept: Answer = {
    state,
    at,
    ...(state === 'answered' && {
      ...(yesterday !== undefined && { yesterday }),
      ...(today !== undefined && { today }),
      ...(blocked !== undefined && { blocked }),
    }),
  }
  const before = round.answers[userId]
  if (before !== undefined && JSON.stringify({ ...before, at }) === JSON.stringify(kept)) return round
  return { ...round, answers: { ...round.answers, [userId]: kept } }
}

/** Who has not answered yet. */
export const missing = ({ people, answers }: Round): Person[] => people.filter(({ id }) => answers[id] === undefined)

/** A round when time has gone on: who has not answered is reminded once; it ends when its time is over. */
export function tick(round: Round, now: number): Round {
  if (round.ended === true) return round
  if (now >= round.at + endAfterMs) return { ...round, ended: true }
  if (round.reminded === undefined && now >= round.at + remindAfterMs)
    return { ...round, reminded: missing(round).map(({ id }) => id) }
  return round
}

/** When there is something to do for a round by itself; null: nothing. */
export function roundDueAt(round: Round): number | null {
  if (round.ended === true) return null
  return round.at + (round.reminded === undefined ? remindAfterMs : endAfterMs)
}

/** A round without somebody who left the group: what they said stays. */
export function without(round: Round, userIds: readonly string[]): Round {
  const people = round.people.filter(({ id }) => !userIds.includes(id) || round.answers[id] !== undefined)
  return round.ended === true || people.length === round.people.length ? round : { ...round, people }
}
