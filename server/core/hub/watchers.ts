import type { Presence, PresenceState } from '@lianqun/protocol'
import type { Connection } from '../gateway/connection.ts'

/** A connection's watch: what it was told last of each person. */
interface Watch {
  told: Map<string, PresenceState>
  /** They may see only people with whom they share a conversation. */
  limited: boolean
}

/** Who watches whose presence. `stateOf` says how a person is now; `changed` hears of anything that may have changed it. */
export class Watchers {
  readonly #stateOf: (userId: string) => PresenceState
  readonly #send: (connection: Connection, people: Presence[]) => void
  readonly #later: (fn: () => void) => void
  readonly #watches = new Map<Connection, Watch>()
  readonly #byPerson = new Map<string, Set<Connection>>()
  /** People whose state may have changed since watchers were told last. */
  readonly #changed = new Set<string>()

  /** `later` calls a function once some time has passed. */
  constructor(options: {
    stateOf: (userId: string) => PresenceState
    send: (connection: Connection, people: Presence[]) => void
    later: (fn: () => void) => void
  }) {
    this.#stateOf = options.stateOf
    this.#send = options.send
    this.#later = options.later
  }

  /** Replaces whom a connection watches. Returns those of them who are there. */
  watch(connection: Connection, userIds: readonly string[], limited: boolean): Presence[] {
    this.remove(connection)
    const told = new Map(userIds.map(userId => [userId, this.#stateOf(userId)]))
    if (told.size === 0) return []
    this.#watches.set(connection, { told, limited })
    for (const userId of told.keys()) {
      const watching = this.#byPerson.get(userId) ?? new Set()
      this.#byPerson.set(userId, watching.add(connection))
    }
    return [...told].filter(([, state]) => state !== 'offline').map(([userId, state]) => ({ userId, state }))
  }

  /** A connection watches nobody any more. Idempotent. */
  remove(connection: Connection): void {
    const watch = this.#watches.get(connection)
    if (watch === undefined) return
    this.#watches.delete(connection)
    for (const userId of watch.told.keys()) {
      const watching = this.#byPerson.get(userId)
      watching?.delete(connection)
      if (watching?.size === 0) this.#byPerson.delete(userId)
    }
  }

  /** Somebody left a conversation: whom they may see only there is watched no more, until they ask again. */
  leftConversation(connection: Connection): void {
    const watch = this.#watches.get(connection)
    if (!watch?.limited) return
    this.remove(connection)
    const gone = [...watch.told].filter(([, state]) => state !== 'offline')
    if (gone.length > 0)
      this.#send(
        connection,
        gone.map(([userId]) => ({ userId, state: 'offline' })),
      )
  }

  isWatched(userId: string): boolean {
    return this.#byPerson.has(userId)
  }

  /** The state of a person may have changed. */
  changed(userId: string): void {
    if (!this.#byPerson.has(userId)) return
    this.#changed.add(userId)
    if (this.#changed.size === 1) this.#later(() => this.#tell())
  }

  #tell(): void {
    const news = new Map<Connection, Presence[]>()
    for (const userId of this.#changed) {
      const state = this.#stateOf(userId)
      for (const connection of this.#byPerson.get(userId) ?? []) {
        const told = this.#watches.get(connection)?.told
        // Who went and came back meanwhile is as they were.
        if (told === undefined || told.get(userId) === state) continue
        told.set(userId, state)
        const people = news.get(connection) ?? []
        people.push({ userId, state })
        news.set(connection, people)
      }
    }
    this.#changed.clear()
    for (const [connection, people] of news) this.#send(connection, people)
  }
}
