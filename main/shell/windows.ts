import {
  BrowserWindow,
  type BrowserWindowConstructorOptions,
  type NativeTheme,
  type Screen,
  type WebPreferences,
} from 'electron'
import type { Log } from '../log.ts'
import { appPage } from './app-scheme.ts'
import { minimumSize, placeWindow } from './bounds.ts'
import { crashPolicy } from './crash-policy.ts'
import { guardPage, guardPermissions } from './page-guard.ts'
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
  /** The page's process ended or its window was closed: nothing listens there any more. */
  onPageGone: () => void
  /** It ended again soon after it was loaded anew: ask what to do. Showing the window loads it once more. */
  onCrashed: (window: BrowserWindow) => void
  log: Log
}

/** The one window. Nothing is shown until `show()`. */
export function createMainWindow(options: MainWindowOptions): MainWindow {
  const { log } = options
  let window: BrowserWindow | null = null
  /** The page is gone and waits for the person's word. */
  let crashed = false
  followTheme(options, () => window)

  const load = (made: BrowserWindow): void => {
    crashed = false
    made.loadURL(appPage).catch(error => log('the page of the window did not load', { error: String(error) }))
  }

  const make = (): BrowserWindow => {
    const { maximized, ...bounds } = rememberedBounds(options)
    const made = new BrowserWindow({ ...bounds, ...appearance(options), webPreferences: webPreferences(options) })
    window = made
    if (options.platform !== 'darwin') made.setMenuBarVisibility(false)
    if (maximized) made.maximize()
    guardPermissions(made.webContents.session)
    guardPage(made.webContents, { openExternal: options.openExternal, log })
    made.once('ready-to-show', () => made.show())
    hideInsteadOfClosing(made, options)
    made.on('closed', () => {
      if (window === made) window = null
      options.onPageGone()
    })
    const next = crashPolicy()
    made.webContents.on('render-process-gone', (_event, details) => {
      if (details.reason === 'clean-exit' || options.isQuitting()) return
      log('the page of the window ended', { reason: details.reason, exitCode: details.exitCode })
      options.onPageGone()
      if (next() === 'reload') load(made)
      else {
        crashed = true
        options.onCrashed(made)
      }
    })
    load(made)
    options.onCreated?.(made)
    return made
  }

  return {
    window: () => window,
    show() {
      if (window === null) return make()
      if (crashed) load(window)
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
      return window
    },
    focused: () => window?.isFocused() ?? false,
  }
}

const palette = (theme: NativeTheme) => (theme.shouldUseDarkColors ? colours.dark : colours.light)

function titleBar(theme: NativeTheme) {
  const { ground, symbols } = palette(theme)
  return { color: ground, symbolColor: symbols, height: titleBarHeight }
}

/** The frame of the window has the colours of its page. */
function followTheme({ settings, nativeTheme, platform }: MainWindowOptions, window: () => BrowserWindow | null): void {
  nativeTheme.themeSource = settings.get().theme
  nativeTheme.on('updated', () => {
    const shown = window()
    if (shown === null) return
    shown.setBackgroundColor(palette(nativeTheme).ground)
    if (platform !== 'darwin') shown.setTitleBarOverlay(titleBar(nativeTheme))
  })
  settings.onChange((now, before) => {
    if (now.theme !== before.theme) nativeTheme.themeSource = now.theme
  })
}

function appearance({ nativeTheme, platform, icon }: MainWindowOptions): BrowserWindowConstructorOptions {
  return {
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
    show: false,
    backgroundColor: palette(nativeTheme).ground,
    titleBarStyle: 'hidden',
    ...(platform === 'darwin'
      ? { trafficLightPosition: { x: 14, y: 11 } }
      : { titleBarOverlay: titleBar(nativeTheme), ...(icon === undefined ? {} : { icon }) }),
  }
}

function webPreferences({ preload, development }: MainWindowOptions): WebPreferences {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    devTools: development,
  }
}

/** Where the window was, on the screens that are there now. */
function rememberedBounds({ settings, screen }: MainWindowOptions) {
  const displays = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()]
  return placeWindow(
    settings.windowPlace(),
    displays.map(display => display.workArea),
  )
}

function hideInsteadOfClosing(window: BrowserWindow, options: MainWindowOptions): void {
  const { settings, platform, hasTray, isQuitting } = options
  window.on('close', event => {
    rememberBounds(window, options)
    const hides = platform === 'darwin' || (settings.get().closeToTray && hasTray())
    if (isQuitting() || !hides) return
    event.preventDefault()
    window.hide()
  })
}

function rememberBounds(window: BrowserWindow, { settings, log }: MainWindowOptions): void {
  if (window.isDestroyed() || window.isMinimized() || window.isFullScreen()) return
  try {
    settings.setWindowPlace({ ...window.getNormalBounds(), maximized: window.isMaximized() })
  } catch (error) {
    log('the place of the window was not kept', { error: String(error) })
  }
}
