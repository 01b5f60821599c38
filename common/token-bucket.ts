/** A token bucket: `burst` at once, `perSecond` in the long run. Times are in milliseconds. */
export class TokenBucket {
  readonly #perMs: number
  readonly #burst: number
  #tokens: number
  #at: number

  constructor(perSecond: number, burst: number, now: number = performance.now()) {
    this.#perMs = perSecond / 1_000
    this.#burst = burst
    this.#tokens = burst
    this.#at = now
  }

  /**
   * Takes tokens and returns 0; when there are too few it takes none and returns the milliseconds until there are
   * enough. Never ask for more than `burst`.
   */
  take(amount = 1, now: number = performance.now()): number {
    this.#refill(now)
    if (this.#tokens >= amount) {
      this.#tokens -= amount
      return 0
    }
    return Math.ceil((amount - this.#tokens) / this.#perMs)
  }

  /** Takes tokens for what is done already, even more than there are: later takers wait until the debt is paid. */
  spend(amount: number, now: number = performance.now()): void {
    this.#refill(now)
    this.#tokens -= amount
  }

  #refill(now: number): void {
    this.#tokens = Math.min(this.#burst, this.#tokens + Math.max(0, now - this.#at) * this.#perMs)
    this.#at = now
  }
}
