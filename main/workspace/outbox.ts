import { ProtocolError } from '@lianqun/protocol'
import { coalesce } from '../../common/coalesce.ts'
import type { Cache, OutboxItem } from '../cache/api.ts'
import type { Log } from '../log.ts'
import type { Request } from './connection.ts'
import { DesktopError } from './errors.ts'

export interface OutboxOptions {
  cache: Cache
  request: Request
  log: Log
  /** Wait before an item is tried again that the server could not take just now, milliseconds. */
  retryMs?: number
}

/** Conversations that are sent to at the same time; within one, one message after the other. */
const parallel = 8
/** No item waits longer, whatever the server says. A timer holds no more than 2^31 ms. */
const longestWaitMs = 3_600_000

/**
 * Sends what the cache's outbox holds, in order within a conversation, until the server has acknowledged it. An item
 * keeps its client id, so a retry after any crash makes no second message.
 */
export class Outbox {
  readonly #options: OutboxOptions
  readonly #busy = new Set<string>()
  readonly #waiting = new Map<string, NodeJS.Timeout>()
  /** Nothing goes out until then: it was too much at once. */
  #held: NodeJS.Timeout | null = null
  #online = false

  constructor(options: OutboxOptions) {
    this.#options = options
  }

  /** The line is up: whatever waits is sent. */
  start(): void {
    this.#online = true
    this.#clearWaiting()
    this.pump()
  }

  /** The line is gone; what is in flight fails by itself and stays in the outbox. */
  stop(): void {
    this.#online = false
    this.#clearWaiting()
  }

  /** Something was put into the outbox, or freed. */
  pump(): void {
    if (!this.#online) return
    void this.#read()
  }

  readonly #read = coalesce(async () => {
    if (!this.#online) return
    try {
      for (const item of await this.#options.cache.outbox()) {
        if (this.#held !== null) return
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
        const { conversationId, clientId, content } = item
        const { message } = await request('message.send', { conversationId, clientId, content })
        await cache.outboxAcknowledged(clientId, item.epoch, message)
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

  /** True when the next item of the lane may be tried at once. */
  async #failed(item: OutboxItem, key: string, error: unknown): Promise<boolean> {
    const { cache, log } = this.#options
    // The server took it, and what it said of it comes with the other changes.
    if (error instanceof DesktopError && error.code === 'not_understood') {
      log('an answer to an outbox item is not understood', { kind: item.kind })
      await (item.kind === 'send'
        ? cache.outboxAccepted(item.clientId, item.epoch)
        : cache.outboxDone(item.clientId, item.epoch))
      return true
    }
    if (error instanceof ProtocolError && !error.retry) {
      log('an outbox item was refused', { kind: item.kind, error: error.errorName })
      await (item.kind === 'send'
        ? cache.outboxFailed(item.clientId, error.errorName)
        : cache.outboxDone(item.clientId, item.epoch))
      return true
    }
    // A lost line is not the item's fault: it goes out when the line is back.
    if (error instanceof DesktopError && error.code === 'offline') return false
    const base = this.#options.retryMs ?? 1_000
    const asked = error instanceof ProtocolError ? error.retryAfterMs : undefined
    const wait = Math.min(asked ?? Math.min(base * 2 ** item.attempts, 30 * base), longestWaitMs)
    log('an outbox item waits', { kind: item.kind, error: String(error), wait })
    if (!this.#online) return false
    if (error instanceof ProtocolError && error.errorName === 'rate_limited') {
      if (this.#held !== null) clearTimeout(this.#held)
      this.#held = setTimeout(() => {
        this.#held = null
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
    if (this.#held !== null) clearTimeout(this.#held)
    this.#held = null
  }
}

/** Messages of a conversation keep their order; marks and pins don't wait behind them. */
function lane(item: OutboxItem): string {
  return `${item.kind}:${item.conversationId}`
}
