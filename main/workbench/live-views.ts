import type { BrowserWindow, WebContents } from 'electron'
import type { CallArgs } from '../../preload/contract/index.ts'
import type { Log } from '../log.ts'
import { guardView } from './guard.ts'
import { createSessionGuard } from './guest-sessions.ts'
import { makeGuestView, scaled, watchPage } from './guest-view.ts'
import { isGuestPage, partitionOf } from './origin-policy.ts'
import { firstPage, nextPage, pageShows, type Tab, type TabEvent } from './tab-state.ts'

/** So many views live at most; a tab beyond them loads its page again when it is looked at. */
const maxLive = 8

export interface LiveViewsOptions {
  window: () => BrowserWindow | null
  preload: string
  development: boolean
  background: () => string
  openExternal: (address: string) => void
  /** What the window shows of the tabs may have changed. */
  onChanged: () => void
  /** The page of a tab closed itself. */
  onGone: (tab: Tab) => void
  /** The views go with their window. */
  onWindowClosed: () => void
  log: Log
}

/** The views of the open tabs: makes them, puts them in their place, follows their pages and gives them up. */
export class LiveViews {
  /** Where the page of the window leaves room for a view. */
  place: CallArgs<'workbench.show'> = null
  readonly #options: LiveViewsOptions
  readonly #tabs: ReadonlyMap<string, Tab>
  readonly #guard: (partition: string) => void
  #watched: BrowserWindow | null = null
  #looks = 0

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

  /** The person looks at a tab now. */
  lookAt(tab: Tab): void {
    tab.seen = ++this.#looks
  }

  /** Whether the person sees the tab's page at this moment. */
  isShown({ app, page }: Tab): boolean {
    return this.place?.appId === app.id && pageShows(page) && isLookedAt(this.#options.window())
  }

  dispatch(tab: Tab, event: TabEvent): void {
    tab.page = nextPage(tab.page, event)
    this.arrange()
    this.#options.onChanged()
  }

  /** Puts each view where it belongs: the shown one to its place, the others out of sight. */
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
      view.setVisible(visible)
    }
  }

  drop(tab: Tab): void {
    const { live } = tab
    tab.live = null
    if (live === null) return
    const window = this.#options.window()
    if (window !== null && !window.isDestroyed()) window.contentView.removeChildView(live.view)
    if (!live.contents.isDestroyed()) live.contents.close()
  }

  /** Gives a tab its view, at the beginning of the app or where its page stood. */
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
    tab.seen = ++this.#looks
    tab.live = { view, contents, consumeUserActivation: this.#watch(tab, contents) }
    this.#currentWindow()?.contentView.addChildView(view)
    this.load(contents, tab.address)
    this.#makeRoom()
    this.arrange()
    this.#options.onChanged()
  }

  load(contents: WebContents, address: string): void {
    // did-fail-load tells of a failure, with what the promise would say.
    contents.loadURL(address).catch(() => {})
  }

  /** Gives up the views that were not looked at for longest. */
  #makeRoom(): void {
    const live = [...this.#tabs.values()].filter(tab => tab.live !== null).sort((one, other) => other.seen - one.seen)
    for (const tab of live.slice(maxLive)) {
      this.drop(tab)
      tab.page = firstPage
    }
  }

  /** Guards and follows a tab's page. Returns what takes the person's press of the moment. */
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
      arrives(address) {
        tab.title = ''
        tab.givenTitle = null
        moves(address)
      },
      moves,
      titled(title) {
        if (!current() || tab.page.state === 'failed') return
        tab.title = title.slice(0, 100)
        onChanged()
      },
      gone() {
        if (current()) onGone(tab)
      },
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
      // The views go with their window; their pages must not live on unseen.
      window.once('closed', () => {
        if (this.#watched === window) this.#watched = null
        this.#options.onWindowClosed()
      })
    }
    return window
  }
}

function isLookedAt(window: BrowserWindow | null): boolean {
  return window?.isVisible() === true && !window.isMinimized() && window.isFocused()
}
