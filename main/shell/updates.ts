import { accessSync, constants, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import type { UpdateState } from '../../preload/contract/index.ts'
import type { Log } from '../log.ts'

const configSchema = z.object({
  /** The folder with the descriptions of versions; `https:` when it is packed. */
  feed: z.url(),
  channel: z.enum(['latest', 'beta', 'alpha']),
  /** Where people get the app if it cannot update itself. */
  page: z.url(),
  /** PEM of the Ed25519 public key of the publisher. */
  key: z.string(),
})
export type UpdateConfig = z.infer<typeof configSchema>

/** The feed that this app was built with, in its package.json; null without one. @throws when it is invalid */
export function readUpdateConfig(appPath: string): UpdateConfig | null {
  const manifest = JSON.parse(readFileSync(join(appPath, 'package.json'), 'utf8')) as { updates?: unknown }
  return manifest.updates === undefined ? null : configSchema.parse(manifest.updates)
}

/** Whether this copy of the app can replace itself: packages of a system are the system's to update. */
export function canUpdateItself(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): boolean {
  if (platform !== 'linux') return true
  const file = env.APPIMAGE
  if (file === undefined) return false
  try {
    accessSync(file, constants.W_OK)
    accessSync(dirname(file), constants.W_OK)
    return true
  } catch {
    // Somebody else's copy, or on a read-only disk: that is the answer.
    return false
  }
}

/** What is used of electron-updater. */
export interface Updater {
  forceDevUpdateConfig: boolean
  autoInstallOnAppQuit: boolean
  on(event: 'error', listener: (error: Error) => void): unknown
  checkForUpdates(): Promise<{ isUpdateAvailable: boolean; updateInfo: { version: string } } | null>
  downloadUpdate(): Promise<unknown>
  /** Not on macOS, where the system's updater installs at quit by itself. */
  install?(isSilent: boolean, isForceRunAfter: boolean): boolean
}

export interface Updates {
  state(): UpdateState
  /** Looks for a newer version now and downloads it. Never rejects: `state` says how it went. */
  check(): Promise<void>
  /** Looks now and then, until the app quits. */
  watch(): void
  /** Quits, installs what is ready, and starts it again where that is possible. */
  install(): void
}

/** What is used of Electron's app. */
interface UpdatedApp {
  quit(): void
  once(event: 'quit', listener: (event: unknown, exitCode: number) => void): unknown
}

/** Milliseconds. Spread, so that the clients of a company do not come at the same time. */
const firstMs = 60_000
const intervalMs = 4 * 3_600_000
const spreadMs = 10 * 60_000

/**
 * Looks for newer versions in the feed, downloads them in the background and installs them when the app quits.
 * @param options.config null: this build looks for none
 * @param options.updater loaded at the first look
 */
export function createUpdates(options: {
  config: UpdateConfig | null
  updater: (config: UpdateConfig) => Promise<Updater>
  updatesItself: boolean
  app: UpdatedApp
  onChange: (state: UpdateState) => void
  log: Log
}): Updates {
  const { config, updatesItself, app, onChange, log } = options
  let state: UpdateState = { status: config === null ? 'off' : 'current', version: null, page: config?.page ?? null }
  let updater: Updater | null = null
  let startAgain = false
  let running: Promise<void> | null = null

  function become(status: UpdateState['status'], version: string | null): void {
    state = { ...state, status, version }
    onChange(state)
  }

  async function look(from: UpdateConfig): Promise<void> {
    // What is ready stays ready, and is replaced only by a newer one.
    const ready = state.status === 'ready' ? state.version : null
    let version: string | null = null
    try {
      updater ??= prepare(await options.updater(from), {
        updatesItself,
        app,
        readyToInstall: () => state.status === 'ready',
        startAgain: () => startAgain,
        onFailure: () => {
          if (running === null && state.status === 'ready') become('elsewhere', state.version)
        },
        log,
      })
      if (ready === null) become('checking', null)
      const found = await updater.checkForUpdates()
      if (found === null || !found.isUpdateAvailable) {
        if (ready === null) become('current', null)
        return
      }
      version = found.updateInfo.version
      if (version === ready) return
      if (!updatesItself) {
        become('elsewhere', version)
        return
      }
      become('downloading', version)
      await updater.downloadUpdate()
      become('ready', version)
    } catch (error) {
      log('no update', { version, error: String(error) })
      if (ready !== null && version === null) return
      become(version !== null && isOfThisCopy(error) ? 'elsewhere' : 'failed', version)
    }
  }

  async function check(): Promise<void> {
    if (config === null) return
    running ??= look(config).finally(() => {
      running = null
    })
    await running
  }

  return {
    state: () => state,
    check,
    watch() {
      if (config === null) return
      const next = (ms: number): void => {
        setTimeout(() => void check().then(() => next(intervalMs)), ms + Math.random() * spreadMs).unref()
      }
      next(firstMs)
    },
    install() {
      if (state.status !== 'ready') return
      startAgain = true
      app.quit()
    },
  }
}

/** Makes an updater look wherever it is, and install at a quit that is in order what is ready then. */
function prepare(
  updater: Updater,
  options: {
    updatesItself: boolean
    app: Pick<UpdatedApp, 'once'>
    readyToInstall: () => boolean
    startAgain: () => boolean
    /**
     * It failed. While it looks, that rejects there too; on macOS the system takes a version over after it was
     * downloaded, and refuses one without a certificate.
     */
    onFailure: () => void
    log: Log
  },
): Updater {
  // Without this it looks only where it can also install.
  updater.forceDevUpdateConfig = !options.updatesItself
  const { install } = updater
  if (install !== undefined) {
    updater.autoInstallOnAppQuit = false
    options.app.once('quit', (_event, exitCode) => {
      if (exitCode === 0 && options.readyToInstall()) install.call(updater, true, options.startAgain())
    })
  }
  updater.on('error', error => {
    options.log('the updater failed', { error: String(error) })
    options.onFailure()
  })
  return updater
}

/** Whether it failed for what this copy of the app is, so that trying again would not help: it must be got by hand. */
function isOfThisCopy(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const words = error instanceof Error ? error.message : ''
  return ['EACCES', 'EPERM', 'EROFS'].includes(code) || /code signature for running application/i.test(words)
}
