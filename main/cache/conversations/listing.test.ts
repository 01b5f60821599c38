import { expect, test } from 'vitest'
import type { CacheDatabase } from '../api.ts'
import {
  cacheUpTo,
  conversation,
  freshCache,
  head,
  heads,
  membership,
  mePush,
  message,
  push,
  text,
  uuid,
} from '../testing.ts'

const listed = (db: CacheDatabase, filter: 'all' | 'every' | 'folded' | 'done' | 'unread' = 'all') =>
  db
    .conversationsPage({ filter, offset: 0, limit: 100 })
    .items.map(item => (item.fold ? `${item.fold.count} folded` : item.id))

/** A cache with conversations of these ids, each with a message that is read; the first is the newest. */
function withConversations(...ids: string[]) {
  const cache = freshCache()
  const read = (id: string) => membership({ conversationId: id, readSeq: 1, readOrdinal: 1 })
  cache.db.applyHeads(heads(...ids.map(id => head(0, { conversation: { id, name: id }, membership: read(id) }))))
  for (const [index, id] of ids.entries()) cache.db.applyPush(news(id, 1, { sentAt: 1_700_000_000_000 - index }), false)
  return cache
}

/** A message comes. */
const news = (id: string, seq: number, fields: Parameters<typeof message>[1] = {}) =>
  push(seq, seq, [message(seq, { conversationId: id, ...fields })], { scope: `conversation:${id}` })

/** Takes what waits in the outbox as the server does, and answers it. */
function acknowledge(db: CacheDatabase): void {
  for (const item of db.outbox()) {
    if (item.kind !== 'membership') continue
    const { unreadFrom: _, ...list } = item.list ?? {}
    const state = { conversationId: item.conversationId, pinned: item.pinned ?? false, muted: item.muted ?? false }
    db.outboxDone(item.clientId, item.epoch, membership({ ...state, revision: 9, readSeq: 1, readOrdinal: 1, list }))
  }
}

test('muted groups that are folded stand in one row, which a mention leaves', () => {
  using cache = withConversations('a', 'b', 'c', 'd')
  const { db } = cache
  db.changeConversation({ id: 'b', folded: true })
  db.changeConversation({ id: 'd', folded: true })
  expect(listed(db)).toEqual(['a', '2 folded', 'c'])
  expect(listed(db, 'folded')).toEqual(['b', 'd'])
  expect(listed(db, 'every')).toEqual(['a', 'b', 'c', 'd'])
  expect(db.conversation('b')).toMatchObject({ muted: true, folded: true })
  acknowledge(db)
  expect(db.outbox()).toEqual([])
  expect(listed(db)).toEqual(['a', '2 folded', 'c'])
  expect(db.conversationPosition({ id: 'c', filter: 'all' })).toBe(2)
  expect(db.conversationPosition({ id: 'b', filter: 'all' })).toBeNull()
  db.applyPush(news('d', 2, { content: text('@me', 'me') }), true)
  expect(listed(db)).toEqual(['d', 'a', '1 folded', 'c'])
  db.changeConversation({ id: 'b', muted: false })
  expect(listed(db)).toEqual(['d', 'a', 'b', 'c'])
  db.changeConversation({ id: 'b', muted: true })
  expect(listed(db)).toEqual(['d', 'a', 'b', 'c'])
})

test('the row of folded groups says what is unread in them', () => {
  using cache = withConversations('a', 'b', 'c')
  const { db } = cache
  for (const id of ['b', 'c']) db.changeConversation({ id, folded: true })
  db.applyPush(news('b', 2), true)
  db.applyPush(news('c', 2), true)
  const [row] = db.conversationsPage({ filter: 'all', offset: 0, limit: 1 }).items
  expect(row?.fold).toEqual({ count: 2, unread: 2 })
})

test('what is done with is away until something new happens', () => {
  using cache = withConversations('a', 'b')
  const { db } = cache
  db.changeConversation({ id: 'a', done: true })
  expect([listed(db), listed(db, 'done')]).toEqual([['b'], ['a']])
  acknowledge(db)
  expect([listed(db), listed(db, 'done')]).toEqual([['b'], ['a']])
  db.applyPush(news('a', 2), true)
  expect([listed(db), listed(db, 'done')]).toEqual([['a', 'b'], []])
  db.changeConversation({ id: 'a', done: true })
  expect(conversation(db, 'a')?.unread).toBe(0)
  db.changeConversation({ id: 'a', done: false })
  expect(listed(db, 'done')).toEqual([])
})

test('an own message brings back what is done with, before the server has it', () => {
  using cache = withConversations('a')
  const { db } = cache
  db.changeConversation({ id: 'a', done: true })
  const content = { type: 'text' as const, text: 'x', mentions: [] }
  db.enqueueSend({ clientId: uuid(1), conversationId: 'a', content, createdAt: 1 })
  expect(listed(db)).toEqual(['a'])
})

test('pinned conversations are moved by hand, and those pinned later come first', () => {
  using cache = withConversations('a', 'b', 'c', 'd')
  const { db } = cache
  for (const id of ['a', 'b', 'c']) db.changeConversation({ id, pinned: true })
  expect(listed(db)).toEqual(['a', 'b', 'c', 'd'])
  db.movePinned({ id: 'c', beside: 'a', after: false })
  expect(listed(db)).toEqual(['c', 'a', 'b', 'd'])
  db.movePinned({ id: 'c', beside: 'a', after: true })
  expect(listed(db)).toEqual(['a', 'c', 'b', 'd'])
  // News do not move them.
  db.applyPush(news('b', 2), true)
  expect(listed(db)).toEqual(['a', 'c', 'b', 'd'])
  db.changeConversation({ id: 'd', pinned: true })
  expect(listed(db)).toEqual(['d', 'a', 'c', 'b'])
  db.movePinned({ id: 'd', beside: 'b', after: true })
  expect(listed(db)).toEqual(['a', 'c', 'b', 'd'])
  expect(db.conversationPosition({ id: 'b', filter: 'all' })).toBe(2)
  db.changeConversation({ id: 'a', pinned: false })
  expect(listed(db)).toEqual(['c', 'b', 'd', 'a'])
  // One that is not pinned has no place among them.
  db.movePinned({ id: 'a', beside: 'c', after: false })
  expect(listed(db)).toEqual(['c', 'b', 'd', 'a'])
  // A place goes with its pin.
  db.changeConversation({ id: 'd', pinned: false })
  db.changeConversation({ id: 'd', pinned: true })
  expect(listed(db)).toEqual(['d', 'c', 'b', 'a'])
})

test('a pin is moved between the same two for ever', () => {
  using cache = withConversations('a', 'b', 'c')
  const { db } = cache
  for (const id of ['a', 'b', 'c']) db.changeConversation({ id, pinned: true })
  for (let n = 0; n < 250; n++) {
    const [, second, third] = listed(db)
    db.movePinned({ id: third ?? '', beside: second ?? '', after: false })
    expect(listed(db)).toEqual(['a', third, second])
  }
  // A rank that grew too long was made anew: the server takes none of more than a hundred characters.
  const ranks = db.outbox().flatMap(item => (item.kind === 'membership' ? [item.list?.pinRank ?? ''] : []))
  expect(Math.max(...ranks.map(rank => rank.length))).toBeLessThanOrEqual(41)
})

test('messages from one on are unread again, for the user alone', () => {
  using cache = cacheUpTo(10)
  const { db } = cache
  db.applyPush(mePush(1, { readSeq: 10, readOrdinal: 10, revision: 2 }), true)
  expect(conversation(db)?.unread).toBe(0)
  db.changeConversation({ id: 'c', unreadFrom: 7 })
  expect(conversation(db)).toMatchObject({ unread: 4, readSeq: 6 })
  expect(db.outbox()).toMatchObject([{ kind: 'membership', list: { unreadFrom: 7 } }])
  // As the server keeps it.
  const [item] = db.outbox()
  const list = { unread: { fromSeq: 7, readOrdinal: 6, readSeq: 10 } }
  db.outboxDone(
    item?.clientId ?? '',
    item?.epoch ?? null,
    membership({ revision: 3, readSeq: 10, readOrdinal: 10, list }),
  )
  expect(conversation(db)).toMatchObject({ unread: 4, readSeq: 6 })
  expect(listed(db, 'unread')).toEqual(['c'])
  db.enqueueMembership({ clientId: uuid(1), conversationId: 'c', readSeq: 8 })
  expect(conversation(db)).toMatchObject({ unread: 2, readSeq: 8 })
  db.enqueueMembership({ clientId: uuid(2), conversationId: 'c', readSeq: 10 })
  expect(conversation(db)).toMatchObject({ unread: 0, readSeq: 10 })
  expect(db.outbox()).toMatchObject([{ readSeq: 10, list: { unreadFrom: 0 } }])
})

test('a mark of unread ends when the read mark moves on, as by an own message', () => {
  using cache = cacheUpTo(10)
  const { db } = cache
  const list = { unread: { fromSeq: 7, readOrdinal: 6, readSeq: 9 } }
  db.applyPush(mePush(1, { readSeq: 9, readOrdinal: 9, list, revision: 2 }), true)
  expect(conversation(db)?.unread).toBe(4)
  db.applyPush(mePush(2, { readSeq: 10, readOrdinal: 10, list, revision: 3 }), true)
  expect(conversation(db)?.unread).toBe(0)
})

test('the newest message is unread again, also where it does not count', () => {
  using cache = cacheUpTo(3)
  const { db } = cache
  db.applyPush(mePush(1, { readSeq: 3, readOrdinal: 3, revision: 2 }), true)
  db.applyPush(push(4, 4, [message(3, { revision: 4, content: { type: 'recalled', byId: 'ann' } })]), true)
  db.changeConversation({ id: 'c', done: true })
  db.changeConversation({ id: 'c', unreadFrom: null })
  expect(conversation(db)).toMatchObject({ unread: 1, done: false })
  db.enqueueMembership({ clientId: uuid(1), conversationId: 'c', readSeq: conversation(db)?.lastSeq ?? 0 })
  expect(conversation(db)?.unread).toBe(0)
})

test('all that a filter shows is marked as read', () => {
  using cache = withConversations('a', 'b', 'c')
  const { db } = cache
  db.changeConversation({ id: 'c', folded: true })
  for (const id of ['a', 'c']) db.applyPush(news(id, 2), true)
  db.markAllRead({ filter: 'folded' })
  expect(['a', 'b', 'c'].map(id => conversation(db, id)?.unread)).toEqual([1, 0, 0])
  db.markAllRead({ filter: 'every' })
  expect(db.conversationsSummary().unread).toBe(0)
})

test('what the inbox shows is marked as read with all folded groups, and of a label what the filter shows', () => {
  using cache = withConversations('a', 'b', 'c', 'd')
  const { db } = cache
  for (const id of ['b', 'c']) db.changeConversation({ id, folded: true })
  for (const id of ['a', 'd']) db.changeConversation({ id, label: { id: 'l', on: true } })
  const rows = { id: 'l', name: 'l', hue: 1, rules: [], deleted: false, revision: 1 }
  db.applyPush(push(1, 1, [], { scope: 'me', changes: [{ entity: 'label', value: rows }] }), true)
  for (const id of ['a', 'b', 'c', 'd']) db.applyPush(news(id, 2), true)
  const unread = () => ['a', 'b', 'c', 'd'].map(id => conversation(db, id)?.unread)
  db.markAllRead({ filter: 'all', label: 'l' })
  expect(unread()).toEqual([0, 1, 1, 0])
  db.applyPush(news('a', 3), true)
  db.markAllRead({ filter: 'all' })
  expect(unread()).toEqual([0, 0, 0, 0])
})

test('direct conversations are found by the people they are with', () => {
  using cache = freshCache()
  const rows = [
    { id: 'a', kind: 'direct' as const, avatarUserIds: ['me', 'ann'] },
    { id: 'b', kind: 'direct' as const, avatarUserIds: ['bob', 'me'] },
    { id: 'g', kind: 'group' as const, avatarUserIds: ['me', 'ann', 'bob'] },
  ]
  cache.db.applyHeads(
    heads(...rows.map(row => head(0, { conversation: row, membership: membership({ conversationId: row.id }) }))),
  )
  expect(cache.db.directsWith(['ann', 'me'])).toEqual(['a'])
  expect(cache.db.directsWith(['bob', 'ann']).sort()).toEqual(['a', 'b'])
  expect(cache.db.directsWith(['eve'])).toEqual([])
})
