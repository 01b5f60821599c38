import { entityNames, ProtocolError, protocolVersion } from '@lianqun/protocol'
import type {
  CallArgs,
  CallResult,
  DesktopEvent,
  DesktopEventName,
  DeviceInfo,
  SessionNotice,
  SessionState,
} from '../../preload/contract/index.ts'
import { type Cache, CacheError } from '../cache/api.ts'
import { AccountFiles, type AccountFilesOptions } from './account-files.ts'
import { parseAddress, type WorkspaceAddress } from './address.ts'
import { DesktopError } from './errors.ts'
import { endSession, SessionTokens, signIn } from './session.ts'
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

export interface AccountOptions extends AccountFilesOptions {
  secrets: AccountFilesOptions['secrets'] & {
    /** Whether the system keeps secrets for us. */
    available(): Promise<boolean>
    /** Whether the person, told of it, chose to go without. */
    plainAllowed(): boolean
    allowPlain(): void
  }
  remembered: { get(): { address: string; account: string }; set(value: { address: string; account: string }): void }
  device: DeviceInfo
  /** What a cache passed over is read again by the first later version that opens it. */
  appVersion: string
  demo: DemoWorkspace | null
  timings?: WorkspaceOptions['timings']
  emit: <N extends DesktopEventName>(name: N, payload: DesktopEvent<N>) => void
  notifier: WorkspaceOptions['notifier']
  /** The session ended: whatever shows the account's data is to be closed and wiped. */
  onSignedOut: (accountKey: string) => Promise<void>
  /** A cache was given up, and some of what was unsent in it could not be read. */
  onUnsentLost: () => void
}

const noticeOfFailure = {
  corrupt: 'cache_corrupt',
  newer: 'cache_newer',
  key: 'cache_key_lost',
  full: 'disk_full',
  io: 'cache_unavailable',
} as const satisfies Record<CacheError['failure'], SessionNotice>

/** Remembered in place of an address: the demo workspace, wherever it runs this time. */
const demoAddress = 'demo'

/** Who is signed in: from signed out over signing in to a running workspace, and back. */
export class Account {
  readonly #options: AccountOptions
  readonly #files: AccountFiles
  #workspace: Workspace | null = null
  /** Tokens of a session whose cache could not be opened. */
  #blocked: SessionTokens | null = null
  #phase: SessionState['phase'] = 'starting'
  #notice: SessionNotice | null = null
  #user: SessionState['user'] = null
  /** A sign-in that waits for the person's word on safe storage. */
  #waiting: { credentials: CallArgs<'session.signIn'>; demo: boolean } | null = null
  /** Somebody is being signed in. */
  #entering = false

  constructor(options: AccountOptions) {
    this.#options = options
    this.#files = new AccountFiles(options)
  }

  /** Goes on with the session of the last start, before any network. Never throws for what it finds there. */
  start(): Promise<void> {
    return this.#exclusive(() => this.#start())
  }

  /** Stops without signing out. */
  async stop(): Promise<void> {
    const workspace = this.#workspace
    this.#workspace = null
    await workspace?.stop()
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

  signIn(credentials: CallArgs<'session.signIn'>): Promise<void> {
    return this.#exclusive(() => this.#signIn(credentials, false))
  }

  async signInDemo(): Promise<void> {
    const { demo } = this.#options
    if (demo === null) throw new DesktopError('bad_arguments', 'there is no demo workspace')
    const { address, account, password } = demo
    await this.#exclusive(() => this.#signIn({ address, account, password }, true))
  }

  /**
   * Signs out and wipes. While blocked what is unsent cannot be counted: then it must be forced.
   * @throws DesktopError `signed_out` when there is no session
   */
  async signOut({ discardUnsent }: CallArgs<'session.signOut'>): Promise<CallResult<'session.signOut'>> {
    const workspace = this.#workspace
    const tokens = workspace?.tokens ?? this.#blocked
    if (tokens === null) {
      if (this.#phase !== 'blocked') throw new DesktopError('signed_out', 'nobody is signed in')
      this.#waiting = null
      await SessionTokens.forget(this.#options.secrets)
      this.#setPhase('signed-out', null)
      return { signedOut: true, unsent: 0 }
    }
    const unsent = workspace === null ? 1 : await workspace.cache.unsent()
    if (unsent > 0 && !discardUnsent) return { signedOut: false, unsent }
    // The server ends the session in the same breath as it answers: that is not to be taken for a revocation.
    this.#workspace = null
    this.#blocked = null
    await this.#attempt('marking what is to be wiped', this.#files.markWipe(tokens.accountKey))
    if (workspace !== null) await workspace.signOut()
    else await this.#attempt('ending the session on the server', this.#endSession(tokens))
    await this.#leave(tokens, workspace, true)
    this.#setPhase('signed-out', 'signed_out')
    return { signedOut: true, unsent }
  }

  /** The way back from a blocked session. */
  recover({ action }: CallArgs<'session.recover'>): Promise<void> {
    return this.#exclusive(async () => {
      if (this.#phase !== 'blocked') return
      if (action === 'without_safe_storage') this.#options.secrets.allowPlain()
      const tokens = this.#blocked
      const waiting = this.#waiting
      if (tokens !== null) {
        if (action === 'reset_cache') await this.#files.setAside(tokens.accountKey)
        await this.#openWorkspace(tokens)
      } else if (waiting !== null) {
        this.#setPhase('signed-out', null)
        await this.#signIn(waiting.credentials, waiting.demo)
      } else {
        await this.#start()
      }
    })
  }

  async #start(): Promise<void> {
    const { secrets, log } = this.#options
    let wiped: string[] = []
    try {
      wiped = await this.#files.finishWipes()
    } catch (error) {
      log('what was signed out could not be wiped', { error: String(error) })
    }
    let tokens: SessionTokens | null
    try {
      tokens = await SessionTokens.load(secrets)
    } catch (error) {
      log('the session cannot be read', { error: String(error) })
      if (await this.#storageMissing()) this.#setPhase('blocked', 'safe_storage_missing')
      else this.#setPhase('signed-out', 'cache_key_lost')
      return
    }
    if (tokens !== null && wiped.includes(tokens.accountKey)) {
      await SessionTokens.forget(secrets)
      this.#setPhase('signed-out', 'signed_out')
    } else if (tokens === null) this.#setPhase('signed-out', null)
    else await this.#openWorkspace(tokens)
  }

  async #signIn(credentials: CallArgs<'session.signIn'>, demo: boolean): Promise<void> {
    const { remembered, secrets, device, log } = this.#options
    if (this.#workspace !== null) throw new DesktopError('bad_arguments', 'somebody is signed in already')
    if (await this.#storageMissing()) {
      this.#waiting = { credentials, demo }
      this.#setPhase('blocked', 'safe_storage_missing')
      return
    }
    this.#waiting = null
    const { account, password } = credentials
    const where = parseAddress(credentials.address)
    const session = await signIn(where, { account, password, device }, log)
    const address = demo ? demoAddress : where.display
    remembered.set({ address, account })
    await this.#openWorkspace(await SessionTokens.save(secrets, session, address))
  }

  /** One at a time: a second click does not sign in twice. */
  async #exclusive(work: () => Promise<void>): Promise<void> {
    if (this.#entering) throw new DesktopError('bad_arguments', 'somebody is being signed in already')
    this.#entering = true
    try {
      await work()
    } finally {
      this.#entering = false
    }
  }

  async #storageMissing(): Promise<boolean> {
    const { secrets } = this.#options
    return !(await secrets.available()) && !secrets.plainAllowed()
  }

  async #openWorkspace(tokens: SessionTokens): Promise<void> {
    const { appVersion, emit, notifier, log, timings, onUnsentLost } = this.#options
    let address: WorkspaceAddress
    try {
      address = this.#where(tokens)
    } catch (error) {
      log('the address of the workspace is not known', { error: String(error) })
      this.#setPhase('signed-out', 'address_lost')
      return
    }
    let workspace: Workspace | null = null
    try {
      const { cache, lost } = await this.#files.open(tokens.accountKey)
      const made = new Workspace({
        address,
        tokens,
        cache,
        timings,
        emit,
        notifier,
        log,
        onSessionEnded: reason => void this.#attempt('ending the session', this.#ended(made, reason)),
      })
      workspace = made
      if (lost) onUnsentLost()
      await cache.setSelf(tokens.session.userId)
      const again = await cache.updatedTo(`${appVersion} ${protocolVersion} ${entityNames.join()}`)
      if (again.length > 0) log('scopes of a later version are read again', { scopes: again.length })
      this.#user = (await cache.self()) ?? { id: tokens.session.userId, name: '', latinName: '' }
      cache.onFailure(failure => {
        log('the cache failed', { error: String(failure) })
        void this.#block(made, noticeOfFailure[failure.failure])
      })
      cache.onChange(change => {
        if (change.scopes.includes('directory'))
          void this.#attempt('reading who is signed in', this.#refreshUser(cache))
      })
      this.#workspace = made
      await made.start()
    } catch (error) {
      log('the cache cannot be opened', { error: String(error) })
      this.#workspace = null
      if (workspace !== null) await this.#attempt('closing the cache', workspace.stop())
      this.#blocked = tokens
      this.#setPhase('blocked', error instanceof CacheError ? noticeOfFailure[error.failure] : 'cache_unavailable')
      return
    }
    // The file may have failed in the meantime.
    if (this.#workspace !== workspace) return
    this.#blocked = null
    this.#setPhase('signed-in', null)
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
    this.#workspace = null
    const { log } = this.#options
    const { tokens } = workspace
    // What was written and not sent stays, encrypted, for the same account's next sign-in here.
    let keep = true
    try {
      keep = (await workspace.cache.unsent()) > 0
    } catch (error) {
      log('what is unsent cannot be counted', { error: String(error) })
    }
    if (!keep) await this.#attempt('marking what is to be wiped', this.#files.markWipe(tokens.accountKey))
    await this.#leave(tokens, workspace, !keep)
    // Who was shut out keeps what they wrote themselves, not what they could read.
    if (keep && reason !== 'expired')
      await this.#attempt('wiping all but what is unsent', this.#files.keepUnsent(tokens.accountKey))
    this.#setPhase('signed-out', reason)
  }

  async #block(workspace: Workspace, notice: SessionNotice): Promise<void> {
    if (workspace !== this.#workspace) return
    this.#workspace = null
    this.#blocked = workspace.tokens
    this.#setPhase('blocked', notice)
    await this.#attempt('stopping after a cache failure', workspace.stop())
  }

  /** Ends what runs of a session here. Nothing that fails on the way keeps the wipe from being done. */
  async #leave(tokens: SessionTokens, workspace: Workspace | null, wipe: boolean): Promise<void> {
    const { secrets, onSignedOut } = this.#options
    const told = this.#attempt('closing what shows the account', onSignedOut(tokens.accountKey))
    await this.#attempt('forgetting the session', SessionTokens.forget(secrets))
    if (workspace !== null) await this.#attempt('stopping the workspace', workspace.stop())
    if (wipe) await this.#attempt('wiping', this.#files.wipe(tokens.accountKey))
    await told
  }

  async #endSession(tokens: SessionTokens): Promise<void> {
    await endSession(this.#where(tokens), tokens, this.#options.log)
  }

  async #attempt(what: string, work: Promise<void>): Promise<void> {
    try {
      await work
    } catch (error) {
      this.#options.log(`${what} failed`, { error: String(error) })
    }
  }

  /** @throws DesktopError `bad_address` when the session's workspace is not known, or is a demo that does not run */
  #where(tokens: SessionTokens): WorkspaceAddress {
    const { demo, remembered } = this.#options
    const address = tokens.address ?? remembered.get().address
    if (address !== demoAddress) return parseAddress(address)
    if (demo === null) throw new DesktopError('bad_address', 'the demo workspace does not run')
    return parseAddress(demo.address)
  }

  #setPhase(phase: SessionState['phase'], notice: SessionNotice | null): void {
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
