import { EventEmitter } from 'node:events'
import { expect, test, vi } from 'vitest'
import { bindShutdown } from './shutdown-triggers.ts'

/** An app that quits as Electron does: it emits `before-quit`, and ends unless that is prevented. */
function appThatQuits({ livesWithoutWindow = false, page = false } = {}) {
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
  const powerMonitor = new EventEmitter()
  const window = new EventEmitter()
  const stop = vi.fn(async () => {})
  const askPage = vi.fn(() => page)
  const quitting = bindShutdown({
    app: app as never,
    powerMonitor: powerMonitor as never,
    signals: signals as never,
    livesWithoutWindow: () => livesWithoutWindow,
    askPage,
    askUnsaved: async () => true,
    stop,
    log: () => {},
  })
  quitting.follow(window as never)
  return { app, signals, powerMonitor, window, stop, askPage, quitting }
}

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'])('%s ends the app after the workspace has closed', async signal => {
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

test('the end of macOS or Linux is put off until the drafts are saved, and the app ends though the page is silent', async () => {
  const { app, powerMonitor, stop, askPage } = appThatQuits({ page: true })
  const preventDefault = vi.fn()
  powerMonitor.emit('shutdown', { preventDefault })
  expect(preventDefault).toHaveBeenCalledOnce()
  expect(askPage).toHaveBeenCalledOnce()
  await vi.waitFor(() => expect(app.ended).toBe(true))
  expect(stop).toHaveBeenCalledOnce()
})

test('the end of a Windows session saves drafts; if it is called off, the app goes on', () => {
  const { window, stop, askPage, quitting, app } = appThatQuits({ page: true })
  window.emit('query-session-end', { reasons: ['logoff'] })
  expect(askPage).toHaveBeenCalledOnce()
  expect([stop.mock.calls.length, quitting.hasBegun(), app.ended]).toEqual([0, false, false])
  window.emit('session-end', { reasons: ['logoff'] })
  expect([stop.mock.calls.length, quitting.hasBegun()]).toEqual([1, true])
})
