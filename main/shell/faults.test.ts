import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { watchFaults } from './faults.ts'

test('uncaught errors and ended processes are logged; the user is told of the errors', () => {
  const [signals, app] = [new EventEmitter(), new EventEmitter()]
  const [logged, told]: [[string, unknown][], unknown[]] = [[], []]
  watchFaults({
    signals: signals as never,
    app: app as never,
    tell: error => told.push(error),
    log: (message, detail) => logged.push([message, detail]),
  })
  const error = new Error('disk full')
  signals.emit('uncaughtException', error, 'uncaughtException')
  signals.emit('unhandledRejection', 'why', Promise.resolve())
  app.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed', exitCode: 139, serviceName: 'GPU' })
  app.emit('child-process-gone', {}, { type: 'Utility', reason: 'clean-exit', exitCode: 0 })
  expect(logged).toEqual([
    ['an error was not caught', { error: error.stack }],
    ['a rejection was not handled', { error: 'why' }],
    ['a process of Chromium ended', { type: 'GPU', reason: 'crashed', exitCode: 139, serviceName: 'GPU' }],
  ])
  expect(told).toEqual([error])
})
