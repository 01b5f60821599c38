import { BrowserWindow, type NativeTheme, type Screen } from 'electron'
import { minimumSize, placeWindow } from './bounds.ts'
import { guardPage, guardPermissions } from './page-guard.ts'
import { appPage } from './protocol.ts'
import type { SettingsStore } from './settings.ts'

/** Height of the title bar that the page draws, in CSS pixels. */
const titleBarHeight = 36
/** `--bg-chrome` and `--fg-2` of the design tokens. */
const colours = {
  light: { ground: '#e7edeb', symbols: '#44534f' },
  dark: { ground: '#0e1413', symbols: '#b3c0bc' },
}

export interface MainWindow {
  /** The window, or null before it was made and after it was destroyed. */
  window(): BrowserWindow | null
  /** Brings the window to the front, making it if need be. */
  show(): BrowserWindow
  /** Whether the person is looking at it. */
  focused(): boolean
  destroy(): void
}

export interface MainWindowOptions {
  settings: SettingsStore
  nativeTheme: NativeTheme
  screen: Screen
  platform: NodeJS.Platform
  /** The built preload script. */
  preload: string
  /** The window's icon where the system takes none from the package (Linux). */
  icon?: string
  /** Developer tools are for development only. */
  development: boolean
  /** Whether there is a tray from which a hidden window comes back. */
  hasTray: () => boolean
  isQuitting: () => boolean
  openExternal: (address: string) => void
  /** The window was made: the place to bind what needs one (workbench, badge). */
  onCreated?: (window: BrowserWindow) => void
  onFocusChange?: (focused: boolean) => void
  /** The page's process ended unexpectedly; the page is loaded again once, and then only when the person asks. */
  onCrashed?: (reason: string) => void
  log: (message: string, detail?: Record<string, unknown>) => void
}

/** The one window. Nothing is shown until `show()`. */
export function createMainWindow(options: MainWindowOptions): MainWindow {
  const { settings, nativeTheme, platform, log } = options
  let window: BrowserWindow | null = null

  const palette = () => (nativeTheme.shouldUseDarkColors ? colours.dark : colours.light)
  const overlay = () => ({ color: palette().ground, symbolColor: palette().symbols, height: titleBarHeight })
  const dress = (): void => {
    if (window === null) return
    window.setBackgroundColor(palette().ground)
    if (platform !== 'darwin') window.setTitleBarOverlay(overlay())
  }
  nativeTheme.themeSource = settings.get().theme
  nativeTheme.on('updated', dress)
  settings.onChange((now, before) => {
    if (now.theme !== before.theme) nativeTheme.themeSource = now.theme
  })

  function remember(made: BrowserWindow): void {
    if (made.isDestroyed() || made.isMinimized() || made.isFullScreen()) return
    try {
      settings.setWindowPlace({ ...made.getNormalBounds(), maximized: made.isMaximized() })
    } catch (error) {
      log('the place of the window was not kept', { error: String(error) })
    }
  }

  function make(): BrowserWindow {
    const displays = [options.screen.getPrimaryDisplay(), ...options.screen.getAllDisplays()]
    const { maximized, ...bounds } = placeWindow(
      settings.windowPlace(),
      displays.map(display => display.workArea),
    )
    const made = new BrowserWindow({
      ...bounds,
      minWidth: minimumSize.width,
      minHeight: minimumSize.height,
      show: false,
      backgroundColor: palette().ground,
      titleBarStyle: 'hidden',
      ...(platform === 'darwin'
        ? { trafficLightPosition: { x: 14, y: 11 } }
        : { titleBarOverlay: overlay(), ...(options.icon === undefined ? {} : { icon: options.icon }) }),
      webPreferences: {
        preload: options.preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        spellcheck: false,
        devTools: options.development,
      },
    })
    window = made
    if (platform !== 'darwin') made.setMenuBarVisibility(false)
    if (maximized) made.maximize()

    guardPermissions(made.webContents.session)
    guardPage(made.webContents, { openExternal: options.openExternal, log })
    made.once('ready-to-show', () => made.show())
    made.on('focus', () => options.onFocusChange?.(true))
    made.on('blur', () => options.onFocusChange?.(false))
    made.on('close', event => {
      remember(made)
      const hides = platform === 'darwin' || (settings.get().closeToTray && options.hasTray())
      if (options.isQuitting() || !hides) return
      event.preventDefault()
      made.hide()
    })
    made.on('closed', () => {
      if (window === made) window = null
    })
    let crashes = 0
    made.webContents.on('render-process-gone', (_event, details) => {
      if (details.reason === 'clean-exit' || options.isQuitting()) return
      log('the page of the window ended', { reason: details.reason, exitCode: details.exitCode })
      crashes += 1
      if (crashes === 1) load(made)
      else options.onCrashed?.(details.reason)
    })
    load(made)
    options.onCreated?.(made)
    return made
  }

  function load(made: BrowserWindow): void {
    made.loadURL(appPage).catch(error => log('the page of the window did not load', { error: String(error) }))
  }

  return {
    window: () => window,
    show() {
      if (window === null) return make()
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
      return window
    },
    focused: () => window?.isFocused() ?? false,
    destroy() {
      if (window !== null) remember(window)
      nativeTheme.off('updated', dress)
      window?.destroy()
    },
  }
}
