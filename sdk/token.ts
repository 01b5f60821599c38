import type { BridgeToken } from '../preload/bridge/index.ts'

/** How long before its expiry a token is renewed, in milliseconds, so that it does not expire during a request. */
export const renewAhead = 60_000

/** Keeps one token and renews it in time; concurrent callers share a renewal. */
export class TokenKeeper {
  readonly #ask: () => Promise<BridgeToken>
  readonly #now: () => number
  #token: BridgeToken | null = null
  #asking: Promise<BridgeToken> | null = null

  constructor(ask: () => Promise<BridgeToken>, now: () => number = Date.now) {
    this.#ask = ask
    this.#now = now
  }

  /** A token that is valid for longer than `renewAhead`. */
  get(): Promise<BridgeToken> {
    if (this.#token && this.#token.expiresAt - this.#now() > renewAhead) return Promise.resolve(this.#token)
    return this.#renew()
  }

  /** A token other than `refused`, which the server rejected. */
  replace(refused: BridgeToken): Promise<BridgeToken> {
    if (this.#token === refused) this.#token = null
    return this.get()
  }

  #renew(): Promise<BridgeToken> {
    this.#asking ??= this.#ask()
      .then(token => {
        this.#token = token
        return token
      })
      .finally(() => {
        this.#asking = null
      })
    return this.#asking
  }
}
