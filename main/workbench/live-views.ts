import type { BrowserWindow, WebContents } from 'electron'
import type { CallArgs, DesktopEvent } from '../../preload/contract/index.ts'
import type { Log } from '../log.ts'
import { guardView } from './guard.ts'
import { createSessionGuard } from './guest-sessions.ts'
import { makeGuestView, scaled, watchKeys, watchPage } from './guest-view.ts'
import { decide, isGuestPage, partitionOf } from './origin-policy.ts'
import { firstPage, nextPage, pageShows, shownTitle, type Tab, type TabEvent } from './tab-state.ts'

/** The most views at a time; other tabs load their page again when they are shown. */
const maxLive = 8
/** JPEG quality of the picture in place of a hidden view, of 100. */
const pictureQuality = 90
/** A page that is being closed may run this long (ms) before it is killed. */
const closeMs = 1_000

export interface LiveViewsOptions {
  window: () => BrowserWindow | null
  preload: string
  development: boolean
  background: () => string
  openExternal: (address: string) => void
  /** The state of tabs may have changed. */
  onChanged: () => void
  /** The page of a tab was closed by itself. */
  onGone: (tab: Tab) => void
  /** The window was closed, and its views with it. */
  onWindowClosed: () => void
  onCommand: (command: DesktopEvent<'tabs.command'>) => void
  mac: boolean
  log: Log
}

/** Manages the views of the open tabs: creates, positions, watches and drops them. */
export class LiveViews {
  /** The shown app and its bounds in the window's page; null: none. */
  place: CallArgs<'workbench.show'> = null
  readonly #options: LiveViewsOptions
  readonly #tabs: ReadonlyMap<string, Tab>
  readonly #guard: (partition: string) => void
  /** Pages that are being closed: their handlers still run. */
  readonly #closing = new Set<WebContents>()
  #watched: BrowserWindow | null = null
  /** Counter for `Tab.seen`. */
  #shows = 0

  constructor(tabs: ReadonlyMap<string, Tab>, options: LiveViewsOptions) {
    this.#tabs = tabs
    this.#options = options
    this.#guard = createSessionGuard({
      policy(partition) {
        const tab = [...tabs.values()].find(each => partitionOf(each.accountKey, each.app.id) === partition)
        return tab === undefined || tab.live === null ? null : tab.policy
      },
      log: options.log,
    })
  }

  /** Marks a tab as the last shown one. */
  lookAt(tab: Tab): void {
    tab.seen = ++this.#shows
  }

  /** Whether the tab's page is visible in the focused window. */
  isShown({ app, page }: Tab): boolean {
    return this.place?.appId === app.id && pageShows(page) && isActive(this.#options.window())
  }

  dispatch(tab: Tab, event: TabEvent): void {
    tab.page = nextPage(tab.page, event)
    this.arrange()
    this.#options.onChanged()
  }

  /** Positions the shown view, and hides the others. */
  arrange(): void {
    const window = this.#currentWindow()
    for (const { app, live, page } of this.#tabs.values()) {
      if (live === null) continue
      const { view } = live
      const visible = window !== null && this.place?.appId === app.id && pageShows(page)
      if (visible && this.place !== null) {
        if (!window.contentView.children.includes(view)) window.contentView.addChildView(view)
        view.setBounds(scaled(this.place.bounds, window.webContents.getZoomFactor()))
      }
      // A hidden view would keep the keyboard.
      if (!visible && view.getVisible() && live.contents.isFocused()) window?.webContents.focus()
      view.setVisible(visible)
    }
  }

  /** Gives the keyboard to a tab's page, if it is visible. */
  focus(tab: Tab): void {
    if (tab.live !== null && this.place?.appId === tab.app.id && pageShows(tab.page)) tab.live.contents.focus()
  }

  /** A picture of a tab's visible page as a data URL; null when it has none. */
  async picture(tab: Tab): Promise<string | null> {
    if (tab.live === null || !tab.live.view.getVisible()) return null
    try {
      const image = await tab.live.contents.capturePage()
      return image.isEmpty() ? null : `data:image/jpeg;base64,${image.toJPEG(pictureQuality).toString('base64')}`
    } catch (error) {
      this.#options.log('an app could not be captured', { error: String(error) })
      return null
    }
  }

  /** Resolves when no dropped page runs any more; one that does not end in time is killed. */
  async allGone(): Promise<void> {
    await Promise.all([...this.#closing].map(ended))
  }

  drop(tab: Tab): void {
    const { live } = tab
    tab.live = null
    if (live === null) return
    const window = this.#options.window()
    if (window !== null && !window.isDestroyed()) window.contentView.removeChildView(live.view)
    if (live.contents.isDestroyed()) return
    this.#closing.add(live.contents)
    live.contents.once('destroyed', () => this.#closing.delete(live.contents))
    live.contents.close()
  }

  /** Creates the view of a tab and loads `address`, or the app's start page. */
  start(tab: Tab, address?: string): void {
    const { policy } = tab
    if (policy === null) {
      this.dispatch(tab, { type: 'blocked', origin: tab.app.startUrl.slice(0, 200) })
      return
    }
    const partition = partitionOf(tab.accountKey, tab.app.id)
    this.#guard(partition)
    const { preload, development } = this.#options
    const view = makeGuestView({ preload, partition, development, background: this.#options.background() })
    const contents = view.webContents
    tab.page = firstPage
    tab.address = address !== undefined && isGuestPage(policy, address) ? address : policy.start
    tab.seen = ++this.#shows
    tab.live = { view, contents, consumeUserActivation: this.#watch(tab, contents) }
    this.#currentWindow()?.contentView.addChildView(view)
    this.load(contents, tab.address)
    this.#makeRoom()
    this.arrange()
    this.#options.onChanged()
  }

  load(contents: WebContents, address: string): void {
    // did-fail-load reports the same failure.
    contents.loadURL(address).catch(() => {})
  }

  /** Drops the views that were shown least recently, above `maxLive`. */
  #makeRoom(): void {
    const live = [...this.#tabs.values()].filter(tab => tab.live !== null).sort((a, b) => b.seen - a.seen)
    for (const tab of live.slice(maxLive)) {
      this.drop(tab)
      tab.page = firstPage
    }
  }

  /** Guards and watches a tab's page. Returns the function that consumes user activation. */
  #watch(tab: Tab, contents: WebContents): () => boolean {
    const current = (): boolean => tab.live?.contents === contents && this.#tabs.get(tab.app.id) === tab
    const happens = (event: TabEvent): void => {
      if (current()) this.dispatch(tab, event)
    }
    const moves = (address: string): void => {
      if (!current()) return
      tab.address = address
      this.#options.onChanged()
    }
    const { onChanged, onGone } = this.#options
    watchPage(contents, {
      happens,
      refuses: address => current() && tab.policy !== null && !decide(tab.policy, address, 'page').allowed,
      arrives(address) {
        tab.title = ''
        tab.givenTitle = null
        moves(address)
      },
      moves,
      titled(title) {
        if (!current() || tab.page.state === 'failed') return
        tab.title = shownTitle(title)
        onChanged()
      },
      gone() {
        if (current()) onGone(tab)
      },
    })
    watchKeys(contents, this.#options.mac, command => {
      if (!current()) return
      this.#options.window()?.webContents.focus()
      this.#options.onCommand({ appId: tab.app.id, command })
    })
    return guardView(contents, {
      policy: () => (current() ? tab.policy : null),
      onBlocked: ({ origin }) => happens({ type: 'blocked', origin }),
      openExternal: this.#options.openExternal,
      log: this.#options.log,
    })
  }

  #currentWindow(): BrowserWindow | null {
    const window = this.#options.window()
    if (window !== null && window !== this.#watched) {
      this.#watched = window
      // The views are lost with their window, so their pages must be closed.
      window.once('closed', () => {
        if (this.#watched === window) this.#watched = null
        this.#options.onWindowClosed()
      })
    }
    return window
  }
}

/** Resolves when a closing page is destroyed. */
async function ended(contents: WebContents): Promise<void> {
  if (contents.isDestroyed()) return
  const destroyed = new Promise<void>(resolve => contents.once('destroyed', () => resolve()))
  const timer = setTimeout(() => {
    contents.forcefullyCrashRenderer()
    contents.close()
  }, closeMs)
  await destroyed
  clearTimeout(timer)
}

function isActive(window: BrowserWindow | null): boolean {
  return window?.isVisible() === true && !window.isMinimized() && window.isFocused()
}
