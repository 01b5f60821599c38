import { headHash } from '@lianqun/protocol'
import { describe, expect, test } from 'vitest'
import {
  cacheUpTo,
  conversation,
  employee,
  epoch,
  fixedNames,
  found,
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
  range,
  shown,
  text,
  uuid,
} from '../testing.ts'

describe('pushes', () => {
  test('in order, again, with a gap, of another epoch, of an unknown conversation', () => {
    using cache = cacheUpTo(0)
    const { db } = cache
    expect(db.applyPush(push(1, 2, messages(1, 2)), true)).toEqual({ status: 'applied', cursor: 2 })
    expect(db.applyPush(push(1, 2, messages(1, 2)), true)).toEqual({ status: 'duplicate', cursor: 2 })
    expect(db.applyPush(push(5, 5, messages(5, 5)), true)).toEqual({ status: 'gap', cursor: 2 })
    expect(shown(db, { at: 'latest' }).seqs).toEqual([1, 2])
    expect(db.behind(5)).toEqual([{ conversationId: 'c', cursor: 2, head: 5 }])
    expect(db.applyPush(push(2, 5, messages(2, 5)), true)).toEqual({ status: 'applied', cursor: 5 })
    expect(db.behind(5)).toEqual([])
    expect(db.applyPush(push(6, 6, messages(6, 6), { epoch: 'e2' }), true)).toEqual({ status: 'epoch', cursor: 5 })
    expect(db.applyPush(push(1, 1, [], { scope: 'conversation:x' }), true)).toEqual({ status: 'unknown', cursor: 0 })
    expect(shown(db, { at: 'latest' }).seqs).toEqual(range(1, 5))
  })

  test('one without rows, of messages from before joining, moves the cursor', () => {
    using cache = cacheUpTo(2)
    const { db } = cache
    expect(db.applyPush(push(3, 4, []), true)).toEqual({ status: 'applied', cursor: 4 })
    expect(db.applyPush(push(5, 5, messages(5, 5)), true)).toEqual({ status: 'applied', cursor: 5 })
    expect(db.behind(5)).toEqual([])
  })

  test('an older row never replaces a newer one', () => {
    using cache = cacheUpTo(2)
    const recalled = message(1, { revision: 3, content: { type: 'recalled', byId: 'ann' } })
    cache.db.applyPush(push(3, 3, [recalled]), true)
    cache.db.applyHistory(history(1, 2, 2))
    expect(shown(cache.db, { at: 'latest' }).items[0]?.content.type).toBe('recalled')
  })

  test('live messages of others are reported with sender, conversation and mention', () => {
    using cache = cacheUpTo(0)
    fixedNames(cache.db, [employee('ann', '安娜', { latinName: 'Anna' })])
    cache.changes.length = 0
    const rows = [
      message(1, { content: { type: 'system', event: 'created', actorId: 'ann' } }),
      own(2, 1),
      message(3, { content: text('@me hi', 'me') }),
      message(4, { content: text('plain') }),
    ]
    cache.db.applyPush(push(1, 4, rows), true)
    const arrived = cache.changes.flatMap(change => change.arrived)
    expect(arrived.map(a => [a.message.seq, a.mentioned, a.text, a.sender.latinName, a.conversation.name])).toEqual([
      [3, true, '@me hi', 'Anna', '项目群'],
      [4, false, 'plain', 'Anna', '项目群'],
    ])
    cache.changes.length = 0
    cache.db.applyPush(push(1, 5, [...rows, message(5)]), false)
    expect(cache.changes.flatMap(change => change.arrived)).toEqual([])
    cache.db.applyHead({ conversationId: 'c', epoch, revision: 9, lastOrdinal: 9, lastMessage: message(9) })
    expect(cache.changes.flatMap(change => change.arrived).map(a => a.message.seq)).toEqual([9])
  })

  test('the change names the conversation and the lowest changed seq', () => {
    using cache = cacheUpTo(3)
    cache.db.applyPush(push(4, 4, [message(2, { revision: 4, content: text('other') })]), true)
    expect(cache.changes).toEqual([expect.objectContaining({ conversations: ['c'], messages: [{ id: 'c', from: 2 }] })])
    cache.changes.length = 0
    cache.db.applyPush(push(4, 4, []), true)
    expect(cache.changes).toEqual([])
  })
})

describe('catching up', () => {
  test('a page that does not begin at the cursor is a gap; one that overlaps is not', () => {
    using cache = cacheUpTo(3)
    const change = (seq: number) => ({ entity: 'message' as const, value: message(seq) })
    expect(cache.db.applyChanges(page(9, [change(9)]), 5, null)).toEqual({ status: 'gap', cursor: 3 })
    expect(cache.db.applyChanges(page(5, range(2, 5).map(change)), 1, null)).toEqual({ status: 'applied', cursor: 5 })
    expect(shown(cache.db, { at: 'latest' }).seqs).toEqual(range(1, 5))
    expect(cache.db.missing(5)).toEqual([])
  })

  test('skipped messages are read from history, newest first', () => {
    using cache = cacheUpTo(3)
    const { db } = cache
    db.applyHeads(heads(head(100, { lastOrdinal: 100, lastMessage: message(100) })))
    const recalled = message(2, { revision: 60, content: { type: 'recalled', byId: 'ann' } })
    db.applyChanges(page(100, [{ entity: 'message', value: recalled }]), 3, 3)
    expect(db.scope('conversation:c').cursor).toBe(100)
    expect(shown(db, { at: 'latest' })).toMatchObject({ seqs: [1, 2, 3], gapNewer: true, hasNewer: true })
    expect(db.missing(5)).toEqual([{ conversationId: 'c', from: 4, to: 100 }])
    db.applyHistory(history(81, 100, 100))
    expect(shown(db, { at: 'latest' })).toMatchObject({ seqs: range(81, 100), gapOlder: true, gapNewer: false })
    expect(shown(db, { before: 81 })).toMatchObject({ seqs: [], gapOlder: true })
    expect(shown(db, { after: 3 })).toMatchObject({ seqs: [], gapNewer: true })
    db.applyPush(push(101, 102, messages(101, 102)), true)
    expect(shown(db, { at: 'latest' }).seqs).toEqual(range(81, 102))
    cache.changes.length = 0
    db.applyHistory(history(4, 80, 102))
    // Older messages do not change the list row.
    expect(cache.changes).toMatchObject([{ conversations: [], messages: [{ id: 'c', from: 4 }] }])
    expect(db.missing(5)).toEqual([])
    expect(shown(db, { at: 'latest' }, 200)).toMatchObject({ seqs: range(1, 102), gapOlder: false, hasOlder: false })
  })

  test('skipping messages drops spans that may be out of date', () => {
    using cache = cacheUpTo(3)
    const { db } = cache
    db.applyHistory(history(50, 60, 60))
    db.applyChanges(page(80, []), 3, 3)
    expect(shown(db, { around: 55 }).seqs).toEqual([])
    expect(found(db, 'message 55')).toEqual([])
    db.applyHistory(history(50, 60, 79))
    expect(shown(db, { around: 55 }).seqs).toEqual([])
    db.applyHistory(history(50, 60, 80))
    expect(shown(db, { around: 55 }).seqs).toEqual(range(50, 60))
    expect(found(db, 'message 55')).toEqual([55])
  })

  test('rows of history ahead of the cursor are not replaced by older pushes', () => {
    using cache = cacheUpTo(3)
    const { db } = cache
    const recalled = message(5, { revision: 9, content: { type: 'recalled', byId: 'ann' } })
    db.applyHistory(history(4, 8, 9, [message(4), recalled, ...messages(6, 8)]))
    expect(db.applyPush(push(4, 8, messages(4, 8)), false).status).toBe('applied')
    expect(shown(db, { at: 'latest' }).items[4]?.content.type).toBe('recalled')
  })
})

describe('heads', () => {
  test('never lower what is known, and their message is in no span', () => {
    using cache = cacheUpTo(10)
    const { db } = cache
    db.applyHeads(heads(head(4, { lastOrdinal: 4, lastMessage: message(4) })))
    expect(conversation(db)).toMatchObject({ unread: 10, lastSeq: 10 })
    db.applyHeads(heads(head(20, { lastOrdinal: 19, lastMessage: message(20), mentionSeqs: [15, 20] })))
    expect(conversation(db)).toMatchObject({ unread: 19, lastSeq: 20, mentions: 2 })
    expect(shown(db, { at: 'latest' })).toMatchObject({ seqs: range(1, 10), gapNewer: true })
    expect(db.missing(5)).toEqual([{ conversationId: 'c', from: 11, to: 20 }])
    expect(db.missingTotal()).toEqual({ messages: 10, conversations: 1 })
    expect(db.headsCursor()).toBe('cursor')
  })

  test('a later head without a mention removes it', () => {
    using cache = cacheUpTo(0)
    cache.db.applyHeads(heads(head(5, { lastOrdinal: 5, mentionSeqs: [2, 4] })))
    expect(conversation(cache.db)?.mentions).toBe(2)
    cache.db.applyHeads(heads(head(6, { lastOrdinal: 5, mentionSeqs: [4] })))
    expect(conversation(cache.db)?.mentions).toBe(1)
  })

  test('the digest equals that of the server', () => {
    using cache = cacheUpTo(3)
    cache.db.applyHeads(heads(head(7, { conversation: { id: 'd' } })))
    cache.db.applyHead({ conversationId: 'd', epoch, revision: 9, lastOrdinal: 0, lastMessage: null })
    expect(cache.db.headsDigest()).toEqual({ count: 2, hash: (headHash('c', 3) ^ headHash('d', 9)) >>> 0 })
  })

  test('of another epoch reset the conversation', () => {
    using cache = cacheUpTo(5)
    cache.db.enqueueSend(item(1))
    cache.db.setDraft('c', 'draft')
    cache.db.applyHeads({ ...heads(head(2)), epoch: 'e2' })
    expect(cache.db.scope('conversation:c')).toMatchObject({ epoch: 'e2', cursor: 0 })
    expect(shown(cache.db, { at: 'latest' })).toMatchObject({ seqs: [0], gapNewer: true })
    expect(conversation(cache.db)).toMatchObject({ draft: 'draft', unread: 0 })
  })
})

describe('new messages for notifications', () => {
  const recent = (seq: number, fields: Parameters<typeof message>[1] = {}) =>
    message(seq, { sentAt: Date.now() - 1_000, ...fields })
  const arrivedSeqs = (cache: ReturnType<typeof cacheUpTo>) =>
    cache.changes.splice(0).flatMap(change => change.arrived.map(({ message: { seq } }) => seq))
  const rows = (...list: ReturnType<typeof message>[]) => list.map(value => ({ entity: 'message' as const, value }))

  test('recently missed ones are reported once; old, read and own ones are not', () => {
    using cache = cacheUpTo(3)
    const { db } = cache
    db.applyHeads(heads(head(9, { lastMessage: recent(9), membership: membership({ revision: 2, readSeq: 5 }) })))
    expect(arrivedSeqs(cache)).toEqual([9])
    db.applyChanges(
      page(9, rows(message(4), recent(5), recent(6), recent(7, { senderId: 'me' }), message(8), recent(9))),
      3,
      null,
    )
    expect(arrivedSeqs(cache)).toEqual([6])
    db.applyPush(push(10, 10, [recent(10)]), true)
    db.applyChanges(page(10, rows(recent(10))), 9, null)
    expect(arrivedSeqs(cache)).toEqual([10])
  })

  test('a first start reports none', () => {
    using cache = freshCache()
    cache.db.applyHeads(heads(head(2, { lastMessage: recent(2) })))
    cache.db.applyChanges(page(2, rows(recent(1), recent(2))), 0, null)
    expect(arrivedSeqs(cache as ReturnType<typeof cacheUpTo>)).toEqual([])
  })

  test('in a conversation that is read for the first time, those after its preview are reported', () => {
    using cache = freshCache()
    const { db } = cache
    const read = membership({ revision: 2, readSeq: 4 })
    db.applyHeads(heads(head(2, { lastMessage: recent(2), membership: read })))
    expect(db.applyPush(push(6, 6, [recent(6)]), true).status).toBe('gap')
    const missed = [recent(1), recent(2), message(3), recent(4), recent(5), recent(6), recent(7, { senderId: 'me' })]
    db.applyChanges(page(7, rows(...missed)), 0, null)
    expect(arrivedSeqs(cache as ReturnType<typeof cacheUpTo>)).toEqual([5, 6])
  })

  test('in a conversation that is far behind, those of its newest page after all known ones are reported', () => {
    using cache = cacheUpTo(3)
    const { db } = cache
    db.applyHeads(heads(head(400, { lastMessage: recent(400) })))
    expect(arrivedSeqs(cache)).toEqual([400])
    db.applyChanges(page(402, []), 3, 3)
    db.applyHistory(history(399, 402, 402, [recent(399), recent(400), recent(401), recent(402)]))
    expect(arrivedSeqs(cache)).toEqual([401, 402])
    db.applyHistory(history(397, 398, 402, [recent(397), recent(398)]))
    expect(arrivedSeqs(cache)).toEqual([])
  })

  test('reading elsewhere and recalling are reported too', () => {
    using cache = cacheUpTo(3)
    cache.db.applyPush(mePush(1, { revision: 2, readSeq: 2, readOrdinal: 2 }), true)
    const content = { type: 'recalled' as const, byId: 'ann' }
    cache.db.applyPush(push(4, 4, [message(3, { revision: 4, content })]), true)
    expect(cache.changes.flatMap(({ read }) => read)).toEqual([{ id: 'c', seq: 2 }])
    expect(cache.changes.flatMap(({ recalled }) => recalled)).toEqual([{ id: 'c', seq: 3 }])
  })
})

describe('pages', () => {
  test('before, after and around stay within the span and tell whether there is more', () => {
    using cache = cacheUpTo(100)
    const { db } = cache
    db.enqueueSend(item(1))
    expect(shown(db, { before: 50 }, 10)).toMatchObject({ seqs: range(40, 49), hasOlder: true, hasNewer: true })
    expect(shown(db, { before: 5 }, 10)).toMatchObject({ seqs: range(1, 4), hasOlder: false, gapOlder: false })
    expect(shown(db, { after: 50 }, 10)).toMatchObject({ seqs: range(51, 60), hasNewer: true })
    expect(shown(db, { after: 95 }, 10)).toMatchObject({ seqs: [...range(96, 100), 0], hasNewer: false })
    expect(shown(db, { after: 100 }, 10)).toMatchObject({ seqs: [0], hasNewer: false, hasOlder: true })
    expect(shown(db, { around: 50 }, 10)).toMatchObject({ seqs: range(45, 54), hasOlder: true, hasNewer: true })
    expect(shown(db, { around: 99 }, 10)).toMatchObject({ seqs: [...range(91, 100), 0], hasNewer: false })
    expect(shown(db, { around: 2 }, 10)).toMatchObject({ seqs: range(1, 10), hasOlder: false })
  })

  test('unread has a third of the page before the first unread message', () => {
    using cache = cacheUpTo(100)
    const { db } = cache
    db.enqueueMembership({ clientId: uuid(1), conversationId: 'c', readSeq: 40 })
    expect(shown(db, { at: 'unread' }, 30)).toMatchObject({ seqs: range(31, 60), readSeq: 40 })
    db.enqueueMembership({ clientId: uuid(1), conversationId: 'c', readSeq: 95 })
    expect(shown(db, { at: 'unread' }, 30).seqs).toEqual(range(71, 100))
    db.enqueueMembership({ clientId: uuid(1), conversationId: 'c', readSeq: 100 })
    expect(shown(db, { at: 'unread' }, 30).seqs).toEqual(range(71, 100))
  })

  test('an unknown conversation and an empty one', () => {
    using cache = freshCache()
    expect(shown(cache.db, { at: 'latest' })).toMatchObject({ seqs: [], gapOlder: false, gapNewer: false })
    cache.db.applyHeads(heads(head(9)))
    expect(shown(cache.db, { at: 'latest' })).toMatchObject({ seqs: [], gapOlder: true, gapNewer: true })
  })
})

describe('scopes', () => {
  test('each has its epoch and cursor, and is reset alone', () => {
    using cache = cacheUpTo(2)
    const { db } = cache
    fixedNames(db, [employee('ann', 'Ann')])
    expect(db.scope('directory')).toMatchObject({ epoch, cursor: 1 })
    expect(db.applyChanges(page(2, [], { scope: 'directory', epoch: 'e2' }), 1, null)).toEqual({
      status: 'epoch',
      cursor: 1,
    })
    db.resetScope('directory', 'e2')
    expect(db.scope('directory')).toMatchObject({ epoch: 'e2', cursor: 0 })
    expect(db.peopleNames(['ann'])).toEqual([{ id: 'ann', name: '', latinName: '' }])
    db.resetScope('conversation:c', 'e2')
    expect(db.scope('conversation:c')).toMatchObject({ epoch: 'e2', cursor: 0 })
    expect(conversation(db)).toMatchObject({ unread: 0, lastMessage: null })
    expect(db.applyPush(push(1, 2, messages(1, 2), { epoch: 'e2' }), false).status).toBe('applied')
    db.resetScope('me', 'e2')
    db.resetScope('apps', 'e2')
    expect([db.scope('me'), db.scope('apps')]).toMatchObject([
      { epoch: 'e2', cursor: 0 },
      { epoch: 'e2', cursor: 0 },
    ])
  })

  test('meta has only keys of the caller', () => {
    using cache = freshCache()
    expect(cache.db.meta('self')).toBeNull()
    cache.db.setMeta('self', 'x')
    expect([cache.db.meta('self'), cache.db.self()?.id]).toEqual(['x', 'me'])
  })
})

test('every entity of a conversation is removed when the user leaves it and on a new epoch', () => {
  for (const forget of ['leave', 'epoch'] as const) {
    using cache = cacheUpTo(3)
    const { db } = cache
    db.applyChanges(
      page(3, [
        {
          entity: 'member',
          value: { conversationId: 'c', userId: 'ann', role: 'member', joinedAt: 1, left: false, revision: 3 },
        },
      ]),
      0,
      null,
    )
    expect(db.conversationMembers('c')).toHaveLength(1)
    if (forget === 'leave')
      db.applyHeads(
        heads(head(3, { membership: membership({ joined: false, left: { byId: 'me', at: 5 }, revision: 2 }) })),
      )
    else db.resetConversations('e2')
    expect(db.conversationMembers('c')).toEqual([])
    expect(db.missingTotal()).toEqual({ messages: 0, conversations: 0 })
    expect(db.messagesPage({ id: 'c', anchor: { at: 'latest' }, limit: 5 }).items).toEqual([])
  }
})

test('conversations that are missing on the server are left, and return when the server has them again', () => {
  using cache = cacheUpTo(3)
  const { db } = cache
  db.leaveConversations(['c', 'nobody'])
  expect(db.conversation('c')).toMatchObject({ left: { by: null, at: null }, lastSeq: 3 })
  expect(db.conversationIds()).toEqual([])
  db.applyHeads(heads(head(3, { membership: membership({ revision: 9 }) })))
  expect(db.conversation('c')).toMatchObject({ left: null })
})
