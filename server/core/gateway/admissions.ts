import { limits as protocolLimits } from '@lianqun/protocol'
import type { ServerLimits } from '../../options.ts'

/** Who may come in when: to come back costs a server far more than to be there. */
export class Admissions {
  readonly #limits: ServerLimits
  /** The number of open sockets; the gateway counts them. */
  sockets = 0

  constructor(limits: ServerLimits) {
    this.#limits = limits
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
