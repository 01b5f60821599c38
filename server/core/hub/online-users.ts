import type { PresenceState } from '@lianqun/protocol'
import type { Connection, Identity } from '../gateway/connection.ts'
import type { Room } from './rooms.ts'

/** A user with at least one subscribed connection, and their conversations. */
export interface OnlineUser {
  readonly userId: string
  readonly connections: Connection[]
  readonly rooms: Room[]
  /** Whether `rooms` is read. */
  ready: boolean
  /** The revision of their scope `me` up to which they were told of it here; `rooms` are as of it, or newer. */
  meAt: number
}

/** Who is signed in by which connections, who of them is sent pushes, and which conversations they have open. */
export class OnlineUsers {
  readonly #users = new Map<string, OnlineUser>()
  readonly #bySession = new Map<string, Set<Connection>>()
  readonly #byPerson = new Map<string, Set<Connection>>()
  readonly #openers = new Map<string, Set<Connection>>()

  /** Records who signed in on a connection. Returns all connections of the session and of the person, oldest first. */
  signedIn(connection: Connection, { sessionId, userId }: Identity): Record<'session' | 'person', Set<Connection>> {
    return {
      session: addTo(this.#bySession, sessionId, connection),
      person: addTo(this.#byPerson, userId, connection),
    }
  }

  /** The connection is sent pushes from now on. */
  subscribe(connection: Connection, userId: string): OnlineUser {
    let user = this.#users.get(userId)
    if (!user) {
      user = { userId, connections: [], rooms: [], ready: false, meAt: 0 }
      this.#users.set(userId, user)
    }
    if (!connection.subscribed) {
      connection.subscribed = true
      user.connections.push(connection)
    }
    return user
  }

  /**
   * Removes a connection that is closed or whose session has ended. Idempotent. Returns the user when it was their last.
   */
  remove(connection: Connection): OnlineUser | undefined {
    this.setOpen(connection, null)
    connection.subscribed = false
    const { identity } = connection
    if (!identity) return undefined
    removeFrom(this.#bySession, identity.sessionId, connection)
    removeFrom(this.#byPerson, identity.userId, connection)
    const user = this.#users.get(identity.userId)
    if (!user) return undefined
    const index = user.connections.indexOf(connection)
    if (index >= 0) user.connections.splice(index, 1)
    if (user.connections.length > 0) return undefined
    this.#users.delete(identity.userId)
    return user
  }

  /** Whether a person is at one of their devices, only has some that are on, or is not there. */
  stateOf(userId: string): PresenceState {
    const user = this.#users.get(userId)
    if (!user) return 'offline'
    return user.connections.some(({ away }) => !away) ? 'online' : 'away'
  }

  online(userId: string): OnlineUser | undefined {
    return this.#users.get(userId)
  }

  get onlineUsers(): ReadonlyMap<string, OnlineUser> {
    return this.#users
  }

  /** The connections of a session, subscribed or not. */
  ofSession(sessionId: string): Connection[] {
    return [...(this.#bySession.get(sessionId) ?? [])]
  }

  /** The sessions of all connections. */
  get sessionIds(): string[] {
    return [...this.#bySession.keys()]
  }

  setOpen(connection: Connection, conversationId: string | null): void {
    if (connection.openConversation === conversationId) return
    if (connection.openConversation !== null) removeFrom(this.#openers, connection.openConversation, connection)
    connection.openConversation = conversationId
    if (conversationId !== null) addTo(this.#openers, conversationId, connection)
  }

  /** Whether any connection has a conversation open. */
  isOpen(conversationId: string): boolean {
    return this.#openers.has(conversationId)
  }

  /** The connections that have a conversation open: of members only. */
  openersOf(conversationId: string): Connection[] {
    return [...(this.#openers.get(conversationId) ?? [])]
  }
}

function addTo(sets: Map<string, Set<Connection>>, key: string, connection: Connection): Set<Connection> {
  const set = sets.get(key) ?? new Set()
  sets.set(key, set.add(connection))
  return set
}

function removeFrom(sets: Map<string, Set<Connection>>, key: string, connection: Connection): void {
  const set = sets.get(key)
  set?.delete(connection)
  if (set?.size === 0) sets.delete(key)
}
