import { ProtocolError, limits as protocolLimits } from '@lianqun/protocol'
import { TokenBucket } from '../../../common/token-bucket.ts'
import { type Metrics, noMetrics } from '../../metrics/metrics.ts'
import type { ServerLimits } from '../../options.ts'
import { Buckets, requireTokens } from '../rate-limits.ts'

/**
 * Who may come in when: to come in costs a server far more than to be there. A herd is let in as fast as the server can
 * take it, and each of the others is told a time of its own to come back at.
 *
 * Only who shows genuine credentials takes an admission, so strangers use up none, whatever they open; a session has its
 * share, so one person does not either. A newcomer is refused before the handshake while none is left.
 */
export class Admissions {
  readonly #limits: ServerLimits
  readonly #metrics: Metrics
  readonly #bucket: TokenBucket
  readonly #sessions: Buckets
  /** The number of open sockets; the gateway counts them. */
  sockets = 0

  constructor(limits: ServerLimits, metrics: Metrics = noMetrics) {
    this.#limits = limits
    this.#metrics = metrics
    this.#bucket = new TokenBucket(limits.admissionsPerSecond, limits.admissionBurst)
    this.#sessions = new Buckets(limits.sessionAdmissionsPerSecond, limits.sessionAdmissionBurst)
  }

  /** 0: somebody may open a socket now. Otherwise the milliseconds after which to try again. */
  openingWait(): number {
    if (!this.#limits.rate || this.#bucket.wait() === 0) return 0
    return this.#refuse()
  }

  /** When one that is refused should come again. */
  #refuse(): number {
    this.#metrics.admissionRefused()
    return this.#bucket.comeAgain(protocolLimits.returnMs)
  }

  /** Lets a session in whose token is genuine, before that costs more. @throws unavailable, rate_limited */
  admit(sessionId: string): void {
    if (!this.#limits.rate) return
    requireTokens(this.#sessions.take(sessionId))
    if (this.#bucket.take() === 0) return
    throw new ProtocolError('unavailable', { retryAfterMs: this.#refuse() })
  }

  /** Counts somebody who came in by a password. They waited for its check, and are not sent away: others wait longer. */
  admitted(): void {
    if (this.#limits.rate) this.#bucket.spend(1)
  }

  /** Milliseconds over which the clients come back after a planned end; 0 when there are few. */
  get returnWithinMs(): number {
    return this.#window(this.#limits.returnSocketsPerSecond, protocolLimits.returnMs)
  }

  /** The same after a crash. It is shorter, as a broken line may be the client's own. */
  get reconnectWithinMs(): number {
    return this.#window(this.#limits.reconnectSocketsPerSecond, this.#limits.reconnectMs)
  }

  #window(perSecond: number, most: number): number {
    const waiting = Math.max(0, this.sockets - this.#limits.returnAtOnce)
    return Math.min(most, Math.round((waiting / perSecond) * 1_000))
  }
}
