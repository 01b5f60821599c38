import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromChannelId, fromTs, fromUserId, toChannelId, toTs, toUserId } from './ids.ts'

test('every id of ours is found again, and has the form that bots look for', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/), fc.boolean(), (id, direct) => {
      expect(toUserId(id)).toMatch(/^U[A-Z0-9]+$/)
      expect(fromUserId(toUserId(id))).toBe(id)
      expect(fromChannelId(toChannelId(id, direct))).toBe(id)
    }),
  )
})

test('what is no id of ours names nobody', () => {
  for (const text of ['', 'U', 'C', 'u_linwan', 'U0', 'UAB1', `U${'A'.repeat(99)}`, toChannelId('c_1', false)])
    expect(fromUserId(text)).toBeNull()
  expect(fromChannelId('CAB')).toBeNull()
  fc.assert(
    fc.property(fc.string(), text => {
      const id = fromUserId(text)
      if (id !== null) expect(['U', 'W'].map(first => first + toUserId(id).slice(1))).toContain(text)
    }),
  )
})

test('a ts is the place of its message', () => {
  for (const seq of [1, 999_999, 1_000_000, 2 ** 30 - 1])
    expect(fromTs(toTs({ seq, sentAt: 1_790_000_000_123 }))).toBe(seq)
  expect(toTs({ seq: 7, sentAt: 1_790_000_000_123 })).toBe('1790000000.000007')
  for (const text of ['', '1790000000', '1790000000.7', '1.000000', '1.9999999999', 'x'])
    expect(fromTs(text)).toBeNull()
})
