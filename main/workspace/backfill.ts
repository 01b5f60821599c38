import { conversationScope, limits, ProtocolError, type Scope } from '@lianqun/protocol'
import type { ConnectionState } from '../../preload/contract/index.ts'
import { type Cache, CacheError } from '../cache/api.ts'
import type { Log } from '../log.ts'
import { DesktopError } from './errors.ts'

const backfillPage = limits.historyPage

export interface BackfillOptions {
  cache: Cache
  /** Rest between two pages, milliseconds. */
  restMs: number
  /** Answers what says whether the line is still the one of now. */
  isCurrent: () => () => boolean
  catchUp: (scope: Scope) => Promise<void>
  history: (conversationId: string, range: { before: number; limit: number }) => Promise<void>
  onProgress: (progress: ConnectionState['progress']) => void
  log: Log
}

/** Completes the cache while nobody waits, so that offline reading and search lack nothing. */
export class Backfill {
  readonly #options: BackfillOptions
  #running = false

  constructor(options: BackfillOptions) {
    this.#options = options
  }

  /** Runs until nothing is missing, or the line is gone. A call during a run does nothing. */
  async run(): Promise<void> {
    if (this.#running) return
    this.#running = true
    const { cache, restMs, onProgress, log } = this.#options
    const isCurrent = this.#options.isCurrent()
    try {
      const start = await cache.missingTotal()
      // Conversations that got no further in this run: the next one tries them again.
      const skipped = new Set<string>()
      while (isCurrent()) {
        if (!(await this.#fillOne(skipped))) return
        const rest = await cache.missingTotal()
        const total = Math.max(start.messages, rest.messages)
        if (total > backfillPage) onProgress({ kind: 'history', done: total - rest.messages, total })
        await new Promise(resolve => setTimeout(resolve, restMs))
      }
    } catch (error) {
      if (isCurrent() && !(error instanceof DesktopError && error.code === 'offline')) {
        log('the background fill stopped', { error: String(error) })
      }
    } finally {
      this.#running = false
      if (isCurrent()) onProgress(null)
    }
  }

  /** One step; false when there is nothing left to do. */
  async #fillOne(skipped: Set<string>): Promise<boolean> {
    const { cache, catchUp, history, log } = this.#options
    const [behind] = await cache.behind(1, [...skipped])
    const [span] = behind === undefined ? await cache.missing(1, [...skipped]) : []
    const id = behind?.conversationId ?? span?.conversationId
    if (id === undefined) return false
    const before = await this.#standing(id)
    try {
      if (span === undefined) await catchUp(conversationScope(id))
      else await history(id, { before: span.to + 1, limit: backfillPage })
      if ((await this.#standing(id)) === before) skipped.add(id)
    } catch (error) {
      if (!isOfOneConversation(error)) throw error
      log('a conversation is passed over by the background fill', { id, error: String(error) })
      skipped.add(id)
    }
    return true
  }

  /** Says how far a conversation is read; equal when nothing came in between. */
  async #standing(id: string): Promise<string> {
    const { cursor, missing } = await this.#options.cache.scope(conversationScope(id))
    return `${cursor} ${missing}`
  }
}

/** Whether a failure is one conversation's: a bad line or file, or a busy server, is not. */
function isOfOneConversation(error: unknown): boolean {
  if (error instanceof ProtocolError) return !error.retry
  if (error instanceof DesktopError) return error.code === 'not_understood'
  return !(error instanceof CacheError)
}
