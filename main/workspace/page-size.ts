import type { Log } from '../log.ts'
import { askedWait } from './busy-server.ts'
import { DesktopError } from './errors.ts'

/** The longest that is waited before a page is asked for again, whatever the server says, in milliseconds. */
const longestWaitMs = 60_000
/** Pages are at least a thirty-second of their full size. */
const maxDivisor = 32
/** After this many pages in time, larger ones are tried again. */
const growAfter = 20

/** The size of pages that the connection can take: half after a timeout, and slowly growing again. */
export class PageSize {
  readonly #log: Log
  readonly #goOnAfter: (ms: number) => Promise<boolean>
  #divisor = 1
  #inTime = 0

  /** `goOnAfter` waits, and says whether asking again still makes sense. */
  constructor(log: Log, goOnAfter: (ms: number) => Promise<boolean>) {
    this.#log = log
    this.#goOnAfter = goOnAfter
  }

  /**
   * Requests a page of at most `most` rows, after a timeout a smaller one, and again after a wait that a busy server
   * asks for. @throws what `ask` does otherwise
   */
  async ask<T>(most: number, ask: (limit: number) => Promise<T>): Promise<T> {
    for (;;) {
      const limit = Math.max(1, Math.floor(most / this.#divisor))
      try {
        const page = await ask(limit)
        if (++this.#inTime >= growAfter) {
          this.#inTime = 0
          this.#divisor = Math.max(1, this.#divisor / 2)
        }
        return page
      } catch (error) {
        const wait = askedWait(error, longestWaitMs)
        if (wait !== null && (await this.#goOnAfter(wait))) continue
        if (!(error instanceof DesktopError && error.code === 'timeout') || this.#divisor >= maxDivisor) throw error
        this.#inTime = 0
        this.#divisor *= 2
        this.#log('the connection is slow: smaller pages are requested', { limit })
      }
    }
  }
}
