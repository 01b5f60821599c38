import type { ReceivedChange, Scope } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import {
  cacheUpTo,
  employee,
  epoch,
  freshCache,
  head,
  heads,
  membership,
  message,
  messages,
  page,
  push,
  shown,
} from '../testing.ts'

/** A row that this version cannot read. */
const unknown = (revision: number): ReceivedChange => ({ entity: 'unknown', name: 'reaction', value: { revision } })

test('an unreadable row of a push: its revision counts, the others are applied, and an update reads it again', () => {
  using cache = cacheUpTo(3)
  const { db } = cache
  db.updatedTo('1')
  const pushed = push(4, 6, [], {
    changes: [{ entity: 'message', value: message(4) }, unknown(5), { entity: 'message', value: message(6) }],
  })
  expect(db.applyPush(pushed, true)).toEqual({ status: 'applied', cursor: 6 })
  expect(shown(db, { at: 'latest' }).seqs).toEqual([1, 2, 3, 4, 6])
  // The same version does not read anything again.
  expect(db.updatedTo('1')).toEqual([])
  expect(db.scope('conversation:c')).toMatchObject({ cursor: 6 })

  expect(db.updatedTo('2')).toEqual(['conversation:c'])
  expect(db.scope('conversation:c')).toMatchObject({ cursor: 4, head: 6 })
  // The messages in the cache stay visible, and the conversation is behind, so that sync reads it again.
  expect(shown(db, { at: 'latest' }).seqs).toEqual([1, 2, 3, 4, 6])
  expect(db.behind(10)).toEqual([{ conversationId: 'c', cursor: 4, head: 6 }])
  const again = page(6, [
    { entity: 'message', value: message(5, { senderId: 'ann' }) },
    { entity: 'message', value: message(6) },
  ])
  expect(db.applyChanges(again, 4, null)).toEqual({ status: 'applied', cursor: 6 })
  expect(shown(db, { at: 'latest' }).seqs).toEqual([1, 2, 3, 4, 5, 6])
  expect(db.updatedTo('3')).toEqual([])
})

test.each<Scope>(['me', 'directory', 'apps'])('unreadable rows in %s are skipped and recorded', scope => {
  using cache = freshCache()
  const { db } = cache
  db.updatedTo('1')
  expect(db.applyChanges(page(3, [unknown(2), unknown(3)], { scope }), 0, null)).toEqual({
    status: 'applied',
    cursor: 3,
  })
  expect(db.scope(scope).cursor).toBe(3)
  expect(db.updatedTo('2')).toEqual([scope])
  expect(db.scope(scope).cursor).toBe(1)
})

test('readable rows of a page are applied beside unreadable ones', () => {
  using cache = freshCache()
  const { db } = cache
  const changes: ReceivedChange[] = [
    { entity: 'employee', value: employee('ann', '安', { revision: 1 }) },
    unknown(2),
    { entity: 'employee', value: employee('bo', '波', { revision: 3 }) },
  ]
  db.applyChanges(page(3, changes, { scope: 'directory' }), 0, null)
  expect(db.peopleNames(['ann', 'bo']).map(person => person.name)).toEqual(['安', '波'])
})

test('a new epoch removes the record of unreadable rows', () => {
  using cache = freshCache()
  const { db } = cache
  db.updatedTo('1')
  db.applyChanges(page(2, [unknown(2)], { scope: 'apps' }), 0, null)
  db.resetScope('apps', 'e2')
  expect(db.updatedTo('2')).toEqual([])
})

test('far behind: the known messages of a long conversation are not read again', () => {
  using cache = freshCache()
  const { db } = cache
  db.updatedTo('1')
  db.applyHeads(heads(head(0)))
  db.applyPush(push(1, 2, [message(1)], { changes: [{ entity: 'message', value: message(1) }, unknown(2)] }), false)
  db.applyPush(push(3, 1_000, messages(3, 1_000)), false)
  db.updatedTo('2')
  // As sync does it when it is far behind: changes without newer messages, up to the head.
  db.applyChanges(page(1_000, [], { head: 1_000 }), 1, 1)
  expect(db.missingTotal()).toEqual({ messages: 0, conversations: 0 })
})

const row = (seq: number): ReceivedChange => ({ entity: 'message', value: message(seq) })

test('far behind: an unreadable message is missing until it is read from history', () => {
  using cache = freshCache()
  const { db } = cache
  db.updatedTo('1')
  db.applyHeads(heads(head(0)))
  const lost: ReceivedChange = { entity: 'unknown', name: 'message', value: { revision: 2 } }
  db.applyPush(push(1, 2, [], { changes: [row(1), lost] }), false)
  db.applyPush(push(3, 1_000, messages(3, 1_000)), false)
  db.updatedTo('2')
  // As sync does it when it is far behind: changes without newer messages, up to the head.
  db.applyChanges(page(1_000, [], { head: 1_000 }), 1, 1)
  expect(db.missing(1)).toEqual([{ conversationId: 'c', from: 2, to: 1_000 }])
  for (let to = 1_000; to > 1; to -= 200) {
    const from = Math.max(1, to - 199)
    db.applyHistory({ conversationId: 'c', epoch, messages: messages(from, to), from, to, head: 1_000 })
  }
  expect(db.missingTotal()).toEqual({ messages: 0, conversations: 0 })
  expect(shown(db, { around: 2 }).seqs).toContain(2)
})

test('a row without a revision: the scope is read again from the beginning of its page', () => {
  using cache = cacheUpTo(3)
  const { db } = cache
  db.updatedTo('1')
  db.applyChanges(page(5, [{ entity: 'unknown', name: '', value: { revision: -1 } }, row(5)]), 3, null)
  db.applyChanges(page(2, [{ entity: 'unknown', name: '', value: { revision: -1 } }], { scope: 'apps' }), 0, null)
  expect(db.scope('conversation:c').cursor).toBe(5)
  db.updatedTo('2')
  expect(db.scope('conversation:c').cursor).toBe(0)
  expect(db.scope('apps').cursor).toBe(0)
})

test('an unreadable head: the conversation exists, is behind, and all heads are read again after an update', () => {
  using cache = freshCache()
  const { db } = cache
  db.updatedTo('1')
  const own = membership({ conversationId: 'new' })
  const unreadable = { unreadable: true as const, conversationId: 'new', membership: own, revision: 7, lastOrdinal: 3 }
  db.applyHeads({
    ...heads(head(0)),
    unreadable: [
      unreadable,
      { ...unreadable, conversationId: 'left', membership: { ...own, conversationId: 'left', joined: false } },
    ],
  })
  expect(db.conversationIds().sort()).toEqual(['c', 'new'])
  expect(db.behind(5)).toEqual([{ conversationId: 'new', cursor: 0, head: 7 }])
  expect(db.headsDigest().count).toBe(2)
  expect(db.headsCursor()).not.toBeNull()
  expect(db.updatedTo('2')).toEqual(['heads'])
  expect(db.headsCursor()).toBeNull()
})

test('an unreadable row is read again after each update that still cannot read it', () => {
  using cache = cacheUpTo(3)
  const { db } = cache
  for (const version of ['1', '2', '3']) {
    db.applyChanges(page(5, [unknown(4), row(5)]), 3, null)
    expect(db.scope('conversation:c').cursor).toBe(5)
    expect(db.updatedTo(version)).toEqual(['conversation:c'])
    expect(db.scope('conversation:c').cursor).toBe(3)
  }
})

test('while a scope is read again a push is a gap, the digest stays the same, and nothing is missing', () => {
  using cache = cacheUpTo(3)
  const { db } = cache
  db.updatedTo('1')
  db.applyPush(push(4, 6, [], { changes: [row(4), unknown(5), row(6)] }), true)
  db.applyChanges(page(9, [unknown(7), row(8), row(9)]), 6, null)
  const digest = db.headsDigest()
  db.updatedTo('2')
  expect(db.headsDigest()).toEqual(digest)
  expect(db.missing(5)).toEqual([])
  expect(db.applyPush(push(10, 10, [message(10)]), true)).toEqual({ status: 'gap', cursor: 4 })
  db.applyChanges(page(10, [5, 6, 7, 8, 9, 10].map(row)), 4, null)
  expect(db.behind(5)).toEqual([])
  expect(shown(db, { at: 'latest' })).toMatchObject({
    seqs: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    gapOlder: false,
    gapNewer: false,
  })
})

test('the record is removed when the conversation is reset, has a new epoch, or is left', () => {
  using cache = cacheUpTo(3)
  const { db } = cache
  const pass = () => {
    db.applyPush(push(4, 4, [], { changes: [unknown(4)] }), true)
    expect(db.scope('conversation:c').cursor).toBe(4)
  }
  const begin = () => {
    db.applyHeads(heads(head(3)))
    db.applyChanges(page(3, [1, 2, 3].map(row)), 0, null)
  }
  pass()
  db.resetScope('conversation:c', epoch)
  expect(db.updatedTo('1')).toEqual([])
  begin()
  pass()
  db.resetConversations(epoch)
  expect(db.updatedTo('2')).toEqual([])
  begin()
  pass()
  db.applyHeads({ ...heads(head(3)), epoch: 'e2' })
  expect(db.updatedTo('3')).toEqual([])
  db.applyHeads(heads(head(3)))
  db.applyChanges(page(3, [1, 2, 3].map(row)), 0, null)
  pass()
  db.applyChanges(
    page(2, [{ entity: 'membership', value: membership({ joined: false, revision: 2 }) }], { scope: 'me' }),
    0,
    null,
  )
  expect(db.updatedTo('4')).toEqual([])
})
