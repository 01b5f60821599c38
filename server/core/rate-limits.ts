import { TokenBucket } from '../../common/token-bucket.ts'

/** Sets a key as the newest of a map, and removes the oldest beyond `capacity`. */
function remember<V>(map: Map<string, V>, key: string, value: V, capacity: number): void {
  map.delete(key)
  if (map.size >= capacity) {
    const oldest = map.keys().next().value
    if (oldest !== undefined) map.delete(oldest)
  }
  map.set(key, value)
}

/** One token bucket per key; the least recently used are removed beyond `capacity`. */
export class Buckets {
  readonly #perSecond: number
  readonly #burst: number
  readonly #capacity: number
  readonly #buckets = new Map<string, TokenBucket>()

  constructor(perSecond: number, burst: number, capacity = 50_000) {
    this.#perSecond = perSecond
    this.#burst = burst
    this.#capacity = capacity
  }

  /** Takes one token. Returns 0, or the milliseconds until a token is available. */
  take(key: string): number {
    const bucket = this.#buckets.get(key) ?? new TokenBucket(this.#perSecond, this.#burst)
    remember(this.#buckets, key, bucket, this.#capacity)
    return bucket.take()
  }
}

/** Counts failures per key within a window; the oldest keys are removed beyond `capacity`. */
export class Failures {
  readonly #most: number
  readonly #windowMs: number
  readonly #capacity: number
  readonly #counts = new Map<string, { count: number; until: number }>()

  constructor(most: number, windowMs: number, capacity = 50_000) {
    this.#most = most
    this.#windowMs = windowMs
    this.#capacity = capacity
  }

  /** Milliseconds until the next attempt is allowed; 0 when it is allowed now. */
  wait(key: string, now: number = Date.now()): number {
    const entry = this.#counts.get(key)
    return entry && entry.count >= this.#most ? Math.max(0, entry.until - now) : 0
  }

  /** Counts a failure. */
  add(key: string, now: number = Date.now()): void {
    const entry = this.#counts.get(key)
    if (entry && entry.until > now) entry.count += 1
    else remember(this.#counts, key, { count: 1, until: now + this.#windowMs }, this.#capacity)
  }
}
