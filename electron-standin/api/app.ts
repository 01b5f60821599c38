import { EventEmitter } from 'node:events'
import { mkdirSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { StandinBrowser } from '../host/browser.ts'
import { interceptRequests } from '../host/network.ts'
import { record, recordCall } from '../host/recorder.ts'
import { runtime } from '../host/runtime.ts'
import { SingleInstance } from '../host/single-instance.ts'
import type { BrowserWindow } from './browser-window.ts'
import { createEvent } from './event.ts'
import type { Session } from './session.ts'
import { contentsCreated, WebContents } from './web-contents.ts'

type Quitting = 'no' | 'closing' | 'exiting'

/** The objects that quitting acts on. Injected, because windows and sessions import this module. */
interface Owned {
  windows: () => BrowserWindow[]
  sessions: () => Session[]
}

/** Chromium switches that are passed on to the Chromium that the stand-in starts. */
const passedOn =
  /^(lang|force-device-scale-factor|disable-features|enable-features|ignore-certificate-errors|autoplay-policy|no-proxy-server|proxy-server|proxy-pac-url|proxy-bypass-list|host-resolver-rules|use-fake-.*|enable-blink-features|disable-blink-features|force-color-profile)$/

class App extends EventEmitter {
  readonly isPackaged = process.env.ELECTRON_STANDIN_PACKAGED === '1'
  readonly dock = undefined
  accessibilitySupportEnabled = false
  applicationMenu = null
  userAgentFallback = ''
  readonly #ready = Promise.withResolvers<void>()
  #isReady = false
  #quitting: Quitting = 'no'
  #name: string | undefined
  readonly #paths = new Map<string, string>()
  #badge = 0
  #instance: SingleInstance | undefined
  #loginItem: Record<string, unknown> = {}

  #owned: Owned = { windows: () => [], sessions: () => [] }

  readonly commandLine = {
    appendSwitch: (name: string, value = '') => {
      runtime.options.switches.set(name.toLowerCase(), value)
    },
    appendArgument: (value: string) => recordCall('app.commandLine.appendArgument', value),
    hasSwitch: (name: string) => runtime.options.switches.has(name.toLowerCase()),
    getSwitchValue: (name: string) => runtime.options.switches.get(name.toLowerCase()) ?? '',
    removeSwitch: (name: string) => {
      runtime.options.switches.delete(name.toLowerCase())
    },
  }

  /** Sets the objects that `quit`, `hide`, `show` and `focus` act on. */
  connect(owned: Owned): void {
    this.#owned = owned
  }

  /** Starts Chromium and fires `ready`; called when the app's main module has been evaluated. */
  async start(): Promise<void> {
    if (this.#quitting !== 'no') return
    const { headless, switches } = runtime.options
    const args = [...switches]
      .filter(([name]) => passedOn.test(name))
      .map(([name, value]) => (value ? `--${name}=${value}` : `--${name}`))
    const browser = await StandinBrowser.launch({ headless, args })
    await interceptRequests(browser)
    browser.on('disconnected', () => {
      if (browser.closing) return
      console.error('electron-standin: Chromium ended.')
      process.exit(1)
    })
    Object.defineProperty(process.versions, 'chrome', { value: browser.browser.version(), configurable: true })
    runtime.started(browser)
    contentsCreated.on('created', contents => this.emit('web-contents-created', createEvent(), contents))
    this.#isReady = true
    this.#ready.resolve()
    this.emit('will-finish-launching')
    this.emit('ready', createEvent(), {})
  }

  whenReady(): Promise<void> {
    return this.#ready.promise
  }

  isReady(): boolean {
    return this.#isReady
  }

  /** Emits before-quit, closes each window, emits will-quit, then exits; each step can be prevented. */
  quit(): void {
    if (this.#quitting !== 'no') return
    const before = createEvent()
    this.emit('before-quit', before)
    if (before.defaultPrevented) return
    this.#quitting = 'closing'
    for (const window of this.#owned.windows()) {
      if (window.isDestroyed() || window.close()) continue
      this.#quitting = 'no'
      return
    }
    this.#finish()
  }

  get isQuitting(): boolean {
    return this.#quitting !== 'no'
  }

  #finish(): void {
    const will = createEvent()
    this.emit('will-quit', will)
    if (will.defaultPrevented) {
      this.#quitting = 'no'
      return
    }
    this.exit(0)
  }

  /** Called when the last window is closed. */
  windowAllClosed(): void {
    if (this.#quitting !== 'no') return
    if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed')
    else this.quit()
  }

  /** Emits only `quit`, then writes storage, closes Chromium and ends the process. Before `ready` it ends at once. */
  exit(code = 0): void {
    if (!this.#isReady && this.#quitting === 'no') process.exit(code)
    if (this.#quitting === 'exiting') return
    this.#quitting = 'exiting'
    this.emit('quit', createEvent(), code)
    this.#shutDown()
      .catch(error => console.error('electron-standin: the app did not exit cleanly:', error))
      .finally(() => process.exit(code))
  }

  async #shutDown(): Promise<void> {
    for (const window of this.#owned.windows()) window.destroy()
    for (const contents of WebContents.getAllWebContents()) contents.destroy()
    await this.#instance?.release()
    const browser = runtime.current
    if (!browser) return
    await Promise.all(this.#owned.sessions().map(session => session.settle()))
    await browser.close()
  }

  relaunch(options?: unknown): void {
    recordCall('app.relaunch', options)
  }

  focus(_options?: unknown): void {
    const [window] = this.#owned.windows()
    window?.focus()
  }

  hide(): void {
    for (const window of this.#owned.windows()) window.hide()
  }

  show(): void {
    for (const window of this.#owned.windows()) window.show()
  }

  getPath(name: string): string {
    const known = this.#paths.get(name)
    if (known) return known
    switch (name) {
      case 'home':
        return os.homedir()
      case 'temp':
        return os.tmpdir()
      case 'appData':
        return appData()
      case 'userData': {
        const given = runtime.options.switches.get('user-data-dir')
        const folder = given ? path.resolve(given) : path.join(this.getPath('appData'), this.getName())
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        return folder
      }
      case 'sessionData':
        return this.getPath('userData')
      case 'logs':
        return process.platform === 'darwin'
          ? path.join(os.homedir(), 'Library/Logs', this.getName())
          : path.join(this.getPath('userData'), 'logs')
      case 'crashDumps':
        return path.join(this.getPath('userData'), 'Crashpad')
      case 'exe':
        return process.execPath
      case 'module':
        return process.execPath
      case 'desktop':
      case 'documents':
      case 'downloads':
      case 'music':
      case 'pictures':
      case 'videos':
        return path.join(os.homedir(), name[0]?.toUpperCase() + name.slice(1))
      default:
        throw new Error(`Failed to get '${name}' path`)
    }
  }

  setPath(name: string, folder: string): void {
    if (!path.isAbsolute(folder)) throw new Error('Path must be absolute')
    if (name === 'userData') mkdirSync(folder, { recursive: true, mode: 0o700 })
    this.#paths.set(name, folder)
  }

  setAppLogsPath(folder?: string): void {
    this.setPath('logs', folder ?? this.getPath('logs'))
  }

  getAppPath(): string {
    return runtime.options.appDir
  }

  getName(): string {
    const { productName, name } = runtime.options.manifest
    return this.#name ?? productName ?? name ?? 'Electron'
  }

  setName(name: string): void {
    this.#name = name
  }

  get name(): string {
    return this.getName()
  }

  set name(name: string) {
    this.setName(name)
  }

  getVersion(): string {
    return runtime.options.manifest.version ?? '0.0.0'
  }

  getLocale(): string {
    return this.commandLine.getSwitchValue('lang') || Intl.DateTimeFormat().resolvedOptions().locale
  }

  getSystemLocale(): string {
    return this.getLocale()
  }

  getLocaleCountryCode(): string {
    return new Intl.Locale(this.getLocale()).region ?? ''
  }

  getPreferredSystemLanguages(): string[] {
    return [this.getLocale()]
  }

  setAppUserModelId(id: string): void {
    recordCall('app.setAppUserModelId', id)
  }

  requestSingleInstanceLock(additionalData?: unknown): boolean {
    this.#instance ??= new SingleInstance(this.getPath('userData'))
    return this.#instance.acquire({ argv: process.argv, cwd: process.cwd(), additionalData }, message => {
      this.emit('second-instance', createEvent(), message.argv, message.cwd, message.additionalData)
    })
  }

  hasSingleInstanceLock(): boolean {
    return this.#instance?.isHeld ?? false
  }

  releaseSingleInstanceLock(): void {
    this.#instance?.release().catch(error => console.error('The lock could not be released:', error))
  }

  setBadgeCount(count = 0): boolean {
    this.#badge = count
    record('badge', { count })
    return true
  }

  getBadgeCount(): number {
    return this.#badge
  }

  setAsDefaultProtocolClient(protocol: string, ...more: unknown[]): boolean {
    recordCall('app.setAsDefaultProtocolClient', protocol, ...more)
    return true
  }

  removeAsDefaultProtocolClient(protocol: string): boolean {
    recordCall('app.removeAsDefaultProtocolClient', protocol)
    return true
  }

  isDefaultProtocolClient(_protocol: string): boolean {
    return false
  }

  setLoginItemSettings(settings: Record<string, unknown>): void {
    this.#loginItem = { ...settings }
    recordCall('app.setLoginItemSettings', settings)
  }

  getLoginItemSettings(_options?: unknown) {
    const openAtLogin = this.#loginItem.openAtLogin === true
    return {
      openAtLogin,
      openAsHidden: false,
      wasOpenedAtLogin: false,
      wasOpenedAsHidden: false,
      restoreState: false,
      status: openAtLogin ? ('enabled' as const) : ('not-registered' as const),
      executableWillLaunchAtLogin: openAtLogin,
      launchItems: [],
    }
  }

  setJumpList(categories: unknown): 'ok' {
    recordCall('app.setJumpList', categories)
    return 'ok'
  }

  setUserTasks(tasks: unknown): boolean {
    recordCall('app.setUserTasks', tasks)
    return true
  }

  setAboutPanelOptions(options: unknown): void {
    recordCall('app.setAboutPanelOptions', options)
  }

  showAboutPanel(): void {
    recordCall('app.showAboutPanel')
  }

  addRecentDocument(file: string): void {
    recordCall('app.addRecentDocument', file)
  }

  clearRecentDocuments(): void {
    recordCall('app.clearRecentDocuments')
  }

  /** Every preload here is in an isolated world without Node, whatever `sandbox` says. */
  enableSandbox(): void {}

  disableHardwareAcceleration(): void {
    recordCall('app.disableHardwareAcceleration')
  }

  isAccessibilitySupportEnabled(): boolean {
    return this.accessibilitySupportEnabled
  }

  setAccessibilitySupportEnabled(enabled: boolean): void {
    this.accessibilitySupportEnabled = enabled
  }
}

function appData(): string {
  if (process.platform === 'darwin') return path.join(os.homedir(), 'Library/Application Support')
  if (process.platform === 'win32') return process.env.APPDATA ?? path.join(os.homedir(), 'AppData/Roaming')
  return process.env.XDG_CONFIG_HOME ?? path.join(os.homedir(), '.config')
}

export const app = new App()
app.setMaxListeners(0)
