import { parseAddress, type WorkspaceAddress } from './address.ts'
import type { DemoWorkspace } from './demo.ts'
import { DesktopError } from './errors.ts'
import { demoAddress, type SessionTokens } from './session.ts'

/** The address and account of the last sign-in, as they were typed. */
export interface LastSignIn {
  get(): { address: string; account: string }
  set(value: { address: string; account: string }): void
}

/** Where the workspace of a session is: at the address that was typed, or where the demo workspace runs today. */
export class AccountAddress {
  readonly #remembered: LastSignIn
  readonly #demo: DemoWorkspace | null

  constructor({ remembered, demo }: { remembered: LastSignIn; demo: DemoWorkspace | null }) {
    this.#remembered = remembered
    this.#demo = demo
  }

  /** What the form of a sign-in begins with; empty after the demo. */
  get typed(): { address: string; account: string } {
    const { address, account } = this.#remembered.get()
    return address === demoAddress ? { address: '', account: '' } : { address, account }
  }

  /** The address of the last workspace; empty when there is none. */
  get last(): string {
    const { address } = this.#remembered.get()
    return address === demoAddress ? (this.#demo?.address ?? '') : address
  }

  /** The origin of the last workspace; null when there is none. */
  get lastOrigin(): string | null {
    const { address } = this.#remembered.get()
    if (address === demoAddress) return demoAddress
    try {
      return parseAddress(address).httpOrigin
    } catch {
      return null
    }
  }

  /**
   * The address of a session's workspace.
   * @throws DesktopError `bad_address` when it is unknown, or its demo workspace is not running
   */
  of(tokens: SessionTokens): WorkspaceAddress {
    const address = this.#stored(tokens)
    if (address !== demoAddress) return parseAddress(address)
    if (this.#demo === null) throw new DesktopError('bad_address', 'the demo workspace is not running')
    return parseAddress(this.#demo.address)
  }

  /** The origin to which the files of a session belong. @throws as `of` does */
  originOf(tokens: SessionTokens): string {
    return this.#stored(tokens) === demoAddress ? demoAddress : this.of(tokens).httpOrigin
  }

  #stored(tokens: SessionTokens): string {
    return tokens.address ?? this.#remembered.get().address
  }
}

/** An origin as it is shown; null where it is not known. */
export function displayOf(origin: string | null): string | null {
  return origin === null || origin === demoAddress ? origin : parseAddress(origin).display
}
