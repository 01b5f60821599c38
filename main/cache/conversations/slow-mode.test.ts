import { expect, test } from 'vitest'
import { freshCache, head, heads, message, push, uuid } from '../testing.ts'

/** A cache with a group of somebody else, in which one waits ten minutes between two messages. */
function slow() {
  const cache = freshCache()
  cache.db.applyHeads(heads(head(0, { conversation: { id: 'c', ownerId: 'ann', settings: { slowSeconds: 600 } } })))
  return cache
}
type Cache = ReturnType<typeof slow>
const waitsUntil = ({ db }: Cache) => db.conversation('c')?.group?.waitsUntil
const say = ({ db }: Cache, seq: number, fields: Parameters<typeof message>[1]) =>
  db.applyPush(push(seq, seq, [message(seq, { senderId: 'me', ...fields })]), true)

test('one waits after a message of one’s own, sent or on its way', () => {
  using cache = slow()
  expect(waitsUntil(cache)).toBe(0)
  say(cache, 1, { sentAt: 1_000 })
  say(cache, 2, { sentAt: 2_000, senderId: 'ann' })
  expect(waitsUntil(cache)).toBe(601_000)
  cache.db.enqueueSend({
    clientId: uuid(1),
    conversationId: 'c',
    content: { type: 'text', text: '二', mentions: [] },
    createdAt: 700_000,
  })
  expect(waitsUntil(cache)).toBe(1_300_000)
  cache.db.outboxFailed(uuid(1), 'slow_mode')
  expect(waitsUntil(cache)).toBe(601_000)
})

test('nobody waits after what they did to the group, such as joining it by a link', () => {
  using cache = slow()
  say(cache, 1, { sentAt: 1_000, content: { type: 'system', event: 'joined', actorId: 'me' } })
  expect(waitsUntil(cache)).toBe(0)
})
