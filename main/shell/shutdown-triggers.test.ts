import { EventEmitter } from 'node:events'
import { expect, test, vi } from 'vitest'
import { bindShutdown } from './shutdown-triggers.ts'

/** An app that quits as Electron does: it emits `before-quit`, and ends unless that is prevented. */
function appThatQuits({ livesWithoutWindow = false } = {}) {
  const app = Object.assign(new EventEmitter(), {
    ended: false,
    quit() {
      let prevented = false
      app.emit('before-quit', {
        preventDefault: () => {
          prevented = true
        },
      })
      if (!prevented) app.ended = true
    },
  })
  const signals = new EventEmitter()
  const stop = vi.fn(async () => {})
  const quitting = bindShutdown({
    app: app as never,
    signals: signals as never,
    livesWithoutWindow: () => livesWithoutWindow,
    askPage: () => false,
    stop,
    log: () => {},
  })
  return { app, signals, stop, quitting }
}

test.each(['SIGTERM', 'SIGINT'])('%s ends the app after the workspace has closed', async signal => {
  const { app, signals, stop, quitting } = appThatQuits()
  expect(quitting.hasBegun()).toBe(false)
  signals.emit(signal)
  expect([quitting.hasBegun(), app.ended]).toEqual([true, false])
  await vi.waitFor(() => expect(app.ended).toBe(true))
  expect(stop).toHaveBeenCalledOnce()
})

test('closing the last window ends the app, unless it stays in the tray', async () => {
  const inTray = appThatQuits({ livesWithoutWindow: true })
  inTray.app.emit('window-all-closed')
  expect(inTray.quitting.hasBegun()).toBe(false)
  const { app } = appThatQuits()
  app.emit('window-all-closed')
  await vi.waitFor(() => expect(app.ended).toBe(true))
})
