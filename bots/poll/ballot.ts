import { addDays, localTime, minuteMs, readDay, readTime, timeOf } from '../shared/clock.ts'
import type { Language } from '../shared/companion.ts'
import type { Place } from '../shared/faces.ts'
import type { Person } from '../shared/people.ts'
import { cut, oneLine } from '../shared/text.ts'

interface Sheet {
  id: string
  conversationId: string
  /** The message whose thread it was asked in. */
  thread?: number
  by: Person
  title: string
  language: Language
  zone: string
  card?: Place
  closed?: boolean
}

/** A question with options. Of an anonymous one the bot knows who chose what, so that nobody votes twice; nobody sees it. */
export interface Poll extends Sheet {
  kind: 'poll'
  options: string[]
  several: boolean
  anonymous: boolean
  until?: number
  votes: Record<string, { name: string; chosen: number[] }>
}

/** A list that people join. Those past its limit wait. */
export interface Signup extends Sheet {
  kind: 'signup'
  limit: number | null
  entries: { person: Person; note: string }[]
}
export type Ballot = Poll | Signup

export const mostOptions = 10
export const mostEntries = 200
const mostVotes = 500
const noteChars = 60

/** Chooses an option, or takes it back. The same poll back: it is closed, or full. */
export function vote(poll: Poll, { id, name }: Person, option: number): Poll {
  if (poll.closed === true || poll.options[option] === undefined) return poll
  const before = poll.votes[id]?.chosen ?? []
  if (before.length === 0 && Object.keys(poll.votes).length >= mostVotes) return poll
  const others = before.filter(one => one !== option)
  const chosen = before.includes(option) ? others : poll.several ? [...others, option].sort() : [option]
  const { [id]: _own, ...votes } = poll.votes
  return { ...poll, votes: chosen.length === 0 ? votes : { ...votes, [id]: { name, chosen } } }
}

/** Puts somebody on a list, or changes their note. */
export function join(signup: Signup, person: Person, note: string): Signup {
  if (signup.closed === true) return signup
  const entry = { person, note: oneLine(note, noteChars) }
  const known = signup.entries.find(one => one.person.id === person.id)
  if (known?.note === entry.note || (known === undefined && signup.entries.length >= mostEntries)) return signup
  const entries =
    known === undefined ? [...signup.entries, entry] : signup.entries.map(one => (one === known ? entry : one))
  return { ...signup, entries }
}

/** Takes somebody off a list: the first of those who wait moves up. */
export function leave(signup: Signup, userId: string): Signup {
  const entries = signup.entries.filter(({ person }) => person.id !== userId)
  return signup.closed === true || entries.length === signup.entries.length ? signup : { ...signup, entries }
}

/** Ends it: its maker may, and its time. */
export const close = <B extends Ballot>(ballot: B): B => (ballot.closed === true ? ballot : { ...ballot, closed: true })

export const dueAt = (ballot: Ballot): number | null =>
  ballot.closed !== true && ballot.kind === 'poll' ? (ballot.until ?? null) : null

/** Who has a place on a list, and who waits for one. */
export function places({ entries, limit }: Signup) {
  return { in: entries.slice(0, limit ?? entries.length), waiting: limit === null ? [] : entries.slice(limit) }
}

/** How often each option was chosen, and by whom. */
export const counts = ({ options, votes }: Poll): string[][] =>
  options.map((_option, n) =>
    Object.values(votes)
      .filter(({ chosen }) => chosen.includes(n))
      .map(({ name }) => name),
  )

/** When `18:00`, `2026-12-02 18:00`, `30m` or `2h` is; null for what is no time to come. */
export function readUntil(text: string, now: number, zone: string): number | null {
  const span = /^(\d{1,4})([mh])$/.exec(text)
  if (span !== null) return Number(span[1]) > 0 ? now + Number(span[1]) * (span[2] === 'm' ? 1 : 60) * minuteMs : null
  const words = text.split(' ')
  const minutes = readTime(words.at(-1) ?? '')
  if (minutes === null || words.length > 2) return null
  const { day: today } = localTime(now, zone)
  if (words.length === 1) {
    const at = timeOf(today, minutes, zone)
    return at > now ? at : timeOf(addDays(today, 1), minutes, zone)
  }
  const day = readDay(words[0] ?? '')
  const at = day === null ? 0 : timeOf(day, minutes, zone)
  return at > now ? at : null
}

type PollWords = Pick<Poll, 'title' | 'options' | 'several' | 'anonymous' | 'until'>

const partsOf = (text: string): string[] =>
  text
    .split(/[|｜]/)
    .map(part => oneLine(part, 100))
    .filter(part => part !== '')

/** A poll as `/poll` writes it: `question | a | b | several | anonymous | until 18:00`; null for what is none. */
export function readPoll(text: string, now: number, zone: string): PollWords | null {
  const [title, ...parts] = partsOf(text)
  const read: PollWords = { title: title ?? '', options: [], several: false, anonymous: false }
  for (const part of parts) {
    const until = /^(?:until|截止)\s+(.+)$/i.exec(part)
    if (until !== null) {
      const at = readUntil(until[1] ?? '', now, zone)
      if (at === null) return null
      read.until = at
    } else if (['several', '多选'].includes(part)) read.several = true
    else if (['anonymous', '匿名'].includes(part)) read.anonymous = true
    else if (!read.options.includes(part)) read.options.push(part)
  }
  const { length } = read.options
  return title === undefined || length < 2 || length > mostOptions ? null : read
}

/** A list as `/signup` writes it: `title | limit`; null for what is none. */
export function readSignup(text: string): Pick<Signup, 'title' | 'limit'> | null {
  const [title, limit, ...more] = partsOf(text)
  if (title === undefined || more.length > 0) return null
  if (limit === undefined) return { title, limit: null }
  return /^[1-9]\d{0,2}$/.test(limit) ? { title, limit: Number(limit) } : null
}

/** A list as text, to be copied. */
export function exported(signup: Signup, waitingWord: string): string {
  const lines = ({ in: joined, waiting }: ReturnType<typeof places>) => [
    ...joined.map(({ person, note }, n) => `${n + 1}. ${person.name}${note === '' ? '' : ` ${note}`}`),
    ...(waiting.length === 0 ? [] : [waitingWord]),
    ...waiting.map(({ person, note }, n) => `${n + 1}. ${person.name}${note === '' ? '' : ` ${note}`}`),
  ]
  return cut([signup.title, ...lines(places(signup))].join('\n'), 4_000)
}
