import type { App } from 'electron'
import type { Log } from '../log.ts'

/**
 * Logs what fails unexpectedly: errors that nothing caught, processes of Chromium that ended. The app goes on after an
 * uncaught error, as Electron's do, but the user gets `tell` instead of Electron's dialog.
 */
export function watchFaults(options: {
  signals: Pick<NodeJS.Process, 'on'>
  app: Pick<App, 'on'>
  tell: (error: unknown) => void
  log: Log
}): void {
  const { signals, app, tell, log } = options
  signals.on('uncaughtException', error => {
    log('an error was not caught', { error: textOf(error) })
    tell(error)
  })
  signals.on('unhandledRejection', reason => log('a rejection was not handled', { error: textOf(reason) }))
  app.on('child-process-gone', (_event, { type, reason, exitCode, serviceName }) => {
    if (reason !== 'clean-exit') log('a process of Chromium ended', { type, reason, exitCode, serviceName })
  })
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
