import { expect, test } from 'vitest'
import { cacheUpTo, conversation, employee, fixedNames, head, heads, mePush, message, push } from '../testing.ts'

const recalled = (seq: number, revision: number) =>
  message(seq, { revision, content: { type: 'recalled', byId: 'ann' } })

test('recalled messages do not count as unread', () => {
  using cache = cacheUpTo(5)
  const { db } = cache
  db.applyPush(mePush(1, { readSeq: 2, readOrdinal: 2, revision: 2 }), true)
  expect(conversation(db)?.unread).toBe(3)
  db.applyPush(push(6, 7, [recalled(3, 6), recalled(1, 7)]), true)
  expect(conversation(db)?.unread).toBe(2)
  expect(db.conversationsSummary().unread).toBe(2)
  db.enqueueMembership({ clientId: '0190a1b2-c3d4-7e5f-8a6b-000000000001', conversationId: 'c', readSeq: 4 })
  expect(conversation(db)?.unread).toBe(1)
  db.applyPush(push(8, 8, [recalled(5, 8)]), true)
  expect(conversation(db)?.unread).toBe(0)
})

test('they count again for nothing after a new epoch, and after joining again', () => {
  using cache = cacheUpTo(3)
  const { db } = cache
  db.applyPush(push(4, 4, [recalled(3, 4)]), true)
  expect(conversation(db)?.unread).toBe(2)
  db.applyHeads({ ...heads(head(3, { lastOrdinal: 3 })), epoch: 'e2' })
  expect(conversation(db)?.unread).toBe(3)
})

test('a change reports a name that was known before, and no new person', () => {
  using cache = cacheUpTo(1)
  fixedNames(cache.db, [employee('ann', '安'), employee('bo', '白')])
  expect(cache.changes.some(change => change.renamed)).toBe(false)
  const change = (revision: number, fields: Parameters<typeof employee>[2], name = '安') =>
    push(revision, revision, [], {
      scope: 'directory',
      changes: [{ entity: 'employee', value: employee('ann', name, { revision, ...fields }) }],
    })
  cache.changes.length = 0
  cache.db.applyPush(change(2, { title: 'other' }), true)
  expect(cache.changes.map(one => one.renamed)).toEqual([false])
  cache.db.applyPush(change(3, {}, '安宁'), true)
  cache.db.applyPush(change(4, { deleted: true }, '安宁'), true)
  expect(cache.changes.map(one => one.renamed)).toEqual([false, true, true])
})
