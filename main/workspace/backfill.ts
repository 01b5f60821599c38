import { conversationScope, limits, ProtocolError, type Scope } from '@lianqun/protocol'
import type { ConnectionState } from '../../preload/contract/index.ts'
import { type Cache, CacheError } from '../cache/api.ts'
import type { Log } from '../log.ts'
import { DesktopError } from './errors.ts'

const backfillPage = limits.historyPage

export interface BackfillOptions {
  cache: Cache
  /** Pause between two pages, milliseconds. */
  restMs: number
  /** Returns a function that tells whether the present connection is still up. */
  isCurrent: () => () => boolean
  catchUp: (scope: Scope) => Promise<void>
  history: (conversationId: string, range: { before: number; limit: number }) => Promise<void>
  onProgress: (progress: ConnectionState['progress']) => void
  log: Log
}

/** Completes the cache in the background, so that offline reading and search find everything. */
export class Backfill {
  readonly #options: BackfillOptions
  #running = false

  constructor(options: BackfillOptions) {
    this.#options = options
  }

  /** Runs until nothing is missing, or the connection is lost. A call during a run does nothing. */
  async run(): Promise<void> {
    if (this.#running) return
    this.#running = true
    const { cache, restMs, onProgress, log } = this.#options
    const isCurrent = this.#options.isCurrent()
    try {
      const start = await cache.missingTotal()
      // Conversations that failed or made no progress in this run; the next run tries them again.
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
        log('the backfill stopped', { error: String(error) })
      }
    } finally {
      this.#running = false
      if (isCurrent()) onProgress(null)
    }
  }

  /** Reads one page, or catches up with one conversation. Returns false when nothing is left to do. */
  async #fillOne(skipped: Set<string>): Promise<boolean> {
    const { cache, catchUp, history, log } = this.#options
    const [behind] = await cache.behind(1, [...skipped])
    const [span] = behind === undefined ? await cache.missing(1, [...skipped]) : []
    const id = behind?.conversationId ?? span?.conversationId
    if (id === undefined) return false
    const before = await this.#progressOf(id)
    try {
      if (span === undefined) await catchUp(conversationScope(id))
      else await history(id, { before: span.to + 1, limit: backfillPage })
      if ((await this.#progressOf(id)) === before) skipped.add(id)
    } catch (error) {
      if (!isOfOneConversation(error)) throw error
      log('the backfill skipped a conversation', { id, error: String(error) })
      skipped.add(id)
    }
    return true
  }

  /** How far a conversation has been read, as a text to compare. */
  async #progressOf(id: string): Promise<string> {
    const { cursor, missing } = await this.#options.cache.scope(conversationScope(id))
    return `${cursor} ${missing}`
  }
}

/** Whether an error concerns one conversation only, not the connection, the cache or a busy server. */
function isOfOneConversation(error: unknown): boolean {
  if (error instanceof ProtocolError) return !error.retry
  if (error instanceof DesktopError) return error.code === 'not_understood'
  return !(error instanceof CacheError)
}
