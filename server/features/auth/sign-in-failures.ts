import { Failures } from '../../core/rate-limits.ts'

/** Counts failed sign-ins per account and address, per account, and per address. */
export class SignInFailures {
  readonly #limits: readonly Failures[]

  constructor(limits: {
    authAttempts: number
    authAttemptsPerAccount: number
    authAttemptsPerAddress: number
    authWindowMs: number
  }) {
    this.#limits = [limits.authAttempts, limits.authAttemptsPerAccount, limits.authAttemptsPerAddress].map(
      most => new Failures(most, limits.authWindowMs),
    )
  }

  /** Milliseconds until `address` may try `account` again; 0 when it may now. */
  wait(account: string, address: string): number {
    const keys = keysOf(account, address)
    return Math.max(...this.#limits.map((failures, i) => failures.wait(keys[i] ?? '')))
  }

  add(account: string, address: string): void {
    const keys = keysOf(account, address)
    for (const [i, failures] of this.#limits.entries()) failures.add(keys[i] ?? '')
  }
}

function keysOf(account: string, address: string): readonly string[] {
  return [`${address} ${account}`, account, address]
}
