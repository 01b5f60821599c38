import { botScopes } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import { hearsAll, knownScopes, scopeNames } from './scopes.ts'

test('each scope of the protocol is said', () => {
  expect([...scopeNames].sort()).toEqual([...botScopes].sort())
})

test('scopes of a later version are left out, and the others are in one order', () => {
  expect(knownScopes(['files', 'thoughts.read', 'messages.read'])).toEqual(['messages.read', 'files'])
})

test('a bot that may read messages hears all', () => {
  expect(hearsAll({ scopes: ['messages.write'] })).toBe(false)
  expect(hearsAll({ scopes: ['messages.read'] })).toBe(true)
})
