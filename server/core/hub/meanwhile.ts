import type { ChangeSet } from '../change-set.ts'

/** The head of a conversation and the revision of its last joining or leaving. */
interface Moved {
  head: number
  membersAt: number
}

/**
 * What was published while something was being read from the database: what was read may be older. It remembers only
 * while somebody reads.
 */
export class Meanwhile {
  #readers = 0
  #clock = 0
  readonly #conversations = new Map<string, Moved>()
  /** When the memberships of a user changed, and when a session ended. */
  readonly #users = new Map<string, number>()
  readonly #ended = new Map<string, number>()

  /** Begins to remember. Pass what it returns to the questions below, and call `end` once. */
  begin(): number {
    this.#readers += 1
    return this.#clock
  }

  end(): void {
    this.#readers -= 1
    if (this.#readers > 0) return
    this.#conversations.clear()
    this.#users.clear()
    this.#ended.clear()
  }

  note(changes: ChangeSet): void {
    if (this.#readers === 0) return
    this.#clock += 1
    for (const { id, head, membersAt, joined, left } of changes.conversations) {
      const known = this.#conversations.get(id)
      this.#conversations.set(id, {
        head: Math.max(head, known?.head ?? 0),
        membersAt: Math.max(membersAt, known?.membersAt ?? 0),
      })
      for (const { userId } of joined) this.#users.set(userId, this.#clock)
      for (const userId of left) this.#users.set(userId, this.#clock)
    }
    for (const { sessionId } of changes.ended) this.#ended.set(sessionId, this.#clock)
  }

  conversation(id: string): Moved | undefined {
    return this.#conversations.get(id)
  }

  joinedOrLeft(userId: string, since: number): boolean {
    return (this.#users.get(userId) ?? 0) > since
  }

  sessionEnded(sessionId: string, since: number): boolean {
    return (this.#ended.get(sessionId) ?? 0) > since
  }
}
