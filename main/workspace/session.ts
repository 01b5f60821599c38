import { type Result, type Session, sessionSchema } from '@lianqun/protocol'
import { z } from 'zod'
import type { DeviceInfo } from '../../preload/contract/index.ts'
import { accountBase, accountKeyPattern } from './account-key.ts'
import type { WorkspaceAddress } from './address.ts'
import { Connection, type Request } from './connection.ts'
import { DesktopError } from './errors.ts'
import type { Transport } from './transport/transport.ts'

/**
 * Safe storage of secrets. `get` returns null for a name that was never set, and throws for one that cannot be read.
 */
export interface SecretStore {
  get(name: string): Promise<string | null>
  /** @param protection `optional` for a secret that is worth nothing to others: it is stored plainly if need be */
  set(name: string, value: string, protection?: 'required' | 'optional'): Promise<void>
  /** Gives another name to the same secret too, without reading it. */
  copy(from: string, to: string): Promise<void>
  delete(name: string): Promise<void>
}

/** Remembered instead of an address for the demo workspace, whose address differs at each start. */
export const demoAddress = 'demo'

const sessionSecret = 'session'
/** An access token is not used in this time before it expires, milliseconds. */
const marginMs = 30_000

/** The session, its workspace's address and the key of its account, which sessions of earlier versions lack. */
const storedSchema = sessionSchema.and(
  z.object({ address: z.string().optional(), accountKey: z.string().regex(accountKeyPattern).optional() }),
)

/** A user's session with one workspace. Its tokens are in safe storage, and renewed before they expire. */
export class SessionTokens {
  readonly #secrets: SecretStore
  /** The workspace's address, or null for a session of an earlier version. */
  readonly address: string | null
  /** Identifies the account on this machine: in the folder of its cache and the partitions of its mini-apps. */
  readonly accountKey: string
  #session: Session
  #renewing: Promise<void> | null = null

  private constructor(secrets: SecretStore, session: Session, address: string | null, accountKey: string) {
    this.#secrets = secrets
    this.#session = session
    this.address = address
    this.accountKey = accountKey
  }

  /** The stored session, or null. @throws when it cannot be read or is invalid */
  static async load(secrets: SecretStore): Promise<SessionTokens | null> {
    const text = await secrets.get(sessionSecret)
    if (text === null) return null
    const session = storedSchema.parse(JSON.parse(text))
    return new SessionTokens(secrets, session, session.address ?? null, session.accountKey ?? accountBase(session))
  }

  static async save(
    secrets: SecretStore,
    session: Session,
    address: string | null = null,
    accountKey = accountBase(session),
  ): Promise<SessionTokens> {
    const tokens = SessionTokens.unsaved(secrets, session, address, accountKey)
    await tokens.save()
    return tokens
  }

  /** A session that is not in safe storage until `save`, or until its tokens are renewed. */
  static unsaved(secrets: SecretStore, session: Session, address: string | null, accountKey: string): SessionTokens {
    return new SessionTokens(secrets, session, address, accountKey)
  }

  /** @throws SafeStorageUnavailable */
  save(): Promise<void> {
    return this.#store(this.#session)
  }

  /** Deletes the stored session, even if it cannot be read. */
  static async forget(secrets: SecretStore): Promise<void> {
    await secrets.delete(sessionSecret)
  }

  get session(): Session {
    return this.#session
  }

  /** What the demo's session opens is on this machine anyway. */
  get protection(): 'required' | 'optional' {
    return this.address === demoAddress ? 'optional' : 'required'
  }

  /** Signs a new socket in, with a new pair of tokens if the access token has expired. */
  async authenticate(request: Request): Promise<void> {
    if (this.#session.accessExpiresAt > Date.now() + marginMs) {
      try {
        await request('auth.resume', { accessToken: this.#session.accessToken })
        return
      } catch (error) {
        if (!(error instanceof Error && 'errorName' in error && error.errorName === 'token_expired')) throw error
      }
    }
    await this.#renew(request)
  }

  /** An access token for HTTP, which is renewed over the socket; `refused` is one that the server did not take. */
  async accessToken(request: Request, refused?: string): Promise<string> {
    const { accessToken, accessExpiresAt } = this.#session
    if (accessToken === refused || accessExpiresAt <= Date.now() + marginMs) await this.#renew(request)
    return this.#session.accessToken
  }

  /** Gets a new pair of tokens; those who ask at the same time share it. */
  #renew(request: Request): Promise<void> {
    this.#renewing ??= (async () => {
      const session = await request('auth.refresh', { refreshToken: this.#session.refreshToken })
      // Stored before it is used: the server accepts the old token until the new one has been used.
      await this.#store(session)
      this.#session = session
    })().finally(() => {
      this.#renewing = null
    })
    return this.#renewing
  }

  async #store(session: Session): Promise<void> {
    const address = this.address === null ? {} : { address: this.address }
    const text = JSON.stringify({ ...session, ...address, accountKey: this.accountKey })
    await this.#secrets.set(sessionSecret, text, this.protection)
  }
}

/**
 * Signs in over a separate connection.
 * @throws DesktopError when the workspace was not reached; ProtocolError when it refused
 */
export function signIn(
  address: WorkspaceAddress,
  params: { account: string; password: string; device: DeviceInfo },
  transport: Transport,
  log: (message: string) => void,
): Promise<Result<'auth.signIn'>> {
  return once(address, request => request('auth.signIn', params), transport, log)
}

/**
 * Ends a session on the server over a separate connection.
 * @throws DesktopError when the workspace was not reached; ProtocolError when it refused
 */
export async function endSession(
  address: WorkspaceAddress,
  tokens: SessionTokens,
  transport: Transport,
  log: (message: string) => void,
): Promise<void> {
  await once(
    address,
    async request => {
      await tokens.authenticate(request)
      await request('auth.signOut', {})
    },
    transport,
    log,
  )
}

/** Performs one operation over a separate connection. */
function once<T>(
  address: WorkspaceAddress,
  act: (request: Request) => Promise<T>,
  transport: Transport,
  log: (message: string) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let done = false
    const finish = (settle: () => void): void => {
      if (done) return
      done = true
      connection.stop()
      settle()
    }
    const connection: Connection = new Connection({
      url: address.socketUrl,
      transport,
      authenticate: async request => {
        try {
          const value = await act(request)
          finish(() => resolve(value))
        } catch (error) {
          finish(() => reject(error instanceof Error ? error : new DesktopError('unreachable', String(error))))
        }
      },
      onReady: async () => {},
      onStatus: status => {
        if (status.status === 'offline') finish(() => reject(status.error))
      },
      onEvent: () => {},
      onSessionEnded: error => finish(() => reject(error)),
      heartbeat: async () => {},
      log,
    })
    connection.start()
  })
}
