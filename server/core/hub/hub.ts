import {
  closeCodes,
  type EventName,
  type EventParams,
  type HeadsDigest,
  type Presence,
  ProtocolError,
  type Receipt,
  type Revisions,
} from '@lianqun/protocol'
import type { Signal } from '../../bus/bus.ts'
import { noMetrics } from '../../metrics/metrics.ts'
import type { ServerLimits } from '../../options.ts'
import type { ChangeSet, EndReason, ScopeRows } from '../change-set.ts'
import type { Connection, Identity } from '../gateway/connection.ts'
import type { MovedRow } from '../sync/tail.ts'
import { systemClock, Timers } from '../timers.ts'
import { eventMessage, Outgoing, pushMessages } from '../wire.ts'
import { Audience, type AudienceSource } from './audience.ts'
import { Deliveries } from './deliveries.ts'
import { Elsewhere, moreAvailable } from './elsewhere.ts'
import { LargeRooms } from './large-rooms.ts'
import { Murmurs } from './murmurs.ts'
import { type OnlineUser, OnlineUsers } from './online-users.ts'
import { type HeadSource, Pushes } from './pushes.ts'
import { digestOf, type Room, type RoomRow } from './rooms.ts'
import { ScopeHeads, type ScopeSource } from './scope-heads.ts'
import { Watchers } from './watchers.ts'

/** What the hub needs from the storage. */
export interface HubSource extends AudienceSource, HeadSource, ScopeSource {
  /** Whether other processes hear what is signalled. */
  shared: boolean
  signal(signal: Signal): void
  failed(error: unknown, doing: string): void
}

/** How long to wait before what could not be read is read again, milliseconds. */
const retryMs = 1_000

/** Tracks online users and their open conversations, and pushes committed changes to them. */
export class Hub {
  readonly #source: HubSource
  readonly #limits: ServerLimits
  readonly #users = new OnlineUsers()
  readonly #audience: Audience
  readonly #pushes: Pushes
  readonly #large: LargeRooms
  readonly #deliveries: Deliveries
  readonly #murmurs: Murmurs
  readonly #scopes: ScopeHeads
  readonly #watchers: Watchers
  /** Who is at other processes; null: there are none. */
  readonly #elsewhere: Elsewhere | null
  readonly #timers: Timers
  /** Conversations that were behind the database when it was compared last. */
  #behind: MovedRow[] = []

  constructor(source: HubSource, limits: ServerLimits, metrics = noMetrics, clock = systemClock) {
    this.#source = source
    this.#limits = limits
    this.#timers = new Timers(clock)
    const parts = {
      timers: this.#timers,
      metrics,
      run: (doing: string, work: Promise<void>) => this.#run(doing, work),
      signal: (signal: Signal) => source.signal(signal),
    }
    this.#pushes = new Pushes(source, limits, parts)
    const insisting = {
      rooms: (userId: string) => source.rooms(userId),
      members: (id: string) => this.#insist('reading members', () => source.members(id)),
    }
    this.#audience = new Audience(insisting, this.#users, {
      deliver: (c, room, joined) => this.#deliveries.deliver(c, room, joined),
      left: (room, user) => this.#leftRoom(room, user),
      found: (room, user) => this.#deliveries.found(room.id, user),
      missed: (user, ids) => {
        for (const connection of user.connections) this.#pushes.sendHeads(connection, ids)
      },
      run: parts.run,
    })
    this.#large = new LargeRooms(this.#audience, this.#pushes, limits, parts)
    this.#deliveries = new Deliveries(
      source,
      { users: this.#users, pushes: this.#pushes, large: this.#large },
      parts.run,
    )
    const rooms = { audience: this.#audience, large: this.#large, users: this.#users }
    this.#murmurs = new Murmurs(rooms, this.#pushes, limits, this.#timers)
    this.#scopes = new ScopeHeads(source, this.#users, {
      push: (scope, rows, to) => this.#pushScope(scope, rows, to),
      membershipsChanged: user => void this.#insist('reading memberships', () => this.#audience.refresh(user)),
    })
    const here = (userId: string) => this.#users.stateOf(userId)
    this.#watchers = new Watchers({
      stateOf: userId => moreAvailable(here(userId), this.#elsewhere?.stateOf(userId) ?? 'offline'),
      send: (connection, people) => this.#pushes.push(connection, [eventMessage('presence.changed', { people })], null),
      later: fn =>
        this.#timers.after(limits.presenceEveryMs, () => {
          fn()
          this.flush()
        }),
    })
    const elsewhere = {
      stateOf: here,
      isWatched: (userId: string) => this.#watchers.isWatched(userId),
      changed: (userId: string) => this.#watchers.changed(userId),
      signal: parts.signal,
    }
    this.#elsewhere = source.shared ? new Elsewhere(elsewhere, limits, this.#timers) : null
    metrics.gauge('peopleElsewhere', () => this.#elsewhere?.size ?? 0)
  }

  /** What is known of a person here may have changed. */
  #stateChanged(userId: string): void {
    this.#watchers.changed(userId)
    this.#elsewhere?.changedHere(userId)
  }

  // Connections

  /** Records the session of a connection. Above the limits the oldest connection is closed. */
  signedIn(connection: Connection, identity: Identity): void {
    const { connectionsPerSession, connectionsPerPerson } = this.#limits
    const { session, person } = this.#users.signedIn(connection, identity)
    this.#dropOldest(session, connectionsPerSession, 'session')
    this.#dropOldest(person, connectionsPerPerson, 'person')
  }

  #dropOldest(connections: Set<Connection>, most: number, of: string): void {
    const [oldest] = connections
    if (!oldest || connections.size <= most) return
    this.remove(oldest)
    oldest.close(closeCodes.rateLimited, `too many connections of one ${of}`)
  }

  /**
   * Starts pushes to a connection. `read` reads in one state what its person is told of everything, and which
   * conversations they are in: what is committed after that is pushed, and follows the answer.
   */
  async subscribe<T extends { revisions: Revisions }>(
    connection: Connection,
    userId: string,
    read: () => Promise<{ rooms: readonly RoomRow[]; answer: T }>,
  ): Promise<T> {
    const answers = !connection.subscribed
    if (answers) connection.held = []
    const user = this.#users.subscribe(connection, userId)
    try {
      const { answer } = await this.#audience.enter(user, async () => {
        const { rooms, answer } = await read()
        return { rooms, me: answer.revisions.me ?? 0, answer }
      })
      this.#scopes.entered(answer.revisions)
      this.#stateChanged(userId)
      return answer
    } catch (error) {
      if (answers) this.remove(connection)
      throw error
    } finally {
      // The answer is queued in a microtask after this.
      if (answers) setImmediate(() => this.#pushes.release(connection))
    }
  }

  /** Removes a connection that is closed or whose session has ended. Idempotent. */
  remove(connection: Connection): void {
    this.#pushes.remove(connection)
    this.#watchers.remove(connection)
    const user = this.#users.remove(connection)
    if (user) this.#audience.remove(user)
    if (connection.identity) this.#stateChanged(connection.identity.userId)
  }

  /** What `read` reads; once more where the memberships of the user changed meanwhile. */
  unchanged<T>(userId: string, read: () => Promise<T>): Promise<T> {
    return this.#audience.unchanged(userId, read)
  }

  /** Calls `then` once `check` has found a session to be active, unless it ended meanwhile. @throws session_revoked */
  whileActive<T>(id: string, check: (id: string) => Promise<T>, then: (found: T) => void): Promise<void> {
    return this.#audience.whileActive(id, check, then)
  }

  /** The digest of the heads of a user who is online here; null while it is not known. */
  digest(userId: string): HeadsDigest | null {
    const user = this.#users.online(userId)
    return user?.ready ? digestOf(user) : null
  }

  /** Reads anew which conversations a user is in, who is online here. */
  async refresh(userId: string): Promise<void> {
    const user = this.#users.online(userId)
    if (user?.ready) await this.#audience.refresh(user)
  }

  get onlineCount(): number {
    return this.#users.onlineUsers.size
  }

  /** Sets the conversation that a connection has open. @throws not_member */
  setOpen(connection: Connection, conversationId: string | null): void {
    const user = this.#users.online(connection.identity?.userId ?? '')
    if (conversationId !== null && !user?.rooms.some(({ id }) => id === conversationId))
      throw new ProtocolError('not_member')
    if (connection.isOpen && connection.subscribed) this.#users.setOpen(connection, conversationId)
  }

  /**
   * Tells a connection of these people from now on, whom its person may see. `limited`: only where they share a
   * conversation. Returns those who are there.
   */
  watch(connection: Connection, userIds: readonly string[], limited: boolean): Presence[] {
    if (!connection.isOpen || !connection.subscribed) return []
    const there = this.#watchers.watch(connection, userIds, limited)
    this.#elsewhere?.watch(userIds)
    return there
  }

  /** Whether the person is at this device. */
  setAway(connection: Connection, away: boolean): void {
    if (connection.away === away) return
    connection.away = away
    if (connection.identity) this.#stateChanged(connection.identity.userId)
  }

  // Sending

  /** Queues a message for a connection until the end of the tick. */
  send(connection: Connection, message: Outgoing): void {
    this.#pushes.send(connection, message)
  }

  /** Writes all queued messages. */
  flush(): void {
    this.#pushes.flush()
  }

  /** Asks until there is an answer, and never rejects: until then members are missing, or hear what they may not. */
  async #insist<T>(doing: string, ask: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await ask()
      } catch (error) {
        this.#source.failed(error, doing)
        await new Promise<void>(resolve => this.#timers.after(retryMs, resolve))
      }
    }
  }

  #run(doing: string, work: Promise<void>): void {
    work.catch(error => this.#source.failed(error, doing))
  }

  // Committed changes

  /** Pushes the changes of a commit to online users. Call it under the storage's lock, after the commit. */
  publish(changes: ChangeSet): void {
    try {
      this.#publish(changes)
    } catch (error) {
      // The commit is stored. Clients detect the missing push as a gap and fetch it.
      this.#source.failed(error, 'publishing a commit')
    }
    this.flush()
  }

  #publish(changes: ChangeSet): void {
    this.#audience.note(changes)
    this.#scopes.note(changes)
    for (const [userId, rows] of changes.me) {
      const user = this.#users.online(userId)
      if (user) this.#pushScope('me', rows, [user])
    }
    for (const conversation of changes.conversations) this.#audience.publish(conversation)
    for (const [scope, rows] of changes.shared) this.#pushScope(scope, rows, this.#users.onlineUsers.values())
    for (const { sessionId, reason } of changes.ended) this.#endSession(sessionId, reason)
  }

  #pushScope(scope: string, rows: ScopeRows, users: Iterable<OnlineUser>): void {
    let messages: Outgoing[] | null = null
    for (const { connections } of users) {
      messages ??= pushMessages(scope, this.#source.epoch, rows)
      for (const connection of connections) this.#pushes.push(connection, messages, null)
    }
  }

  #leftRoom(room: Room, user: OnlineUser): void {
    for (const connection of user.connections) {
      if (connection.openConversation === room.id) this.#users.setOpen(connection, null)
      connection.missed.delete(room.id)
      this.#watchers.leftConversation(connection)
    }
  }

  // Receipts and typing

  /** Sends a moved read mark, batched, to connections that have the conversation open. */
  receipt(conversationId: string, receipt: Receipt): void {
    this.#source.signal({ kind: 'receipt', conversationId, receipt })
    this.#murmurs.receipt(conversationId, receipt)
  }

  /** Sends a typing notice of a member. */
  typing(conversationId: string, from: Connection): void {
    const userId = from.identity?.userId
    const room = this.#audience.room(conversationId)
    if (userId === undefined || !from.subscribed || !room?.users.some(user => user.userId === userId)) return
    if (this.#large.isCrowd(room)) return
    this.#source.signal({ kind: 'typing', conversationId, userId })
    this.#murmurs.typing(room, userId)
  }

  // Somebody

  /** Sends a notification to the devices of a person that are online, or to one session of theirs. It is kept nowhere. */
  tell<E extends EventName>(to: { userId: string; sessionId: string | null }, event: E, params: EventParams<E>): void {
    const { text } = eventMessage(event, params)
    const signal = { kind: 'tell', ...to, text } as const
    this.#source.signal(signal)
    this.#tellHere(signal)
    this.flush()
  }

  #tellHere({ userId, sessionId, text }: Extract<Signal, { kind: 'tell' }>): void {
    for (const connection of this.#users.online(userId)?.connections ?? [])
      if (sessionId === null || connection.identity?.sessionId === sessionId)
        this.#pushes.push(connection, [new Outgoing(text)], null)
  }

  // Other processes

  /** This process has begun to hear others: it is told what they asked before. */
  joined(): void {
    if (this.#elsewhere !== null) this.#source.signal({ kind: 'came' })
  }

  /** What others signalled may not have been heard. */
  doubt(): void {
    this.#elsewhere?.doubt()
  }

  /** What happened at another process, or at a client of it. */
  signalled(signal: Signal, from: string): void {
    if (signal.kind === 'tell') this.#tellHere(signal)
    else if (signal.kind === 'receipt') this.#murmurs.receipt(signal.conversationId, signal.receipt)
    else if (signal.kind === 'typing') {
      const room = this.#audience.room(signal.conversationId)
      if (room && !this.#large.isCrowd(room)) this.#murmurs.typing(room, signal.userId)
    } else if (signal.kind === 'crowd') this.#large.part(signal.conversationId, signal.online, from)
    else this.#elsewhere?.signalled(signal, from)
  }

  // What was committed and not heard of

  /**
   * Compares with how far conversations have come in the database. What was behind at the last comparison and is still was
   * not heard of: its head is sent, and clients read the rest.
   */
  compare(moved: readonly MovedRow[]): void {
    for (const row of this.#behind) {
      const room = this.#audience.behind(row)
      if (room === null) continue
      this.#audience.catchUp(room, row)
      this.#deliveries.sendHead(room)
    }
    this.#behind = moved.filter(row => this.#audience.behind(row) !== null)
  }

  /** The same for the other scopes: for `all` who are online here, or for some of them at a time. */
  async compareScopes(all: boolean): Promise<void> {
    await this.#scopes.compare(all)
    this.flush()
  }

  // Ended sessions

  /** The sessions that are signed in here. */
  sessionIds(): string[] {
    return this.#users.sessionIds
  }

  /** Ends sessions whose end was not heard of. */
  sessionsEnded(ids: readonly string[]): void {
    for (const id of ids) this.#endSession(id, 'revoked')
  }

  #endSession(sessionId: string, reason: EndReason): void {
    for (const connection of this.#users.ofSession(sessionId)) {
      this.remove(connection)
      // A connection that signs out gets its answer first and is closed after it.
      if (!connection.signingOut) this.end(connection, reason)
    }
  }

  /** Sends `session.ended` and closes the connection. */
  end(connection: Connection, reason: EndReason): void {
    connection.queue(eventMessage('session.ended', { reason }))
    connection.close(closeCodes.sessionEnded, reason)
  }

  /** Stops all timers. */
  stop(): void {
    this.#timers.stop()
  }
}
