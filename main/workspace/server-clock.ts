import { type Cache, clockOffsetKey } from '../cache/api.ts'

/** Smaller differences are those of the network, and change nothing. */
const tolerance = 1_000

export interface ServerClockOptions {
  cache: Pick<Cache, 'meta' | 'setMeta'>
  /** The offset changed, milliseconds. */
  onChange: (offset: number) => void
  now?: () => number
}

/**
 * How far the server's clock is ahead of this device's, which may be wrong by any amount. It is kept in the cache, so
 * that it is known without a connection too.
 */
export class ServerClock {
  readonly #options: ServerClockOptions
  readonly #device: () => number
  #offset = 0

  constructor(options: ServerClockOptions) {
    this.#options = options
    this.#device = options.now ?? Date.now
  }

  /** Reads the offset of the last connection. */
  async start(): Promise<void> {
    const offset = Number((await this.#options.cache.meta(clockOffsetKey)) ?? 0)
    if (Number.isSafeInteger(offset) && offset !== 0) this.#take(offset)
  }

  /** The time of the server's clock, milliseconds. */
  now(): number {
    return this.#device() + this.#offset
  }

  /** The server's time came in an answer to a request that was sent at `askedAt` by this device's clock. */
  async heard(serverTime: number, askedAt: number): Promise<void> {
    const roundTrip = Math.max(0, this.#device() - askedAt)
    const offset = Math.round(serverTime - (askedAt + roundTrip / 2))
    if (Math.abs(offset - this.#offset) <= tolerance + roundTrip) return
    this.#take(offset)
    await this.#options.cache.setMeta(clockOffsetKey, String(offset))
  }

  #take(offset: number): void {
    this.#offset = offset
    this.#options.onChange(offset)
  }
}
