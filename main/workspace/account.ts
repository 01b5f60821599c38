import { entityNames, protocolVersion } from '@lianqun/protocol'
import type {
  CallArgs,
  CallResult,
  ConnectionState,
  DesktopEvent,
  DesktopEventName,
  DeviceInfo,
  SessionNotice,
  SessionState,
} from '../../preload/contract/index.ts'
import type { Cache } from '../cache/api.ts'
import { AccountAddress, displayOf, type LastSignIn } from './account-address.ts'
import { AccountFiles, type AccountFilesOptions } from './account-files.ts'
import { accountBase, findAccount } from './account-key.ts'
import { blockingNotice, noticeOfStorage } from './account-notices.ts'
import { parseAddress, type WorkspaceAddress } from './address.ts'
import { unknownConnection } from './connection-report.ts'
import type { DemoWorkspace } from './demo.ts'
import { DesktopError, errorCode, type SafeStorageProblem, SafeStorageUnavailable } from './errors.ts'
import { demoAddress, endSession, SessionTokens, signIn } from './session.ts'
import type { Transport } from './transport/transport.ts'
import { Workspace, type WorkspaceOptions } from './workspace.ts'

export interface AccountOptions extends AccountFilesOptions {
  secrets: AccountFilesOptions['secrets'] & {
    /** Whether the system really keeps secrets now; if not, why. */
    state(): Promise<'real' | SafeStorageProblem>
    /** Resolves when the key store has answered after all where it was silent. */
    answered(): Promise<void>
    /** Whether the user agreed to continue without safe storage. */
    plainAllowed(): boolean
    allowPlain(): void
  }
  remembered: LastSignIn
  device: DeviceInfo
  /** Part of the version that the cache compares, to read unreadable rows again after an update. */
  appVersion: string
  demo: DemoWorkspace | null
  transport: Transport
  timings?: WorkspaceOptions['timings']
  emit: <N extends DesktopEventName>(name: N, payload: DesktopEvent<N>) => void
  notifier: WorkspaceOptions['notifier']
  reminders: WorkspaceOptions['reminders']
  requests: WorkspaceOptions['requests']
  /** The session ended: close and delete whatever else has data of the account. `wiped`: nothing of it stays here. */
  onSignedOut: (accountKey: string, wiped: boolean) => Promise<void>
  /** A cache was abandoned, and some of its unsent messages or drafts could not be read. */
  onUnsentLost: () => void
  /** Starts the program again: Electron gets the key of the key store once in a run, locked or not. */
  restart?: () => void
}

/** Whether the key store has answered that it does not open, which holds until the program is started again. */
const isClosed = (notice: SessionNotice | null): boolean =>
  notice === 'safe_storage_locked' || notice === 'safe_storage_missing'

/** Signs in and out, and opens and closes the workspace of the signed-in account. */
export class Account {
  readonly #options: AccountOptions
  readonly #files: AccountFiles
  readonly #address: AccountAddress
  #workspace: Workspace | null = null
  /** Tokens of a session whose cache could not be opened. */
  #blocked: SessionTokens | null = null
  #phase: SessionState['phase'] = 'starting'
  #notice: SessionNotice | null = null
  #user: SessionState['user'] = null
  /** The session of a sign-in that waits for safe storage, or for the user's decision to go on without. */
  #waiting: SessionTokens | null = null
  /** The address that a sign-in found files of this account for, which the person is asked about. */
  #movedFrom: string | null = null
  /** An operation of `#exclusive` is running. */
  #busy = false
  /** A key store that was silent is still awaited. */
  #awaitsAnswer = false

  constructor(options: AccountOptions) {
    this.#options = options
    this.#files = new AccountFiles(options)
    this.#address = new AccountAddress(options)
  }

  /** Continues the session of the last start, without waiting for the network. Never throws because of stored data. */
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

  /** The connection of the workspace; offline where there is none. */
  get connection(): ConnectionState {
    return this.#workspace?.state ?? { ...unknownConnection, status: 'offline' }
  }

  /** The running workspace. @throws DesktopError `signed_out` */
  require(): Workspace {
    if (this.#workspace === null) throw new DesktopError('signed_out', 'no user is signed in')
    return this.#workspace
  }

  get state(): SessionState {
    const { remembered, demo } = this.#options
    const { address, account } = this.#address.typed
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
              address: this.#workspace?.address.display ?? remembered.get().address,
            },
      signInWaits: this.#waiting !== null,
      lastAddress: address,
      lastAccount: account,
      movedFrom: this.#movedFrom,
      demo: demo === null ? null : { name: demo.name, latinName: demo.latinName, people: demo.people },
    }
  }

  /** The address of the workspace in use, or of the last one; empty when there is none. */
  get address(): string {
    return this.#workspace?.address.display ?? this.#address.last
  }

  /** Whether the session is taken at this address: with `code` null, or why not. Null: nobody is signed in there. */
  async checkSession(socketUrl: string): Promise<{ code: string | null; detail: string } | null> {
    const workspace = this.#workspace
    if (workspace === null || workspace.address.socketUrl !== socketUrl) return null
    const error = await workspace.checkConnection()
    return error === null ? { code: null, detail: '' } : { code: errorCode(error).code, detail: error.message }
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
   * Signs out and deletes the account's files. While blocked, unsent messages cannot be counted, so `discardUnsent` is
   * needed.
   * @throws DesktopError `signed_out` when there is no session
   */
  async signOut({ discardUnsent }: CallArgs<'session.signOut'>): Promise<CallResult<'session.signOut'>> {
    const workspace = this.#workspace
    const tokens = workspace?.tokens ?? this.#blocked
    if (tokens === null) {
      if (this.#phase !== 'blocked') throw new DesktopError('signed_out', 'no user is signed in')
      const waiting = this.#waiting
      this.#waiting = null
      this.#setPhase('signed-out', null)
      // A stored session that cannot be read now stays: the next start may read it.
      if (waiting !== null) await this.#attempt('ending the session on the server', this.#endSession(waiting))
      return { signedOut: true, unsent: 0 }
    }
    const unsent = workspace === null ? 1 : await workspace.cache.unsent()
    if (unsent > 0 && !discardUnsent) return { signedOut: false, unsent }
    // The server sends `session.ended` along with its answer; that must not count as a revocation.
    this.#workspace = null
    this.#blocked = null
    await this.#attempt('marking the files to be wiped', this.#files.markWipe(tokens.accountKey))
    if (workspace !== null) await workspace.signOut()
    else await this.#attempt('ending the session on the server', this.#endSession(tokens))
    await this.#leave(tokens, workspace, true)
    this.#setPhase('signed-out', 'signed_out')
    return { signedOut: true, unsent }
  }

  /** Recovers a blocked session. */
  recover({ action }: CallArgs<'session.recover'>): Promise<void> {
    return this.#exclusive(async () => {
      if (this.#phase !== 'blocked') return
      if (action === 'without_safe_storage') this.#options.secrets.allowPlain()
      const tokens = this.#blocked
      const waiting = this.#waiting
      if (tokens !== null) {
        if (action === 'reset_cache') await this.#files.setAside(tokens.accountKey)
        await this.#openIfSafe(tokens)
      } else if (waiting !== null) {
        await this.#enter(waiting)
      } else {
        await this.#start()
      }
      const { restart } = this.#options
      if (action === 'retry' && this.#waiting === null && restart !== undefined && isClosed(this.#notice)) restart()
    })
  }

  async #start(): Promise<void> {
    const { secrets, log } = this.#options
    let wiped: string[] = []
    try {
      wiped = await this.#files.finishWipes()
    } catch (error) {
      log('the files of a signed-out account could not be wiped', { error: String(error) })
    }
    let tokens: SessionTokens | null
    try {
      tokens = await SessionTokens.load(secrets)
    } catch (error) {
      log('the session cannot be read', { error: String(error) })
      if (error instanceof SafeStorageUnavailable) this.#setPhase('blocked', blockingNotice(error))
      else this.#setPhase('signed-out', 'cache_key_lost')
      return
    }
    if (tokens !== null && wiped.includes(tokens.accountKey)) {
      await SessionTokens.forget(secrets)
      this.#setPhase('signed-out', 'signed_out')
    } else if (tokens === null) this.#setPhase('signed-out', null)
    else await this.#openIfSafe(tokens)
  }

  async #signIn(credentials: CallArgs<'session.signIn'>, demo: boolean): Promise<void> {
    const { remembered, secrets, device, transport, log } = this.#options
    if (this.#workspace !== null) throw new DesktopError('bad_arguments', 'a user is signed in already')
    const { account, password } = credentials
    const where = parseAddress(credentials.address)
    const session = await signIn(where, { account, password, device }, transport, log)
    const address = demo ? demoAddress : where.display
    const base = accountBase(session)
    const found = findAccount(base, await this.#files.known(base), {
      origin: demo ? demoAddress : where.httpOrigin,
      lastOrigin: this.#address.lastOrigin,
      choice: credentials.moved,
    })
    if ('moved' in found) {
      await this.#attempt(
        'ending the session',
        endSession(where, SessionTokens.unsaved(secrets, session, address, base), transport, log),
      )
      this.#movedFrom = displayOf(found.moved.origin) ?? remembered.get().address
      this.#options.emit('session.changed', this.state)
      throw new DesktopError('workspace_moved', 'the files of this account belong to another address')
    }
    this.#movedFrom = null
    remembered.set({ address, account })
    await this.#enter(SessionTokens.unsaved(secrets, session, address, found.key))
  }

  /** Stores a new session and opens its workspace; or waits for safe storage, with the session in memory alone. */
  async #enter(tokens: SessionTokens): Promise<void> {
    this.#waiting = null
    try {
      await tokens.save()
    } catch (error) {
      if (!(error instanceof SafeStorageUnavailable)) throw error
      this.#waiting = tokens
      this.#setPhase('blocked', blockingNotice(error))
      return
    }
    await this.#openWorkspace(tokens)
  }

  /** Opens the workspace of a stored session, which may be from before it was asked whether it may be stored plainly. */
  async #openIfSafe(tokens: SessionTokens): Promise<void> {
    const { secrets } = this.#options
    const optional = tokens.protection === 'optional' || secrets.plainAllowed()
    const storage = optional ? 'real' : await secrets.state()
    if (storage === 'real') {
      await this.#openWorkspace(tokens)
      return
    }
    this.#blocked = tokens
    this.#setPhase('blocked', noticeOfStorage[storage])
  }

  /** Runs one operation at a time, so that a second click does not sign in twice. */
  async #exclusive(work: () => Promise<void>): Promise<void> {
    if (this.#busy) throw new DesktopError('bad_arguments', 'a sign-in is in progress already')
    this.#busy = true
    try {
      await work()
    } finally {
      this.#busy = false
      if (this.#notice === 'safe_storage_silent') void this.#attempt('going on after the key store', this.#goOnLater())
    }
  }

  /** A key store that asks the person for a password is silent meanwhile: once it answers, the client goes on. */
  async #goOnLater(): Promise<void> {
    if (this.#awaitsAnswer) return
    this.#awaitsAnswer = true
    await this.#options.secrets.answered()
    this.#awaitsAnswer = false
    if (this.#notice === 'safe_storage_silent' && !this.#busy) await this.recover({ action: 'retry' })
  }

  async #openWorkspace(tokens: SessionTokens): Promise<void> {
    const { appVersion, emit, notifier, reminders, requests, log, timings, transport, onUnsentLost } = this.#options
    let address: WorkspaceAddress
    try {
      address = this.#address.of(tokens)
    } catch (error) {
      log('the address of the workspace is not known', { error: String(error) })
      this.#setPhase('signed-out', 'address_lost')
      return
    }
    let workspace: Workspace | null = null
    try {
      const { cache, lost } = await this.#files.open(tokens.accountKey, tokens.protection)
      await this.#files.bind(tokens.accountKey, this.#address.originOf(tokens))
      const made = new Workspace({
        address,
        tokens,
        cache,
        transport,
        filesFolder: this.#files.blobFolder(tokens.accountKey),
        timings,
        emit,
        notifier,
        reminders,
        requests,
        log,
        onSessionEnded: reason => void this.#attempt('ending the session', this.#ended(made, reason)),
      })
      workspace = made
      if (lost) onUnsentLost()
      await cache.setSelf(tokens.session.userId)
      const again = await cache.updatedTo(`${appVersion} ${protocolVersion} ${entityNames.join()}`)
      if (again.length > 0) log('scopes with unreadable rows are read again', { scopes: again.length })
      this.#user = (await cache.self()) ?? { id: tokens.session.userId, name: '', latinName: '' }
      cache.onFailure(failure => {
        log('the cache failed', { error: String(failure) })
        void this.#block(made, blockingNotice(failure))
      })
      cache.onChange(change => {
        if (change.scopes.includes('directory'))
          void this.#attempt('reading the name of the user', this.#refreshUser(cache))
      })
      this.#workspace = made
      await made.start()
    } catch (error) {
      log('the cache cannot be opened', { error: String(error) })
      this.#workspace = null
      if (workspace !== null) await this.#attempt('closing the cache', workspace.stop())
      this.#blocked = tokens
      this.#setPhase('blocked', blockingNotice(error))
      return
    }
    // The cache may have failed in the meantime.
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
    // Unsent messages and drafts stay, encrypted, for the next sign-in of the same account on this machine.
    let keep = true
    try {
      keep = (await workspace.cache.unsent()) > 0
    } catch (error) {
      log('unsent messages cannot be counted', { error: String(error) })
    }
    if (!keep) await this.#attempt('marking the files to be wiped', this.#files.markWipe(tokens.accountKey))
    await this.#leave(tokens, workspace, !keep)
    // After a revocation only the user's unsent messages and drafts stay, not what they could read.
    if (keep && reason !== 'expired')
      await this.#attempt('wiping all but unsent messages', this.#files.keepUnsent(tokens.accountKey))
    this.#setPhase('signed-out', reason)
  }

  async #block(workspace: Workspace, notice: SessionNotice): Promise<void> {
    if (workspace !== this.#workspace) return
    this.#workspace = null
    this.#blocked = workspace.tokens
    this.#setPhase('blocked', notice)
    await this.#attempt('stopping after a cache failure', workspace.stop())
  }

  /** Stops everything of a session on this machine. A step that fails does not prevent the wipe. */
  async #leave(tokens: SessionTokens, workspace: Workspace | null, wipe: boolean): Promise<void> {
    const { secrets, onSignedOut } = this.#options
    const closed = this.#attempt('closing the views of the account', onSignedOut(tokens.accountKey, wipe))
    await this.#attempt('forgetting the session', SessionTokens.forget(secrets))
    if (workspace !== null) await this.#attempt('stopping the workspace', workspace.stop())
    if (wipe) await this.#attempt('wiping', this.#files.wipe(tokens.accountKey))
    await closed
  }

  async #endSession(tokens: SessionTokens): Promise<void> {
    await endSession(this.#address.of(tokens), tokens, this.#options.transport, this.#options.log)
  }

  async #attempt(what: string, work: Promise<void>): Promise<void> {
    try {
      await work
    } catch (error) {
      this.#options.log(`${what} failed`, { error: String(error) })
    }
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
