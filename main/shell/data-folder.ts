import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type { App } from 'electron'
import type { Log } from '../log.ts'

/**
 * The folder for what this machine keeps, or null for Electron's own choice. On Windows that one is in the roaming
 * profile, which companies copy at each log-on: nothing for a cache of hundreds of megabytes.
 */
export function dataFolder(given: {
  platform: NodeJS.Platform
  /** `--user-data-dir` was given. */
  chosen: boolean
  name: string
  env: NodeJS.ProcessEnv
}): string | null {
  const { platform, chosen, name, env } = given
  const local = env.LOCALAPPDATA
  if (platform !== 'win32' || chosen || local === undefined || local === '') return null
  return join(local, name)
}

/** Puts the data of this machine into its folder. To be called before the app is ready and the instance is claimed. */
export function chooseDataFolder(options: {
  app: Pick<App, 'getPath' | 'setPath' | 'getName' | 'commandLine'>
  platform: NodeJS.Platform
  env: NodeJS.ProcessEnv
  log: Log
}): void {
  const { app, platform, env, log } = options
  const chosen = app.commandLine.hasSwitch('user-data-dir')
  const folder = dataFolder({ platform, chosen, name: app.getName(), env })
  if (folder === null) return
  const before = app.getPath('userData')
  // An earlier version's data is kept, where it is if need be. Electron may have made the folder by itself.
  if (!existsSync(folder) && existsSync(join(before, 'settings.json'))) {
    try {
      renameSync(before, folder)
    } catch (error) {
      log('the data stays in the roaming profile, because it could not be moved', { error: String(error) })
      return
    }
  }
  app.setPath('userData', folder)
  app.setPath('sessionData', folder)
}
