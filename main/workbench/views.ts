import type { App, AppPermission } from '@lianqun/protocol'
import { isAppPermission } from '@lianqun/protocol'
import type { BrowserWindow, WebContents } from 'electron'
import { throttle } from '../../common/throttle.ts'
import { type BridgeEvent, type BridgeEventName, bridgeEventChannel } from '../../preload/bridge/index.ts'
import type { AppTab, CallArgs } from '../../preload/contract/index.ts'
import type { Guest } from './bridge.ts'
import { guardView } from './guard.ts'
import { clearPartitions, createSessionGuard } from './guest-sessions.ts'
import { makeGuestView, scaled, watchPage } from './guest-view.ts'
import { hasBridge, isGuestPage, originPolicyOf, partitionOf } from './origin-policy.ts'
import {
  canGoBack,
  describeTab,
  firstPage,
  missingPermissions,
  nextPage,
  pageShows,
  type Tab,
  type TabEvent,
} from './tabs.ts'

/** So many views live at most; a tab beyond them loads its page again when it is looked at. */
const maxLive = 8
/** The window hears of its tabs at most once in this time, ms. */
const tellEveryMs = 100

/** What the person has allowed to apps, by account: see SettingsStore. */
export interface Permissions {
  allowed(accountKey: string, appId: string): AppPermission[]
  setAllowed(accountKey: string, appId: string, permissions: AppPermission[]): void
  usedApps(accountKey: string): string[]
}

export interface ViewsOptions {
  /** The window the views lie in, or null while there is none. */
  window: () => BrowserWindow | null
  /** The built preload script of mini-app views. */
  preload: string
  /** Developer tools are for development only. */
  development: boolean
  /** The signed-in account's key and the origin of its workspace server, or null when nobody is signed in. */
  workspace: () => { accountKey: string; httpBase: string } | null
  appOf: (appId: string) => Promise<App | null>
  permissions: Permissions
  /** The app's name in the person's language: a tab's title until the app gives one. */
  nameOf: (app: App) => string
  /** The ground of a view before its page paints, a CSS colour. */
  background: () => string
  openExternal: (address: string) => void
  onTabs: (tabs: AppTab[]) => void
  log: (message: string, detail?: Record<string, unknown>) => void
}

export interface Views {
  tabs(): AppTab[]
  /** Opens a tab, or brings back one whose page has crashed. An app that is not in the catalogue opens nothing. */
  open(appId: string): Promise<void>
  /** The person allows these permissions; what the manifest doesn't declare is ignored. */
  allow(appId: string, permissions: readonly AppPermission[]): Promise<void>
  /** The person takes back all they allowed; an open tab asks again before anything of the app runs. */
  revoke(appId: string): void
  close(appId: string): void
  reload(appId: string): void
  back(appId: string): void
  show(place: CallArgs<'workbench.show'>): void
  setTitle(appId: string, title: string): void
  /** The catalogue has changed: open tabs follow their manifests. */
  appsChanged(): Promise<void>
  /** The guest of a view, or null for any other sender. */
  guestOf(sender: WebContents): Guest | null
  send<N extends BridgeEventName>(event: N, payload: (guest: Guest) => BridgeEvent<N>): void
  closeAll(): void
  /** The language has changed, and with it the apps' names. */
  renamed(): void
  /** The account's session is over: closes all and forgets what its apps stored on this machine. */
  signedOut(accountKey: string): Promise<void>
}

/** The tabs of the workbench and their views: several stay open, at most one is on the screen. */
export function createViews(options: ViewsOptions): Views {
  const { permissions, log } = options
  const tabs = new Map<string, Tab>()
  const opening = new Map<string, Promise<void>>()
  let place: CallArgs<'workbench.show'> = null
  let watched: BrowserWindow | null = null
  let looks = 0
  const guard = createSessionGuard({
    rules(partition) {
      const tab = [...tabs.values()].find(each => partitionOf(each.accountKey, each.app.id) === partition)
      return tab === undefined || tab.live === null ? null : tab.rules
    },
    log,
  })

  const list = (): AppTab[] => [...tabs.values()].map(tab => describeTab(tab, options.nameOf(tab.app)))
  // A page may change its title in a loop.
  let notified = ''
  const tell = throttle(
    () => {
      const tabs = list()
      const text = JSON.stringify(tabs)
      if (text === notified) return
      notified = text
      options.onTabs(tabs)
    },
    tellEveryMs,
    { leading: true },
  )
  const guestOfTab = ({ app, accountKey, rules, page, live }: Tab): Guest | null =>
    rules === null || live === null
      ? null
      : {
          app,
          rules,
          allowed: permissions.allowed(accountKey, app.id),
          shown: place?.appId === app.id && pageShows(page) && isLookedAt(options.window()),
          consumeUserActivation: live.consumeUserActivation,
        }

  function dispatch(tab: Tab, event: TabEvent): void {
    tab.page = nextPage(tab.page, event)
    arrange()
    tell()
  }

  /** Puts each view where it belongs: the shown one to its place, the others out of sight. */
  function arrange(): void {
    const window = currentWindow()
    for (const { app, live, page } of tabs.values()) {
      if (live === null) continue
      const { view } = live
      const visible = window !== null && place?.appId === app.id && pageShows(page)
      if (visible && place !== null) {
        if (!window.contentView.children.includes(view)) window.contentView.addChildView(view)
        view.setBounds(scaled(place.bounds, window.webContents.getZoomFactor()))
      }
      view.setVisible(visible)
    }
  }

  function currentWindow(): BrowserWindow | null {
    const window = options.window()
    if (window !== null && window !== watched) {
      watched = window
      // The views go with their window; their pages must not live on unseen.
      window.once('closed', () => {
        if (watched === window) watched = null
        closeAll()
      })
    }
    return window
  }

  /** Gives a tab its view, at the beginning of the app or where its page stood. */
  function start(tab: Tab, address?: string): void {
    const { rules } = tab
    if (rules === null) {
      dispatch(tab, { type: 'blocked', origin: tab.app.startUrl.slice(0, 200) })
      return
    }
    const partition = partitionOf(tab.accountKey, tab.app.id)
    guard(partition)
    const { preload, development } = options
    const view = makeGuestView({ preload, partition, development, background: options.background() })
    const contents = view.webContents
    tab.page = firstPage
    tab.address = address !== undefined && isGuestPage(rules, address) ? address : rules.start
    tab.seen = ++looks
    tab.live = { view, contents, consumeUserActivation: watch(tab, contents) }
    currentWindow()?.contentView.addChildView(view)
    load(contents, tab.address)
    makeRoom()
    arrange()
    tell()
  }

  /** Gives up the views that were not looked at for longest. */
  function makeRoom(): void {
    const live = [...tabs.values()].filter(tab => tab.live !== null).sort((one, other) => other.seen - one.seen)
    for (const tab of live.slice(maxLive)) {
      drop(tab)
      tab.page = firstPage
    }
  }

  /** Guards and follows a tab's page. Returns what takes the person's press of the moment. */
  function watch(tab: Tab, contents: WebContents): () => boolean {
    const current = (): boolean => tab.live?.contents === contents && tabs.get(tab.app.id) === tab
    const happens = (event: TabEvent): void => {
      if (current()) dispatch(tab, event)
    }
    const moves = (address: string): void => {
      if (!current()) return
      tab.address = address
      tell()
    }
    watchPage(contents, {
      happens,
      arrives(address) {
        tab.title = ''
        tab.givenTitle = null
        moves(address)
      },
      moves,
      titled(title) {
        if (!current() || tab.page.state === 'failed') return
        tab.title = title.slice(0, 100)
        tell()
      },
      gone() {
        if (current()) close(tab)
      },
    })
    return guardView(contents, {
      rules: () => (current() ? tab.rules : null),
      onBlocked: ({ origin }) => happens({ type: 'blocked', origin }),
      openExternal: options.openExternal,
      log,
    })
  }

  function load(contents: WebContents, address: string): void {
    // did-fail-load tells of a failure, with what the promise would say.
    contents.loadURL(address).catch(() => {})
  }

  function drop(tab: Tab): void {
    const { live } = tab
    tab.live = null
    if (live === null) return
    const window = options.window()
    if (window !== null && !window.isDestroyed()) window.contentView.removeChildView(live.view)
    if (!live.contents.isDestroyed()) live.contents.close()
  }

  function close(tab: Tab): void {
    tabs.delete(tab.app.id)
    drop(tab)
    tell()
  }

  function closeAll(): void {
    if (tabs.size === 0) return
    for (const tab of tabs.values()) drop(tab)
    tabs.clear()
    tell()
  }

  async function openNew(appId: string): Promise<void> {
    const app = await options.appOf(appId)
    const workspace = options.workspace()
    if (app === null || app.deleted || workspace === null || tabs.has(appId)) return
    const { accountKey, httpBase } = workspace
    const rules = originPolicyOf(app, httpBase)
    const allowed = permissions.allowed(accountKey, appId)
    // Remembers that it was used, so that signing out finds what it stored.
    if (!permissions.usedApps(accountKey).includes(appId)) permissions.setAllowed(accountKey, appId, allowed)
    const consent = missingPermissions(app, allowed).length > 0
    const tab: Tab = {
      app,
      accountKey,
      rules,
      page: firstPage,
      consent,
      givenTitle: null,
      title: '',
      address: '',
      live: null,
      seen: 0,
    }
    tabs.set(appId, tab)
    if (consent) tell()
    else start(tab)
  }

  function reload(appId: string): void {
    const tab = tabs.get(appId)
    if (tab === undefined || tab.consent) return
    const { live, rules, page } = tab
    if (live === null || rules === null || page.state === 'crashed') {
      drop(tab)
      start(tab)
      return
    }
    // After a refusal or a failure the way back in is the beginning, unless the page was one of the app's.
    const address = live.contents.getURL()
    const again = page.state === 'failed' || page.state === 'blocked'
    tab.page = { ...firstPage, standing: page.standing && !again }
    if (again) load(live.contents, page.state === 'failed' && isGuestPage(rules, address) ? address : rules.start)
    else live.contents.reload()
    arrange()
    tell()
  }

  return {
    tabs: list,
    async open(appId) {
      const tab = tabs.get(appId)
      if (tab !== undefined) {
        if (tab.consent) return
        if (tab.live === null) start(tab, tab.address)
        else if (tab.page.state === 'crashed') reload(appId)
        return
      }
      const running = opening.get(appId) ?? openNew(appId).finally(() => opening.delete(appId))
      opening.set(appId, running)
      await running
    },
    async allow(appId, given) {
      const workspace = options.workspace()
      const app = tabs.get(appId)?.app ?? (await options.appOf(appId))
      if (app === null || workspace === null) return
      const before = permissions.allowed(workspace.accountKey, appId)
      const declared = app.permissions
        .filter(isAppPermission)
        .filter(permission => given.includes(permission) || before.includes(permission))
      permissions.setAllowed(workspace.accountKey, appId, declared)
      const tab = tabs.get(appId)
      if (tab === undefined || !tab.consent) return
      tab.consent = false
      if (tab.live === null) start(tab)
      else dispatch(tab, { type: 'returned' })
    },
    revoke(appId) {
      const accountKey = options.workspace()?.accountKey
      if (accountKey === undefined) return
      permissions.setAllowed(accountKey, appId, [])
      const tab = tabs.get(appId)
      if (tab === undefined || tab.app.permissions.length === 0) return
      drop(tab)
      tab.consent = true
      tell()
    },
    close(appId) {
      const tab = tabs.get(appId)
      if (tab !== undefined) close(tab)
    },
    reload,
    back(appId) {
      const tab = tabs.get(appId)
      if (tab === undefined || !canGoBack(tab)) return
      // What was refused never came to stand: going back is seeing the page again.
      if (tab.page.state === 'blocked') dispatch(tab, { type: 'returned' })
      else tab.live?.contents.navigationHistory.goBack()
    },
    show(next) {
      place = next
      const tab = next === null ? undefined : tabs.get(next.appId)
      if (tab !== undefined) {
        tab.seen = ++looks
        // Its view was given up for others meanwhile.
        if (tab.live === null && tab.rules !== null && !tab.consent) start(tab, tab.address)
      }
      arrange()
    },
    setTitle(appId, title) {
      const tab = tabs.get(appId)
      if (tab === undefined) return
      tab.givenTitle = title
      tell()
    },
    async appsChanged() {
      const workspace = options.workspace()
      if (workspace === null) return
      for (const [appId, tab] of [...tabs]) {
        const app = await options.appOf(appId)
        if (tabs.get(appId) !== tab) continue
        if (app === null || app.deleted) {
          tabs.delete(appId)
          drop(tab)
          continue
        }
        const startBefore = tab.rules?.start
        const missing = missingPermissions(app, permissions.allowed(tab.accountKey, appId))
        // What the person was asked for and did not allow is not asked for again while the tab is open.
        const asked = tab.consent ? [] : tab.app.permissions
        const consent = missing.some(permission => !asked.includes(permission))
        tab.app = app
        tab.rules = originPolicyOf(app, workspace.httpBase)
        const address = tab.live?.contents.getURL() ?? ''
        const outside = tab.rules === null || !isGuestPage(tab.rules, address)
        tab.consent = consent
        // A page that is no longer among the app's origins, or that would now run with more rights than were allowed.
        if (tab.live === null || !(consent || (outside && address !== '') || startBefore !== tab.rules?.start)) continue
        drop(tab)
        if (!consent) start(tab)
      }
      tell()
    },
    guestOf(sender) {
      for (const tab of tabs.values()) if (tab.live?.contents === sender) return guestOfTab(tab)
      return null
    },
    send(event, payload) {
      for (const tab of tabs.values()) {
        const guest = guestOfTab(tab)
        const contents = tab.live?.contents
        if (guest === null || contents === undefined || !hasBridge(guest.rules, contents.getURL())) continue
        contents.send(bridgeEventChannel, event, payload(guest))
      }
    },
    closeAll,
    renamed: tell,
    async signedOut(accountKey) {
      closeAll()
      place = null
      await clearPartitions(
        permissions.usedApps(accountKey).map(appId => partitionOf(accountKey, appId)),
        log,
      )
    },
  }
}

function isLookedAt(window: BrowserWindow | null): boolean {
  return window?.isVisible() === true && !window.isMinimized() && window.isFocused()
}
