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

const pollOf = (anonymous: boolean, ...votes: [id: string, optionId: string][]) => ({
  type: 'poll' as const,
  question: '几点？',
  options: ['o1', 'o2'].map(id => {
    const userIds = votes.filter(([, optionId]) => optionId === id).map(([userId]) => userId)
    return { id, text: id, count: userIds.length, ...(anonymous ? {} : { userIds }) }
  }),
  multiple: false,
  anonymous,
  open: false,
  voters: votes.length,
})
const answer = (cache: Cache, n: number, seq: number, of: Record<string, unknown> | null) =>
  cache.db.enqueueChange({
    clientId: uuid(n),
    createdAt: 7,
    request: { method: 'message.answer', params: { conversationId: 'c', seq, answer: of } },
  })
const vote = (optionId: string) => ({ optionIds: [optionId] })

test('a vote and a line of a list show at once, the last one counts, and what was refused is taken back', () => {
  using cache = cacheUpTo(2)
  apply(cache, message(3, { content: pollOf(false, ['ann', 'o1']) }))
  answer(cache, 1, 3, vote('o1'))
  answer(cache, 2, 3, vote('o2'))
  expect(cache.db.outbox().map(({ clientId }) => clientId)).toEqual([uuid(2)])
  expect(at(cache, 3)).toMatchObject({ content: pollOf(false, ['ann', 'o1'], ['me', 'o2']), answer: vote('o2') })
  expect(at(cache, 3)?.people.map(({ id }) => id)).toEqual(['ann', 'me'])
  // Another vote arrives, and ours with it, before the answer to our attempt.
  apply(cache, message(3, { revision: 4, content: pollOf(false, ['ann', 'o1'], ['me', 'o2']) }))
  expect(at(cache, 3)?.content).toEqual(pollOf(false, ['ann', 'o1'], ['me', 'o2']))
  cache.db.changeDone(uuid(2), epoch, null)
  answer(cache, 3, 3, null)
  expect(at(cache, 3)).toMatchObject({ content: pollOf(false, ['ann', 'o1']), answer: null })
  cache.db.changeDone(uuid(3), epoch, null)
  expect(at(cache, 3)).toMatchObject({ answer: vote('o2') })

  apply(cache, message(5, { content: { type: 'signup', title: '球', example: '' } }))
  answer(cache, 4, 5, { lines: [{ note: '七点', number: 2 }] })
  const lines = [{ userId: 'me', note: '七点', number: 2, at: 7 }]
  expect(at(cache, 5)).toMatchObject({ content: { lines }, answer: { lines: [{ note: '七点', number: 2 }] } })
})

test('an anonymous vote is known by what the server keeps for the person, also after it was acknowledged', () => {
  using cache = cacheUpTo(2)
  apply(cache, message(3, { content: pollOf(true, ['ann', 'o1']) }))
  expect(at(cache, 3)?.answer).toBeNull()
  answer(cache, 1, 3, vote('o1'))
  expect(at(cache, 3)).toMatchObject({ content: pollOf(true, ['ann', 'o1'], ['me', 'o1']), answer: vote('o1') })
  const taken = message(3, { revision: 4, content: pollOf(true, ['ann', 'o1'], ['me', 'o1']) })
  cache.db.changeDone(uuid(1), epoch, taken, { conversationId: 'c', seq: 3, answer: vote('o1'), revision: 9 })
  expect(at(cache, 3)).toMatchObject({ revision: 4, content: taken.content, answer: vote('o1') })
  answer(cache, 2, 3, vote('o2'))
  expect(at(cache, 3)).toMatchObject({ content: pollOf(true, ['ann', 'o1'], ['me', 'o2']), answer: vote('o2') })
  apply(cache, taken)
  apply(cache, message(3, { revision: 5, content: { type: 'recalled', byId: 'ann' } }))
  expect(at(cache, 3)?.content).toMatchObject({ type: 'recalled' })
  cache.db.changeDone(uuid(2), epoch, null)
  expect(at(cache, 3)?.answer).toBeNull()
})
