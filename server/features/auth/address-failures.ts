import { networksAround } from '../../core/gateway/address.ts'
import { Failures } from '../../core/rate-limits.ts'

/** How many failures of an address, and of the networks around it, are allowed within `authWindowMs`. */
export interface AddressLimits {
  authAttemptsPerAddress: number
  authAttemptsPerHousehold: number
  authAttemptsPerSite: number
  authWindowMs: number
}

/**
 * Counts failures per address, and per IPv6 network: who has a /56 or a /48 has hundreds or thousands of addresses that
 * each would count for itself.
 */
export class AddressFailures {
  readonly #addresses: Failures
  readonly #households: Failures
  readonly #sites: Failures

  constructor(limits: AddressLimits) {
    this.#addresses = new Failures(limits.authAttemptsPerAddress, limits.authWindowMs)
    this.#households = new Failures(limits.authAttemptsPerHousehold, limits.authWindowMs)
    this.#sites = new Failures(limits.authAttemptsPerSite, limits.authWindowMs)
  }

  /** Milliseconds until the next attempt is allowed; 0 when it is allowed now. */
  wait(address: string): number {
    const around = networksAround(address)
    const own = this.#addresses.wait(address)
    return around ? Math.max(own, this.#households.wait(around.household), this.#sites.wait(around.site)) : own
  }

  /** Counts a failure. */
  add(address: string): void {
    this.#addresses.add(address)
    const around = networksAround(address)
    if (!around) return
    this.#households.add(around.household)
    this.#sites.add(around.site)
  }
}
