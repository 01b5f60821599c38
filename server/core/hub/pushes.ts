import type { ConversationHead } from '@lianqun/protocol'
import type { Metrics } from '../../metrics/metrics.ts'
import type { ServerLimits } from '../../options.ts'
import type { Connection } from '../gateway/connection.ts'
import { Outboxes } from '../gateway/outboxes.ts'
import type { Timers } from '../timers.ts'
import { eventMessage, type Outgoing } from '../wire.ts'

/** What is read from the storage for who missed something. */
export interface HeadSource {
  epoch: string
  /** The heads of conversations for one user. */
  heads(userId: string, conversationIds: string[]): Promise<ConversationHead[]>
  /** One of them, with the revision of the last joining or leaving; null: the user is no member. */
  head(userId: string, conversationId: string): Promise<{ head: ConversationHead; membersAt: number } | null>
}

/** What is sent to connections. One that reads too slowly is sent heads in place of bodies until it has read. */
export class Pushes {
  readonly #source: HeadSource
  readonly #limits: ServerLimits
  readonly #timers: Timers
  readonly #run: (doing: string, work: Promise<void>) => void
  readonly #outboxes: Outboxes
  readonly #slow = new Set<Connection>()

  /** `run` takes work that nobody waits for. */
  constructor(
    source: HeadSource,
    limits: ServerLimits,
    parts: { timers: Timers; metrics: Metrics; run: (doing: string, work: Promise<void>) => void },
  ) {
    this.#source = source
    this.#limits = limits
    this.#timers = parts.timers
    this.#run = parts.run
    this.#outboxes = new Outboxes({ ...limits, ...parts })
    parts.metrics.gauge('slowConsumers', () => this.#slow.size)
  }

  /** Queues an answer for a connection until the end of the tick. */
  send(connection: Connection, message: Outgoing): void {
    this.#outboxes.add(connection, message)
  }

  /** Writes all queued messages. */
  flush(): void {
    this.#outboxes.flush()
  }

  /** A connection that is closed is sent nothing more. Idempotent. */
  remove(connection: Connection): void {
    this.#slow.delete(connection)
  }

  /** Queues bodies for a connection; a slow one gets a head later instead. */
  push(connection: Connection, messages: readonly Outgoing[], conversationId: string | null): void {
    if (connection.slow || connection.buffered > this.#limits.softBuffer) {
      if (!connection.slow) this.#becameSlow(connection)
      if (conversationId !== null) connection.missed.add(conversationId)
      return
    }
    if (connection.held !== null) connection.held.push(...messages)
    else for (const message of messages) this.#outboxes.addPush(connection, message)
  }

  /** What was held while `sync.hello` was answered goes out. */
  release(connection: Connection): void {
    const held = connection.held ?? []
    connection.held = null
    if (!connection.isOpen || !connection.subscribed) return
    for (const message of held) this.send(connection, message)
  }

  #becameSlow(connection: Connection): void {
    connection.slow = true
    this.#slow.add(connection)
    if (this.#slow.size === 1) this.#timers.after(this.#limits.headEveryMs, () => this.#helpSlow())
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
        this.sendHeads(connection, missed)
      }
    }
    if (this.#slow.size > 0) this.#timers.after(this.#limits.headEveryMs, () => this.#helpSlow())
  }

  /** Sends a connection where conversations stand. */
  sendHeads(connection: Connection, ids: readonly string[]): void {
    this.#run('sending heads', this.#sendHeads(connection, ids))
  }

  async #sendHeads(connection: Connection, ids: readonly string[]): Promise<void> {
    const userId = connection.identity?.userId
    if (ids.length === 0 || userId === undefined) return
    for (const head of await this.#source.heads(userId, [...ids])) this.send(connection, this.#headMessage(head))
  }

  /**
   * Where a conversation stands, as its member `userId` is told and any other may be who is one at the revision
   * `membersAt`. Null: they are none.
   */
  async head(userId: string, conversationId: string): Promise<{ message: Outgoing; membersAt: number } | null> {
    const read = await this.#source.head(userId, conversationId)
    return read === null ? null : { message: this.#headMessage(read.head), membersAt: read.membersAt }
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
}
