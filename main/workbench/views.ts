import type { App, AppPermission } from '@lianqun/protocol'
import { type BrowserWindow, session, type WebContents, WebContentsView } from 'electron'
import { type BridgeEvent, type BridgeEventName, bridgeEventChannel } from '../../preload/bridge.ts'
import type { AppTab, CallArgs } from '../../preload/contract.ts'
import { parseUrl } from '../shell/links.ts'
import type { Guest } from './bridge.ts'
import { guardSession, guardView } from './guard.ts'
import { isGuestPage, partitionOf, type Rules, rulesOf } from './rules.ts'
import { firstPage, missingPermissions, nextPage, pageShows, type TabEvent, type TabPage } from './tabs.ts'

/** Net errors of a load that was given up on purpose, and of one that our own rules refused. */
const aborted = -3
const blockedByClient = -20

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

interface Tab {
  app: App
  accountKey: string
  /** Null: the manifest names no address that a guest can have. */
  rules: Rules | null
  page: TabPage
  /** The person has yet to allow something. */
  consent: boolean
  /** The title the app gave through the bridge; null: none since the page came. */
  givenTitle: string | null
  /** The page's title; empty: none of its own. */
  title: string
  address: string
  view: WebContentsView | null
}

/** The tabs of the workbench and their views: several stay open, at most one is on the screen. */
export function createViews(options: ViewsOptions): Views {
  const { permissions, log } = options
  const tabs = new Map<string, Tab>()
  const guarded = new Set<string>()
  const opening = new Map<string, Promise<void>>()
  let place: CallArgs<'workbench.show'> = null
  let watched: BrowserWindow | null = null

  const describe = (tab: Tab): AppTab => ({
    appId: tab.app.id,
    title: (tab.givenTitle ?? tab.title) || options.nameOf(tab.app),
    address: tab.address,
    state: tab.consent ? 'consent' : tab.page.state,
    error: tab.consent ? null : tab.page.error,
    canGoBack: tab.view !== null && canGoBack(tab, tab.view),
  })
  const list = (): AppTab[] => [...tabs.values()].map(describe)
  let told = ''
  const tell = (): void => {
    const now = list()
    const text = JSON.stringify(now)
    if (text === told) return
    told = text
    options.onTabs(now)
  }
  const guestOfTab = (tab: Tab): Guest | null =>
    tab.rules === null
      ? null
      : {
          app: tab.app,
          rules: tab.rules,
          allowed: permissions.allowed(tab.accountKey, tab.app.id),
          shown: place?.appId === tab.app.id && pageShows(tab.page),
        }

  function happen(tab: Tab, event: TabEvent): void {
    tab.page = nextPage(tab.page, event)
    arrange()
    tell()
  }

  /** Puts each view where it belongs: the shown one to its place, the others out of sight. */
  function arrange(): void {
    const window = currentWindow()
    for (const { app, view, page } of tabs.values()) {
      if (view === null) continue
      const visible = window !== null && place?.appId === app.id && pageShows(page)
      if (visible && place !== null) {
        if (!window.contentView.children.includes(view)) window.contentView.addChildView(view)
        // The page speaks of CSS pixels, which its zoom has scaled.
        const zoom = window.webContents.getZoomFactor()
        const { x, y, width, height } = place.bounds
        const [left, top] = [Math.round(x * zoom), Math.round(y * zoom)]
        view.setBounds({
          x: left,
          y: top,
          width: Math.round((x + width) * zoom) - left,
          height: Math.round((y + height) * zoom) - top,
        })
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

  function start(tab: Tab): void {
    const { rules } = tab
    if (rules === null) {
      happen(tab, { type: 'blocked', origin: tab.app.startUrl.slice(0, 200) })
      return
    }
    const partition = partitionOf(tab.accountKey, tab.app.id)
    guard(partition)
    const view = new WebContentsView({
      webPreferences: {
        preload: options.preload,
        partition,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInSubFrames: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        spellcheck: false,
        safeDialogs: true,
        devTools: options.development,
      },
    })
    tab.view = view
    tab.page = firstPage
    tab.address = rules.start
    view.setBackgroundColor(options.background())
    view.setVisible(false)
    currentWindow()?.contentView.addChildView(view)
    watch(tab, view.webContents)
    load(view, rules.start)
    arrange()
    tell()
  }

  /** Guards a partition's session once; its rules are those of the tab that is open, if any. */
  function guard(partition: string): void {
    if (guarded.has(partition)) return
    guarded.add(partition)
    const tabOf = (): Tab | undefined =>
      [...tabs.values()].find(tab => partitionOf(tab.accountKey, tab.app.id) === partition)
    guardSession(session.fromPartition(partition), {
      rules: () => {
        const tab = tabOf()
        return tab === undefined || tab.view === null ? null : tab.rules
      },
      log,
    })
  }

  function watch(tab: Tab, contents: WebContents): void {
    const current = (): boolean => tab.view?.webContents === contents && tabs.get(tab.app.id) === tab
    const on = (event: TabEvent): void => {
      if (current()) happen(tab, event)
    }
    const moved = (address: string): void => {
      if (!current()) return
      tab.address = address
      tell()
    }
    guardView(contents, {
      rules: () => (current() ? tab.rules : null),
      onBlocked: ({ origin }) => on({ type: 'blocked', origin }),
      openExternal: options.openExternal,
      log,
    })
    contents.on('did-start-navigation', details => {
      if (details.isMainFrame && !details.isSameDocument) on({ type: 'starts' })
    })
    contents.on('did-navigate', (_event, address) => {
      tab.title = ''
      tab.givenTitle = null
      moved(address)
    })
    contents.on('did-navigate-in-page', (_event, address, isMainFrame) => {
      if (isMainFrame) moved(address)
    })
    contents.on('dom-ready', () => on({ type: 'loaded' }))
    contents.on('did-finish-load', () => on({ type: 'loaded' }))
    contents.on('did-stop-loading', () => on({ type: 'stopped' }))
    contents.on('did-fail-load', (_event, code, description, address, isMainFrame) => {
      if (!isMainFrame || code === aborted) return
      if (code === blockedByClient) on({ type: 'blocked', origin: parseUrl(address)?.origin ?? '' })
      else on({ type: 'failed', error: description || String(code) })
    })
    contents.on('render-process-gone', (_event, { reason }) => {
      if (reason !== 'clean-exit') on({ type: 'crashed', reason })
    })
    contents.on('page-title-updated', (_event, title, explicit) => {
      // A page without a title of its own is called by its address, which says less than the app's name.
      if (!current() || !explicit || tab.page.state === 'failed') return
      tab.title = title.slice(0, 100)
      tell()
    })
  }

  function load(view: WebContentsView, address: string): void {
    // did-fail-load tells of a failure, with what the promise would say.
    view.webContents.loadURL(address).catch(() => {})
  }

  function drop(tab: Tab): void {
    const { view } = tab
    tab.view = null
    if (view === null) return
    const window = options.window()
    if (window !== null && !window.isDestroyed()) window.contentView.removeChildView(view)
    if (!view.webContents.isDestroyed()) view.webContents.close()
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
    const rules = rulesOf(app, httpBase)
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
      view: null,
    }
    tabs.set(appId, tab)
    if (consent) tell()
    else start(tab)
  }

  function reload(appId: string): void {
    const tab = tabs.get(appId)
    if (tab === undefined || tab.consent) return
    const { view, rules, page } = tab
    if (view === null || rules === null || page.state === 'crashed') {
      drop(tab)
      start(tab)
      return
    }
    // After a refusal or a failure the way back in is the beginning, unless the page was one of the app's.
    const address = view.webContents.getURL()
    const again = page.state === 'failed' || page.state === 'blocked'
    tab.page = { ...firstPage, standing: page.standing && !again }
    if (again) load(view, page.state === 'failed' && isGuestPage(rules, address) ? address : rules.start)
    else view.webContents.reload()
    arrange()
    tell()
  }

  return {
    tabs: list,
    async open(appId) {
      const tab = tabs.get(appId)
      if (tab !== undefined) {
        if (!tab.consent && (tab.view === null || tab.page.state === 'crashed')) reload(appId)
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
      const declared = app.permissions.filter(permission => given.includes(permission) || before.includes(permission))
      permissions.setAllowed(workspace.accountKey, appId, declared)
      const tab = tabs.get(appId)
      if (tab === undefined || !tab.consent) return
      tab.consent = false
      if (tab.view === null) start(tab)
      else happen(tab, { type: 'returned' })
    },
    close(appId) {
      const tab = tabs.get(appId)
      if (tab === undefined) return
      tabs.delete(appId)
      drop(tab)
      tell()
    },
    reload,
    back(appId) {
      const tab = tabs.get(appId)
      if (tab === undefined || tab.view === null || !canGoBack(tab, tab.view)) return
      // What was refused never came to stand: going back is seeing the page again.
      if (tab.page.state === 'blocked') happen(tab, { type: 'returned' })
      else tab.view.webContents.navigationHistory.goBack()
    },
    show(next) {
      place = next
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
        tab.rules = rulesOf(app, workspace.httpBase)
        const address = tab.view?.webContents.getURL() ?? ''
        const outside = tab.rules === null || !isGuestPage(tab.rules, address)
        tab.consent = consent
        // A page that is no longer among the app's origins, or that would now run with more rights than were allowed.
        if (tab.view === null || !(consent || (outside && address !== '') || startBefore !== tab.rules?.start)) continue
        drop(tab)
        if (!consent) start(tab)
      }
      tell()
    },
    guestOf(sender) {
      for (const tab of tabs.values()) if (tab.view?.webContents === sender) return guestOfTab(tab)
      return null
    },
    send(event, payload) {
      for (const tab of tabs.values()) {
        const guest = guestOfTab(tab)
        const contents = tab.view?.webContents
        if (guest === null || contents === undefined || !isGuestPage(guest.rules, contents.getURL())) continue
        contents.send(bridgeEventChannel, event, payload(guest))
      }
    },
    closeAll,
    renamed: tell,
    async signedOut(accountKey) {
      closeAll()
      place = null
      await Promise.all(
        permissions.usedApps(accountKey).map(async appId => {
          const guest = session.fromPartition(partitionOf(accountKey, appId))
          await guest.closeAllConnections()
          await Promise.all([guest.clearStorageData(), guest.clearCache(), guest.clearAuthCache()])
        }),
      )
    },
  }
}

function canGoBack(tab: Tab, view: WebContentsView): boolean {
  if (tab.page.state === 'blocked') return tab.page.standing
  return view.webContents.navigationHistory.canGoBack()
}
