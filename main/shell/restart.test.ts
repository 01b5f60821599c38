import { expect, test } from 'vitest'
import { restart } from './restart.ts'

test('the program is started again after it has quit; an AppImage by its own file', () => {
  const calls: unknown[] = []
  const app = { relaunch: (options?: object) => calls.push(options), quit: () => calls.push('quit') }
  restart(app as never, {})
  restart(app as never, { APPIMAGE: '/opt/Lianqun.AppImage' })
  expect(calls).toEqual([{}, 'quit', { execPath: '/opt/Lianqun.AppImage' }, 'quit'])
})
