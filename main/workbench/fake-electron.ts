import { EventEmitter } from 'node:events'
import type { OnBeforeRequestListenerDetails, Rectangle, Session, WebContents } from 'electron'

/** Fakes of the parts of Electron that guests use, for tests. They record the calls. */
export class FakeContents extends EventEmitter {
  readonly loaded: string[] = []
  readonly sent: unknown[][] = []
  readonly calls: string[] = []
  url = ''
  destroyed = false
  focused = false
  /** Handlers of the page keep it from closing. */
  lingers = false
  backs = 0
  openWindow: (details: { url: string }) => { action: string } = () => ({ action: 'allow' })
  readonly navigationHistory = {
    canGoBack: () => {
      if (this.destroyed) throw new TypeError('Object has been destroyed')
      return this.backs > 0
    },
    goBack: () => this.calls.push('goBack'),
  }

  loadURL(url: string): Promise<void> {
    this.loaded.push(url)
    return Promise.resolve()
  }
  getURL(): string {
    return this.url
  }
  reload(): void {
    this.calls.push('reload')
  }
  send(...args: unknown[]): void {
    this.sent.push(args)
  }
  setWindowOpenHandler(handler: FakeContents['openWindow']): void {
    this.openWindow = handler
  }
  setWebRTCIPHandlingPolicy(policy: string): void {
    this.calls.push(policy)
  }
  close(): void {
    this.calls.push('close')
    if (this.lingers) return
    this.destroyed = true
    this.emit('destroyed')
  }
  forcefullyCrashRenderer(): void {
    this.lingers = false
    this.calls.push('crash')
  }
  focus(): void {
    this.focused = true
  }
  isFocused(): boolean {
    return this.focused
  }
  async capturePage() {
    return { isEmpty: () => false, toJPEG: () => Buffer.from('picture') }
  }
  /** Presses a key; returns whether the page does not get it. */
  presses(key: string, more: Record<string, boolean> = {}): boolean {
    let prevented = false
    const event = {
      preventDefault: () => {
        prevented = true
      },
    }
    const keys = { control: false, meta: false, alt: false, shift: false, isAutoRepeat: false }
    this.emit('before-input-event', event, { type: 'keyDown', key, ...keys, ...more })
    return prevented
  }
  isDestroyed(): boolean {
    return this.destroyed
  }

  /** Emits a navigation event and returns whether it was prevented. */
  tries(event: 'will-navigate' | 'will-frame-navigate' | 'will-redirect', url: string, isMainFrame = true): boolean {
    let prevented = false
    const preventDefault = () => {
      prevented = true
    }
    this.emit(event, { url, isMainFrame, preventDefault })
    return prevented
  }
  /** Emits the events of a page that loads. */
  arrives(url: string): void {
    this.emit('did-start-navigation', { url, isMainFrame: true, isSameDocument: false })
    this.url = url
    this.emit('did-navigate', {}, url, 200, 'OK')
    this.emit('dom-ready')
    this.emit('did-finish-load')
    this.emit('did-stop-loading')
  }
  get asContents(): WebContents {
    return this as unknown as WebContents
  }
}

export class FakeSession extends EventEmitter {
  readonly cleared: string[] = []
  stuck = false
  request: (details: Partial<OnBeforeRequestListenerDetails>, answer: (a: { cancel?: boolean }) => void) => void =
    () => {
      throw new Error('the session is not guarded')
    }
  sends: (details: { requestHeaders: Record<string, string> }, answer: (a: { cancel?: boolean }) => void) => void =
    () => {}
  receives: (
    details: { responseHeaders?: Record<string, string[]> },
    answer: (a: { cancel?: boolean; responseHeaders?: Record<string, string | string[]> }) => void,
  ) => void = () => {}
  readonly webRequest = {
    onBeforeRequest: (listener: FakeSession['request']) => {
      this.request = listener
    },
    onBeforeSendHeaders: (listener: FakeSession['sends']) => {
      this.sends = listener
    },
    onHeadersReceived: (listener: FakeSession['receives']) => {
      this.receives = listener
    },
  }
  asks: (
    contents: unknown,
    permission: string,
    answer: (granted: boolean) => void,
    details: { requestingUrl: string; mediaTypes?: string[] },
  ) => void = () => {}
  checks: (contents: unknown, permission: string, origin: string, details: { mediaType?: string }) => boolean = () =>
    true
  devices: () => boolean = () => true

  setPermissionRequestHandler(handler: FakeSession['asks']): void {
    this.asks = handler
  }
  setPermissionCheckHandler(handler: FakeSession['checks']): void {
    this.checks = handler
  }
  setDevicePermissionHandler(handler: () => boolean): void {
    this.devices = handler
  }
  async closeAllConnections(): Promise<void> {}
  async clearData(): Promise<void> {
    if (this.stuck) throw new Error('locked')
    this.cleared.push('data')
  }
  async clearCodeCaches(): Promise<void> {
    this.cleared.push('code')
  }
  async clearAuthCache(): Promise<void> {
    this.cleared.push('auth')
  }

  /** Whether a request is allowed. */
  lets(url: string, resourceType: OnBeforeRequestListenerDetails['resourceType'] = 'xhr'): boolean {
    let cancelled: boolean | undefined
    this.request({ url, resourceType }, answer => {
      cancelled = answer.cancel === true
    })
    return cancelled === false
  }
  get asSession(): Session {
    return this as unknown as Session
  }
}

export class FakeView {
  readonly options: { webPreferences: Record<string, unknown> }
  readonly #contents = new FakeContents()
  bounds: Rectangle | null = null
  visible = true
  constructor(options: { webPreferences: Record<string, unknown> }) {
    this.options = options
    made.push(this)
  }
  /** Undefined once it is destroyed, as in Electron; `page` stays. */
  get webContents(): FakeContents {
    return (this.#contents.destroyed ? undefined : this.#contents) as FakeContents
  }
  get page(): FakeContents {
    return this.#contents
  }
  setBounds(bounds: Rectangle): void {
    this.bounds = bounds
  }
  setVisible(visible: boolean): void {
    this.visible = visible
  }
  getVisible(): boolean {
    return this.visible
  }
  setBackgroundColor(): void {}
}

export class FakeWindow extends EventEmitter {
  zoom = 1
  visible = true
  minimized = false
  focused = true
  pageFocused = 0
  readonly webContents = {
    getZoomFactor: () => this.zoom,
    focus: () => {
      this.pageFocused += 1
    },
  }
  readonly contentView = {
    children: [] as FakeView[],
    addChildView: (view: FakeView) => {
      this.contentView.children = [...this.contentView.children.filter(other => other !== view), view]
    },
    removeChildView: (view: FakeView) => {
      this.contentView.children = this.contentView.children.filter(other => other !== view)
    },
  }
  isDestroyed(): boolean {
    return false
  }
  isVisible(): boolean {
    return this.visible
  }
  isMinimized(): boolean {
    return this.minimized
  }
  isFocused(): boolean {
    return this.focused
  }
}

/** The views created since the test began. */
export const made: FakeView[] = []
const sessions = new Map<string, FakeSession>()

export function fakeSession(partition: string): FakeSession {
  const found = sessions.get(partition) ?? new FakeSession()
  sessions.set(partition, found)
  return found
}

export function resetFakes(): void {
  made.length = 0
  sessions.clear()
}
