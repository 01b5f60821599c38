/** A token bucket: `burst` at once, `perSecond` in the long run. Times are in milliseconds. */
export class TokenBucket {
  readonly #perMs: number
  readonly #burst: number
  #tokens: number
  #at: number
  /** Up to when those who were refused are told to come back. */
  #promised = 0

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
    const wait = this.wait(amount, now)
    if (wait === 0) this.#tokens -= amount
    return wait
  }

  /** Milliseconds until there are enough tokens; takes none. */
  wait(amount = 1, now: number = performance.now()): number {
    this.#refill(now)
    return this.#tokens >= amount ? 0 : Math.ceil((amount - this.#tokens) / this.#perMs)
  }

  /**
   * Milliseconds, at most `most`, after which one that is refused should come again. Each is told a later time than the
   * one before, as far apart as tokens come: told the same, all would come again at once, and most be refused again.
   */
  comeAgain(most: number, now: number = performance.now()): number {
    const next = Math.max(this.#promised + 1 / this.#perMs, now + this.wait(1, now))
    this.#promised = Math.min(next, now + most)
    // The difference of two fractions may be above `most` by a hair.
    return Math.min(most, Math.ceil(this.#promised - now))
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
