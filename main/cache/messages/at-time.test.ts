import { expect, test } from 'vitest'
import { cacheUpTo, message, push } from '../testing.ts'

/** Later than the messages that the cache begins with. */
const base = 4_000_000_000_000

test('the first message at a time or later is found, also between messages, before all and after all', () => {
  using cache = cacheUpTo(3)
  const messages = Array.from({ length: 40 }, (_, index) => message(4 + index, { sentAt: base + index * 100 }))
  cache.db.applyPush(push(4, 43, messages), true)
  const at = (time: number) => cache.db.messageAt({ id: 'c', time })
  for (const index of [0, 1, 17, 38, 39]) {
    expect(at(base + index * 100)).toEqual({ seq: 4 + index, sure: true })
    if (index > 0) expect(at(base + index * 100 - 1)).toEqual({ seq: 4 + index, sure: true })
  }
  expect(at(base + 39 * 100 + 1)).toEqual({ seq: null, sure: true })
  expect(cache.db.messageAt({ id: 'nowhere', time: 1 })).toEqual({ seq: null, sure: false })
})

test('where messages are missing before it, it is not sure', () => {
  using cache = cacheUpTo(3)
  const sentAt = (seq: number) => base + seq
  cache.db.applyHistory({
    conversationId: 'c',
    epoch: 'e1',
    messages: [30, 31, 32].map(seq => message(seq, { sentAt: sentAt(seq) })),
    from: 30,
    to: 32,
    head: 32,
  })
  expect(cache.db.messageAt({ id: 'c', time: sentAt(20) })).toEqual({ seq: 30, sure: false })
  expect(cache.db.messageAt({ id: 'c', time: sentAt(31) })).toEqual({ seq: 31, sure: true })
})
