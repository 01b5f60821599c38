import { type Content, contentSchema } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import { openSql } from '../core/sql.ts'
import { openDatabase } from '../database.ts'
import { cacheUpTo, conversation, found, message, page, push, shown, text } from '../testing.ts'

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

const received = (content: unknown): Content => contentSchema.parse(content)
const kindsOf = (cache: ReturnType<typeof cacheUpTo>) =>
  shown(cache.db, { at: 'latest' }).items.map(item => item.content.type)

/** Changes what is stored while no app has the file open. */
function stored(cache: ReturnType<typeof cacheUpTo>, change: (sql: ReturnType<typeof openSql>) => void): void {
  cache.db.close()
  const sql = openSql(cache.path, cache.key)
  change(sql)
  sql.close()
  cache.db = openDatabase(cache.path, cache.key)
}

test('a message that does not fit its kind keeps its place, and takes the old words with it', () => {
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

test('what a version could not read the next one tries again, with its words and mentions', () => {
  using cache = cacheUpTo(3)
  cache.db.updatedTo('1')
  const later = { type: 'later', text: 'a later word', mentions: [{ userId: 'me', offset: 0, length: 1 }] }
  cache.db.applyPush(push(4, 4, [message(4, { content: received({ ...later, type: 'text', mentions: 7 }) })]), true)
  expect(kindsOf(cache).at(-1)).toBe('unreadable')
  // As if only this version knew what stands there.
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

test('what was held of an unknown kind is checked when the kind becomes known', () => {
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

test('a version before finds what a later one stored unreadable, and nothing is thrown', () => {
  using cache = cacheUpTo(3)
  stored(cache, sql => sql.run('UPDATE message SET content = \'{"type":"text","text":"hi"}\' WHERE ordinal = 3'))
  expect(kindsOf(cache)).toEqual(['text', 'text', 'unreadable'])
  expect(conversation(cache.db)?.lastSeq).toBe(3)
  // Its words are in the index still, but nothing of it is shown.
  expect(found(cache.db, 'message')).toEqual([2, 1])
  cache.db.applyChanges(
    page(4, [{ entity: 'message', value: message(3, { revision: 4, content: text('new') }) }]),
    3,
    null,
  )
  expect(found(cache.db, 'new')).toEqual([3])
})
