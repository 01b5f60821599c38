import { expect, test } from 'vitest'
import { calls } from './index.ts'

const typed = 'a\u0000b\u0007\tc\r\nd\u001b'
const clean = 'ab\tc\nd'

test('control characters but tab and newline are dropped from what a person writes', () => {
  expect(calls['conversations.setDraft'].args.parse({ id: 'c', text: typed }).text).toBe(clean)
  expect(calls['conversations.rename'].args.parse({ id: 'c', name: typed }).name).toBe('ab c d')
  const clientId = '0190a1b2-c3d4-7e5f-8a6b-000000000001'
  expect(calls['conversations.create'].args.parse({ name: typed, userIds: ['a'], clientId }).name).toBe('ab c d')
  expect(calls['directory.search'].args.parse({ query: typed, limit: 1 }).query).toBe(clean)
  const search = { query: typed, conversationId: null, offset: 0, limit: 1 }
  expect(calls['messages.search'].args.parse(search).query).toBe(clean)
})

test('a draft is kept whole, a name of nothing but controls is refused', () => {
  const long = '长'.repeat(1_000_000)
  expect(calls['conversations.setDraft'].args.parse({ id: 'c', text: long }).text).toBe(long)
  expect(calls['conversations.rename'].args.safeParse({ id: 'c', name: '\u0000\u0001' }).success).toBe(false)
})
