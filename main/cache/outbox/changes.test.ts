import type { Message } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import { cacheUpTo, epoch, message, push, shown, text, uuid } from '../testing.ts'

type Cache = ReturnType<typeof cacheUpTo>
const at = (cache: Cache, seq: number) => shown(cache.db, { at: 'latest' }).items.find(item => item.seq === seq)
const react = (cache: Cache, n: number, seq: number, emoji: string, on: boolean) =>
  cache.db.enqueueChange({
    clientId: uuid(n),
    createdAt: 1,
    request: { method: 'message.react', params: { conversationId: 'c', seq, emoji, on } },
  })
const apply = (cache: Cache, ...messages: Message[]) => {
  const revisions = messages.map(({ revision }) => revision)
  cache.db.applyPush(push(Math.min(...revisions), Math.max(...revisions), messages), true)
}

test('a queued change shows at once, a newer one of the same takes its place, and each is sent once', () => {
  using cache = cacheUpTo(3)
  react(cache, 1, 2, '👍', true)
  expect(at(cache, 2)?.attributes.reactions).toEqual([{ emoji: '👍', count: 1, userIds: ['me'] }])
  react(cache, 2, 2, '🎉', true)
  react(cache, 3, 2, '👍', false)
  expect(at(cache, 2)?.attributes.reactions).toEqual([{ emoji: '🎉', count: 1, userIds: ['me'] }])
  expect(cache.db.outbox().map(({ clientId }) => clientId)).toEqual([uuid(2), uuid(3)])
  const change = (n: number, method: 'message.pin' | 'message.mark', params: object) =>
    cache.db.enqueueChange({
      clientId: uuid(n),
      createdAt: 7,
      request: { method, params: { conversationId: 'c', seq: 2, ...params } } as never,
    })
  change(4, 'message.pin', { on: true })
  change(5, 'message.mark', { kind: 'question' })
  expect(at(cache, 2)?.attributes).toMatchObject({
    pinned: { byId: 'me', at: 7 },
    mark: { kind: 'question', byId: 'me' },
  })
  const flagged = (flag: 'pinned' | 'decision') =>
    cache.db.flaggedItems({ id: 'c', flags: [flag], before: null, limit: 9 }).items.map(({ seq }) => seq)
  expect([flagged('pinned'), flagged('decision')]).toEqual([[2], []])
})

test('what the server gave stays when the change leaves the queue; what it refused shows no more', () => {
  using cache = cacheUpTo(3)
  const edit = (n: number, words: string) =>
    cache.db.enqueueChange({
      clientId: uuid(n),
      createdAt: 9,
      request: {
        method: 'message.edit',
        params: { conversationId: 'c', seq: 3, content: { type: 'text', text: words, mentions: [] } },
      },
    })
  edit(1, '后天')
  expect(at(cache, 3)).toMatchObject({ content: text('后天'), attributes: { edited: { at: 9, count: 1 } } })
  const row = message(3, { revision: 4, content: text('后天'), attributes: { edited: { at: 10, count: 1 } } })
  cache.db.changeDone(uuid(1), epoch, row)
  expect(cache.db.outbox()).toEqual([])
  expect(at(cache, 3)).toMatchObject({ revision: 4, attributes: { edited: { at: 10 } } })
  apply(cache, row)
  edit(2, '大后天')
  cache.db.changeDone(uuid(2), epoch, null)
  expect(at(cache, 3)).toMatchObject({ content: text('后天'), attributes: { edited: { count: 1 } } })
})

test('an answer to an attempt that a newer change replaced, or of another epoch, removes nothing', () => {
  using cache = cacheUpTo(3)
  react(cache, 1, 2, '👍', true)
  react(cache, 2, 2, '👍', false)
  cache.db.changeDone(uuid(1), epoch, null)
  cache.db.changeDone(uuid(2), 'e0', null)
  expect(cache.db.outbox().map(({ clientId }) => clientId)).toEqual([uuid(2)])
})

test('a recalled message shows no queued edit', () => {
  using cache = cacheUpTo(3)
  react(cache, 1, 3, '👍', true)
  apply(cache, message(3, { revision: 4, content: { type: 'recalled', byId: 'ann' } }))
  expect(at(cache, 3)?.attributes).toEqual({})
})
