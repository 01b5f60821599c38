import { ProtocolError } from '@lianqun/protocol'
import { hash, verify } from '@node-rs/argon2'

/** Argon2id (this library's default) with OWASP's first choice: 19 MiB, two passes. It runs in libuv's threads. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** The stored form of a password. It is the same however a keyboard puts its characters together (NFC). */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFC'), cost)
}

const waitingSignIns = 500

/**
 * Checks passwords two at a time, so that a flood of sign-ins cannot use up the memory or all threads.
 * An unknown account takes as long as a known one.
 */
export class PasswordChecker {
  #running = 0
  readonly #waiting: (() => void)[] = []
  #decoy: Promise<string> | null = null

  /**
   * Calls `allow`, which may throw, before the check, and `failed` before the next check starts.
   * @throws unavailable when too many are waiting
   */
  async check(
    stored: string | null,
    password: string,
    { allow, failed }: { allow: () => void; failed: () => void },
  ): Promise<boolean> {
    if (this.#waiting.length >= waitingSignIns) throw new ProtocolError('unavailable')
    if (this.#running >= 2) await new Promise<void>(resolve => this.#waiting.push(resolve))
    else this.#running += 1
    try {
      allow()
      this.#decoy ??= hashPassword('nobody')
      const matches = await verify(stored ?? (await this.#decoy), password.normalize('NFC'))
      const passed = stored !== null && matches
      if (!passed) failed()
      return passed
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#running -= 1
    }
  }
}
