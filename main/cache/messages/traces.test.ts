import type { Content, Message, MessageState } from '@lianqun/protocol'
import { describe, expect, test } from 'vitest'
import { openSql } from '../core/sql.ts'
import { cacheUpTo, found, mePush, message, push, shown, text, uuid } from '../testing.ts'

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

/* Each place of the cache that says what a message says, and each way in which a message goes. */

const secret = 'quagga'
type Cache = ReturnType<typeof cacheUpTo>

/** Messages 4 to 8 that say the secret, with all that one can do with them, and a reply to the first. */
function filled(): Cache {
  const cache = cacheUpTo(3)
  const { db } = cache
  const file = { id: 'f6', name: `${secret}.pdf`, size: 9, mediaType: 'application/pdf' }
  const option = { id: 'o1', text: `${secret} o1`, count: 1, userIds: ['ann'] }
  const rules = { multiple: false, anonymous: false, open: true }
  const title = { id: 'f4', name: 'preview.webp', size: 9, mediaType: 'image/webp' }
  const preview = { url: `https://${secret}.example/`, title: secret, image: title }
  const [pinned, mark] = [
    { byId: 'ann', at: 1 },
    { kind: 'decision' as const, byId: 'ann', at: 1 },
  ]
  const attributes = { pinned, mark, preview, replies: { count: 1, lastSeq: 9, userIds: ['ann'] } }
  const item = { senderName: 'A', senderLatinName: '', sentAt: 1, content: text(secret) }
  const contents: Content[] = [
    text(`${secret} ${preview.url}`),
    { type: 'poll', question: secret, options: [option], ...rules },
    { type: 'file', file },
    { type: 'signup', title: secret, example: secret, lines: [{ userId: 'ann', note: secret, number: 1, at: 1 }] },
    { type: 'record', title: secret, items: [item] } as Content,
  ]
  const rows = contents.map((content, i) => message(4 + i, { content, ...(i === 0 && { attributes }) }))
  const reply = message(9, { content: text('同意'), attributes: { replyTo: 4, thread: 4 } })
  db.applyPush(push(4, 9, [...rows, reply]), true)
  for (const id of ['f4', 'f6', 'f6/thumbnail'])
    db.fileBegan({ id, blob: `blob-${id}`, key: 'k', size: 9, mediaType: 'image/webp', etag: '' }, 1)
  const states = rows.map(
    (row, i): MessageState => ({
      conversationId: 'c',
      seq: row.seq,
      saved: { at: 5, labels: ['工作'] },
      remindAt: 1_900_000_000_000,
      request: { ask: 'done', at: 1, urgent: true },
      message: row,
      revision: 1 + i,
    }),
  )
  const changes = states.map(value => ({ entity: 'messageState' as const, value }))
  db.applyPush({ scope: 'me', epoch: 'e1', from: 1, to: states.length, changes }, true)
  return cache
}

const limit = { offset: 0, limit: 50 }
const places: Record<string, (cache: Cache) => unknown> = {
  'the conversation, quotes included': ({ db }) => shown(db, { at: 'latest' }).items,
  'a thread': ({ db }) => db.threadItems({ id: 'c', seq: 4, fetched: [] }),
  'pins and decisions': ({ db }) =>
    db.flaggedItems({ id: 'c', flags: ['pinned', 'decision'], before: null, limit: 50 }),
  'messages that are asked for one by one': ({ db }) => db.heldMessages({ id: 'c', seqs: [4, 5, 6, 7, 8] }),
  'tabs of files and links': ({ db }) => db.messagesOfKind({ id: 'c', kinds: ['file', 'link'], limit: 50 }),
  search: ({ db }) => db.searchMessages({ query: secret, ...limit }).hits,
  'saved messages': ({ db }) => db.savedPage({ query: '', label: null, ...limit }).items,
  reminders: ({ db }) => db.reminderItems(),
  'what is owed': ({ db }) => db.owedPage(limit).items,
}
const holding = (cache: Cache) =>
  Object.entries(places).flatMap(([place, read]) => (JSON.stringify(read(cache)).includes(secret) ? [place] : []))

const gone: Record<string, (cache: Cache) => void> = {
  'recalled by its sender': ({ db }) => {
    for (let seq = 4; seq <= 8; seq++) {
      const recalled: Message = message(seq, { revision: 6 + seq, content: { type: 'recalled', byId: 'ann' } })
      db.applyPush(push(6 + seq, 6 + seq, [recalled]), true)
    }
  },
  'deleted by the person for themselves': ({ db }) => {
    for (let seq = 4; seq <= 8; seq++) {
      const request = { method: 'message.hide' as const, params: { conversationId: 'c', seq } }
      db.enqueueState({ clientId: uuid(seq), createdAt: seq, request })
    }
  },
}

describe.each(Object.keys(gone))('what was %s', way => {
  test('stands in no place of the cache, in no table, and no file of it is kept', () => {
    using cache = filled()
    expect(holding(cache)).toEqual(Object.keys(places))
    gone[way]?.(cache)
    expect(holding(cache)).toEqual([])
    expect(cache.db.fileTrash().sort()).toEqual(['blob-f4', 'blob-f6', 'blob-f6/thumbnail'])
    cache.db.close()
    expect(holds(cache.path, cache.key, secret)).toEqual([])
  })
})

test('of a conversation that the person left stays what they saved; its other messages and their files go', () => {
  using cache = filled()
  const other = { id: 'f10', name: 'okapi.pdf', size: 9, mediaType: 'application/pdf' }
  cache.db.applyPush(push(10, 10, [message(10, { content: { type: 'file', file: other } })]), true)
  cache.db.fileBegan({ id: 'f10', blob: 'blob-f10', key: 'k', size: 9, mediaType: 'image/webp', etag: '' }, 1)
  expect(found(cache.db, 'okapi')).toEqual([10])
  cache.db.applyPush(mePush(6, { joined: false, left: { byId: 'me', at: 1 } }), true)
  expect(holding(cache)).toEqual(['saved messages', 'reminders'])
  expect(cache.db.fileTrash()).toEqual(['blob-f10'])
  cache.db.close()
  expect(holds(cache.path, cache.key, secret)).toEqual(['message_state'])
  expect(holds(cache.path, cache.key, 'okapi')).toEqual([])
})

test('what is masked in a record goes from the index, with its file', () => {
  using cache = cacheUpTo(3)
  const { db } = cache
  const file = { id: 'f6', name: `${secret}.pdf`, size: 9, mediaType: 'application/pdf' }
  const item = (content: object) => ({ senderName: 'A', senderLatinName: '', sentAt: 1, content })
  const record = (...contents: object[]) => ({ type: 'record', title: '记录', items: contents.map(item) }) as Content
  const kept = { ...file, id: 'f7', name: 'kept.pdf' }
  const before = record({ type: 'file', file }, { type: 'file', file: kept })
  db.applyPush(push(4, 4, [message(4, { content: before })]), true)
  for (const id of ['f6', 'f7'])
    db.fileBegan({ id, blob: `blob-${id}`, key: 'k', size: 9, mediaType: 'image/webp', etag: '' }, 1)
  expect(found(db, secret)).toEqual([4])
  const after = record({ type: 'recalled', byId: '-' }, { type: 'file', file: kept })
  db.applyPush(push(5, 5, [message(4, { revision: 5, content: after })]), true)
  expect([found(db, secret), found(db, 'kept')]).toEqual([[], [4]])
  expect(db.fileTrash()).toEqual(['blob-f6'])
  db.close()
  expect(holds(cache.path, cache.key, secret)).toEqual([])
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
