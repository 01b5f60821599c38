import { EventEmitter } from 'node:events'
import { pathToFileURL } from 'node:url'
import { netErrorCode } from '../host/net-errors.ts'
import { setNavigationOwner } from '../host/network.ts'
import { type FrameRecord, PageLink } from '../host/page-link.ts'
import { record, recordCall, refuse } from '../host/recorder.ts'
import { runtime } from '../host/runtime.ts'
import { fromChromium, isRegisteredScheme, schemeOf, toChromium } from '../host/schemes.ts'
import { buildScripts } from '../host/scripts.ts'
import { wire } from '../host/wire.ts'
import { createEvent } from './event.ts'
import { FrameMain } from './frame.ts'
import { type IpcEvent, IpcMain, ipcMain } from './ipc-main.ts'
import { NativeImage } from './native-image.ts'
import { nativeTheme } from './native-theme.ts'
import { NavigationHistory } from './navigation-history.ts'
import type { Session } from './session.ts'

export interface ContentsOptions {
  session: Session
  type: 'window' | 'browserView'
  preload?: string
  subFrames: boolean
  additionalArguments: string[]
  size: { width: number; height: number }
}

export interface WindowOpenDetails {
  url: string
  frameName: string
  features: string
  disposition: 'default' | 'new-window' | 'foreground-tab'
  referrer: { url: string; policy: string }
}

type Failure = ReturnType<typeof netErrorCode>
type WindowOpenHandler = (details: WindowOpenDetails) => {
  action: 'deny' | 'allow'
  overrideBrowserWindowOptions?: object
}

let nextId = 1
const all = new Map<number, WebContents>()
/** `app` hears of each new web contents here. */
export const contentsCreated = new EventEmitter<{ created: [WebContents]; opened: [WebContents, PageLink] }>()

const scheme = () => (nativeTheme.shouldUseDarkColors ? 'dark' : 'light')
nativeTheme.on('updated', () => {
  for (const contents of all.values()) contents.applyTheme()
})

/** Electron's WebContents on a Chromium page of its own. */
export class WebContents extends EventEmitter {
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
  #url = ''
  #title = ''
  #userAgent: string | undefined
  #zoom = 1
  #generation = 0
  #inFlight = 0
  #reported: string | undefined
  #isErrorPage = false
  readonly #lastFailure = new Map<string, string>()
  #openHandler: WindowOpenHandler | undefined
  readonly #decisions: boolean[] = []
  #outgoing: { frame: FrameRecord; text: string }[] = []

  constructor(options: ContentsOptions) {
    super()
    this.setMaxListeners(0)
    this.options = options
    this.session = options.session
    all.set(this.id, this)
    contentsCreated.emit('created', this)
    this.link = this.#open()
  }

  static getAllWebContents(): WebContents[] {
    return [...all.values()]
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
    const size = this.options.size
    await Promise.all([
      link.page.emulateMedia({ colorScheme: scheme() }),
      browser.headless && size.width > 0 && size.height > 0 ? link.page.setViewportSize(size) : undefined,
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
    this.current = link
    this.#crashed = false
    this.session.adopt(link)
    setNavigationOwner(link, {
      mayNavigate: (url, frame, isMainFrame, isRedirect) =>
        this.#mayNavigate(link, url, frame, isMainFrame, isRedirect),
      mayOpen: () => this.#decisions.shift() ?? false,
      failed: (url, reason, isMainFrame) => this.#lastFailure.set(url, isMainFrame ? reason : ''),
    })
    const on: PageLink['on'] = link.on.bind(link)
    on('binding', (payload, frame) => this.#receive(link, payload, frame))
    on('loading', active => this.emit(active ? 'did-start-loading' : 'did-stop-loading'))
    on('navigated', (frame, isMainFrame, unreachable) => this.#navigated(frame, isMainFrame, unreachable))
    on('inPage', (frame, isMainFrame) => {
      if (isMainFrame) this.#url = fromChromium(frame.url)
      this.emit('did-navigate-in-page', createEvent(), fromChromium(frame.url), isMainFrame, 0, frame.routingId)
    })
    on('domReady', () => this.emit('dom-ready', createEvent()))
    on('loaded', () => {
      if (!this.#isErrorPage) this.emit('did-finish-load')
    })
    on('crashed', () => {
      this.#crashed = true
      this.emit('render-process-gone', createEvent(), { reason: 'crashed', exitCode: 11 })
    })
    on('requested', url => this.#requested(url))
    on('windowOpen', event => this.#windowOpen(event))
    on('console', (level, message, line, source) => {
      const levels: Record<string, number> = { debug: 0, info: 1, log: 1, warning: 2, error: 3, assert: 3 }
      const names = ['debug', 'info', 'warning', 'error']
      const number = levels[level] ?? 1
      const details = {
        level: names[number],
        message,
        lineNumber: line,
        sourceId: fromChromium(source),
        frame: this.mainFrame,
      }
      this.emit('console-message', Object.assign(createEvent(), details), number, message, line, details.sourceId)
    })
    on('closed', () => {
      if (link === this.current && !this.#destroyed) this.emit('standin-page-closed')
    })
    link.page.on('download', download => {
      const url = fromChromium(download.url())
      record('downloads', { url, filename: download.suggestedFilename() })
      this.session.downloadStarted(url, download.suggestedFilename(), this)
    })
    link.page.on('requestfailed', request => {
      if (request.isNavigationRequest() && request.frame() === link.page.mainFrame()) {
        this.#lastFailure.set(fromChromium(request.url()), request.failure()?.errorText ?? '')
      }
    })
  }

  /** Pages see the theme of now; those that are still being opened get it then. */
  applyTheme(): void {
    if (this.current) this.#later('applyTheme', link => link.page.emulateMedia({ colorScheme: scheme() }))
  }

  /** Opens a fresh page in place of one that crashed or was closed from outside. */
  async revive(): Promise<PageLink> {
    const old = this.current
    this.current = undefined
    await old?.close()
    this.link = this.#open()
    return this.link
  }

  async #alive(): Promise<PageLink> {
    if (this.#destroyed) throw new Error('Object has been destroyed')
    const link = await this.link
    return this.#crashed || link.isClosed ? this.revive() : link
  }

  /** Runs a command on the page in order, and reports what goes wrong unless the page has gone. */
  #later(api: string, action: (link: PageLink) => Promise<unknown>): void {
    this.#alive()
      .then(action)
      .catch(error => {
        if (!this.#destroyed && !/closed|destroyed|crashed/i.test(String(error)))
          console.error(`webContents.${api} failed:`, error)
      })
  }

  // --- IPC

  #receive(link: PageLink, payload: string, frame: FrameRecord): void {
    const [kind, ...rest] = wire.decode(payload) as [string, ...unknown[]]
    if (kind === 'preload-error') {
      this.emit('preload-error', createEvent(), rest[0], rest[1])
      return
    }
    if (kind === 'title') {
      this.#titleChanged(String(rest[0]))
      return
    }
    if (kind === 'input') {
      this.emit('input-event', createEvent(), { type: rest[0] })
      return
    }
    const senderFrame = FrameMain.of(link, frame)
    if (kind === 'permission') {
      const [id, name, mediaTypes] = rest as [number, string, string[] | undefined]
      this.session.permissions.request(this, name, senderFrame, frame.origin, mediaTypes).then(
        granted => this.#post(frame, wire.encode(['reply', id, true, granted])),
        error => this.#post(frame, wire.encode(['reply', id, false, String(error)])),
      )
      return
    }
    const event: IpcEvent = Object.assign(createEvent(), {
      type: 'frame' as const,
      sender: this,
      senderFrame,
      processId: senderFrame.processId,
      frameId: senderFrame.routingId,
      ports: [],
      returnValue: undefined,
      reply: (channel: string, ...args: unknown[]) => this.#post(frame, wire.encode(['message', channel, args])),
    })
    if (kind === 'send') {
      const [channel, args] = rest as [string, unknown[]]
      this.emit('ipc-message', event, channel, ...args)
      this.ipc.emit(channel, event, ...args)
      ipcMain.emit(channel, event, ...args)
      return
    }
    const [id, channel, args] = rest as [number, string, unknown[]]
    this.#invoke(event, channel, args)
      .then(value => this.#post(frame, wire.encode(['reply', id, true, value])))
      .catch(error => this.#post(frame, wire.encode(['reply', id, false, String(error)])))
  }

  async #invoke(event: IpcEvent, channel: string, args: unknown[]): Promise<unknown> {
    const handler = this.ipc.handlerOf(channel) ?? ipcMain.handlerOf(channel)
    if (!handler) throw new Error(`No handler registered for '${channel}'`)
    try {
      return await handler(event, ...args)
    } catch (error) {
      console.error(`Error occurred in handler for '${channel}':`, error)
      throw error
    }
  }

  /** Everything sent in one tick goes to the page in one message, in order. */
  #post(frame: FrameRecord, text: string): void {
    if (this.#outgoing.length === 0) setImmediate(() => this.#flush())
    this.#outgoing.push({ frame, text })
  }

  #flush(): void {
    const outgoing = this.#outgoing
    this.#outgoing = []
    for (const [frame, items] of Map.groupBy(outgoing, item => item.frame)) {
      this.current?.deliver(
        frame,
        items.map(item => item.text),
      )
    }
  }

  send(channel: string, ...args: unknown[]): void {
    this.#assertAlive()
    const text = wire.encode(['message', channel, args])
    if (this.current) this.#post(this.current.mainFrame, text)
  }

  // --- navigation

  async loadURL(url: string, _options?: unknown): Promise<void> {
    this.#assertAlive()
    const generation = ++this.#generation
    const link = await this.#alive()
    this.#lastFailure.clear()
    this.#reported = undefined
    this.#inFlight++
    const done = this.#settled(link, generation)
    link.expected = true
    const result = await link.cdp
      .send('Page.navigate', { url: toChromium(url), transitionType: 'typed' })
      .finally(() => this.#inFlight--)
    let failure: Failure | undefined
    if (generation !== this.#generation) {
      failure = netErrorCode('net::ERR_ABORTED')
    } else if (result.errorText) {
      link.expected = false
      failure = netErrorCode(result.errorText)
      this.#fail(url, result.errorText)
    } else if (result.loaderId) {
      failure = await done
    } // Without a loader it was the same document: nothing is loaded.
    if (failure)
      throw Object.assign(new Error(`${failure.name} (${failure.code}) loading '${url}'`), {
        code: failure.name,
        errno: failure.code,
        url,
      })
  }

  /** Resolves when the load that starts now ends: with nothing if it was loaded, else with what went wrong. */
  #settled(link: PageLink, generation: number): Promise<Failure | undefined> {
    return new Promise(resolve => {
      const finish = (failure?: Failure) => {
        this.off('did-finish-load', loaded)
        this.off('did-fail-load', failed)
        link.off('closed', closed)
        resolve(failure)
      }
      const loaded = () => finish(generation === this.#generation ? undefined : { name: 'ERR_ABORTED', code: -3 })
      const failed = (_event: unknown, code: number, name: string, _url: string, isMainFrame: boolean) => {
        if (isMainFrame) finish({ name, code })
      }
      const closed = () => finish({ name: 'ERR_FAILED', code: -2 })
      this.on('did-finish-load', loaded)
      this.on('did-fail-load', failed)
      link.on('closed', closed)
    })
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

  #mayNavigate(link: PageLink, url: string, record: FrameRecord, isMainFrame: boolean, isRedirect: boolean): boolean {
    const frame = FrameMain.of(link, record)
    const details = { url, isMainFrame, isSameDocument: false, frame, initiator: frame }
    const ask = (name: string) => {
      const event = createEvent(details)
      this.emit(name, event, url, false, isMainFrame, frame.processId, frame.routingId)
      return !event.defaultPrevented
    }
    if (isRedirect) return ask('will-redirect')
    if (isMainFrame) this.#reported = undefined
    if (isMainFrame && link.expected) {
      link.expected = false
    } else {
      if (!ask('will-frame-navigate')) return false
      if (isMainFrame && !ask('will-navigate')) return false
    }
    this.emit('did-start-navigation', createEvent(details), url, false, isMainFrame, frame.processId, frame.routingId)
    return true
  }

  /** A page asks for a scheme that Chromium does not know: ours is loaded, any other goes nowhere. */
  #requested(url: string): void {
    const scheme = schemeOf(url)
    if (['http', 'https', 'about', 'data', 'blob', 'javascript', 'file', ''].includes(scheme) || !this.current) return
    if (!this.#mayNavigate(this.current, url, this.current.mainFrame, true, false)) return
    if (isRegisteredScheme(scheme))
      this.loadURL(url).catch(error => console.error(`Could not follow a link: ${error.message}`))
    else recordCall('external-protocol', url)
  }

  #navigated(frame: FrameRecord, isMainFrame: boolean, unreachable: string | undefined): void {
    if (isMainFrame) this.#isErrorPage = unreachable !== undefined
    if (unreachable) {
      const url = fromChromium(unreachable)
      if (isMainFrame) {
        this.#url = url
        // While main waits for this very load, the answer to its command names the error best.
        if (this.#inFlight === 0) this.#fail(url, this.#lastFailure.get(url) || 'net::ERR_FAILED')
      }
      return
    }
    const url = fromChromium(frame.url)
    if (this.current) {
      this.session.permissions.check(this, FrameMain.of(this.current, frame), frame.origin).catch(error => {
        if (!this.#destroyed) console.error('The permissions of a page could not be set:', error)
      })
    }
    this.emit('did-frame-navigate', createEvent(), url, 200, '', isMainFrame, frame.routingId, frame.routingId)
    if (!isMainFrame) return
    this.#url = url
    this.emit('did-navigate', createEvent(), url, 200, '')
  }

  #fail(url: string, errorText: string): void {
    if (this.#reported === url) return
    this.#reported = url
    const { name, code } = netErrorCode(errorText)
    const frame = this.current?.mainFrame.routingId ?? 0
    this.emit('did-fail-load', createEvent(), code, name, url, true, frame, frame)
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
      this.loadURL(this.#url).catch(error => console.error(`Could not reload: ${error.message}`))
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
    this.#openHandler = handler
  }

  #windowOpen({
    url,
    windowName,
    windowFeatures,
  }: {
    url: string
    windowName: string
    windowFeatures: string[]
  }): void {
    const referrer = { url: this.#url, policy: 'strict-origin-when-cross-origin' }
    const details: WindowOpenDetails = {
      url: fromChromium(url),
      frameName: windowName === '_blank' ? '' : windowName,
      features: windowFeatures.join(','),
      disposition: windowFeatures.some(item => /^(width|height)=/.test(item)) ? 'new-window' : 'foreground-tab',
      referrer,
    }
    const answer = this.#openHandler?.(details) ?? { action: 'deny' as const }
    record('popups', { url: details.url, action: answer.action })
    this.#decisions.push(false)
    // An allowed popup becomes a BrowserWindow; the opener's own handle to it is closed.
    if (answer.action === 'allow') this.emit('standin-open-window', details, answer.overrideBrowserWindowOptions ?? {})
  }

  // --- state

  getURL(): string {
    return this.#url
  }

  getTitle(): string {
    return this.#title
  }

  #titleChanged(given: string): void {
    const title = given || this.#url.replace(/^[^:]+:\/\//, '')
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
    this.emit('focus')
    this.#later('focus', link => link.page.bringToFront())
  }

  isFocused(): boolean {
    return true
  }

  setSize(width: number, height: number): void {
    this.options.size = { width, height }
    if (width <= 0 || height <= 0) return
    this.#later('setSize', async link => {
      if ((await runtime.browser).headless) await link.page.setViewportSize({ width, height })
    })
  }

  // --- page tools

  async executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    const link = await this.#alive()
    const result = await link.cdp.send('Runtime.evaluate', {
      expression: code,
      awaitPromise: true,
      returnByValue: true,
      userGesture,
    })
    if (result.exceptionDetails) {
      throw new Error(result.exceptionDetails.exception?.description ?? result.exceptionDetails.text)
    }
    return result.result.value
  }

  async insertCSS(css: string): Promise<string> {
    const link = await this.#alive()
    const { frameId } = { frameId: link.targetId }
    const { styleSheetId } = await link.cdp
      .send('DOM.enable')
      .then(() => link.cdp.send('CSS.enable'))
      .then(() => link.cdp.send('CSS.createStyleSheet', { frameId, force: true }))
    await link.cdp.send('CSS.setStyleSheetText', { styleSheetId, text: css })
    return styleSheetId
  }

  async removeInsertedCSS(key: string): Promise<void> {
    const link = await this.#alive()
    await link.cdp.send('CSS.setStyleSheetText', { styleSheetId: key, text: '' })
  }

  async capturePage(rect?: { x: number; y: number; width: number; height: number }): Promise<NativeImage> {
    const link = await this.#alive()
    return NativeImage.fromPNG(await link.page.screenshot({ clip: rect }))
  }

  setZoomFactor(factor: number): void {
    this.#zoom = factor
    this.#later('setZoomFactor', link =>
      link.page.evaluate(value => {
        document.documentElement.style.setProperty('zoom', String(value))
      }, factor),
    )
  }

  getZoomFactor(): number {
    return this.#zoom
  }

  get zoomFactor(): number {
    return this.#zoom
  }

  setZoomLevel(level: number): void {
    this.setZoomFactor(1.2 ** level)
  }

  getZoomLevel(): number {
    return Math.log(this.#zoom) / Math.log(1.2)
  }

  setUserAgent(userAgent: string): void {
    this.#userAgent = userAgent
    this.#later('setUserAgent', link => link.cdp.send('Emulation.setUserAgentOverride', { userAgent }))
  }

  getUserAgent(): string {
    return this.#userAgent ?? this.session.getUserAgent()
  }

  openDevTools(): void {
    refuse('webContents.openDevTools')
  }

  closeDevTools(): void {}

  isDevToolsOpened(): boolean {
    return false
  }

  setAudioMuted(muted: boolean): void {
    recordCall('webContents.setAudioMuted', muted)
  }

  setBackgroundThrottling(allowed: boolean): void {
    recordCall('webContents.setBackgroundThrottling', allowed)
  }

  setVisualZoomLevelLimits(minimum: number, maximum: number): Promise<void> {
    recordCall('webContents.setVisualZoomLevelLimits', minimum, maximum)
    return Promise.resolve()
  }

  setWebRTCIPHandlingPolicy(policy: string): void {
    recordCall('webContents.setWebRTCIPHandlingPolicy', policy)
  }

  forcefullyCrashRenderer(): void {
    this.#later('forcefullyCrashRenderer', link => link.cdp.send('Page.crash'))
  }

  #assertAlive(): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed')
  }

  /** Closes the page for good. */
  close(_options?: { waitForBeforeUnload?: boolean }): void {
    this.destroy()
  }

  destroy(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    all.delete(this.id)
    this.session.closing(
      this.link.then(async link => {
        await this.session.saveState()
        await link.close()
      }),
    )
    this.emit('destroyed')
  }
}
