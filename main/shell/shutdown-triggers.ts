import type { App, BrowserWindow, PowerMonitor } from 'electron'
import type { Log } from '../log.ts'
import { createShutdown } from './shutdown.ts'

export interface BoundShutdown {
  /** Whether the app is quitting, so that its window closes instead of hiding. */
  hasBegun(): boolean
  /** The page has saved its drafts, but for `unsaved` that could not be saved. */
  flushed(unsaved: number): void
  /** Saves what is being written when Windows ends the session: the app then gets no chance to quit. */
  follow(window: Pick<BrowserWindow, 'on'>): void
}

/** The system's announcement that it ends, which may be put off for a moment. Electron's types lack it. */
type Ending = { preventDefault(): void } | undefined

/** Makes the app quit in an orderly way, whether by menu, tray, last window, signal or the end of the system. */
export function bindShutdown(options: {
  app: Pick<App, 'on' | 'quit'>
  powerMonitor: Pick<PowerMonitor, 'on'>
  signals: Pick<NodeJS.Process, 'on'>
  /** Whether the app stays open without a window; it then quits by its menu. */
  livesWithoutWindow: () => boolean
  /** Asks the page to save its drafts; returns false when there is no page. */
  askPage: () => boolean
  /** Drafts could not be saved: whether to quit all the same. */
  askUnsaved: (count: number) => Promise<boolean>
  stop: () => Promise<void>
  log: Log
}): BoundShutdown {
  const { app, powerMonitor, signals, livesWithoutWindow, askPage, askUnsaved, stop, log } = options
  let begun = false
  const shutdown = createShutdown({
    askPage,
    askUnsaved,
    stay: () => {
      begun = false
    },
    stop,
    quit: () => app.quit(),
    log,
  })
  app.on('window-all-closed', () => {
    if (!livesWithoutWindow()) app.quit()
  })
  app.on('before-quit', event => {
    begun = true
    if (!shutdown.canQuit()) event.preventDefault()
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) signals.on(signal, () => app.quit())
  // macOS and Linux.
  powerMonitor.on('shutdown', (event?: Ending) => {
    event?.preventDefault()
    shutdown.hurry()
    app.quit()
  })
  return {
    hasBegun: () => begun,
    flushed: shutdown.flushed,
    follow(window) {
      // Another program may still prevent the end of the session, so the app has to go on after this.
      window.on('query-session-end', () => askPage())
      window.on('session-end', () => {
        begun = true
        stop().catch(error => log('closing failed at the end of the session', { error: String(error) }))
      })
    },
  }
}
