import { expect, test } from 'vitest'
import { openSql } from '../core/sql.ts'
import { cacheUpTo, found, message, push, text } from '../testing.ts'

/** Whether the decrypted content of a cache has a text somewhere: in a table, or in the pages of the index. */
function holds(path: string, key: Uint8Array, words: string): string[] {
  const sql = openSql(path, key)
  const tables = sql
    .all<{ name: string; sql: string }>("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
    .filter(table => !/VIRTUAL/.test(table.sql))
  const holding = tables.filter(({ name }) =>
    sql
      .all<{ column: string }>('SELECT name AS column FROM pragma_table_info(?)', name)
      .some(
        ({ column }) =>
          sql.get(
            `SELECT 1 FROM "${name}" WHERE instr(CAST("${column}" AS BLOB), CAST(? AS BLOB)) > 0 LIMIT 1`,
            words,
          ) !== undefined,
      ),
  )
  sql.close()
  return holding.map(({ name }) => name)
}

test('of a recalled message nothing stays in the cache: no row, no quote, no word of the index', () => {
  using cache = cacheUpTo(3)
  const apply = (...messages: ReturnType<typeof message>[]) => {
    const revisions = messages.map(({ revision }) => revision)
    cache.db.applyPush(push(Math.min(...revisions), Math.max(...revisions), messages), true)
  }
  apply(message(4, { content: text('quagga quagga') }), message(5, { attributes: { replyTo: 4, thread: 4 } }))
  apply(message(4, { revision: 6, content: text('okapi now'), attributes: { edited: { at: 1, count: 1 } } }))
  expect(found(cache.db, 'okapi')).toEqual([4])
  expect(holds(cache.path, cache.key, 'okapi')).toEqual(['message', 'message_text_data'])
  apply(message(4, { revision: 7, content: { type: 'recalled', byId: 'ann' } }))
  expect(found(cache.db, 'okapi')).toEqual([])
  cache.db.close()
  for (const word of ['quagga', 'okapi']) expect(holds(cache.path, cache.key, word)).toEqual([])
})

test('a change of a message that was never held, received live, is no news', () => {
  using cache = cacheUpTo(3)
  cache.changes.length = 0
  cache.db.applyPush(
    push(4, 4, [message(1, { revision: 4, content: text('later'), attributes: { edited: { at: 1, count: 1 } } })]),
    true,
  )
  cache.db.applyPush(
    push(5, 5, [message(2, { revision: 5, attributes: { reactions: [{ emoji: '👍', count: 1, userIds: ['ann'] }] } })]),
    true,
  )
  expect(cache.changes.flatMap(change => change.arrived)).toEqual([])
})
