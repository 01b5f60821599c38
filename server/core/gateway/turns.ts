import type { Method } from '@lianqun/protocol'

/**
 * What is under way for one person, over all of their connections, or on a connection of a stranger. Each request
 * takes as much of the room as it may keep the server busy, or fill with its answer.
 */
export class Turns<Waiting> {
  readonly #room: number
  readonly #waiting = new Set<Waiting>()
  #taken = 0

  /** `room`: requests of the smallest kind. */
  constructor(room: number) {
    this.#room = room
  }

  /** Whether another request may begin; if not, `who` is called by `ended` once one may. */
  free(who: Waiting): boolean {
    if (this.#taken < this.#room) return true
    this.#waiting.add(who)
    return false
  }

  began(weight: number): void {
    this.#taken += weight
  }

  /** Ends a request, and calls `next` for each that waited. */
  ended(weight: number, next: (who: Waiting) => void): void {
    this.#taken -= weight
    if (this.#waiting.size === 0 || this.#taken >= this.#room) return
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const who of waiting) next(who)
  }

  /** Whether nothing is under way. */
  get idle(): boolean {
    return this.#taken === 0
  }

  /** Forgets one that waits no more. */
  forget(who: Waiting): void {
    this.#waiting.delete(who)
  }
}

/** What is under way for each person who is connected: all connections of a person share it. */
export class TurnsByPerson<Waiting> {
  readonly #room: number
  readonly #people = new Map<string, { turns: Turns<Waiting>; connections: number }>()

  constructor(room: number) {
    this.#room = room
  }

  /** The turns of a person, for one more connection. */
  join(userId: string): Turns<Waiting> {
    const shared = this.#people.get(userId) ?? { turns: new Turns<Waiting>(this.#room), connections: 0 }
    this.#people.set(userId, shared)
    shared.connections += 1
    return shared.turns
  }

  /** One connection of the person less. */
  leave(userId: string): void {
    const shared = this.#people.get(userId)
    if (!shared) return
    shared.connections -= 1
    this.forget(userId)
  }

  /** Forgets what is under way for a person who has gone, once nothing is: coming back brings no new room. */
  forget(userId: string): void {
    const shared = this.#people.get(userId)
    if (shared?.connections === 0 && shared.turns.idle) this.#people.delete(userId)
  }
}

/** A page of an answer has up to `pageChars` characters. */
const page = 16
/** Changing a group of 2,000 members takes 0.05 s; one has up to 5,000. */
const members = 64

const weights: Partial<Record<Method, number>> = {
  'sync.hello': page,
  'sync.heads': page,
  'sync.changes': page,
  'message.history': page,
  'directory.employees': page,
  'conversation.receipts': page,
  'auth.changePassword': members,
  'conversation.create': members,
  'conversation.addMembers': members,
  'conversation.removeMembers': members,
  'group.dissolve': members,
}

/** How much of the room a request takes: 1 for most. */
export function weightOf(method: Method): number {
  return weights[method] ?? 1
}
