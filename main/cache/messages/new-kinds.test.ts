import { expect, test } from 'vitest'
import { openSql } from '../core/sql.ts'
import { openDatabase } from '../database.ts'
import { cacheUpTo, found, message, push } from '../testing.ts'

test('messages of a kind that the app before did not know are found once this one knows it', () => {
  using cache = cacheUpTo(3)
  cache.db.updatedTo('1')
  cache.db.close()
  // As an app leaves the file that knows no texts.
  const sql = openSql(cache.path, cache.key)
  sql.exec("INSERT INTO message_text (message_text) VALUES ('delete-all')")
  sql.run("UPDATE meta SET value = ? WHERE key = 'messageKinds'", JSON.stringify(['system', 'recalled']))
  sql.close()

  cache.db = openDatabase(cache.path, cache.key)
  expect(found(cache.db, 'message')).toEqual([])
  cache.db.updatedTo('2')
  expect(found(cache.db, 'message')).toEqual([3, 2, 1])
  cache.db.updatedTo('2')
  const content = { type: 'recalled' as const, byId: 'ann' }
  cache.db.applyPush(push(4, 4, [message(2, { revision: 4, content })]), true)
  expect(found(cache.db, 'message')).toEqual([3, 1])
})
