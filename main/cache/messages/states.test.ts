import type { MessageState } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import type { MessageStateRequest } from '../api.ts'
import {
  cacheUpTo,
  conversation,
  found,
  history,
  membership,
  mePush,
  message,
  push,
  shown,
  text,
  uuid,
} from '../testing.ts'

type Cache = ReturnType<typeof cacheUpTo>
const on = (seq: number) => ({ conversationId: 'c', seq })
const queue = ({ db }: Cache, n: number, request: MessageStateRequest) =>
  db.enqueueState({ clientId: uuid(n), createdAt: 100 + n, request })
const save = (cache: Cache, n: number, seq: number, labels: string[] | null) =>
  queue(cache, n, { method: 'message.save', params: { ...on(seq), labels } })
const saved = ({ db }: Cache, query = '', label: string | null = null) =>
  db.savedPage({ query, label, offset: 0, limit: 50 }).items
/** A push of rows of `me` from the revision on that the first has. */
function states(cache: Cache, ...rows: MessageState[]) {
  const [first] = rows
  const changes = rows.map(value => ({ entity: 'messageState' as const, value }))
  return cache.db.applyPush(
    { scope: 'me', epoch: 'e1', from: first?.revision ?? 1, to: rows.at(-1)?.revision ?? 1, changes },
    true,
  )
}

test('a saved message shows at once, is found by words and label, and stays when the server has it', () => {
  using cache = cacheUpTo(3)
  save(cache, 1, 2, ['要紧'])
  expect(saved(cache)).toMatchObject([
    { seq: 2, labels: ['要紧'], savedAt: 101, message: { content: text('message 2') } },
  ])
  expect(shown(cache.db, { at: 'latest' }).items.map(item => item.kept)).toEqual([
    null,
    { labels: ['要紧'], remindAt: null },
    null,
  ])
  expect(saved(cache, 'MESSAGE')).toHaveLength(1)
  expect(saved(cache, '要紧')).toHaveLength(1)
  expect([saved(cache, 'else'), saved(cache, '', '别的')]).toEqual([[], []])
  save(cache, 2, 2, ['要紧', '二'])
  expect(cache.db.outbox().map(({ clientId }) => clientId)).toEqual([uuid(2)])
  expect(cache.db.savedLabels()).toEqual([
    { label: '二', count: 1 },
    { label: '要紧', count: 1 },
  ])
  cache.db.stateDone(uuid(2), { ...on(2), saved: { at: 7, labels: ['要紧', '二'] }, message: message(2), revision: 1 })
  expect(saved(cache)).toMatchObject([{ savedAt: 7, labels: ['要紧', '二'] }])
  expect(cache.db.outbox()).toEqual([])
})

test('what the server refused is saved no more', () => {
  using cache = cacheUpTo(3)
  save(cache, 1, 2, [])
  cache.db.stateDone(uuid(1), null)
  expect(saved(cache)).toEqual([])
})

test('a saved message can be read where its conversation is not held; a recall takes it away', () => {
  using cache = cacheUpTo(3)
  const far = message(9, { conversationId: 'far', content: text('远') })
  cache.db.applyPush(mePush(1, { revision: 2 }), true)
  states(cache, { conversationId: 'far', seq: 9, saved: { at: 5, labels: [] }, message: far, revision: 2 })
  states(cache, { ...on(3), saved: { at: 6, labels: [] }, message: message(3), revision: 3 })
  expect(saved(cache)).toMatchObject([
    { seq: 3, reachable: true },
    { seq: 9, reachable: false, conversation: null, message: { content: text('远') } },
  ])
  cache.changes.length = 0
  cache.db.applyPush(push(4, 4, [message(3, { revision: 4, content: { type: 'recalled', byId: 'ann' } })]), true)
  expect(saved(cache).map(({ seq }) => seq)).toEqual([9])
  expect(cache.changes.some(({ scopes }) => scopes.includes('me'))).toBe(true)
  states(cache, { conversationId: 'far', seq: 9, revision: 4 })
  expect(saved(cache)).toEqual([])
})

test('an older row replaces no newer one, and a new epoch keeps what waits and what is hidden', () => {
  using cache = cacheUpTo(3)
  cache.db.stateDone(uuid(9), { ...on(1), saved: { at: 5, labels: ['新'] }, message: message(1), revision: 9 })
  cache.db.stateDone(uuid(9), { ...on(1), revision: 8 })
  expect(saved(cache)).toMatchObject([{ labels: ['新'] }])
  save(cache, 1, 2, [])
  queue(cache, 2, { method: 'message.hide', params: on(3) })
  cache.db.stateDone(uuid(2), { ...on(3), hidden: true, revision: 10 })
  cache.db.resetScope('me', 'e2')
  expect(saved(cache).map(({ seq }) => seq)).toEqual([2])
  expect(shown(cache.db, { at: 'latest' }).seqs).toEqual([1, 2])
})

test('a message deleted for oneself leaves no text, comes back from no side, and is unread no more', () => {
  using cache = cacheUpTo(0)
  cache.db.applyPush(push(1, 3, [message(1), message(2), message(3, { content: text('@me 秘密', 'me') })]), true)
  expect(conversation(cache.db)).toMatchObject({ unread: 3, mentions: 1 })
  cache.changes.length = 0
  queue(cache, 1, { method: 'message.hide', params: on(3) })
  expect(shown(cache.db, { at: 'latest' }).seqs).toEqual([1, 2])
  expect(found(cache.db, '秘密')).toEqual([])
  expect(conversation(cache.db)).toMatchObject({ unread: 2, mentions: 0, lastMessage: { content: text('message 2') } })
  expect(cache.changes.at(-1)?.recalled).toEqual([{ id: 'c', seq: 3 }])
  cache.db.applyPush(push(4, 4, [message(3, { revision: 4, content: text('秘密改') })]), true)
  cache.db.applyHistory(history(1, 3, 4))
  expect(shown(cache.db, { at: 'latest' }).seqs).toEqual([1, 2])
  expect(cache.db.messageItems('c', [message(3), message(2)]).map(({ seq }) => seq)).toEqual([2])
  expect(found(cache.db, '秘密')).toEqual([])
  // Refused or not: it is gone here.
  cache.db.stateDone(uuid(1), null)
  expect(shown(cache.db, { at: 'latest' }).seqs).toEqual([1, 2])
})

test('a device that learns of it later forgets what it holds', () => {
  using cache = cacheUpTo(3)
  cache.db.applyPush(mePush(1, { revision: 2 }), true)
  states(cache, { ...on(2), hidden: true, revision: 2 })
  expect(shown(cache.db, { at: 'latest' }).seqs).toEqual([1, 3])
})

test('a message that comes after the word that it was deleted is not unread', () => {
  using cache = cacheUpTo(0)
  cache.db.applyPush(mePush(1, { revision: 2 }), true)
  states(cache, { ...on(2), hidden: true, revision: 2 })
  cache.db.applyPush(push(1, 3, [message(1), message(2), message(3)]), true)
  expect(shown(cache.db, { at: 'latest' }).seqs).toEqual([1, 3])
  expect(conversation(cache.db)).toMatchObject({ unread: 2 })
})

test('who is out of a conversation deletes from this device alone', () => {
  using cache = cacheUpTo(3)
  const left = { ...membership(), joined: false, left: { byId: 'ann', at: 5 }, revision: 2 }
  cache.db.applyPush(mePush(1, left), true)
  queue(cache, 1, { method: 'message.hide', params: on(2) })
  expect(shown(cache.db, { at: 'latest' }).seqs).toEqual([1, 3])
  expect(cache.db.outbox()).toEqual([])
})

test('reminders come in the order of their times', () => {
  using cache = cacheUpTo(3)
  queue(cache, 1, { method: 'message.remind', params: { ...on(1), at: 50 } })
  queue(cache, 2, { method: 'message.remind', params: { ...on(3), at: 40 } })
  expect(cache.db.reminderTimes()).toEqual([
    { id: 'c', seq: 3, at: 40 },
    { id: 'c', seq: 1, at: 50 },
  ])
  expect(cache.db.reminderItems()).toMatchObject([{ seq: 3, remindAt: 40 }, { seq: 1 }])
  queue(cache, 3, { method: 'message.remind', params: { ...on(3), at: null } })
  expect(cache.db.reminderItem({ id: 'c', seq: 3 })).toBeNull()
})

test('saved messages come in pages, those that are looked for too, and say whether there are more', () => {
  using cache = cacheUpTo(30)
  for (let seq = 1; seq <= 30; seq++) save(cache, seq, seq, seq % 2 === 0 ? ['偶'] : [])
  const page = (query: string, label: string | null, offset: number) => {
    const { items, more } = cache.db.savedPage({ query, label, offset, limit: 10 })
    return [items.map(({ seq }) => seq), more]
  }
  const down = (from: number, step = 1) => Array.from({ length: 10 }, (_, i) => from - i * step)
  expect(page('', null, 0)).toEqual([down(30), true])
  expect(page('', null, 20)).toEqual([down(10), false])
  expect(page('', '偶', 0)).toEqual([down(30, 2), true])
  expect(page('message', '偶', 5)).toEqual([down(20, 2), false])
  expect(page('message', null, 10)).toEqual([down(20), true])
  expect(page('没有', null, 0)).toEqual([[], false])
})
