import type { App } from 'electron'
import type { Log } from '../log.ts'
import { createShutdown } from './shutdown.ts'

export interface BoundShutdown {
  /** Whether the app is quitting, so that its window closes instead of hiding. */
  hasBegun(): boolean
  /** The page has saved its drafts. */
  flushed(): void
}

/** Makes the app quit in an orderly way, whether by menu, tray, last window or signal. */
export function bindShutdown(options: {
  app: Pick<App, 'on' | 'quit'>
  signals: Pick<NodeJS.Process, 'on'>
  /** Whether the app stays open without a window; it then quits by its menu. */
  livesWithoutWindow: () => boolean
  /** Asks the page to save its drafts; returns false when there is no page. */
  askPage: () => boolean
  stop: () => Promise<void>
  log: Log
}): BoundShutdown {
  const { app, signals, livesWithoutWindow, askPage, stop, log } = options
  let begun = false
  const shutdown = createShutdown({ askPage, stop, quit: () => app.quit(), log })
  app.on('window-all-closed', () => {
    if (!livesWithoutWindow()) app.quit()
  })
  app.on('before-quit', event => {
    begun = true
    if (!shutdown.canQuit()) event.preventDefault()
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) signals.on(signal, () => app.quit())
  return { hasBegun: () => begun, flushed: shutdown.flushed }
}
