import { type Message, type MessageState, type Params, ProtocolError } from '@lianqun/protocol'
import { coalesce } from '../../common/coalesce.ts'
import type { Cache, MessageChangeRequest, MessageStateRequest, OutboxItem } from '../cache/api.ts'
import type { Log } from '../log.ts'
import { askedWait } from './busy-server.ts'
import type { Request } from './connection.ts'
import { DesktopError } from './errors.ts'

export interface OutboxOptions {
  cache: Cache
  request: Request
  log: Log
  /** A change that was shown already was refused, and shows no more. */
  onRefused: (change: MessageChangeRequest | MessageStateRequest, error: string) => void
  /** First wait before an item with a temporary error is sent again, milliseconds. It doubles with each attempt. */
  retryMs?: number
}

/** The most lanes that are sent at the same time; within a lane, items are sent one after the other. */
const parallel = 8
/** No item waits longer, whatever the server says. A timer holds no more than 2^31 ms. */
const longestWaitMs = 3_600_000

/**
 * Sends the items of the cache's outbox, in order within a conversation, until the server has acknowledged them. An
 * item keeps its client id, so that a retry after a crash does not create a second message.
 */
export class Outbox {
  readonly #options: OutboxOptions
  readonly #busy = new Set<string>()
  readonly #waiting = new Map<string, NodeJS.Timeout>()
  /** After `rate_limited` nothing is sent until this timer fires. */
  #paused: NodeJS.Timeout | null = null
  #online = false

  constructor(options: OutboxOptions) {
    this.#options = options
  }

  /** The connection is up: sends all waiting items. */
  start(): void {
    this.#online = true
    this.#clearWaiting()
    this.pump()
  }

  /** The connection is lost. Requests in flight fail, and their items stay in the outbox. */
  stop(): void {
    this.#online = false
    this.#clearWaiting()
  }

  /** Sends due items; to be called after the outbox changed or a lane became free. */
  pump(): void {
    if (!this.#online) return
    void this.#read()
  }

  readonly #read = coalesce(async () => {
    if (!this.#online) return
    try {
      for (const item of await this.#options.cache.outbox()) {
        if (this.#paused !== null) return
        const key = lane(item)
        if (this.#busy.has(key) || this.#waiting.has(key)) continue
        if (this.#busy.size >= parallel) break
        this.#busy.add(key)
        void this.#send(item, key)
      }
    } catch (error) {
      this.#options.log('the outbox cannot be read', { error: String(error) })
    }
  })

  async #send(item: OutboxItem, key: string): Promise<void> {
    const { cache, request } = this.#options
    let more = true
    try {
      await cache.outboxAttempted(item.clientId)
      if (item.kind === 'send') {
        const { conversationId, clientId, content, replyTo } = item
        const { message } = await request('message.send', { conversationId, clientId, content, replyTo })
        await cache.outboxAcknowledged(clientId, item.epoch, message)
      } else if (item.kind === 'change') {
        const { message, state } = await this.#change(item.request)
        await cache.changeDone(item.clientId, item.epoch, message, state)
      } else if (item.kind === 'label') {
        const { method, params } = item.request
        const { label } = await request(method, params as Params<typeof method>)
        await cache.labelDone(item.clientId, label)
      } else if (item.kind === 'state') {
        const { state } = await this.#state(item.request)
        await cache.stateDone(item.clientId, state)
      } else {
        const { kind: _kind, attempts: _attempts, epoch, ...params } = item
        const { membership } = await request('membership.update', params)
        await cache.outboxDone(item.clientId, epoch, membership)
      }
    } catch (error) {
      try {
        more = await this.#failed(item, key, error)
      } catch (failure) {
        more = false
        this.#options.log('the outbox cannot be written', { error: String(failure) })
      }
    } finally {
      this.#busy.delete(key)
      if (more) this.pump()
    }
  }

  #change({ method, params }: MessageChangeRequest): Promise<{ message: Message; state?: MessageState }> {
    // Each method has its own parameters, which the union does not say of the two apart.
    return this.#options.request(method, params as Params<typeof method>) as Promise<{
      message: Message
      state?: MessageState
    }>
  }

  #state({ method, params }: MessageStateRequest): Promise<{ state: MessageState }> {
    return this.#options.request(method, params as Params<typeof method>) as Promise<{ state: MessageState }>
  }

  /** Ends an item of which nothing more is to be sent; `refused`: the server did not do it. */
  async #ended(item: OutboxItem, refused: ProtocolError | null): Promise<void> {
    const { cache } = this.#options
    if (item.kind === 'change' || item.kind === 'state') {
      if (item.kind === 'change') await cache.changeDone(item.clientId, item.epoch, null)
      else await cache.stateDone(item.clientId, null)
      if (refused !== null) this.#options.onRefused(item.request, refused.errorName)
    } else if (item.kind === 'label') await cache.labelDone(item.clientId, null)
    else if (item.kind === 'membership') await cache.outboxDone(item.clientId, item.epoch)
    else if (refused !== null) await cache.outboxFailed(item.clientId, refused.errorName)
    else await cache.outboxAccepted(item.clientId, item.epoch)
  }

  /** Handles the error of an item. Returns true when the next item may be sent at once. */
  async #failed(item: OutboxItem, key: string, error: unknown): Promise<boolean> {
    const { log } = this.#options
    // The server has accepted it; the resulting rows come with sync.
    if (error instanceof DesktopError && error.code === 'not_understood') {
      log('an answer to an outbox item is not understood', { kind: item.kind })
      await this.#ended(item, null)
      return true
    }
    if (error instanceof ProtocolError && !error.retry) {
      log('an outbox item was refused', { kind: item.kind, error: error.errorName })
      await this.#ended(item, error)
      return true
    }
    // After a lost connection the item is sent when the connection is back.
    if (error instanceof DesktopError && error.code === 'offline') return false
    const base = this.#options.retryMs ?? 1_000
    const wait = askedWait(error, longestWaitMs) ?? Math.min(base * 2 ** item.attempts, 30 * base)
    log('an outbox item waits', { kind: item.kind, error: String(error), wait })
    if (!this.#online) return false
    if (error instanceof ProtocolError && error.errorName === 'rate_limited') {
      if (this.#paused !== null) clearTimeout(this.#paused)
      this.#paused = setTimeout(() => {
        this.#paused = null
        this.pump()
      }, wait)
      return false
    }
    this.#waiting.set(
      key,
      setTimeout(() => {
        this.#waiting.delete(key)
        this.pump()
      }, wait),
    )
    return false
  }

  #clearWaiting(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer)
    this.#waiting.clear()
    if (this.#paused !== null) clearTimeout(this.#paused)
    this.#paused = null
  }
}

/** Items of the same lane are sent in order. Messages and membership changes have different lanes. */
function lane(item: OutboxItem): string {
  return `${item.kind}:${item.conversationId}`
}
