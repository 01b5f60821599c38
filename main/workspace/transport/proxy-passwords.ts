import { createHash } from 'node:crypto'
import type { Log } from '../../log.ts'
import type { SecretStore } from '../session.ts'

export interface Credentials {
  account: string
  password: string
}

/** What is asked of a person. `rejected`: the proxy did not take the last answer. */
export interface ProxyChallenge {
  proxy: string
  realm: string
  /** Of the last answer; else empty. */
  account: string
  rejected: boolean
}

/** The answer of a person; null when they decline. */
export type ProxyReply = (Credentials & { remember: boolean }) | null

/**
 * Account and password for each proxy: in memory, and in safe storage if the person wants. One question a proxy at a
 * time; one that was declined is not repeated until `allowQuestions`.
 */
export class ProxyPasswords {
  readonly #ask: (challenge: ProxyChallenge) => Promise<ProxyReply>
  readonly #secrets: SecretStore | null
  readonly #log: Log
  readonly #known = new Map<string, Credentials>()
  readonly #asking = new Map<string, Promise<Credentials | null>>()
  readonly #declined = new Set<string>()

  constructor(options: {
    ask: (challenge: ProxyChallenge) => Promise<ProxyReply>
    secrets: SecretStore | null
    log: Log
  }) {
    this.#ask = options.ask
    this.#secrets = options.secrets
    this.#log = options.log
  }

  /** What the proxy took, or was given, last. */
  known(proxy: string): Credentials | null {
    return this.#known.get(proxy) ?? null
  }

  /** Asks again where a person has declined. */
  allowQuestions(): void {
    this.#declined.clear()
  }

  /**
   * Other credentials than `refused`, which the proxy did not take (null: none were given): the stored ones, or those
   * that the person enters. Null when they decline.
   */
  other(proxy: string, realm: string, refused: Credentials | null): Promise<Credentials | null> {
    const asking = this.#asking.get(proxy)
    if (asking !== undefined) return asking
    const known = this.#known.get(proxy)
    if (known !== undefined && !same(known, refused)) return Promise.resolve(known)
    const found = this.#find(proxy, realm, refused).finally(() => this.#asking.delete(proxy))
    this.#asking.set(proxy, found)
    return found
  }

  async #find(proxy: string, realm: string, refused: Credentials | null): Promise<Credentials | null> {
    this.#known.delete(proxy)
    const stored = await this.#stored(proxy)
    if (stored !== null && !same(stored, refused)) return this.#keep(proxy, stored)
    if (stored !== null) await this.#store(proxy, null)
    if (this.#declined.has(proxy)) return null
    const account = refused?.account ?? ''
    const reply = await this.#ask({ proxy, realm, account, rejected: refused !== null })
    if (reply === null) {
      this.#declined.add(proxy)
      return null
    }
    const credentials = { account: reply.account, password: reply.password }
    if (reply.remember) await this.#store(proxy, credentials)
    return this.#keep(proxy, credentials)
  }

  #keep(proxy: string, credentials: Credentials): Credentials {
    this.#known.set(proxy, credentials)
    return credentials
  }

  async #stored(proxy: string): Promise<Credentials | null> {
    try {
      const text = (await this.#secrets?.get(secretName(proxy))) ?? null
      if (text === null) return null
      const { account, password } = JSON.parse(text) as Partial<Credentials>
      return typeof account === 'string' && typeof password === 'string' ? { account, password } : null
    } catch (error) {
      this.#log('the stored password of a proxy cannot be read', { error: String(error) })
      return null
    }
  }

  async #store(proxy: string, credentials: Credentials | null): Promise<void> {
    try {
      if (credentials === null) await this.#secrets?.delete(secretName(proxy))
      else await this.#secrets?.set(secretName(proxy), JSON.stringify(credentials))
    } catch (error) {
      this.#log('the password of a proxy cannot be stored', { error: String(error) })
    }
  }
}

/** Without the dots of an address, which the file of secrets would take for a path. */
function secretName(proxy: string): string {
  return `proxy:${createHash('sha256').update(proxy).digest('hex').slice(0, 24)}`
}

function same(one: Credentials, other: Credentials | null): boolean {
  return one.account === other?.account && one.password === other.password
}
