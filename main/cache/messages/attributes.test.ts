import type { Message } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import { cacheUpTo, conversation, found, message, push, shown, text, uuid } from '../testing.ts'

const arrived = (cache: ReturnType<typeof cacheUpTo>) =>
  cache.changes.flatMap(change => change.arrived.map(({ message: { seq } }) => seq))
const last = (cache: ReturnType<typeof cacheUpTo>) => shown(cache.db, { at: 'latest' }).items.at(-1)
const apply = (cache: ReturnType<typeof cacheUpTo>, ...messages: Message[]) => {
  const revisions = messages.map(({ revision }) => revision)
  cache.db.applyPush(push(Math.min(...revisions), Math.max(...revisions), messages), true)
}

test('a reply shows what it replies to; of a recalled message it shows that, of one not held nothing', () => {
  using cache = cacheUpTo(3)
  apply(cache, message(4, { attributes: { replyTo: 2, thread: 2 } }))
  expect(last(cache)?.quote).toMatchObject({ seq: 2, message: { sender: { id: 'ann' }, content: text('message 2') } })
  apply(cache, message(2, { revision: 5, content: { type: 'recalled', byId: 'ann' } }))
  expect(last(cache)?.quote?.message?.content).toEqual({ type: 'recalled', byId: 'ann' })
  apply(cache, message(6, { attributes: { replyTo: 900, thread: 900 } }))
  expect(last(cache)?.quote).toEqual({ seq: 900, message: null })
})

test('a queued reply shows what it replies to, and is sent as one', () => {
  using cache = cacheUpTo(3)
  const content = { type: 'text' as const, text: '回复', mentions: [] }
  cache.db.enqueueSend({ clientId: uuid(1), conversationId: 'c', content, replyTo: 3, createdAt: 1 })
  expect(last(cache)).toMatchObject({ state: 'sending', attributes: { replyTo: 3 }, quote: { seq: 3 } })
  expect(cache.db.outbox()).toMatchObject([{ clientId: uuid(1), replyTo: 3 }])
})

test('attributes come and go with the revision, and their people have names', () => {
  using cache = cacheUpTo(3)
  const reactions = [{ emoji: '👍', count: 1, userIds: ['ann'] }]
  apply(cache, message(3, { revision: 4, attributes: { reactions, later: 1 } as Message['attributes'] }))
  expect(last(cache)).toMatchObject({ seq: 3, attributes: { reactions, later: 1 }, people: [{ id: 'ann' }] })
  apply(cache, message(3, { revision: 5 }))
  expect(last(cache)?.attributes).toEqual({})
  cache.db.applyPush(push(4, 4, [message(3, { revision: 4, attributes: { reactions } })]), true)
  expect(last(cache)?.attributes).toEqual({})
})

test('a message that is only changed is no news, whether it was held or not', () => {
  using cache = cacheUpTo(3)
  cache.changes.length = 0
  apply(cache, message(2, { revision: 4, attributes: { edited: { at: 1, count: 1 } }, content: text('edited') }))
  expect(arrived(cache)).toEqual([])
  expect(conversation(cache.db)).toMatchObject({ unread: 3 })
  apply(cache, message(5, { attributes: { replyTo: 2, thread: 2 } }), message(2, { revision: 6 }))
  expect(arrived(cache)).toEqual([5])
})

test('an edited text is found by its new words alone, and a mention that it lost does not count', () => {
  using cache = cacheUpTo(3)
  apply(cache, message(4, { content: text('@me 明天开会', 'me') }))
  expect(conversation(cache.db)).toMatchObject({ mentions: 1 })
  apply(cache, message(4, { revision: 5, content: text('后天再说') }))
  expect(found(cache.db, '明天')).toEqual([])
  expect(found(cache.db, '后天')).toEqual([4])
  expect(conversation(cache.db)).toMatchObject({ mentions: 0 })
  apply(cache, message(4, { revision: 6, content: text('@me 后天', 'me') }))
  expect(conversation(cache.db)).toMatchObject({ mentions: 1 })
})
