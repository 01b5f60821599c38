import { EventEmitter } from 'node:events'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { claimInstance, identity, linkArguments } from './single-instance.ts'

function claim(development: boolean, argv = ['electron', '.', '--user-data-dir=/p']) {
  const calls: unknown[] = []
  const app = Object.assign(new EventEmitter(), {
    isReady: () => true,
    requestSingleInstanceLock: () => true,
    setAppUserModelId: (id: string) => calls.push(id),
    setAsDefaultProtocolClient: (...args: unknown[]) => calls.push(args) > 0,
  })
  claimInstance({ app: app as never, argv, development, onShow: () => {}, onLink: () => {}, log: () => {} })
  return calls
}

test('a program in development takes nothing of the installed one', () => {
  const [installed, developed] = [identity(false), identity(true)]
  // The id of the package, by which Windows finds the installed program's entry.
  expect(installed).toEqual({ name: 'Lianqun', userModelId: 'app.lianqun.desktop' })
  expect(developed.name).not.toBe(installed.name)
  expect(claim(false)).toEqual([installed.userModelId, ['lianqun']])
  expect(claim(true)[0]).toBe(developed.userModelId)
  expect(developed.userModelId).not.toBe(installed.userModelId)
})

test('in development a link starts the same app with the same profile', () => {
  const argv = ['electron', '.', '--user-data-dir=/p', '--lang=zh']
  expect(linkArguments(argv)).toEqual([resolve('.'), '--user-data-dir=/p'])
  expect(claim(true, argv)[1]).toEqual(['lianqun', process.execPath, [resolve('.'), '--user-data-dir=/p']])
})
