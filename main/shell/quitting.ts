import type { App } from 'electron'
import type { Log } from '../log.ts'
import { createShutdown } from './shutdown.ts'

export interface Quitting {
  /** Whether the app is about to end: its window closes instead of hiding. */
  hasBegun(): boolean
  /** The page has handed over what it held. */
  flushed(): void
}

/** Lets the app end in order, whoever asks for it: menu, tray, the last window, a signal. */
export function createQuitting(options: {
  app: Pick<App, 'on' | 'quit'>
  signals: Pick<NodeJS.Process, 'on'>
  /** Whether the app lives on without a window: then it quits by its menu. */
  livesWithoutWindow: () => boolean
  /** Asks the page to hand over what it holds; false when there is none. */
  askPage: () => boolean
  stop: () => Promise<void>
  log: Log
}): Quitting {
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
