import { EventEmitter } from 'node:events'
import { pathToFileURL } from 'node:url'
import { setNavigationOwner } from '../host/network.ts'
import { PageLink } from '../host/page-link.ts'
import { evaluate, insertStyle, removeStyle } from '../host/page-tools.ts'
import { runtime } from '../host/runtime.ts'
import { buildScripts } from '../host/scripts.ts'
import { forwardEvents } from './contents-events.ts'
import { ContentsIpc } from './contents-ipc.ts'
import { ContentsNavigation, type WindowOpenHandler } from './contents-navigation.ts'
import { ContentsSize } from './contents-size.ts'
import { createEvent } from './event.ts'
import { FrameMain } from './frame.ts'
import { IpcMain } from './ipc-main.ts'
import { NativeImage } from './native-image.ts'
import { nativeTheme } from './native-theme.ts'
import { NavigationHistory } from './navigation-history.ts'
import { RecordedContents } from './recorded-contents.ts'
import type { Session } from './session.ts'

/** Chromium's names of what an edit menu does. */
export type EditCommand = 'undo' | 'redo' | 'cut' | 'copy' | 'paste' | 'pasteAndMatchStyle' | 'delete' | 'selectAll'

export interface ContentsOptions {
  session: Session
  type: 'window' | 'browserView'
  preload?: string
  subFrames: boolean
  focusOnNavigation: boolean
  additionalArguments: string[]
  size: { width: number; height: number }
}

let nextId = 1
const all = new Map<number, WebContents>()
/** The contents that keys and menu roles act on. */
let focusedContents: WebContents | null = null
/** Notifies `app` of each new web contents. */
export const contentsCreated = new EventEmitter<{ created: [WebContents]; opened: [WebContents, PageLink] }>()

const colorScheme = () => (nativeTheme.shouldUseDarkColors ? 'dark' : 'light')
nativeTheme.on('updated', () => {
  for (const contents of all.values()) contents.applyTheme()
})

/** Electron's WebContents on a Chromium page of its own. */
export class WebContents extends RecordedContents {
  readonly id = nextId++
  readonly session: Session
  readonly hostWebContents = null
  readonly ipc = new IpcMain()
  readonly navigationHistory = new NavigationHistory(this)
  /** The page; a new promise after `revive`. */
  link: Promise<PageLink>
  current: PageLink | undefined
  readonly options: ContentsOptions
  #destroyed = false
  #crashed = false
  #title = ''
  #userAgent: string | undefined
  readonly #size: ContentsSize
  readonly #messages = new ContentsIpc(this)
  readonly #navigation = new ContentsNavigation(this)

  constructor(options: ContentsOptions) {
    super()
    this.setMaxListeners(0)
    this.options = options
    this.session = options.session
    this.#size = new ContentsSize(options)
    all.set(this.id, this)
    contentsCreated.emit('created', this)
    this.link = this.#open()
  }

  static getAllWebContents(): WebContents[] {
    return [...all.values()]
  }

  static getFocusedWebContents(): WebContents | null {
    return focusedContents
  }

  /** The window of the focused contents has lost the focus. */
  static blurAll(): void {
    const before = focusedContents
    focusedContents = null
    before?.emit('blur')
  }

  static fromId(id: number): WebContents | undefined {
    return all.get(id)
  }

  get mainFrame(): FrameMain {
    if (!this.current)
      throw new Error('The page is still being opened; wait for a load event before asking for its frames.')
    return FrameMain.of(this.current, this.current.mainFrame)
  }

  // --- pages

  async #open(): Promise<PageLink> {
    const { preload, subFrames, additionalArguments } = this.options
    const browser = await runtime.browser
    const context = await this.session.context()
    const files = [...this.session.preloadFiles(), ...(preload ? [preload] : [])]
    const scripts = buildScripts(files, subFrames, additionalArguments)
    const link = await PageLink.open(browser, context, scripts)
    if (this.#destroyed) {
      await link.close()
      throw new Error('Object has been destroyed')
    }
    this.#attach(link)
    await Promise.all([
      link.page.emulateMedia({ colorScheme: colorScheme() }),
      this.#size.apply(link),
      this.#userAgent ? link.cdp.send('Emulation.setUserAgentOverride', { userAgent: this.#userAgent }) : undefined,
    ])
    for (const { path, error } of scripts.failures) this.#preloadFailed(path, error)
    contentsCreated.emit('opened', this, link)
    return link
  }

  #preloadFailed(path: string, error: Error): void {
    console.error(`Unable to load preload script: ${path}\n`, error)
    this.emit('preload-error', createEvent(), path, error)
  }

  #attach(link: PageLink): void {
    const navigation = this.#navigation
    this.current = link
    this.#crashed = false
    this.session.adopt(link)
    setNavigationOwner(link, {
      mayNavigate: (url, frame, isMainFrame, isRedirect) =>
        navigation.mayNavigate(link, url, frame, isMainFrame, isRedirect),
      failed: (url, reason) => navigation.failed(url, reason),
    })
    const on: PageLink['on'] = link.on.bind(link)
    on('binding', (payload, frame, context) => this.#messages.receive(link, payload, frame, context))
    on('navigated', (frame, isMainFrame, unreachable) => {
      navigation.navigated(frame, isMainFrame, unreachable)
      // Not in a window without the focus.
      if (isMainFrame && focusedContents !== null && this.options.focusOnNavigation) this.tookFocus()
    })
    on('crashed', () => {
      this.#crashed = true
      this.emit('render-process-gone', createEvent(), { reason: 'crashed', exitCode: 11 })
    })
    on('closed', () => {
      if (link !== this.current || this.#destroyed) return
      // A guest is destroyed with its page; the app may prevent that a window closes.
      if (this.options.type === 'browserView') this.destroy()
      else this.emit('standin-page-closed')
    })
    forwardEvents(this, link, navigation)
  }

  /** Applies the current theme to the page; a page that is still opening gets it then. */
  applyTheme(): void {
    if (this.current) this.#later('applyTheme', link => link.page.emulateMedia({ colorScheme: colorScheme() }))
  }

  /** Opens a new page in place of one that crashed or was closed from outside. */
  async revive(): Promise<PageLink> {
    const old = this.current
    this.current = undefined
    await old?.close()
    this.link = this.#open()
    return this.link
  }

  /** The page, opened again after a crash. Only for loads: nothing else revives a page. */
  async alive(): Promise<PageLink> {
    if (this.#destroyed) throw new Error('Object has been destroyed')
    const link = await this.link
    return this.#crashed || link.isClosed ? this.revive() : link
  }

  async #page(): Promise<PageLink> {
    const link = await this.link
    if (this.#crashed || link.isClosed) throw new Error('The page has crashed or was closed; load it again.')
    return link
  }

  /** Runs a command on the page, in order, and logs errors unless the page is closed. */
  #later(api: string, action: (link: PageLink) => Promise<unknown>): void {
    this.#page()
      .then(action)
      .catch(error => {
        if (!this.#destroyed && !/closed|destroyed|crashed/i.test(String(error)))
          console.error(`webContents.${api} failed:`, error)
      })
  }

  /** Sends to the main frame; does nothing before there is one. */
  send(channel: string, ...args: unknown[]): void {
    this.#assertAlive()
    if (this.current) this.mainFrame.send(channel, ...args)
  }

  // --- navigation

  async loadURL(url: string, _options?: unknown): Promise<void> {
    this.#assertAlive()
    return this.#navigation.load(url)
  }

  loadFile(
    file: string,
    options: { query?: Record<string, string>; hash?: string; search?: string } = {},
  ): Promise<void> {
    const url = pathToFileURL(file)
    if (options.query) url.search = new URLSearchParams(options.query).toString()
    if (options.search) url.search = options.search
    if (options.hash) url.hash = options.hash
    return this.loadURL(url.href)
  }

  reload(): void {
    this.#reload(false)
  }

  reloadIgnoringCache(): void {
    this.#reload(true)
  }

  #reload(ignoreCache: boolean): void {
    this.#assertAlive()
    if (this.#crashed) {
      this.loadURL(this.#navigation.url).catch(error => console.error(`Could not reload: ${error.message}`))
      return
    }
    this.#later('reload', link => {
      link.expected = true
      return link.cdp.send('Page.reload', { ignoreCache })
    })
  }

  stop(): void {
    this.#later('stop', link => link.cdp.send('Page.stopLoading'))
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#navigation.openHandler = handler
  }

  // --- state

  getURL(): string {
    return this.#navigation.url
  }

  getTitle(): string {
    return this.#title
  }

  /** Handles a title reported by the page; '' if it has none. */
  titleChanged(given: string): void {
    const title = given || this.#navigation.url.replace(/^[^:]+:\/\//, '')
    if (title === this.#title || this.#destroyed) return
    this.#title = title
    this.emit('page-title-updated', createEvent(), title, given !== '')
  }

  isLoading(): boolean {
    return this.current?.isLoading ?? false
  }

  isLoadingMainFrame(): boolean {
    return this.current?.isLoadingMainFrame ?? false
  }

  isWaitingForResponse(): boolean {
    return this.isLoadingMainFrame()
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }

  isCrashed(): boolean {
    return this.#crashed
  }

  getType(): 'window' | 'browserView' {
    return this.options.type
  }

  getOSProcessId(): number {
    return runtime.current?.chromiumPid ?? 0
  }

  focus(): void {
    this.tookFocus()
    this.#later('focus', link => link.page.bringToFront())
  }

  isFocused(): boolean {
    return focusedContents === this
  }

  /** The contents have the focus, by the app or by a press in them. */
  tookFocus(): void {
    if (this.#destroyed || focusedContents === this) return
    const before = focusedContents
    focusedContents = this
    before?.emit('blur')
    this.emit('focus')
  }

  /** An editing command, as the system's menu gives it to the focused contents. */
  edit(command: EditCommand): void {
    this.#later(command, link => link.cdp.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', commands: [command] }))
  }

  cut(): void {
    this.edit('cut')
  }

  copy(): void {
    this.edit('copy')
  }

  paste(): void {
    this.edit('paste')
  }

  selectAll(): void {
    this.edit('selectAll')
  }

  setSize(width: number, height: number): void {
    this.#size.set(width, height)
    this.#later('setSize', link => this.#size.apply(link))
  }

  // --- page tools

  async executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    return evaluate(await this.#page(), code, userGesture)
  }

  async insertCSS(css: string): Promise<string> {
    return insertStyle(await this.#page(), css)
  }

  async removeInsertedCSS(key: string): Promise<void> {
    await removeStyle(await this.#page(), key)
  }

  async capturePage(rect?: { x: number; y: number; width: number; height: number }): Promise<NativeImage> {
    const link = await this.#page()
    const take = (type: 'png' | 'jpeg') => link.page.screenshot({ clip: rect, type })
    return NativeImage.ofPage(await take('png'), await take('jpeg'))
  }

  setZoomFactor(factor: number): void {
    if (!this.#size.setZoom(factor)) return
    this.#later('setZoomFactor', async link => {
      await this.#size.applyZoom(link)
      this.emit('standin-zoomed')
    })
  }

  getZoomFactor(): number {
    return this.#size.zoom
  }

  get zoomFactor(): number {
    return this.#size.zoom
  }

  setZoomLevel(level: number): void {
    this.setZoomFactor(1.2 ** level)
  }

  getZoomLevel(): number {
    return Math.log(this.#size.zoom) / Math.log(1.2)
  }

  setUserAgent(userAgent: string): void {
    this.#userAgent = userAgent
    this.#later('setUserAgent', link => link.cdp.send('Emulation.setUserAgentOverride', { userAgent }))
  }

  getUserAgent(): string {
    return this.#userAgent ?? this.session.getUserAgent()
  }

  forcefullyCrashRenderer(): void {
    this.#later('forcefullyCrashRenderer', link => link.cdp.send('Page.crash'))
  }

  #assertAlive(): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed')
  }

  /** Closes the page for good: at once for a window; that of a view runs its handlers first, as in Electron. */
  close(_options?: { waitForBeforeUnload?: boolean }): void {
    if (this.options.type === 'window') this.destroy()
    else if (!this.#destroyed) this.session.closing(this.link.then(link => link.close()).finally(() => this.destroy()))
  }

  destroy(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    all.delete(this.id)
    if (focusedContents === this) focusedContents = null
    this.session.closing(
      this.link.then(async link => {
        await this.session.saveState()
        await link.close()
      }),
    )
    this.emit('destroyed')
  }
}
