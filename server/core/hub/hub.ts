import {
  type ConversationHead,
  closeCodes,
  type EventParams,
  headHash,
  type Presence as PersonPresence,
  type Receipt,
} from '@lianqun/protocol'
import { noMetrics } from '../../metrics/metrics.ts'
import type { ServerLimits } from '../../options.ts'
import type { ChangeSet, ConversationChanges, EndReason, ScopeRows } from '../change-set.ts'
import type { Connection, Identity } from '../gateway/connection.ts'
import { Outboxes } from '../gateway/outboxes.ts'
import { eventMessage, type Outgoing, pushMessages } from '../wire.ts'
import { MemberCache, type Members } from './member-cache.ts'
import { type OnlineUser, Presence } from './presence.ts'
import { Watchers } from './watchers.ts'

/** What the hub needs from the storage. */
export interface HubSource {
  epoch: string
  /** The members of a conversation and where their view of it begins, read synchronously. */
  members(conversationId: string): Members
  /** Whether a transaction is open, so that `members` may return what is taken back. */
  changing(): boolean
  /** The heads of conversations for one user. */
  heads(userId: string, conversationIds: string[]): Promise<ConversationHead[]>
  failed(error: unknown, doing: string): void
}

/** Tracks online users and their open conversations, and pushes committed changes to them. */
export class Hub {
  readonly #source: HubSource
  readonly #limits: ServerLimits
  readonly #presence = new Presence()
  readonly #members: MemberCache
  readonly #outboxes: Outboxes
  readonly #watchers: Watchers
  readonly #slow = new Set<Connection>()
  /** Large conversations whose head was sent less than `headEveryMs` ago; true: it has changed since. */
  readonly #headWaits = new Map<string, boolean>()
  readonly #receipts = new Map<string, Map<string, number>>()
  readonly #timers = new Set<NodeJS.Timeout>()

  constructor(source: HubSource, limits: ServerLimits, metrics = noMetrics) {
    this.#source = source
    this.#limits = limits
    this.#outboxes = new Outboxes(limits.hardBuffer, metrics)
    metrics.gauge('slowConsumers', () => this.#slow.size)
    this.#members = new MemberCache(
      id => source.members(id),
      undefined,
      () => !source.changing(),
    )
    this.#watchers = new Watchers({
      stateOf: userId => this.#presence.stateOf(userId),
      send: (connection, people) => this.#push(connection, [eventMessage('presence.changed', { people })], null),
      later: fn =>
        this.#after(limits.presenceEveryMs, () => {
          fn()
          this.flush()
        }),
    })
  }

  // Connections

  /** Records the session of a connection. Above the limits the oldest connection is closed. */
  signedIn(connection: Connection, identity: Identity): void {
    const { connectionsPerSession, connectionsPerPerson } = this.#limits
    const { session, person } = this.#presence.signedIn(connection, identity)
    this.#dropOldest(session, connectionsPerSession, 'session')
    this.#dropOldest(person, connectionsPerPerson, 'person')
  }

  #dropOldest(connections: Set<Connection>, most: number, of: string): void {
    const [oldest] = connections
    if (!oldest || connections.size <= most) return
    this.remove(oldest)
    oldest.close(closeCodes.rateLimited, `too many connections of one ${of}`)
  }

  /** Starts pushes. Call it under the storage's lock, with the digest that was read under it. */
  subscribe(connection: Connection, userId: string, digest: { count: number; hash: number }): void {
    this.#presence.subscribe(connection, userId, digest)
    this.#watchers.changed(userId)
  }

  /** Removes a connection that is closed or whose session has ended. Idempotent. */
  remove(connection: Connection): void {
    this.#slow.delete(connection)
    this.#watchers.remove(connection)
    this.#presence.remove(connection)
    if (connection.identity) this.#watchers.changed(connection.identity.userId)
  }

  online(userId: string): OnlineUser | undefined {
    return this.#presence.online(userId)
  }

  get onlineCount(): number {
    return this.#presence.onlineUsers.size
  }

  /** Sets the conversation that a connection has open. The caller checks membership. */
  setOpen(connection: Connection, conversationId: string | null): void {
    this.#presence.setOpen(connection, conversationId)
  }

  /**
   * Tells a connection of these people from now on, whom its person may see. `limited`: only where they share a
   * conversation. Returns those who are there.
   */
  watch(connection: Connection, userIds: readonly string[], limited: boolean): PersonPresence[] {
    return connection.isOpen && connection.subscribed ? this.#watchers.watch(connection, userIds, limited) : []
  }

  /** Whether the person is at this device. */
  setAway(connection: Connection, away: boolean): void {
    if (connection.away === away) return
    connection.away = away
    if (connection.identity) this.#watchers.changed(connection.identity.userId)
  }

  // Sending

  /** Queues a message for a connection until the end of the tick. */
  send(connection: Connection, message: Outgoing): void {
    this.#outboxes.add(connection, message)
  }

  /** Writes all queued messages. */
  flush(): void {
    this.#outboxes.flush()
  }

  /** Queues bodies for a connection; a slow one gets a head later instead. */
  #push(connection: Connection, messages: readonly Outgoing[], conversationId: string | null): void {
    if (connection.slow || connection.buffered > this.#limits.softBuffer) {
      if (!connection.slow) this.#becameSlow(connection)
      if (conversationId !== null) connection.missed.add(conversationId)
      return
    }
    for (const message of messages) this.send(connection, message)
  }

  #becameSlow(connection: Connection): void {
    connection.slow = true
    this.#slow.add(connection)
    if (this.#slow.size === 1) this.#after(this.#limits.headEveryMs, () => this.#helpSlow())
  }

  /** Sends slow connections the heads they missed, once their buffer has drained. */
  #helpSlow(): void {
    for (const connection of this.#slow) {
      if (!connection.isOpen) this.#slow.delete(connection)
      else if (connection.buffered > this.#limits.hardBuffer) {
        this.#slow.delete(connection)
        connection.tooSlow()
      } else if (connection.buffered <= this.#limits.softBuffer) {
        this.#slow.delete(connection)
        connection.slow = false
        const missed = [...connection.missed].slice(0, 500)
        connection.missed.clear()
        this.#run('sending heads', this.#sendHeads(missed, connection))
      }
    }
    if (this.#slow.size > 0) this.#after(this.#limits.headEveryMs, () => this.#helpSlow())
  }

  async #sendHeads(ids: string[], connection: Connection): Promise<void> {
    const userId = connection.identity?.userId
    if (ids.length === 0 || userId === undefined) return
    for (const head of await this.#source.heads(userId, ids)) this.send(connection, this.#headMessage(head))
  }

  #headMessage(head: ConversationHead): Outgoing {
    return eventMessage('sync.head', {
      conversationId: head.conversation.id,
      epoch: this.#source.epoch,
      revision: head.revision,
      lastOrdinal: head.lastOrdinal,
      lastMessage: head.lastMessage,
    })
  }

  #after(ms: number, fn: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      fn()
    }, ms)
    timer.unref()
    this.#timers.add(timer)
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
      // The commit is stored. Clients detect the missing push as a gap and fetch it; members are read again.
      this.#members.clear()
      this.#source.failed(error, 'publishing a commit')
    }
    this.flush()
  }

  #publish(changes: ChangeSet): void {
    for (const [userId, rows] of changes.me) {
      const user = this.#presence.online(userId)
      if (user) this.#pushScope('me', rows, user.connections)
    }
    for (const conversation of changes.conversations) this.#publishConversation(conversation)
    for (const [scope, rows] of changes.shared) {
      if (this.onlineCount === 0) continue
      const messages = this.#encode(scope, rows)
      for (const user of this.#presence.onlineUsers.values()) {
        for (const connection of user.connections) this.#push(connection, messages, null)
      }
    }
    for (const { sessionId, reason } of changes.ended) this.#endSession(sessionId, reason)
  }

  #pushScope(scope: string, rows: ScopeRows, connections: readonly Connection[]): void {
    const messages = this.#encode(scope, rows)
    for (const connection of connections) this.#push(connection, messages, null)
  }

  #encode(scope: string, rows: ScopeRows): Outgoing[] {
    return pushMessages(scope, this.#source.epoch, rows)
  }

  #publishConversation(c: ConversationChanges): void {
    const joined = new Map(c.joined.map(({ userId, membership }) => [userId, membership.visibleFrom]))
    const members = this.#members.update(c.id, c.left, joined)
    for (const userId of c.left) this.#memberLeft(userId, c)
    const delta = headHash(c.id, c.before) ^ headHash(c.id, c.head)
    // Who just joined is sent the whole head below.
    const online = this.#presence.onlineMembers(members)
    const recipients = joined.size === 0 ? online : online.filter(({ userId }) => !joined.has(userId))
    for (const user of recipients) user.hash = (user.hash ^ delta) >>> 0
    if (recipients.length > 0) {
      if (recipients.length <= this.#limits.bodiesOnlineMembers) {
        const messagesOf = this.#encodeFor(c, members)
        for (const user of recipients) {
          for (const connection of user.connections) this.#push(connection, messagesOf(user.userId), c.id)
        }
      } else this.#publishLarge(c, members, joined)
    }
    for (const { userId, membership } of c.joined) this.#notifyJoined(userId, membership, c)
  }

  /** The pushes of a conversation's changes for a member: without older messages where they see only newer ones. */
  #encodeFor(c: ConversationChanges, members: Members): (userId: string) => Outgoing[] {
    const scope = `conversation:${c.id}`
    const oldest = c.seqs.reduce<number>((least, seq) => Math.min(least, seq ?? least), Number.MAX_SAFE_INTEGER)
    const encoded = new Map<number, Outgoing[]>()
    return userId => {
      const from = members.get(userId) ?? 0
      const key = from <= oldest ? 0 : from
      let messages = encoded.get(key)
      if (messages === undefined) {
        const rows = key === 0 ? c.rows : c.rows.map((row, i) => ((c.seqs[i] ?? key) < key ? '' : row))
        messages = this.#encode(scope, { from: c.from, rows })
        encoded.set(key, messages)
      }
      return messages
    }
  }

  #memberLeft(userId: string, c: ConversationChanges): void {
    const user = this.#presence.online(userId)
    if (!user) return
    user.count -= 1
    user.hash = (user.hash ^ headHash(c.id, c.before)) >>> 0
    for (const connection of user.connections) {
      if (connection.openConversation === c.id) this.setOpen(connection, null)
      connection.missed.delete(c.id)
      this.#watchers.leftConversation(connection)
    }
  }

  #notifyJoined(userId: string, membership: EventParams<'sync.joined'>['head']['membership'], c: ConversationChanges) {
    const user = this.#presence.online(userId)
    if (!user || !c.conversation) return
    user.count += 1
    user.hash = (user.hash ^ headHash(c.id, c.head)) >>> 0
    const { conversation, head: revision, lastOrdinal, lastMessage } = c
    const message = eventMessage('sync.joined', {
      epoch: this.#source.epoch,
      head: { conversation, membership, revision, lastOrdinal, lastMessage, mentionSeqs: [] },
    })
    for (const connection of user.connections) this.#push(connection, [message], c.id)
  }

  // Large conversations: bodies for connections that have it open, throttled heads for the others

  #publishLarge(c: ConversationChanges, members: Members, joined: ReadonlyMap<string, number>): void {
    const openers = this.#presence.openersOf(c.id, members)
    if (openers.length > 0) {
      const messagesOf = this.#encodeFor(c, members)
      for (const connection of openers) {
        const userId = connection.identity?.userId ?? ''
        if (!joined.has(userId)) this.#push(connection, messagesOf(userId), c.id)
      }
    }
    if (this.#headWaits.has(c.id)) this.#headWaits.set(c.id, true)
    else this.#notifyLarge(c.id)
  }

  #notifyLarge(id: string): void {
    this.#headWaits.set(id, false)
    this.#run('sending a head', this.#broadcastHead(id))
    this.#after(this.#limits.headEveryMs, () => {
      if (this.#headWaits.get(id)) this.#notifyLarge(id)
      else this.#headWaits.delete(id)
    })
  }

  async #broadcastHead(id: string): Promise<void> {
    const online = this.#presence.onlineMembers(this.#members.of(id))
    const someone = online[0]
    if (!someone) return
    const [head] = await this.#source.heads(someone.userId, [id])
    if (!head) return
    const message = this.#headMessage(head)
    const members = this.#members.of(id)
    for (const user of online) {
      if (!members.has(user.userId)) continue
      for (const connection of user.connections) {
        if (connection.openConversation !== id) this.#push(connection, [message], id)
      }
    }
  }

  // Receipts and typing

  /** Sends a moved read mark, batched, to connections that have the conversation open. */
  receipt(conversationId: string, { userId, readSeq }: Receipt): void {
    if (!this.#presence.isOpen(conversationId)) return
    const waiting = this.#receipts.get(conversationId)
    if (waiting) {
      waiting.set(userId, readSeq)
      return
    }
    this.#receipts.set(conversationId, new Map([[userId, readSeq]]))
    this.#after(this.#limits.receiptsEveryMs, () => this.#sendReceipts(conversationId))
  }

  #sendReceipts(conversationId: string): void {
    const waiting = this.#receipts.get(conversationId)
    this.#receipts.delete(conversationId)
    const members = this.#members.of(conversationId)
    const openers = this.#presence.openersOf(conversationId, members)
    if (!waiting || openers.length === 0) return
    const online = this.#presence.onlineMembers(members)
    if (online.length > this.#limits.bodiesOnlineMembers) return
    const receipts = [...waiting].map(([userId, readSeq]) => ({ userId, readSeq }))
    const message = eventMessage('conversation.receipts', { conversationId, receipts })
    for (const connection of openers) this.#push(connection, [message], null)
  }

  /** Sends a typing notice to connections that have the conversation open; in small ones to all online members. */
  typing(conversationId: string, from: Connection): void {
    const userId = from.identity?.userId
    if (userId === undefined || !from.subscribed) return
    const members = this.#members.of(conversationId)
    if (!members.has(userId)) return
    const message = eventMessage('conversation.typing', { conversationId, userId })
    const notify = (connection: Connection) => {
      if (connection.identity?.userId !== userId) this.#push(connection, [message], null)
    }
    if (members.size > smallConversation) this.#presence.openersOf(conversationId, members).forEach(notify)
    else for (const user of this.#presence.onlineMembers(members)) user.connections.forEach(notify)
  }

  // Ended sessions

  #endSession(sessionId: string, reason: EndReason): void {
    for (const connection of this.#presence.ofSession(sessionId)) {
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
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
  }
}

const smallConversation = 50
