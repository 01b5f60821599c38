import { errors } from '@lianqun/protocol'
import { expect, it } from 'vitest'
import { desktopErrors } from '../preload/contract.ts'
import { strings } from './errors.strings.ts'
import { words } from './i18n.ts'

it('has words for every error there is', () => {
  for (const code of [...Object.keys(errors), ...desktopErrors]) expect(Object.keys(strings.zh)).toContain(code)
})

it('counts and puts names in', () => {
  expect(words('messages')('unreadBy', { count: 3 })).toBe('3人未读')
  expect(words('messages')('leaveTitle', { name: '<a> & b' })).toBe('退出“<a> & b”？')
})
