import { findWhen } from './when.ts'

export type TaskState = 'todo' | 'doing' | 'done'

/** Where a card of a task stands. */
export interface Place {
  conversationId: string
  seq: number
  /** Whether it came as a reminder, and says so. */
  reminder?: boolean
}

/** A task, as it is kept in the values of the bot. Times are milliseconds. */
export interface Task {
  id: string
  title: string
  /** The conversation that it belongs to. */
  conversationId: string
  /** The message whose thread it was asked for in. */
  thread?: number
  creatorId: string
  assigneeId: string | null
  due: number | null
  /** Whether the day alone was given: then `due` is its end. */
  allDay: boolean
  /** How long before it is due its assignee is told, minutes; null: never. */
  remind: number | null
  state: TaskState
  /** The message that it was made of, with its words at that time. */
  source: (Place & { senderId: string; text: string }) | null
  cards: Place[]
  language: 'zh' | 'en'
  createdAt: number
  /** When the due time was set: a reminder before that is none. */
  dueSetAt: number
  /** Who did what was done last. */
  changedBy: string
  changedAt: number
  /** Which reminders were sent: marks of `nextReminder`. */
  reminded: string[]
  /** Names of who is named in it, by id, as they were when it was changed last. */
  names: Record<string, string>
}

/** What the form asks. */
export type TaskDetails = Pick<Task, 'title' | 'assigneeId' | 'due' | 'allDay' | 'remind'>

export type TaskChange =
  /** Somebody begins with it. `of`: whose it was when they saw it. */
  | { type: 'take'; of: string | null }
  | { type: 'done' }
  | { type: 'reopen' }
  | { type: 'edit'; details: TaskDetails }
  /** Its assignee has left. */
  | { type: 'left'; userId: string }

const mostTitle = 200
/** Cards of a task that are kept up to date. */
const mostCards = 20
const mostQuote = 300
export const defaultRemind = 60

const cut = (text: string, most: number): string => {
  const characters = [...text]
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`
}

/** One line of a title. */
export const titleOf = (text: string): string => cut(text.replace(/\s+/g, ' ').trim(), mostTitle)
export const quoteOf = (text: string): string => cut(text.trim(), mostQuote)

/** What a change makes of a task; null: nothing is to change, or somebody else was quicker. */
export function changed(task: Task, change: TaskChange, by: { userId: string; at: number }): Task | null {
  const done = (values: Partial<Task>): Task => ({ ...task, ...values, changedBy: by.userId, changedAt: by.at })
  switch (change.type) {
    case 'take':
      if (task.state === 'done') return null
      if (task.assigneeId === by.userId) return task.state === 'doing' ? null : done({ state: 'doing' })
      return task.assigneeId === change.of ? done({ assigneeId: by.userId, state: 'doing', reminded: [] }) : null
    case 'done':
      return task.state === 'done' ? null : done({ state: 'done' })
    case 'reopen':
      return task.state === 'done' ? done({ state: task.assigneeId === null ? 'todo' : 'doing' }) : null
    case 'left':
      if (task.assigneeId !== change.userId || task.state === 'done') return null
      return done({ assigneeId: null, state: 'todo', reminded: [] })
    case 'edit': {
      const { details } = change
      const same = (Object.keys(details) as (keyof TaskDetails)[]).every(key => task[key] === details[key])
      if (same) return null
      const moved = details.due !== task.due || details.assigneeId !== task.assigneeId || details.remind !== task.remind
      return done({ ...details, ...(moved && { dueSetAt: by.at, reminded: [] }) })
    }
  }
}

/** A task with a card at another place. */
export function withCard(task: Task, place: Place): Task | null {
  if (task.cards.some(({ conversationId, seq }) => conversationId === place.conversationId && seq === place.seq))
    return null
  // The first one is that of its conversation.
  const [first, ...others] = task.cards
  return {
    ...task,
    cards: first === undefined ? [place] : [first, ...others, place].toSpliced(1, others.length + 2 - mostCards),
  }
}

const morning = 9

/** A morning `days` after the day of a time. */
function morningOf(time: number, days = 0): number {
  const date = new Date(time)
  date.setDate(date.getDate() + days)
  return date.setHours(morning, 0, 0, 0)
}

const dayMark = (time: number): string => {
  const date = new Date(time)
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`
}

/**
 * The next word to the assignee of a task: `before` it is due, and from then on once a day, in the morning, of which only
 * the last one is said by a bot that was away. `at` has passed: it is to be said now.
 */
export function nextReminder(task: Task, now: number): { mark: string; at: number } | null {
  const { due, remind, reminded, dueSetAt, allDay } = task
  if (task.state === 'done' || due === null) return null
  if (now < due) {
    const whole = remind !== null && remind >= 1_440
    const at = remind === null ? null : allDay ? morningOf(due, whole ? -1 : 0) : due - remind * 60_000
    if (at !== null && at >= dueSetAt && !reminded.includes('before')) return { mark: 'before', at }
  }
  const first = allDay ? morningOf(due, 1) : due
  const points = (n: number) => (n === 0 ? first : morningOf(first, n))
  if (now < first) return { mark: `late ${dayMark(first)}`, at: first }
  const passed = Math.max(0, Math.floor((now - morningOf(first)) / 86_400_000) - 1)
  let last = first
  let next = first
  for (let n = passed; next <= now; n++) {
    last = Math.max(first, points(n) <= now ? points(n) : first)
    next = points(n + 1)
  }
  const mark = `late ${dayMark(last)}`
  return reminded.includes(mark) ? { mark: `late ${dayMark(next)}`, at: next } : { mark, at: last }
}

/** A task whose reminder was sent. Marks of days before are forgotten. */
export function withReminded(task: Task, mark: string): Task | null {
  if (task.reminded.includes(mark)) return null
  return { ...task, reminded: [...task.reminded.filter(each => each === 'before'), mark] }
}

export const isLate = (task: Task, now: number): boolean => task.state !== 'done' && task.due !== null && task.due < now

/** What `/task` was told: a title, who, and by when. */
export interface Told {
  title: string
  assigneeId: string | null
  due: number | null
  allDay: boolean
}

/**
 * Reads `what @who when`, in any order. People are named by `<@id>` or `@Name`; names that nobody has stay in the title,
 * and so does a time in the middle of it.
 */
export function readTask(text: string, people: readonly { id: string; name: string }[], now: number): Told {
  let assigneeId: string | null = null
  let rest = text.replace(/<@([\w.:-]{1,200})>/g, (all, id: string) => {
    if (!people.some(person => person.id === id)) return all
    assigneeId ??= id
    return ' '
  })
  const longestFirst = [...people].sort((one, other) => other.name.length - one.name.length)
  for (const { id, name } of longestFirst) {
    const at = name === '' || assigneeId !== null ? -1 : rest.toLowerCase().indexOf(`@${name.toLowerCase()}`)
    if (at < 0) continue
    assigneeId = id
    rest = `${rest.slice(0, at)} ${rest.slice(at + name.length + 1)}`
  }
  const when = findWhen(rest, now)
  if (when === null) return { title: titleOf(rest), assigneeId, due: null, allDay: false }
  const before = rest.slice(0, when.from)
  const after = rest.slice(when.to)
  const atAnEnd = !/[\p{L}\p{N}]/u.test(before) || !/[\p{L}\p{N}]/u.test(after)
  const title = trimmed(atAnEnd ? `${before} ${after}` : rest)
  return { title, assigneeId, due: when.at, allDay: when.allDay }
}

const trimmed = (text: string): string => titleOf(text).replace(/^[\s,，、;；:：]{1,20}|[\s,，、;；:：]{1,20}$/g, '')
