import { Failures } from '../../core/rate-limits.ts'
import { AddressFailures, type AddressLimits } from './address-failures.ts'

/** Who tries to sign in. `device`: one on which this account has signed in before; null for any other. */
export interface Attempt {
  account: string
  address: string
  device: string | null
}

/**
 * Counts failed sign-ins per account and address, per account, and per address with the networks around it. A device
 * that is known counts for itself: the guesses of strangers, in whatever number, do not lock a person out there.
 */
export class SignInFailures {
  readonly #pairs: Failures
  readonly #accounts: Failures
  readonly #addresses: AddressFailures
  readonly #devices: Failures

  constructor(limits: AddressLimits & { authAttempts: number; authAttemptsPerAccount: number }) {
    this.#pairs = new Failures(limits.authAttempts, limits.authWindowMs)
    this.#accounts = new Failures(limits.authAttemptsPerAccount, limits.authWindowMs)
    this.#addresses = new AddressFailures(limits)
    this.#devices = new Failures(limits.authAttempts, limits.authWindowMs)
  }

  /** Milliseconds until the attempt may be made; 0 when it may now. */
  wait({ account, address, device }: Attempt): number {
    if (device !== null) return this.#devices.wait(`${device} ${account}`)
    return Math.max(
      this.#pairs.wait(`${address} ${account}`),
      this.#accounts.wait(account),
      this.#addresses.wait(address),
    )
  }

  add({ account, address, device }: Attempt): void {
    if (device !== null) {
      this.#devices.add(`${device} ${account}`)
      return
    }
    this.#pairs.add(`${address} ${account}`)
    this.#accounts.add(account)
    this.#addresses.add(address)
  }
}
