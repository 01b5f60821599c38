import type { MessageState } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import { cacheUpTo, membership, mePush, message, push, shown, text, uuid } from '../testing.ts'

type Cache = ReturnType<typeof cacheUpTo>
const on = (seq: number) => ({ conversationId: 'c', seq })
const states = (cache: Cache, revision: number, state: Omit<MessageState, 'revision'>) =>
  cache.db.applyPush(
    {
      scope: 'me',
      epoch: 'e1',
      from: revision,
      to: revision,
      changes: [{ entity: 'messageState', value: { ...state, revision } }],
    },
    true,
  )
const owes = ({ db }: Cache) => shown(db, { at: 'latest' }).items.map(item => item.owes ?? null)

test('what is asked shows on its message, and an answer shows at once, until the server refuses it', () => {
  using cache = cacheUpTo(2)
  const { db } = cache
  const request = { ask: 'acknowledged', urgent: true, at: 5 }
  states(cache, 1, { ...on(2), request, message: message(2) })
  expect(owes(cache)).toEqual([null, { ask: 'acknowledged', doneAt: null }])
  expect(db.owed()).toEqual([{ id: 'c', seq: 2, urgent: true, at: 5, urgedAt: null }])
  expect(db.owedItem({ id: 'c', seq: 2 })).toMatchObject({ message: { content: text('message 2') } })

  const answer = (n: number, done: boolean) =>
    db.enqueueState({
      clientId: uuid(n),
      createdAt: 100 + n,
      request: { method: 'message.respond', params: { ...on(2), done } },
    })
  answer(1, true)
  expect(owes(cache)).toEqual([null, { ask: 'acknowledged', doneAt: 101 }])
  expect(db.owed()).toEqual([])
  answer(2, false)
  expect(db.owed()).toHaveLength(1)
  answer(3, true)
  expect(db.outbox().map(({ clientId }) => clientId)).toEqual([uuid(3)])
  db.stateDone(uuid(3), null)
  expect(db.owed()).toHaveLength(1)
  states(cache, 2, on(2))
  expect(owes(cache)).toEqual([null, null])
  expect(db.owed()).toEqual([])
})

test('what a queued message asks for goes out behind it, whether its answer or its row comes first', () => {
  for (const first of ['answer', 'row'] as const) {
    using cache = cacheUpTo(1)
    const { db } = cache
    const content = { type: 'text' as const, text: '做完了吗', mentions: [] }
    const ask = { ask: 'done' as const, userIds: ['bob'] }
    db.enqueueSend({ clientId: uuid(1), conversationId: 'c', content, createdAt: 9, ask })
    expect(shown(db, { at: 'latest' }).items.at(-1)?.attributes.request).toMatchObject({ ask: 'done', of: 0 })
    const sent = { ...message(2), senderId: 'me', clientId: uuid(1), content }
    const row = () => db.applyPush(push(1, 2, [sent]), true)
    if (first === 'row') row()
    db.outboxAcknowledged(uuid(1), 'e1', sent)
    if (first === 'answer') row()
    expect(db.outbox()).toMatchObject([
      { kind: 'change', request: { method: 'message.request', params: { ...on(2), ask: 'done', userIds: ['bob'] } } },
    ])
    expect(shown(db, { at: 'latest' }).items.at(-1)).toMatchObject({ seq: 2, attributes: { request: { ask: 'done' } } })
    const request = { ask: 'done', at: 9, of: 1, done: 0 }
    const change = db.outbox()[0]?.clientId ?? ''
    db.changeDone(change, 'e1', { ...sent, revision: 3, attributes: { request } })
    expect(db.outbox()).toEqual([])
    expect(shown(db, { at: 'latest' }).items.at(-1)?.attributes.request).toMatchObject({ of: 1 })
  }
})

test('in a conversation that the person is out of nothing is owed: they could not answer', () => {
  using cache = cacheUpTo(2)
  const { db } = cache
  states(cache, 1, { ...on(2), request: { ask: 'done', urgent: true, at: 5 }, message: message(2) })
  expect(db.owed()).toHaveLength(1)
  db.applyPush(mePush(2, { ...membership(), joined: false, left: { byId: 'ann', at: 5 }, revision: 2 }), true)
  expect(db.owed()).toEqual([])
  expect(db.owedItem({ id: 'c', seq: 2 })).toBeNull()
  expect(db.owedPage({ offset: 0, limit: 9 })).toEqual({ items: [], total: 0 })
})
