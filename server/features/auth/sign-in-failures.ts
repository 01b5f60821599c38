import { Failures } from '../../core/rate-limits.ts'

/** Who tries to sign in. `device`: one on which this account has signed in before; null for any other. */
export interface Attempt {
  account: string
  address: string
  device: string | null
}

/**
 * Counts failed sign-ins per account and address, per account, and per address. A device that is known counts for
 * itself: the guesses of strangers, in whatever number, do not lock a person out there.
 */
export class SignInFailures {
  readonly #limits: readonly Failures[]
  readonly #ofDevices: Failures

  constructor(limits: {
    authAttempts: number
    authAttemptsPerAccount: number
    authAttemptsPerAddress: number
    authWindowMs: number
  }) {
    this.#limits = [limits.authAttempts, limits.authAttemptsPerAccount, limits.authAttemptsPerAddress].map(
      most => new Failures(most, limits.authWindowMs),
    )
    this.#ofDevices = new Failures(limits.authAttempts, limits.authWindowMs)
  }

  /** Milliseconds until the attempt may be made; 0 when it may now. */
  wait(attempt: Attempt): number {
    if (attempt.device !== null) return this.#ofDevices.wait(deviceKey(attempt))
    const keys = keysOf(attempt)
    return Math.max(...this.#limits.map((failures, i) => failures.wait(keys[i] ?? '')))
  }

  add(attempt: Attempt): void {
    if (attempt.device !== null) {
      this.#ofDevices.add(deviceKey(attempt))
      return
    }
    const keys = keysOf(attempt)
    for (const [i, failures] of this.#limits.entries()) failures.add(keys[i] ?? '')
  }
}

function keysOf({ account, address }: Attempt): readonly string[] {
  return [`${address} ${account}`, account, address]
}

function deviceKey({ account, device }: Attempt): string {
  return `${device} ${account}`
}
