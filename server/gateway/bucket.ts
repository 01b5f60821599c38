/** A token bucket: `burst` at once, `perSecond` in the long run. */
export class Bucket {
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

  /** Takes one token: 0, or the milliseconds until there is one. */
  take(now: number = performance.now()): number {
    this.#tokens = Math.min(this.#burst, this.#tokens + (now - this.#at) * this.#perMs)
    this.#at = now
    if (this.#tokens >= 1) {
      this.#tokens -= 1
      return 0
    }
    return Math.ceil((1 - this.#tokens) / this.#perMs)
  }
}

/** Counts attempts by key within a window; the oldest keys are forgotten beyond `capacity`. */
export class Attempts {
  readonly #most: number
  readonly #windowMs: number
  readonly #capacity: number
  readonly #counts = new Map<string, { count: number; until: number }>()

  constructor(most: number, windowMs: number, capacity = 50_000) {
    this.#most = most
    this.#windowMs = windowMs
    this.#capacity = capacity
  }

  /** Counts an attempt before its outcome is known: 0, or the milliseconds until the next is allowed. */
  begin(key: string, now: number = Date.now()): number {
    const entry = this.#counts.get(key)
    if (!entry || entry.until <= now) {
      this.#counts.delete(key)
      if (this.#counts.size >= this.#capacity) {
        const oldest = this.#counts.keys().next().value
        if (oldest !== undefined) this.#counts.delete(oldest)
      }
      this.#counts.set(key, { count: 1, until: now + this.#windowMs })
      return 0
    }
    if (entry.count >= this.#most) return entry.until - now
    entry.count += 1
    return 0
  }

  /** Takes back an attempt that succeeded. */
  succeeded(key: string): void {
    const entry = this.#counts.get(key)
    if (entry && entry.count > 0) entry.count -= 1
  }
}
