import { ProtocolError } from '@lianqun/protocol'
import { TokenBucket } from '../../common/token-bucket.ts'
import type { ServerLimits } from '../options.ts'

/** Sets a key as the newest of a map, and removes the oldest beyond `capacity`. */
export function remember<V>(map: Map<string, V>, key: string, value: V, capacity: number): void {
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

  /** The bucket of a key. */
  of(key: string): TokenBucket {
    const bucket = this.#buckets.get(key) ?? new TokenBucket(this.#perSecond, this.#burst)
    remember(this.#buckets, key, bucket, this.#capacity)
    return bucket
  }

  /** Takes tokens, at most the burst. Returns 0, or the milliseconds until there are enough. */
  take(key: string, amount = 1): number {
    return this.of(key).take(Math.min(amount, this.#burst))
  }
}

/** How much somebody may send; a request, a frame and a byte each take one. */
export interface Sending {
  requests: TokenBucket
  frames: TokenBucket
  bytes: TokenBucket
}

/** What one person may cost the server, over all of their connections. Without `limits.rate` it costs nothing. */
export class PersonLimits {
  readonly #limited: boolean
  readonly #requests: Buckets
  readonly #frames: Buckets
  readonly #bytes: Buckets
  readonly #rows: Buckets
  readonly #memberChanges: Buckets
  readonly #changes: Buckets
  readonly #links: Buckets
  readonly #watches: Buckets
  readonly #translations: Buckets
  readonly #hooks: Buckets

  constructor(limits: ServerLimits) {
    this.#limited = limits.rate
    this.#requests = new Buckets(limits.requestsPerSecond, limits.requestBurst)
    this.#frames = new Buckets(limits.framesPerSecond, limits.frameBurst)
    this.#bytes = new Buckets(limits.bytesPerSecond, limits.byteBurst)
    this.#rows = new Buckets(limits.rowsPerSecond, limits.rowBurst)
    this.#links = new Buckets(limits.linksPerSecond, limits.linkBurst)
    this.#changes = new Buckets(limits.changedCharsPerSecond, limits.changedCharBurst)
    this.#watches = new Buckets(limits.watchesPerSecond, limits.watchBurst)
    this.#translations = new Buckets(limits.translationsPerSecond, limits.translationBurst)
    this.#hooks = new Buckets(limits.hookRequestsPerSecond, limits.hookRequestBurst)
    this.#memberChanges = new Buckets(limits.memberChangesPerSecond, limits.memberChangeBurst)
  }

  /** What a person may send. */
  sending(userId: string): Sending {
    return { requests: this.#requests.of(userId), frames: this.#frames.of(userId), bytes: this.#bytes.of(userId) }
  }

  /**
   * Reads a page and counts its rows: how many there are is known afterwards, so the next page waits instead.
   * @throws rate_limited
   */
  async page<T>(userId: string, read: () => Promise<T>, rowsOf: (page: T) => number): Promise<T> {
    if (!this.#limited) return read()
    const bucket = this.#rows.of(userId)
    requireTokens(bucket.take())
    const page = await read()
    bucket.spend(rowsOf(page))
    return page
  }

  /**
   * Changes a message, which others are sent whole, and counts its characters: how many there are is known afterwards,
   * so the next change waits instead. @throws rate_limited
   */
  async change<T>(userId: string, work: () => Promise<T>): Promise<T> {
    if (!this.#limited) return work()
    const bucket = this.#changes.of(userId)
    requireTokens(bucket.take())
    const changed = await work()
    bucket.spend(JSON.stringify(changed).length)
    return changed
  }

  /** Counts a look at the link of a group, or a try to join by it. @throws rate_limited */
  useLink(userId: string): void {
    if (this.#limited) requireTokens(this.#links.take(userId))
  }

  /** Counts a list of people to watch, or a report of one's own presence. @throws rate_limited */
  watch(userId: string): void {
    if (this.#limited) requireTokens(this.#watches.take(userId))
  }

  /** Counts a message that is translated. @throws rate_limited */
  translate(userId: string): void {
    if (this.#limited) requireTokens(this.#translations.take(userId))
  }

  /** Counts a change of a hook, a payload that is tried out, or a delivery that is sent again. @throws rate_limited */
  useHook(userId: string): void {
    if (this.#limited) requireTokens(this.#hooks.take(userId))
  }

  /** Counts members that a request adds or removes. @throws rate_limited */
  changeMembers(userId: string, members: number): void {
    if (this.#limited) requireTokens(this.#memberChanges.take(userId, members))
  }
}

/** Refuses what has to wait so many milliseconds. @throws rate_limited unless it is 0 */
export function requireTokens(wait: number): void {
  if (wait > 0) throw new ProtocolError('rate_limited', { retryAfterMs: wait })
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
