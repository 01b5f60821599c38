import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { claimInstance, identity } from './single-instance.ts'

function claim(development: boolean, argv = ['electron', '.'], onLink = (_to: unknown) => {}) {
  const calls: unknown[] = []
  const app = Object.assign(new EventEmitter(), {
    isReady: () => true,
    requestSingleInstanceLock: () => true,
    setAppUserModelId: (id: string) => calls.push(id),
    setAsDefaultProtocolClient: (...args: unknown[]) => calls.push(args) > 0,
  })
  claimInstance({ app: app as never, argv, development, onShow: () => {}, onLink, log: () => {} })
  return calls
}

test('a program in development takes nothing of the installed one', () => {
  const [installed, developed] = [identity(false), identity(true)]
  // The id of the package, by which Windows finds the installed program's entry.
  expect(installed).toEqual({ name: 'Lianqun', userModelId: 'app.lianqun.desktop' })
  expect(developed.name).not.toBe(installed.name)
  expect(claim(false)).toEqual([installed.userModelId, ['lianqun']])
  // The links of the system stay the installed program's.
  expect(claim(true)).toEqual([developed.userModelId])
  expect(developed.userModelId).not.toBe(installed.userModelId)
})

test('a link among the arguments is followed, in development too', () => {
  const followed: unknown[] = []
  for (const development of [false, true])
    claim(development, ['electron', '.', 'lianqun://conversation/launch'], to => followed.push(to))
  expect(followed).toEqual(Array(2).fill({ to: 'conversation', id: 'launch', seq: null }))
})
