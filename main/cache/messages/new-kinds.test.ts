import { type Content, contentSchema } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import { openSql } from '../core/sql.ts'
import { openDatabase } from '../database.ts'
import { cacheUpTo, conversation, found, message, page, push, shown, text } from '../testing.ts'

test('messages of a kind that an earlier version did not know are indexed once the kind is known', () => {
  using cache = cacheUpTo(3)
  cache.db.updatedTo('1')
  cache.db.close()
  // The file as an app leaves it that does not know the kind `text`.
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

const received = (content: unknown): Content => contentSchema.parse(content)
const kindsOf = (cache: ReturnType<typeof cacheUpTo>) =>
  shown(cache.db, { at: 'latest' }).items.map(item => item.content.type)

/** Changes stored rows while the cache is closed. */
function stored(cache: ReturnType<typeof cacheUpTo>, change: (sql: ReturnType<typeof openSql>) => void): void {
  cache.db.close()
  const sql = openSql(cache.path, cache.key)
  change(sql)
  sql.close()
  cache.db = openDatabase(cache.path, cache.key)
}

test('invalid content keeps its place, and its old text is no longer found', () => {
  using cache = cacheUpTo(3)
  const recalled = received({ type: 'recalled', byId: null, reason: 'retention' })
  cache.db.applyPush(
    push(4, 5, [message(2, { revision: 4, content: recalled }), message(5, { content: received(7) })]),
    true,
  )
  expect(kindsOf(cache)).toEqual(['text', 'unreadable', 'text', 'unreadable'])
  expect(found(cache.db, 'message')).toEqual([3, 1])
  expect(conversation(cache.db)).toMatchObject({ unread: 5, lastSeq: 5 })
})

test('content that a version could not read is tried again by the next one, with text and mentions', () => {
  using cache = cacheUpTo(3)
  cache.db.updatedTo('1')
  const later = { type: 'later', text: 'a later word', mentions: [{ userId: 'me', offset: 0, length: 1 }] }
  cache.db.applyPush(push(4, 4, [message(4, { content: received({ ...later, type: 'text', mentions: 7 }) })]), true)
  expect(kindsOf(cache).at(-1)).toBe('unreadable')
  // Makes the stored content valid, as if only this version could read it.
  stored(cache, sql =>
    sql.run(
      "UPDATE message SET content = json_set(content, '$.was.mentions', json(?)) WHERE ordinal = 4",
      JSON.stringify(later.mentions),
    ),
  )
  expect(found(cache.db, 'later')).toEqual([])
  cache.db.updatedTo('2')
  expect(kindsOf(cache).at(-1)).toBe('text')
  expect(found(cache.db, 'later')).toEqual([4])
  expect(conversation(cache.db)?.mentions).toBe(1)
})

test('content of an unknown kind is validated when the kind becomes known', () => {
  using cache = cacheUpTo(3)
  cache.db.updatedTo('1')
  stored(cache, sql => {
    sql.run('UPDATE message SET content = \'{"type":"text","question":5}\' WHERE ordinal = 2')
    sql.run("UPDATE meta SET value = ? WHERE key = 'messageKinds'", JSON.stringify(['system', 'recalled']))
    sql.exec("INSERT INTO message_text (message_text) VALUES ('delete-all')")
  })
  cache.db.updatedTo('2')
  expect(kindsOf(cache)).toEqual(['text', 'unreadable', 'text'])
  expect(found(cache.db, 'message')).toEqual([3, 1])
})

test('content that a later version stored is unreadable to an earlier one, without an error', () => {
  using cache = cacheUpTo(3)
  stored(cache, sql => sql.run('UPDATE message SET content = \'{"type":"text","text":"hi"}\' WHERE ordinal = 3'))
  expect(kindsOf(cache)).toEqual(['text', 'text', 'unreadable'])
  expect(conversation(cache.db)?.lastSeq).toBe(3)
  // Its text is still in the index, but it is not shown.
  expect(found(cache.db, 'message')).toEqual([2, 1])
  cache.db.applyChanges(
    page(4, [{ entity: 'message', value: message(3, { revision: 4, content: text('new') }) }]),
    3,
    null,
  )
  expect(found(cache.db, 'new')).toEqual([3])
})
