import { expect, test } from 'vitest'
import { openSql } from '../core/sql.ts'
import { openDatabase } from '../database.ts'
import { cacheUpTo, employee, fixedNames, found, head, heads, message, push, range, text } from '../testing.ts'

/** A cache of `to` messages and some people, as an app with other tokens and terms left it. */
function olderCache(to: number) {
  const cache = cacheUpTo(to)
  fixedNames(cache.db, [employee('u1', '单元'), employee('u2', '陳嶼')])
  const value = {
    id: 'd',
    parentId: null,
    name: '区域',
    latinName: '',
    sortOrder: 0,
    leaderIds: [],
    deleted: false,
    revision: 2,
  }
  cache.db.applyPush(push(2, 2, [], { scope: 'directory', changes: [{ entity: 'department', value }] }), false)
  cache.db.updatedTo('1')
  cache.db.close()
  const sql = openSql(cache.path, cache.key)
  sql.exec(`DELETE FROM meta WHERE key IN ('tokens', 'terms');
    INSERT INTO message_text (message_text) VALUES ('delete-all');
    UPDATE department SET terms = ''; UPDATE conversation SET terms = '';
    DELETE FROM employee_text; UPDATE employee SET sort = 'zz ' || name`)
  // The index of before had what this version would not make of it.
  sql.run("INSERT INTO message_text (rowid, tokens) VALUES (16, 'message1')")
  sql.close()
  cache.db = openDatabase(cache.path, cache.key)
  return cache
}

test('after an update the index is made anew, newest message first, while messages come and go', () => {
  using cache = olderCache(1_200)
  const { db } = cache
  db.updatedTo('2')
  expect(found(db, 'message 1200')).toEqual([1_200])
  expect(found(db, 'message 1')).not.toContain(1)
  // One that is not indexed yet is recalled, one changes, an older one and a newer one come.
  const recalled = message(1, { revision: 1_201, content: { type: 'recalled', byId: 'ann' } })
  const edited = message(2, { revision: 1_202, content: text('edited') })
  db.applyPush(push(1_201, 1_203, [recalled, edited, message(1_203)]), true)
  db.applyHeads(heads(head(0, { conversation: { id: 'd' } })))
  db.applyPush(
    push(1, 1, [message(1, { conversationId: 'd', sentAt: 5, content: text('oldest') })], { scope: 'conversation:d' }),
    false,
  )
  while (db.reindex(100));
  expect(db.reindex(100)).toBe(false)
  expect(found(db, 'oldest')).toEqual([1])
  expect(found(db, 'edited')).toEqual([2])
  expect(
    db.searchMessages({ query: 'message', filters: { conversationIds: ['c'] }, offset: 0, limit: 1_300 }).hits,
  ).toHaveLength(1_199)
  for (const seq of range(3, 1_200).filter(seq => seq % 97 === 0)) expect(found(db, `message ${seq}`)).toContain(seq)
  expect(found(db, 'message1')).toEqual(found(db, 'message 1'))
  // The index holds what deleting takes out of it.
  db.applyPush(push(1_204, 1_204, [message(3, { revision: 1_204, content: { type: 'recalled', byId: 'ann' } })]), true)
  expect(found(db, 'message 3', 'c')).not.toContain(3)
})

test('more messages are recalled before the index has come to them than it holds', () => {
  using cache = olderCache(1_200)
  const { db } = cache
  db.updatedTo('2')
  const recalled = range(1, 600).map(seq =>
    message(seq, { revision: 1_200 + seq, content: { type: 'recalled', byId: 'ann' } }),
  )
  db.applyPush(push(1_201, 1_800, recalled), true)
  while (db.reindex(100));
  expect(found(db, 'message 1')).not.toContain(1)
  expect(found(db, 'message 601')).toContain(601)
})

test('after an update people, departments and groups have the terms of this version', () => {
  using cache = olderCache(1)
  const { db } = cache
  db.updatedTo('2')
  while (db.reindex(1));
  const all = (query: string) => {
    const { people, departments, conversations } = db.searchDirectory({ query, limit: 5 })
    return [...people, ...departments, ...conversations].map(item => item.id)
  }
  expect(all('danyuan')).toEqual(['u1'])
  expect(all('陈屿')).toEqual(['u2'])
  expect(all('quyu')).toEqual(['d'])
  expect(all('xiangmu')).toEqual(['c'])
  expect(db.people({ departmentId: null, offset: 0, limit: 5 }).items.map(person => person.id)).toEqual(['u2', 'u1'])
  expect(db.reindex(1)).toBe(false)
})
