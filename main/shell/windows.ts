import {
  BrowserWindow,
  type BrowserWindowConstructorOptions,
  type NativeImage,
  type NativeTheme,
  type Screen,
  type SystemPreferences,
  type WebContents,
  type WebPreferences,
} from 'electron'
import type { Log } from '../log.ts'
import { appPage } from './app-scheme.ts'
import { bringBack, minimumSize, placeWindow } from './bounds.ts'
import { closeAction, hideWindow } from './closing.ts'
import { crashPolicy } from './crash-policy.ts'
import { showWhenReady } from './first-show.ts'
import {
  type FrameLook,
  frameColours,
  nextZoomLevel,
  titleBarOverlay,
  windowButtonPosition,
  windowFrame,
  type ZoomChange,
} from './frame.ts'
import { guardPage, guardPermissions } from './page-guard.ts'
import type { SettingsStore } from './settings.ts'

export interface MainWindow {
  /** The window, or null before it was created and after it was closed. */
  window(): BrowserWindow | null
  /** Brings the window to the front; creates it if there is none, and reloads it after a crash. */
  show(): BrowserWindow
  /** Whether the window has the focus. */
  focused(): boolean
  /** Zooms what has the focus: the page or a mini-app. */
  zoom(change: ZoomChange): void
}

export interface MainWindowOptions {
  settings: SettingsStore
  nativeTheme: NativeTheme
  screen: Screen
  systemPreferences: Pick<SystemPreferences, 'askForMediaAccess' | 'getColor'>
  /** The contents that have the focus, or null. */
  focusedContents: () => WebContents | null
  platform: NodeJS.Platform
  /** The built preload script. */
  preload: string
  /** The window's icon, for systems that do not take it from the package (Linux). */
  icon?: NativeImage | undefined
  /** Enables developer tools. */
  development: boolean
  /** Whether there is a tray icon, from which a hidden window can be shown. */
  hasTray: () => boolean
  /** Whether the desktop shows that icon. */
  showsTray: () => Promise<boolean>
  /** The desktop does not show it: asks whether to quit or to minimise instead of hiding. */
  askWithoutTray: (window: BrowserWindow) => Promise<'quit' | 'minimise'>
  isQuitting: () => boolean
  openExternal: (address: string) => void
  /** The window was created; for parts that need it (workbench, badge). */
  onCreated?: (window: BrowserWindow) => void
  /** The page crashed or its window was closed: no page is listening. */
  onPageGone: () => void
  /** The page does not react; `again` is aborted when it does. */
  onUnresponsive: (window: BrowserWindow, again: AbortSignal) => void
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
  let present = (): void => {}
  followTheme(options, () => window)
  followDisplays(options, () => window)

  const load = (made: BrowserWindow): void => {
    crashed = false
    made.loadURL(appPage).catch(error => log('the page of the window did not load', { error: String(error) }))
  }

  const make = (): BrowserWindow => {
    const { maximized, ...bounds } = rememberedBounds(options)
    const made = new BrowserWindow({ ...bounds, ...appearance(options), webPreferences: webPreferences(options) })
    window = made
    // Windows takes the size for another display's scale when the window is created on one of several.
    if (bounds.x !== undefined) made.setBounds(bounds)
    if (options.platform !== 'darwin') made.setMenuBarVisibility(false)
    guardPermissions(made.webContents.session, async () =>
      options.platform === 'darwin' ? options.systemPreferences.askForMediaAccess('microphone') : true,
    )
    guardPage(made.webContents, { openExternal: options.openExternal, log })
    present = showWhenReady(made, () => {
      // It shows the window too, so it waits for the first frame.
      if (maximized) made.maximize()
      made.show()
    })
    hideInsteadOfClosing(made, options)
    made.on('closed', () => {
      if (window === made) window = null
      options.onPageGone()
    })
    // Chromium remembers the zoom of a page.
    made.webContents.on('did-finish-load', () => drawFrame(made, options))
    watchPage(made, load)
    load(made)
    options.onCreated?.(made)
    return made
  }

  const watchPage = (made: BrowserWindow, reload: (made: BrowserWindow) => void): void => {
    const next = crashPolicy()
    made.webContents.on('render-process-gone', (_event, details) => {
      if (details.reason === 'clean-exit' || options.isQuitting()) return
      log('the page of the window crashed', { reason: details.reason, exitCode: details.exitCode })
      options.onPageGone()
      if (next() === 'reload') reload(made)
      else {
        crashed = true
        options.onCrashed(made)
      }
    })
    watchResponse(made, options)
  }

  return {
    window: () => window,
    show() {
      if (window === null) return make()
      if (crashed) load(window)
      present()
      if (window.isMinimized()) window.restore()
      keepReachable(window, options)
      window.show()
      window.focus()
      return window
    },
    focused: () => window?.isFocused() ?? false,
    zoom(change) {
      if (window === null) return
      const contents = options.focusedContents() ?? window.webContents
      contents.setZoomLevel(nextZoomLevel(contents.getZoomLevel(), change))
      drawFrame(window, options)
    },
  }
}

function lookOf({ nativeTheme, systemPreferences, platform }: MainWindowOptions): FrameLook {
  const highContrast = nativeTheme.shouldUseHighContrastColors
  const opaque = (colour: string): string => colour.slice(0, '#rrggbb'.length)
  return {
    dark: nativeTheme.shouldUseDarkColors,
    highContrast,
    systemColours:
      highContrast && platform === 'win32'
        ? {
            ground: opaque(systemPreferences.getColor('window')),
            symbols: opaque(systemPreferences.getColor('window-text')),
          }
        : undefined,
  }
}

/** Gives the frame of the window the colours of the theme and the height of the page's title bar. */
function drawFrame(window: BrowserWindow, options: MainWindowOptions): void {
  const zoom = window.webContents.getZoomFactor()
  if (options.platform === 'darwin') window.setWindowButtonPosition(windowButtonPosition(zoom))
  else window.setTitleBarOverlay(titleBarOverlay(lookOf(options), zoom))
}

function followTheme(options: MainWindowOptions, window: () => BrowserWindow | null): void {
  const { settings, nativeTheme } = options
  nativeTheme.themeSource = settings.get().theme
  nativeTheme.on('updated', () => {
    const shown = window()
    if (shown === null) return
    shown.setBackgroundColor(frameColours(lookOf(options)).ground)
    drawFrame(shown, options)
  })
  settings.onChange((now, before) => {
    if (now.theme !== before.theme) nativeTheme.themeSource = now.theme
  })
}

/** Brings the window back when its display is taken away. */
function followDisplays(options: MainWindowOptions, window: () => BrowserWindow | null): void {
  const onChange = (): void => {
    const shown = window()
    if (shown !== null) keepReachable(shown, options)
  }
  options.screen.on('display-removed', onChange)
  options.screen.on('display-metrics-changed', onChange)
}

function keepReachable(window: BrowserWindow, { screen }: MainWindowOptions): void {
  // The system places these itself; they come here again when they are shown.
  if (window.isMinimized() || window.isMaximized() || window.isFullScreen()) return
  const bounds = bringBack(window.getBounds(), displaysOf(screen))
  if (bounds !== null) window.setBounds(bounds)
}

/** The primary display first. */
const displaysOf = (screen: Screen) => [screen.getPrimaryDisplay(), ...screen.getAllDisplays()]

function appearance(options: MainWindowOptions): BrowserWindowConstructorOptions {
  const { platform, icon } = options
  const look = lookOf(options)
  return {
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
    show: false,
    backgroundColor: frameColours(look).ground,
    ...windowFrame(platform, look),
    ...(icon === undefined ? {} : { icon }),
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
  return placeWindow(
    settings.windowPlace(),
    displaysOf(screen).map(display => display.workArea),
  )
}

function hideInsteadOfClosing(window: BrowserWindow, options: MainWindowOptions): void {
  const { settings, platform, hasTray, isQuitting, log } = options
  const hideOrAsk = async (): Promise<void> => {
    if (await options.showsTray()) hideWindow(window, platform)
    else if ((await options.askWithoutTray(window)) === 'minimise') window.minimize()
  }
  window.on('close', event => {
    rememberBounds(window, options)
    const { closeToTray } = settings.get()
    const action = closeAction({ platform, closeToTray, hasTray: hasTray(), quitting: isQuitting() })
    if (action === 'close') return
    event.preventDefault()
    if (action === 'hide') hideWindow(window, platform)
    else hideOrAsk().catch(error => log('the window could not be hidden', { error: String(error) }))
  })
}

/** Tells when the page stops reacting, and when it reacts again. */
function watchResponse(window: BrowserWindow, { onUnresponsive, isQuitting, log }: MainWindowOptions): void {
  let again: AbortController | null = null
  const over = (): void => {
    again?.abort()
    again = null
  }
  window.on('unresponsive', () => {
    if (again !== null || isQuitting()) return
    log('the page of the window does not react')
    again = new AbortController()
    onUnresponsive(window, again.signal)
  })
  window.on('responsive', over)
  window.on('closed', over)
  window.webContents.on('render-process-gone', over)
}

function rememberBounds(window: BrowserWindow, { settings, log }: MainWindowOptions): void {
  if (window.isDestroyed() || window.isMinimized() || window.isFullScreen()) return
  try {
    settings.setWindowPlace({ ...window.getNormalBounds(), maximized: window.isMaximized() })
  } catch (error) {
    log('the bounds of the window could not be stored', { error: String(error) })
  }
}
