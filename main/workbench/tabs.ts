import type { App, AppPermission } from '@lianqun/protocol'
import { isAppPermission } from '@lianqun/protocol'
import type { BrowserWindow, WebContents } from 'electron'
import { throttle } from '../../common/throttle.ts'
import { type BridgeEvent, type BridgeEventName, bridgeEventChannel } from '../../preload/bridge/index.ts'
import type { AppTab, CallArgs, DesktopEvent } from '../../preload/contract/index.ts'
import type { Log } from '../log.ts'
import type { Guest } from './bridge.ts'
import { clearPartitions, storedPartitions } from './guest-sessions.ts'
import { LiveViews } from './live-views.ts'
import { hasBridge, isGuestPage, originPolicyOf, partitionOf, startOrigin } from './origin-policy.ts'
import { canGoBack, describeTab, firstPage, missingPermissions, shownTitle, type Tab } from './tab-state.ts'

/** The window is notified of its tabs at most once in this time, milliseconds. */
const tabsEveryMs = 100

/** Permissions that the user has granted to apps, by account and by the origin of the app's start; see SettingsStore. */
export interface PermissionGrants {
  allowed(accountKey: string, appId: string, origin: string): AppPermission[]
  setAllowed(accountKey: string, appId: string, origin: string, permissions: AppPermission[]): void
  usedApps(accountKey: string): string[]
}

export interface TabsOptions {
  /** The window of the views, or null while there is none. */
  window: () => BrowserWindow | null
  /** The built preload script of mini-app views. */
  preload: string
  /** Where partitions are stored. */
  partitionsFolder: string
  /** Enables developer tools. */
  development: boolean
  /** The signed-in account's key and the origin of its workspace server, or null when signed out. */
  workspace: () => { accountKey: string; httpBase: string } | null
  appOf: (appId: string) => Promise<App | null>
  permissions: PermissionGrants
  /** The app's name in the user's language, for a tab without title. */
  nameOf: (app: App) => string
  /** Background of a view before its page paints, a CSS colour. */
  background: () => string
  openExternal: (address: string) => void
  onTabs: (tabs: AppTab[]) => void
  /** A key of the window was pressed in an app. */
  onCommand: (command: DesktopEvent<'tabs.command'>) => void
  /** Whether the system is macOS, whose shortcuts use another key. */
  mac: boolean
  log: Log
}

/** The tabs of the workbench and their views. Several are open, at most one is visible. */
export class Tabs {
  readonly #options: TabsOptions
  readonly #tabs = new Map<string, Tab>()
  readonly #opening = new Map<string, Promise<void>>()
  readonly #views: LiveViews
  /** Throttled, as a page may change its title in a loop. */
  readonly #scheduleTabs = throttle(() => this.#emitTabs(), tabsEveryMs, { leading: true })
  #emitted = ''

  constructor(options: TabsOptions) {
    this.#options = options
    const { window, preload, development, background, openExternal, log } = options
    this.#views = new LiveViews(this.#tabs, {
      window,
      preload,
      development,
      background,
      openExternal,
      onChanged: this.#scheduleTabs,
      onGone: tab => this.#closeTab(tab),
      onWindowClosed: () => this.closeAll(),
      onCommand: options.onCommand,
      mac: options.mac,
      log,
    })
  }

  tabs(): AppTab[] {
    return [...this.#tabs.values()].map(tab => describeTab(tab, this.#options.nameOf(tab.app)))
  }

  /** The language changed, and with it the apps' names. */
  renamed(): void {
    this.#scheduleTabs()
  }

  /** Opens a tab, or reloads one whose page has crashed. Does nothing for an app that is not in the catalogue. */
  async open(appId: string): Promise<void> {
    const tab = this.#tabs.get(appId)
    if (tab !== undefined) {
      if (tab.consent) return
      if (tab.live === null) this.#views.start(tab, tab.address)
      else if (tab.page.state === 'crashed') this.reload(appId)
      return
    }
    const running = this.#opening.get(appId) ?? this.#openNew(appId).finally(() => this.#opening.delete(appId))
    this.#opening.set(appId, running)
    await running
  }

  /** Grants permissions; those that the manifest does not declare are ignored. */
  async allow(appId: string, given: readonly AppPermission[]): Promise<void> {
    const workspace = this.#options.workspace()
    const app = this.#tabs.get(appId)?.app ?? (await this.#options.appOf(appId))
    if (app === null || workspace === null) return
    const origin = startOrigin(originPolicyOf(app, workspace.httpBase))
    const before = this.#options.permissions.allowed(workspace.accountKey, appId, origin)
    const declared = app.permissions
      .filter(isAppPermission)
      .filter(permission => given.includes(permission) || before.includes(permission))
    this.#options.permissions.setAllowed(workspace.accountKey, appId, origin, declared)
    const tab = this.#tabs.get(appId)
    if (tab === undefined || !tab.consent) return
    tab.consent = false
    if (tab.live === null) this.#views.start(tab)
    else this.#views.dispatch(tab, { type: 'returned' })
  }

  /** Revokes all permissions; an open tab asks for consent again before the app runs. */
  revoke(appId: string): void {
    const accountKey = this.#options.workspace()?.accountKey
    if (accountKey === undefined) return
    const tab = this.#tabs.get(appId)
    this.#options.permissions.setAllowed(accountKey, appId, startOrigin(tab?.policy ?? null), [])
    if (tab === undefined || tab.app.permissions.length === 0) return
    this.#views.drop(tab)
    tab.consent = true
    this.#scheduleTabs()
  }

  close(appId: string): void {
    const tab = this.#tabs.get(appId)
    if (tab !== undefined) this.#closeTab(tab)
  }

  back(appId: string): void {
    const tab = this.#tabs.get(appId)
    if (tab === undefined || !canGoBack(tab)) return
    // A refused page never replaced the old one, which only has to be shown again.
    if (tab.page.state === 'blocked') this.#views.dispatch(tab, { type: 'returned' })
    else tab.live?.contents.navigationHistory.goBack()
  }

  show(next: CallArgs<'workbench.show'>): void {
    this.#views.place = next
    const tab = next === null ? undefined : this.#tabs.get(next.appId)
    if (tab !== undefined) {
      this.#views.lookAt(tab)
      // Its view was dropped because there were too many.
      if (tab.live === null && tab.policy !== null && !tab.consent) this.#views.start(tab, tab.address)
    }
    this.#views.arrange()
  }

  /** A picture of a shown app as a data URL, or null. */
  picture(appId: string): Promise<string | null> {
    const tab = this.#tabs.get(appId)
    return tab === undefined ? Promise.resolve(null) : this.#views.picture(tab)
  }

  /** Gives the keyboard to an app, if it is shown. */
  focus(appId: string): void {
    const tab = this.#tabs.get(appId)
    if (tab !== undefined) this.#views.focus(tab)
  }

  setTitle(appId: string, title: string): void {
    const tab = this.#tabs.get(appId)
    if (tab === undefined) return
    tab.givenTitle = shownTitle(title)
    this.#scheduleTabs()
  }

  /** The catalogue changed: updates the open tabs from their manifests. */
  async appsChanged(): Promise<void> {
    const workspace = this.#options.workspace()
    if (workspace === null) return
    for (const [appId, tab] of [...this.#tabs]) {
      const app = await this.#options.appOf(appId)
      if (this.#tabs.get(appId) !== tab) continue
      if (app === null || app.deleted) {
        this.#tabs.delete(appId)
        this.#views.drop(tab)
        continue
      }
      const startBefore = tab.policy?.start
      const originBefore = startOrigin(tab.policy)
      tab.policy = originPolicyOf(app, workspace.httpBase)
      const origin = startOrigin(tab.policy)
      const missing = missingPermissions(app, this.#options.permissions.allowed(tab.accountKey, appId, origin))
      // Permissions that the user did not allow are not requested again while the tab is open.
      const asked = tab.consent || origin !== originBefore ? [] : tab.app.permissions
      const consent = missing.some(permission => !asked.includes(permission))
      tab.app = app
      const address = tab.live?.contents.getURL() ?? ''
      const outside = tab.policy === null || !isGuestPage(tab.policy, address)
      tab.consent = consent
      // The page is closed if it needs consent, is no longer on the app's origins, or the start changed.
      if (tab.live === null || !(consent || (outside && address !== '') || startBefore !== tab.policy?.start)) continue
      this.#views.drop(tab)
      if (!consent) this.#views.start(tab)
    }
    this.#scheduleTabs()
  }

  /** The guest of a view, or null for any other sender. */
  guestOf(sender: WebContents): Guest | null {
    for (const tab of this.#tabs.values()) if (tab.live?.contents === sender) return this.#guestOfTab(tab)
    return null
  }

  send<N extends BridgeEventName>(event: N, payload: (guest: Guest) => BridgeEvent<N>): void {
    for (const tab of this.#tabs.values()) {
      const guest = this.#guestOfTab(tab)
      const contents = tab.live?.contents
      if (guest === null || contents === undefined || !hasBridge(guest.policy, contents.getURL())) continue
      contents.send(bridgeEventChannel, event, payload(guest))
    }
  }

  /** The account's session ended: closes all tabs and clears its apps' data on this machine. */
  async signedOut(accountKey: string): Promise<void> {
    this.closeAll()
    this.#views.place = null
    // Pages still run while they close, and would write after the clearing.
    await this.#views.allGone()
    const { permissions, partitionsFolder, log } = this.#options
    // Partitions on the disk are cleared even if the settings no longer name the app.
    const used = permissions.usedApps(accountKey).map(appId => partitionOf(accountKey, appId))
    await clearPartitions([...new Set([...used, ...storedPartitions(partitionsFolder, accountKey, log)])], log)
  }

  async #openNew(appId: string): Promise<void> {
    const app = await this.#options.appOf(appId)
    const workspace = this.#options.workspace()
    if (app === null || app.deleted || workspace === null || this.#tabs.has(appId)) return
    const { accountKey, httpBase } = workspace
    const policy = originPolicyOf(app, httpBase)
    const allowed = this.#options.permissions.allowed(accountKey, appId, startOrigin(policy))
    // Remembers that the app was used, so that signing out clears its data.
    if (!this.#options.permissions.usedApps(accountKey).includes(appId))
      this.#options.permissions.setAllowed(accountKey, appId, startOrigin(policy), allowed)
    const consent = missingPermissions(app, allowed).length > 0
    const tab: Tab = {
      app,
      accountKey,
      policy,
      page: firstPage,
      consent,
      givenTitle: null,
      title: '',
      address: '',
      live: null,
      seen: 0,
    }
    this.#tabs.set(appId, tab)
    if (consent) this.#scheduleTabs()
    else this.#views.start(tab)
  }

  #closeTab(tab: Tab): void {
    this.#tabs.delete(tab.app.id)
    this.#views.drop(tab)
    this.#scheduleTabs()
  }

  closeAll(): void {
    if (this.#tabs.size === 0) return
    for (const tab of this.#tabs.values()) this.#views.drop(tab)
    this.#tabs.clear()
    this.#scheduleTabs()
  }

  reload(appId: string): void {
    const tab = this.#tabs.get(appId)
    if (tab === undefined || tab.consent) return
    const { live, policy, page } = tab
    if (live === null || policy === null || page.state === 'crashed') {
      this.#views.drop(tab)
      this.#views.start(tab)
      return
    }
    // After a failure loads the failed page again if it is one of the app's; otherwise, and after a refusal, the start.
    const address = live.contents.getURL()
    const again = page.state === 'failed' || page.state === 'blocked'
    tab.page = { ...firstPage, standing: page.standing && !again }
    if (again)
      this.#views.load(live.contents, page.state === 'failed' && isGuestPage(policy, address) ? address : policy.start)
    else live.contents.reload()
    this.#views.arrange()
    this.#scheduleTabs()
  }

  #emitTabs(): void {
    const tabs = this.tabs()
    const text = JSON.stringify(tabs)
    if (text === this.#emitted) return
    this.#emitted = text
    this.#options.onTabs(tabs)
  }

  #guestOfTab(tab: Tab): Guest | null {
    const { app, accountKey, policy, live } = tab
    if (policy === null || live === null) return null
    return {
      app,
      policy,
      allowed: this.#options.permissions.allowed(accountKey, app.id, startOrigin(policy)),
      shown: this.#views.isShown(tab),
      consumeUserActivation: live.consumeUserActivation,
    }
  }
}
