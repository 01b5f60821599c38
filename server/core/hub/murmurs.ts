import type { Receipt } from '@lianqun/protocol'
import type { ServerLimits } from '../../options.ts'
import type { Connection } from '../gateway/connection.ts'
import type { Timers } from '../timers.ts'
import { eventMessage } from '../wire.ts'
import type { Audience } from './audience.ts'
import type { LargeRooms } from './large-rooms.ts'
import type { OnlineUsers } from './online-users.ts'
import type { Pushes } from './pushes.ts'
import type { Room } from './rooms.ts'

/** In conversations of more people who are here, only who has it open is told who types. */
const smallConversation = 50

/** What is told and never stored: who types, and how far others have read. */
export class Murmurs {
  readonly #audience: Audience
  readonly #large: LargeRooms
  readonly #users: OnlineUsers
  readonly #pushes: Pushes
  readonly #limits: ServerLimits
  readonly #timers: Timers
  readonly #receipts = new Map<string, Map<string, number>>()

  constructor(
    rooms: { audience: Audience; large: LargeRooms; users: OnlineUsers },
    pushes: Pushes,
    limits: ServerLimits,
    timers: Timers,
  ) {
    this.#audience = rooms.audience
    this.#large = rooms.large
    this.#users = rooms.users
    this.#pushes = pushes
    this.#limits = limits
    this.#timers = timers
  }

  /** Sends a moved read mark, batched, to connections that have the conversation open. */
  receipt(conversationId: string, { userId, readSeq }: Receipt): void {
    if (!this.#users.isOpen(conversationId)) return
    const waiting = this.#receipts.get(conversationId)
    if (waiting) {
      waiting.set(userId, readSeq)
      return
    }
    this.#receipts.set(conversationId, new Map([[userId, readSeq]]))
    this.#timers.after(this.#limits.receiptsEveryMs, () => this.#sendReceipts(conversationId))
  }

  #sendReceipts(conversationId: string): void {
    const waiting = this.#receipts.get(conversationId)
    this.#receipts.delete(conversationId)
    const openers = this.#users.openersOf(conversationId)
    if (!waiting || openers.length === 0) return
    const room = this.#audience.room(conversationId)
    if (room === undefined || this.#large.isLarge(room)) return
    const receipts = [...waiting].map(([userId, readSeq]) => ({ userId, readSeq }))
    const message = eventMessage('conversation.receipts', { conversationId, receipts })
    for (const connection of openers) this.#pushes.push(connection, [message], null)
  }

  /** Sends that somebody types to connections that have the conversation open; in small ones to all online members. */
  typing({ id: conversationId, users }: Room, userId: string): void {
    const message = eventMessage('conversation.typing', { conversationId, userId })
    const notify = (connection: Connection) => {
      if (connection.identity?.userId !== userId) this.#pushes.push(connection, [message], null)
    }
    if (users.length > smallConversation) this.#users.openersOf(conversationId).forEach(notify)
    else for (const user of users) user.connections.forEach(notify)
  }
}
