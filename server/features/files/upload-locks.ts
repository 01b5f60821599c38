import { ProtocolError } from '@lianqun/protocol'
import type { Lock, Locker, RequestRelease } from '@tus/server'

interface Held {
  /** Asks the request that has it to make room. */
  ask: RequestRelease
  freed: Promise<void>
  free: () => void
}

/**
 * One request at a time for an upload; one that comes later asks the one before to make room, which a line that was cut
 * without a word needs. The library's own locks look again at every turn of the process while they wait, which keeps it
 * busy for seconds.
 */
export class UploadLocks implements Locker {
  readonly #held = new Map<string, Held>()
  readonly #longestWaitMs: number

  constructor(longestWaitMs = 30_000) {
    this.#longestWaitMs = longestWaitMs
  }

  newLock(id: string): Lock {
    return {
      lock: (signal, ask) => this.#lock(id, signal, ask),
      unlock: async () => {
        this.#held.get(id)?.free()
        this.#held.delete(id)
      },
    }
  }

  /** @throws ProtocolError `unavailable` when it takes too long, or nobody waits for it any more */
  async #lock(id: string, signal: AbortSignal, ask: RequestRelease): Promise<void> {
    const end = AbortSignal.any([signal, AbortSignal.timeout(this.#longestWaitMs)])
    const ended = new Promise<void>(resolve => end.addEventListener('abort', () => resolve(), { once: true }))
    for (let other = this.#held.get(id); other !== undefined; other = this.#held.get(id)) {
      if (end.aborted) throw new ProtocolError('unavailable')
      await other.ask()
      await Promise.race([other.freed, ended])
    }
    const { promise: freed, resolve: free } = Promise.withResolvers<void>()
    this.#held.set(id, { ask, freed, free })
  }
}
