import { changeSchema, type Message, methods } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import {
  cacheUpTo,
  conversation,
  epoch,
  freshCache,
  head,
  heads,
  history,
  item,
  membership,
  mePush,
  message,
  messages,
  own,
  page,
  push,
  uuid,
} from '../testing.ts'

/* What a hostile server, or one of a later version, may send, and what comes late. */

const now = (seq: number, fields: Partial<Message> = {}) => message(seq, { sentAt: Date.now(), ...fields })
const arrived = (changes: { arrived: { message: Message }[] }[]) =>
  changes.flatMap(change => change.arrived.map(each => each.message.seq))
/** The person is out of `c`. */
const leave = (cache: ReturnType<typeof cacheUpTo>) =>
  cache.db.applyPush({ ...mePush(5, { joined: false, left: { byId: 'me', at: 5 }, revision: 5 }), from: 1 }, true)
const rowsOf = (list: Message[]) => list.map(value => ({ entity: 'message' as const, value }))

test('a message whose push came before its gap was filled is notified although a head shows it first', () => {
  using cache = cacheUpTo(5)
  cache.db.applyHeads(heads(head(5)))
  cache.changes.length = 0
  // Reconnected: 6..9 were missed, 10 comes live while the heads are read.
  expect(cache.db.applyPush(push(10, 10, [now(10)]), true).status).toBe('gap')
  cache.db.applyHeads(heads(head(10, { lastOrdinal: 10, lastMessage: now(10) })))
  cache.db.applyChanges(page(10, rowsOf([6, 7, 8, 9, 10].map(seq => now(seq)))), 5, null)
  expect(arrived(cache.changes).toSorted((a, b) => a - b)).toEqual([6, 7, 8, 9, 10])
})

test('the first reading of all heads notifies nothing, on whichever page', () => {
  using cache = freshCache()
  const of = (id: string) =>
    head(1, {
      conversation: { id },
      membership: membership({ conversationId: id }),
      lastOrdinal: 1,
      lastMessage: now(1, { conversationId: id }),
    })
  cache.db.applyHeads({ ...heads(of('c')), cursor: '1', more: true, remaining: 1 })
  cache.db.applyHeads({ ...heads(of('d')), cursor: '2' })
  expect(cache.changes.flatMap(change => change.arrived.map(each => each.conversation.id))).toEqual([])
})

test('a new epoch notifies nothing again, on whichever page of heads', () => {
  using cache = freshCache()
  const of = (id: string, revision: number) =>
    head(revision, {
      conversation: { id },
      membership: membership({ conversationId: id }),
      lastOrdinal: revision,
      lastMessage: now(revision, { conversationId: id }),
    })
  cache.db.applyHeads({ ...heads(), cursor: '0' })
  cache.db.applyHeads({ ...heads(of('c', 1), of('d', 1)), cursor: '1' })
  expect(cache.changes.flatMap(change => change.arrived)).toHaveLength(2)
  cache.changes.length = 0
  cache.db.resetConversations('e2')
  cache.db.applyHeads({ ...heads(of('c', 1)), epoch: 'e2', cursor: '2', more: true, remaining: 1 })
  cache.db.applyHeads({ ...heads(of('d', 1)), epoch: 'e2', cursor: '3' })
  expect(cache.changes.flatMap(change => change.arrived.map(each => each.conversation.id))).toEqual([])
})

test('a message that history could not read is read again after an update', () => {
  using cache = freshCache()
  cache.db.updatedTo('1')
  cache.db.applyHeads(heads(head(10, { lastOrdinal: 10, lastMessage: message(10) })))
  // Message 8 has a sender of a form of a later version.
  const sent = { ...history(1, 10, 10), messages: messages(1, 10).map(m => (m.seq === 8 ? { ...m, senderId: {} } : m)) }
  cache.db.applyHistory(methods['message.history'].result.parse(sent))
  cache.db.updatedTo('2')
  expect(cache.db.missing(10)).not.toEqual([])
})

test('a group that the person is in again is read although its head is of a later version', () => {
  using cache = cacheUpTo(3)
  leave(cache)
  expect(conversation(cache.db)).toBeNull()
  const later = { ...head(8, { lastOrdinal: 3, membership: membership({ revision: 6 }) }), mentionSeqs: 'later' }
  const sent = methods['sync.heads'].result.parse({ ...heads(), heads: [later] })
  cache.db.applyHeads(sent)
  cache.db.applyPush(mePush(6, { joined: true, revision: 6 }), true)
  expect(cache.db.applyChanges(page(8, rowsOf(messages(1, 3))), 0, null).status).toBe('applied')
})

test('a left group shows no empty row for a head of a later version that is older than the leaving', () => {
  using cache = cacheUpTo(3)
  leave(cache)
  const later = { ...head(3, { membership: membership({ revision: 4 }) }), mentionSeqs: 'later' }
  cache.db.applyHeads(methods['sync.heads'].result.parse({ ...heads(), heads: [later] }))
  expect(conversation(cache.db)).toBeNull()
})

test('a group left while the answer to a send was on its way leaves the list', () => {
  using cache = cacheUpTo(3)
  cache.db.enqueueSend(item(1))
  leave(cache)
  cache.db.outboxAcknowledged(uuid(1), epoch, own(4, 1))
  // The server has the message: nothing of the person's is left in it, and nothing can be discarded.
  expect(conversation(cache.db)).toBeNull()
})

test('of a head of a later version the person’s own relation is taken over', () => {
  using cache = freshCache()
  const own = { conversationId: 'c', readSeq: 3, readOrdinal: 3, pinned: true }
  // Live: the row of `me` comes before there is a conversation to take it.
  cache.db.applyPush(mePush(1, own), true)
  const later = { ...head(3, { lastOrdinal: 3, membership: membership(own) }), mentionSeqs: 'later' }
  cache.db.applyHeads(methods['sync.heads'].result.parse({ ...heads(), heads: [later] }))
  cache.db.applyChanges(page(3, rowsOf(messages(1, 3))), 0, null)
  expect(cache.db.conversation('c')).toMatchObject({ unread: 0, pinned: true })
})

test('a message that a left group had stored already leaves the list when it is sent again', () => {
  using cache = cacheUpTo(3)
  cache.db.enqueueSend(item(1))
  leave(cache)
  expect(conversation(cache.db)?.outbox).not.toBeNull()
  cache.db.outboxRetry(uuid(1))
  // The server answers a client id that it knows before it looks at the membership.
  cache.db.outboxAcknowledged(uuid(1), epoch, own(4, 1))
  expect(conversation(cache.db)).toBeNull()
})

test('a conversation that the server names again comes back', () => {
  using cache = cacheUpTo(3)
  cache.db.leaveConversations(['c'])
  cache.db.applyHeads(heads(head(3, { lastOrdinal: 3, lastMessage: message(3) })))
  expect(conversation(cache.db)).not.toBeNull()
})

test('a content too large to keep is read again after an update', () => {
  using cache = cacheUpTo(0)
  cache.db.updatedTo('1')
  const large = { type: 'sheet', cells: 'x'.repeat(300 * 1_024) }
  const change = changeSchema.parse({ entity: 'message', value: { ...message(1), content: large } })
  cache.db.applyPush(push(1, 1, [], { changes: [change] }), true)
  cache.db.updatedTo('2')
  expect(cache.db.missing(1)).not.toEqual([])
})

test('one app with a field that is nested too deep keeps no other from coming', () => {
  using cache = freshCache()
  const app = {
    ...{ id: 'a', name: 'a', latinName: 'a', description: '', latinDescription: '', group: 'g', icon: 'x', hue: 1 },
    ...{ startUrl: '/a', allowedOrigins: [], permissions: [], sortOrder: 1, deleted: false, revision: 1 },
  }
  const deep = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`) as unknown
  const changes = [
    { entity: 'app', value: { ...app, layout: deep } },
    { entity: 'app', value: { ...app, id: 'b', revision: 2 } },
  ].map(each => changeSchema.parse(each))
  cache.db.applyChanges(page(2, changes, { scope: 'apps' }), 0, null)
  expect(cache.db.apps().map(each => each.id)).toContain('b')
})

test('a row of another conversation than its scope’s is not taken over', () => {
  using cache = cacheUpTo(0)
  cache.db.applyHeads(
    heads(head(0, { conversation: { id: 'd', name: 'd' }, membership: membership({ conversationId: 'd' }) })),
  )
  cache.db.applyPush(
    push(1, 2, [], {
      changes: [
        { entity: 'conversation', value: { ...head(0).conversation, id: 'd', name: 'taken', revision: 1 } },
        { entity: 'message', value: message(2, { conversationId: 'd' }) },
      ],
    }),
    true,
  )
  expect(conversation(cache.db, 'd')?.name).toBe('d')
  expect(cache.db.messagesPage({ id: 'c', anchor: { at: 'latest' }, limit: 9 }).items).toEqual([])
})
