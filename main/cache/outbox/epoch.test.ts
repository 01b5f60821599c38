import { expect, test } from 'vitest'
import {
  cacheUpTo,
  conversation,
  head,
  heads,
  history,
  item,
  membership,
  mePush,
  message,
  shown,
  uuid,
} from '../testing.ts'

/* A server that was restored from a backup may give a seq to another message than before. */

type Cache = ReturnType<typeof cacheUpTo>
const on = (seq: number) => ({ conversationId: 'c', seq })
const hide = ({ db }: Cache, n: number, seq: number) =>
  db.enqueueState({ clientId: uuid(n), createdAt: 1, request: { method: 'message.hide', params: on(seq) } })

/** One of each kind waits for the server, and names message 2 or 3. */
function waiting(cache: Cache): void {
  const { db } = cache
  db.enqueueChange({
    clientId: uuid(1),
    createdAt: 1,
    request: { method: 'message.pin', params: { ...on(2), on: true } },
  })
  const save = { method: 'message.save' as const, params: { ...on(2), labels: [] } }
  db.enqueueState({ clientId: uuid(2), createdAt: 1, request: save })
  db.enqueueSend({ ...item(3), replyTo: 2 })
  db.enqueueSend({ ...item(4), replyTo: 2 })
  db.outboxAttempted(uuid(4))
  db.changeConversation({ id: 'c', pinned: true, label: { id: 'l', on: true } })
  db.changeConversation({ id: 'c', done: true })
  db.enqueueMembership({ clientId: uuid(5), conversationId: 'c', readSeq: 3 })
}

const left = (cache: Cache) =>
  cache.db.outbox().map(item => {
    if (item.kind === 'send') return `send, reply to ${item.replyTo ?? 'none'}`
    return item.kind === 'membership' ? { pinned: item.pinned, readSeq: item.readSeq, list: item.list } : item.kind
  })

const kept = [
  // Tried already: the server may have it, and knows it again as it was.
  ...['send, reply to none', 'send, reply to 2'],
  { pinned: true, readSeq: undefined, list: { labels: { on: ['l'], off: [] } } },
]

test('in another epoch nothing that waits names a message by its seq', () => {
  using cache = cacheUpTo(3)
  waiting(cache)
  expect(cache.db.savedPage({ query: '', label: null, offset: 0, limit: 9 }).items).toHaveLength(1)
  cache.db.resetConversations('e2')
  expect(left(cache)).toEqual(kept)
  expect(cache.db.savedPage({ query: '', label: null, offset: 0, limit: 9 }).items).toEqual([])
})

test('nor in one conversation that has another', () => {
  using cache = cacheUpTo(3)
  waiting(cache)
  cache.db.applyHeads({ ...heads(head(3, { lastOrdinal: 3 })), epoch: 'e2' })
  expect(left(cache)).toEqual(kept)
  expect(cache.db.savedPage({ query: '', label: null, offset: 0, limit: 9 }).items).toEqual([])
  expect(conversation(cache.db)).toMatchObject({ pinned: true, done: false })
})

test('nor of a conversation that the person is out of; who comes back in the same epoch loses nothing', () => {
  using cache = cacheUpTo(3)
  const { db } = cache
  const unsave = (n: number) =>
    db.enqueueState({
      clientId: uuid(n),
      createdAt: 1,
      request: { method: 'message.save', params: { ...on(2), labels: null } },
    })
  db.applyPush(mePush(1, { joined: false, left: { byId: 'ann', at: 5 }, revision: 2 }), true)
  unsave(1)
  db.applyHeads(heads(head(3, { membership: membership({ revision: 3 }) })))
  expect(left(cache)).toEqual(['state'])
  db.applyPush(mePush(2, { joined: false, left: { byId: 'ann', at: 5 }, revision: 4 }), true)
  db.resetConversations('e2')
  expect(left(cache)).toEqual([])
})

test('what was deleted for oneself stays so in another epoch, but another message at its place shows', () => {
  using cache = cacheUpTo(0)
  const { db } = cache
  const rows = [message(1, { clientId: uuid(11) }), message(2, { clientId: uuid(12) })]
  db.applyHistory(history(1, 2, 2, rows))
  hide(cache, 1, 1)
  hide(cache, 2, 2)
  expect(shown(db, { at: 'latest' }).seqs).toEqual([])
  db.resetConversations('e2')
  db.resetScope('me', 'e2')
  db.applyHeads({ ...heads(head(2)), epoch: 'e2' })
  const again = [message(1, { clientId: uuid(11) }), message(2, { clientId: uuid(99) })]
  expect(db.messageItems('c', again).map(({ seq }) => seq)).toEqual([2])
  db.applyHistory({ ...history(1, 2, 2, again), epoch: 'e2' })
  expect(shown(db, { at: 'latest' }).seqs).toEqual([2])
})

test('what another device deleted shows again where the server has forgotten it', () => {
  using cache = cacheUpTo(0)
  const { db } = cache
  db.applyPush(mePush(1, { revision: 2 }), true)
  db.stateDone(uuid(1), { ...on(1), hidden: true, revision: 3 })
  db.resetConversations('e2')
  db.resetScope('me', 'e2')
  db.applyHeads({ ...heads(head(1)), epoch: 'e2' })
  db.applyHistory({ ...history(1, 1, 1, [message(1, { clientId: uuid(11) })]), epoch: 'e2' })
  expect(shown(db, { at: 'latest' }).seqs).toEqual([1])
})
