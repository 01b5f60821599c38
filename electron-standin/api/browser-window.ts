import { recordCall } from '../host/recorder.ts'
import { runtime } from '../host/runtime.ts'
import { app } from './app.ts'
import { createEvent } from './event.ts'
import type { NativeImage } from './native-image.ts'
import { ContentView } from './view.ts'
import { WebContents } from './web-contents.ts'
import { contentsOptions } from './web-preferences.ts'
import { screenArea, WindowBounds } from './window-bounds.ts'
import type { Rectangle, WindowOptions } from './window-options.ts'

type State = 'normal' | 'minimized' | 'maximized' | 'full-screen'

const windows = new Map<number, BrowserWindow>()
let focused: BrowserWindow | null = null
let nextId = 1
/** Electron's first frame may never be told. */
const tellsFirstFrame = process.env.ELECTRON_STANDIN_NO_PAINT !== '1'

/** Electron's BrowserWindow. Focus, visibility and size are a model, independent of the desktop. */
export class BrowserWindow extends WindowBounds {
  readonly id = nextId++
  readonly webContents: WebContents
  readonly contentView: ContentView
  readonly options: WindowOptions
  #state: State = 'normal'
  #visible = false
  #destroyed = false
  #closed = false
  #title: string
  #background: string

  constructor(options: WindowOptions = {}) {
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready')
    super(options)
    this.setMaxListeners(0)
    this.options = options
    this.#title = options.title ?? app.getName()
    this.#background = options.backgroundColor ?? '#FFFFFF'
    windows.set(this.id, this)
    this.webContents = new WebContents(contentsOptions('window', options.webPreferences, this.normalBounds))
    this.contentView = new ContentView(this.webContents)
    this.#listen()
    app.emit('browser-window-created', createEvent(), this)
    if (options.show !== false) this.show()
  }

  static getAllWindows(): BrowserWindow[] {
    return [...windows.values()]
  }

  static getFocusedWindow(): BrowserWindow | null {
    return focused
  }

  static fromId(id: number): BrowserWindow | null {
    return windows.get(id) ?? null
  }

  static fromWebContents(contents: WebContents): BrowserWindow | null {
    const owns = (window: BrowserWindow) => window.webContents === contents || window.contentView.holds(contents)
    return BrowserWindow.getAllWindows().find(owns) ?? null
  }

  #listen(): void {
    const contents = this.webContents
    let shown = false
    const ready = () => {
      if (shown || this.#destroyed || !tellsFirstFrame) return
      shown = true
      this.emit('ready-to-show')
    }
    contents.link.then(
      link => {
        link.on('painted', ready)
        if (!runtime.current?.headless) this.#sizeRealWindow()
      },
      error => {
        if (!this.#destroyed) console.error('A window could not be opened:', error)
      },
    )
    contents.on('page-title-updated', (event, title: string, explicit: boolean) => {
      this.emit('page-title-updated', event, title, explicit)
      if (!event.defaultPrevented) this.#title = title
    })
    contents.on('destroyed', () => this.#finish())
    contents.on('standin-page-closed', () => {
      // The user closed Chromium's window, or the page closed itself: the app may still prevent it.
      if (this.close() || this.#destroyed) return
      const url = contents.getURL()
      contents.revive().then(
        () => contents.loadURL(url),
        error => console.error('A window could not be kept open:', error),
      )
    })
    contents.on('standin-open-window', (details: { url: string }, overrides: WindowOptions) => {
      const child = new BrowserWindow({
        ...overrides,
        webPreferences: { ...this.options.webPreferences, ...overrides.webPreferences },
      })
      contents.emit('did-create-window', child, details)
      child.loadURL(details.url).catch(error => console.error(error.message))
    })
  }

  // --- content

  loadURL(url: string, options?: unknown): Promise<void> {
    return this.webContents.loadURL(url, options)
  }

  loadFile(file: string, options?: { query?: Record<string, string>; hash?: string; search?: string }): Promise<void> {
    return this.webContents.loadFile(file, options)
  }

  reload(): void {
    this.webContents.reload()
  }

  capturePage(rect?: Rectangle): Promise<NativeImage> {
    return this.webContents.capturePage(rect)
  }

  // --- lifecycle

  /** Closes unless the app prevents it; returns whether the window is closed. */
  close(): boolean {
    if (this.#destroyed) return true
    const event = createEvent()
    this.emit('close', event)
    if (event.defaultPrevented) return false
    this.destroy()
    return true
  }

  destroy(): void {
    if (this.#destroyed) return
    this.webContents.destroy()
    this.#finish()
  }

  #finish(): void {
    if (this.#closed) return
    this.#closed = true
    this.#destroyed = true
    windows.delete(this.id)
    if (focused === this) focused = null
    this.emit('closed')
    if (windows.size === 0) app.windowAllClosed()
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }

  // --- visibility and focus

  show(): void {
    this.showInactive()
    this.focus()
  }

  showInactive(): void {
    if (this.#state === 'minimized') this.restore()
    if (this.#visible) return
    this.#visible = true
    this.emit('show')
  }

  hide(): void {
    this.blur()
    if (!this.#visible) return
    this.#visible = false
    if (this.isFullScreen() && runtime.options.platform === 'darwin') this.note('blackSpace', true)
    this.emit('hide')
  }

  focus(): void {
    if (focused === this || !this.#visible) return
    focused?.blur()
    focused = this
    this.emit('focus')
    app.emit('browser-window-focus', createEvent(), this)
    this.webContents.focus()
  }

  blur(): void {
    if (focused !== this) return
    focused = null
    WebContents.blurAll()
    this.emit('blur')
    app.emit('browser-window-blur', createEvent(), this)
  }

  isVisible(): boolean {
    return this.#visible && this.#state !== 'minimized'
  }

  isFocused(): boolean {
    return focused === this
  }

  moveTop(): void {
    recordCall('BrowserWindow.moveTop', this.id)
  }

  // --- size and state

  minimize(): void {
    this.#setState('minimized')
    this.blur()
  }

  /** Shows a hidden window too. */
  maximize(): void {
    if (!this.#visible) {
      this.#visible = true
      this.emit('show')
    }
    this.#setState('maximized')
  }

  unmaximize(): void {
    if (this.#state === 'maximized') this.#setState('normal')
  }

  restore(): void {
    if (this.#state === 'minimized' || this.#state === 'maximized') this.#setState('normal')
  }

  setFullScreen(flag: boolean): void {
    const change = () => {
      if (flag !== this.isFullScreen() && !this.#destroyed) this.#setState(flag ? 'full-screen' : 'normal')
    }
    // macOS moves the window to another space first.
    if (runtime.options.platform === 'darwin') setImmediate(change)
    else change()
  }

  #setState(state: State): void {
    const before = this.#state
    if (before === state) return
    this.#state = state
    const left: Partial<Record<State, string>> = {
      minimized: 'restore',
      maximized: 'unmaximize',
      'full-screen': 'leave-full-screen',
    }
    const entered: Partial<Record<State, string>> = {
      minimized: 'minimize',
      maximized: 'maximize',
      'full-screen': 'enter-full-screen',
    }
    const events = [left[before], entered[state]].filter(name => name !== undefined)
    for (const name of events) this.emit(name)
    if (state !== 'minimized') this.resized()
  }

  isMinimized(): boolean {
    return this.#state === 'minimized'
  }

  isMaximized(): boolean {
    return this.#state === 'maximized'
  }

  isFullScreen(): boolean {
    return this.#state === 'full-screen'
  }

  isNormal(): boolean {
    return this.#state === 'normal'
  }

  getBounds(): Rectangle {
    return this.#state === 'maximized' || this.#state === 'full-screen' ? screenArea() : this.getNormalBounds()
  }

  protected resized(): void {
    const { width, height } = this.getBounds()
    this.webContents.setSize(width, height)
    this.#sizeRealWindow()
    this.emit('resize')
    this.emit('resized')
  }

  #sizeRealWindow(): void {
    const browser = runtime.current
    if (!browser || browser.headless) return
    const bounds = this.getBounds()
    this.webContents.link
      .then(async link => {
        const { windowId } = await link.cdp.send('Browser.getWindowForTarget')
        const { x, y, width, height } = bounds
        await link.cdp.send('Browser.setWindowBounds', { windowId, bounds: { left: x, top: y, width, height } })
      })
      .catch(error => console.error('The window could not be sized:', error))
  }

  // --- title and colour

  setTitle(title: string): void {
    this.#title = title
    this.note('setTitle', title)
  }

  getTitle(): string {
    return this.#title
  }

  setBackgroundColor(color: string): void {
    this.#background = color
  }

  getBackgroundColor(): string {
    return this.#background
  }

  getParentWindow(): BrowserWindow | null {
    return this.options.parent ?? null
  }
}
