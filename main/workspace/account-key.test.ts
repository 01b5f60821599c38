import { expect, test } from 'vitest'
import { accountBase, accountKeyPattern, findAccount } from './account-key.ts'

const base = accountBase({ workspace: { id: 'w', name: '', latinName: '' }, userId: 'u' })
const first = 'https://chat.first.example'
const second = 'https://chat.second.example'
const at = (origin: string, lastOrigin: string | null = null, choice?: 'same' | 'other') => ({
  origin,
  lastOrigin,
  choice,
})

test('the first account with these ids has the plain key', () => {
  expect(base).toMatch(accountKeyPattern)
  expect(findAccount(base, [], at(first))).toEqual({ key: base })
})

test('at the same origin its files are found again', () => {
  const known = [
    { key: base, origin: first },
    { key: `${base}o0123456789ab`, origin: second },
  ]
  expect(findAccount(base, known, at(first))).toEqual({ key: base })
  expect(findAccount(base, known, at(second))).toEqual({ key: `${base}o0123456789ab` })
})

test('a server that claims the ids of another one gets nothing unasked', () => {
  const known = [{ key: base, origin: first }]
  expect(findAccount(base, known, at(second))).toEqual({ moved: known[0] })
  // The same host without TLS is another one too.
  expect(findAccount(base, known, at('http://chat.first.example'))).toEqual({ moved: known[0] })
})

test('the person says whether it moved', () => {
  const known = [{ key: base, origin: first }]
  expect(findAccount(base, known, at(second, null, 'same'))).toEqual({ key: base })
  const other = findAccount(base, known, at(second, null, 'other'))
  expect(other).toEqual({ key: expect.stringMatching(accountKeyPattern) })
  expect(other).not.toEqual({ key: base })
})

test('files of an earlier version, which noted no origin, belong where the person signed in last', () => {
  const known = [{ key: base, origin: null }]
  expect(findAccount(base, known, at(first, first))).toEqual({ key: base })
  expect(findAccount(base, known, at(second, first))).toEqual({ moved: { key: base, origin: first } })
  expect(findAccount(base, known, at(second, null))).toEqual({ moved: { key: base, origin: null } })
})
