import { remember } from '../../core/rate-limits.ts'

/** How much may come within a time. `blockMs`: for how long nothing is taken once it was more. */
export interface Rate {
  most: number
  withinMs: number
  blockMs?: number
}

/**
 * Counts what came within the last so many milliseconds, by keys: as the vendors count, who take 20 within a minute and
 * not one every three seconds. The least recently used keys are forgotten beyond `capacity`.
 */
export class Windows {
  readonly #times = new Map<string, number[]>()
  readonly #blocked = new Map<string, number>()
  readonly #capacity: number

  constructor(capacity = 10_000) {
    this.#capacity = capacity
  }

  /** Counts one at `now`. Returns 0, or the milliseconds until one more may come; that one is not counted. */
  take(key: string, { most, withinMs, blockMs }: Rate, now: number): number {
    const until = this.#blocked.get(key)
    if (until !== undefined && until > now) return until - now
    const times = (this.#times.get(key) ?? []).filter(at => at > now - withinMs)
    const [first = now] = times
    remember(this.#times, key, times, this.#capacity)
    if (times.length < most) {
      times.push(now)
      return 0
    }
    if (blockMs === undefined) return first + withinMs - now
    remember(this.#blocked, key, now + blockMs, this.#capacity)
    return blockMs
  }
}
