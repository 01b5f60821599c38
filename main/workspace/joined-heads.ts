import type { Cache } from '../cache/api.ts'

export interface JoinedHeadsOptions {
  cache: Pick<Cache, 'conversation'>
  /** How long the server has to tell of a conversation by itself, milliseconds. */
  waitMs: number
  /** Returns a function that tells whether the present connection is still up. */
  isCurrent: () => () => boolean
  /** Reads the heads that changed. */
  fetch: () => Promise<void>
}

/**
 * Conversations that the user is in by their own scope, and whose heads are to come. A server that hears late or never of
 * what another one committed tells of the one without the other; then the heads are fetched.
 */
export class JoinedHeads {
  readonly #options: JoinedHeadsOptions

  constructor(options: JoinedHeadsOptions) {
    this.#options = options
  }

  /** Fetches the heads if one of these conversations is still not in the cache after the wait. */
  async expect(ids: readonly string[]): Promise<void> {
    const { cache, waitMs, isCurrent, fetch } = this.#options
    const stillCurrent = isCurrent()
    await new Promise(resolve => setTimeout(resolve, waitMs))
    for (const id of ids) {
      if (!stillCurrent()) return
      const item = await cache.conversation(id)
      if (item !== null && item.left === null) continue
      await fetch()
      return
    }
  }
}
