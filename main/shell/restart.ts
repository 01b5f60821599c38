import type { App } from 'electron'

/** Quits, and starts the program again. That of an AppImage by its file: what it was unpacked to goes when it ends. */
export function restart(app: Pick<App, 'relaunch' | 'quit'>, env: NodeJS.ProcessEnv): void {
  app.relaunch(env.APPIMAGE === undefined ? {} : { execPath: env.APPIMAGE })
  app.quit()
}
