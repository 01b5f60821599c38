import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ProtocolError } from '@lianqun/protocol'
import type {
  CallArgs,
  CallResult,
  DesktopEvent,
  DesktopEventName,
  DeviceInfo,
  SessionNotice,
  SessionState,
} from '../../preload/contract.ts'
import { type Arrived, type Cache, CacheError } from '../cache/api.ts'
import { parseAddress, type WorkspaceAddress } from './address.ts'
import { DesktopError } from './errors.ts'
import { type SecretStore, SessionTokens, signIn } from './session.ts'
import { Workspace, type WorkspaceOptions } from './workspace.ts'

/** A workspace that runs on this machine for trying things out, and the account to try it with. */
export interface DemoWorkspace {
  address: string
  account: string
  password: string
  name: string
  latinName: string
  people: number
}

export interface AccountOptions {
  userDataDir: string
  secrets: SecretStore & {
    /** Whether the system keeps secrets for us. */
    available(): Promise<boolean>
    /** Whether the person, told of it, chose to go without. */
    plainAllowed(): boolean
    allowPlain(): void
  }
  remembered: { get(): { address: string; account: string }; set(value: { address: string; account: string }): void }
  openCache: (path: string, key: Uint8Array) => Promise<Cache>
  device: DeviceInfo
  demo: DemoWorkspace | null
  timings?: WorkspaceOptions['timings']
  emit: <N extends DesktopEventName>(name: N, payload: DesktopEvent<N>) => void
  onArrived: (arrived: Arrived[]) => void
  /** The session ended: whatever shows the account's data is to be closed and wiped. */
  onSignedOut: (accountKey: string) => Promise<void>
  log: (message: string, detail?: Record<string, unknown>) => void
}

const noticeOfFailure = {
  corrupt: 'cache_corrupt',
  newer: 'cache_newer',
  key: 'cache_key_lost',
  full: 'disk_full',
  io: 'cache_corrupt',
} as const satisfies Record<CacheError['failure'], SessionNotice>

/** Remembered in place of an address: the demo workspace, wherever it runs this time. */
const demoAddress = 'demo'

/** Who is signed in: from signed out over signing in to a running workspace, and back. */
export class Account {
  readonly #options: AccountOptions
  #workspace: Workspace | null = null
  /** Tokens of a session whose cache could not be opened. */
  #blocked: SessionTokens | null = null
  #phase: SessionState['phase'] = 'starting'
  #notice: SessionNotice | null = null
  #user: SessionState['user'] = null
  /** A sign-in that waits for the person's word on safe storage. */
  #waiting: CallArgs<'session.signIn'> | null = null

  constructor(options: AccountOptions) {
    this.#options = options
  }

  /** Goes on with the session of the last start, before any network. */
  async start(): Promise<void> {
    let tokens: SessionTokens | null
    try {
      tokens = await SessionTokens.load(this.#options.secrets)
    } catch (error) {
      this.#options.log('the session cannot be read', { error: String(error) })
      if (await this.#storageMissing()) this.#become('blocked', 'safe_storage_missing')
      else this.#become('signed-out', 'cache_key_lost')
      return
    }
    if (tokens === null) this.#become('signed-out', null)
    else await this.#enter(tokens)
  }

  /** Stops without signing out. */
  async stop(): Promise<void> {
    await this.#workspace?.stop()
    this.#workspace = null
  }

  get workspace(): Workspace | null {
    return this.#workspace
  }

  /** The running workspace. @throws DesktopError `signed_out` */
  require(): Workspace {
    if (this.#workspace === null) throw new DesktopError('signed_out', 'nobody is signed in')
    return this.#workspace
  }

  get state(): SessionState {
    const { remembered, demo } = this.#options
    const { address, account } = remembered.get()
    const tokens = this.#workspace?.tokens ?? this.#blocked
    return {
      phase: this.#phase,
      notice: this.#notice,
      user: this.#user,
      workspace:
        tokens === null
          ? null
          : {
              name: tokens.session.workspace.name,
              latinName: tokens.session.workspace.latinName,
              address: this.#workspace?.address.display ?? address,
            },
      lastAddress: address === demoAddress ? '' : address,
      lastAccount: address === demoAddress ? '' : account,
      demo: demo === null ? null : { name: demo.name, latinName: demo.latinName, people: demo.people },
    }
  }

  async signIn({ address, account, password }: CallArgs<'session.signIn'>): Promise<void> {
    if (this.#workspace !== null) throw new DesktopError('bad_arguments', 'somebody is signed in already')
    if (await this.#storageMissing()) {
      this.#waiting = { address, account, password }
      this.#become('blocked', 'safe_storage_missing')
      return
    }
    this.#waiting = null
    const where = this.#where(address)
    const session = await signIn(where, { account, password, device: this.#options.device }, this.#options.log)
    this.#options.remembered.set({ address: address === demoAddress ? demoAddress : where.display, account })
    await this.#enter(await SessionTokens.save(this.#options.secrets, session))
  }

  async signInDemo(): Promise<void> {
    const { demo } = this.#options
    if (demo === null) throw new DesktopError('bad_arguments', 'there is no demo workspace')
    await this.signIn({ address: demoAddress, account: demo.account, password: demo.password })
  }

  async signOut({ discardUnsent }: CallArgs<'session.signOut'>): Promise<CallResult<'session.signOut'>> {
    const workspace = this.require()
    const unsent = await workspace.cache.unsent()
    if (unsent > 0 && !discardUnsent) return { signedOut: false, unsent }
    await workspace.signOut()
    await this.#leave(workspace, true)
    this.#become('signed-out', 'signed_out')
    return { signedOut: true, unsent }
  }

  /** The way back from a blocked session. */
  async recover({ action }: CallArgs<'session.recover'>): Promise<void> {
    if (action === 'without_safe_storage') this.#options.secrets.allowPlain()
    const tokens = this.#blocked
    if (tokens === null) {
      const waiting = this.#waiting
      if (this.#phase !== 'blocked') return
      if (waiting === null) await this.start()
      else {
        this.#become('signed-out', null)
        await this.signIn(waiting)
      }
      return
    }
    if (action === 'reset_cache') await this.#setAside(tokens.accountKey)
    await this.#enter(tokens)
  }

  async #storageMissing(): Promise<boolean> {
    const { secrets } = this.#options
    return !(await secrets.available()) && !secrets.plainAllowed()
  }

  async #enter(tokens: SessionTokens): Promise<void> {
    const { remembered, openCache, emit, onArrived, log, timings } = this.#options
    const address = this.#where(remembered.get().address)
    let cache: Cache
    try {
      const folder = this.#folder(tokens.accountKey)
      await mkdir(folder, { recursive: true })
      const path = join(folder, 'cache.db')
      cache = await openCache(path, await this.#key(tokens.accountKey, existsSync(path)))
    } catch (error) {
      log('the cache cannot be opened', { error: String(error) })
      this.#blocked = tokens
      this.#become('blocked', error instanceof CacheError ? noticeOfFailure[error.failure] : 'cache_corrupt')
      return
    }
    cache.onFailure(failure => {
      log('the cache failed', { error: String(failure) })
      void this.#block(tokens, noticeOfFailure[failure.failure])
    })
    this.#blocked = null
    const workspace = new Workspace({
      address,
      tokens,
      cache,
      timings,
      emit,
      onArrived,
      log,
      onSessionEnded: reason => void this.#ended(workspace, reason),
    })
    this.#workspace = workspace
    await cache.setSelf(tokens.session.userId)
    this.#user = (await cache.self()) ?? { id: tokens.session.userId, name: '', latinName: '' }
    cache.onChange(change => {
      if (change.directory) void this.#refreshUser(cache)
    })
    await workspace.start()
    this.#become('signed-in', null)
  }

  /** The key of the cache: 32 random bytes, made once and kept in safe storage. @throws CacheError `key` when it is lost */
  async #key(accountKey: string, exists: boolean): Promise<Uint8Array> {
    const name = `cache-key:${accountKey}`
    let text: string | null
    try {
      text = await this.#options.secrets.get(name)
    } catch (error) {
      throw new CacheError('key', `the cache's key cannot be read: ${String(error)}`)
    }
    if (text !== null) return Buffer.from(text, 'base64')
    if (exists) throw new CacheError('key', "the cache's key is missing")
    const key = randomBytes(32)
    await this.#options.secrets.set(name, key.toString('base64'))
    return key
  }

  async #refreshUser(cache: Cache): Promise<void> {
    const user = await cache.self()
    if (user === null || cache !== this.#workspace?.cache) return
    if (user.name === this.#user?.name && user.latinName === this.#user.latinName) return
    this.#user = user
    this.#options.emit('session.changed', this.state)
  }

  async #ended(workspace: Workspace, reason: 'revoked' | 'expired' | 'account_disabled'): Promise<void> {
    if (workspace !== this.#workspace) return
    // What was written and not sent stays, encrypted, for the same account's next sign-in here.
    const keep = (await workspace.cache.unsent()) > 0
    await this.#leave(workspace, !keep)
    this.#become('signed-out', reason)
  }

  async #block(tokens: SessionTokens, notice: SessionNotice): Promise<void> {
    await this.#workspace
      ?.stop()
      .catch(error => this.#options.log('stopping after a cache failure', { error: String(error) }))
    this.#workspace = null
    this.#blocked = tokens
    this.#become('blocked', notice)
  }

  async #leave(workspace: Workspace, wipe: boolean): Promise<void> {
    this.#workspace = null
    const { accountKey } = workspace.tokens
    await workspace.tokens.forget()
    await workspace.stop()
    await this.#options.onSignedOut(accountKey)
    if (!wipe) return
    await rm(this.#folder(accountKey), { recursive: true, force: true })
    await this.#options.secrets.delete(`cache-key:${accountKey}`)
  }

  /** A cache that cannot be read is moved aside, not deleted: somebody may still have its key. */
  async #setAside(accountKey: string): Promise<void> {
    const folder = this.#folder(accountKey)
    if (existsSync(folder)) await rename(folder, `${folder}.broken-${Date.now()}`)
    await this.#options.secrets.delete(`cache-key:${accountKey}`)
  }

  #where(address: string): WorkspaceAddress {
    const { demo } = this.#options
    return parseAddress(address === demoAddress && demo !== null ? demo.address : address)
  }

  #folder(accountKey: string): string {
    return join(this.#options.userDataDir, 'workspaces', accountKey)
  }

  #become(phase: SessionState['phase'], notice: SessionNotice | null): void {
    this.#phase = phase
    this.#notice = notice
    if (phase === 'signed-out') {
      this.#user = null
      this.#blocked = null
    }
    this.#options.emit('session.changed', this.state)
  }
}

/** The code of an error that goes to the renderer. */
export function errorCode(error: unknown): { code: string; field?: string } {
  if (error instanceof ProtocolError)
    return { code: error.errorName, ...(error.field === undefined ? {} : { field: error.field }) }
  if (error instanceof DesktopError) return { code: error.code }
  if (error instanceof CacheError) return { code: error.failure === 'full' ? 'disk_full' : 'cache_failed' }
  return { code: 'internal' }
}
