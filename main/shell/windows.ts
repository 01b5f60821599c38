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

/** Height of the title bar, which the page draws, in CSS pixels. */
const titleBarHeight = 36
/** `--bg-chrome` and `--fg-2` of the design tokens. */
const colours = {
  light: { ground: '#e7edeb', symbols: '#44534f' },
  dark: { ground: '#0e1413', symbols: '#b3c0bc' },
}

export interface MainWindow {
  /** The window, or null before it was created and after it was closed. */
  window(): BrowserWindow | null
  /** Brings the window to the front; creates it if there is none, and reloads it after a crash. */
  show(): BrowserWindow
  /** Whether the window has the focus. */
  focused(): boolean
}

export interface MainWindowOptions {
  settings: SettingsStore
  nativeTheme: NativeTheme
  screen: Screen
  platform: NodeJS.Platform
  /** The built preload script. */
  preload: string
  /** The window's icon, for systems that do not take it from the package (Linux). */
  icon?: string
  /** Enables developer tools. */
  development: boolean
  /** Whether there is a tray icon, from which a hidden window can be shown. */
  hasTray: () => boolean
  isQuitting: () => boolean
  openExternal: (address: string) => void
  /** The window was created; for parts that need it (workbench, badge). */
  onCreated?: (window: BrowserWindow) => void
  /** The page crashed or its window was closed: no page is listening. */
  onPageGone: () => void
  /** The page crashed again soon after a reload: ask the user what to do. Showing the window reloads it. */
  onCrashed: (window: BrowserWindow) => void
  log: Log
}

/** Manages the one window, which `show()` creates. */
export function createMainWindow(options: MainWindowOptions): MainWindow {
  const { log } = options
  let window: BrowserWindow | null = null
  /** The page has crashed and is not reloaded until the window is shown again. */
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
      log('the page of the window crashed', { reason: details.reason, exitCode: details.exitCode })
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

/** Gives the frame of the window the colours of the theme. */
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

/** The last bounds of the window, fitted to the present displays. */
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
    log('the bounds of the window could not be stored', { error: String(error) })
  }
}
