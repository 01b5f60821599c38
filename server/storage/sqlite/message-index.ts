import type { Content, Message } from '@lianqun/protocol'
import { sql } from 'kysely'
import { matchExpression, tokenKey } from '../../../common/search-tokens.ts'
import type { Reader, Trx } from '../database.ts'
import { type FoundRow, freePlaces, type IndexSearch, type MessageIndex, placesOf } from '../message-places.ts'
import { renewIndex, tokensOf } from '../message-tokens.ts'
import { readContent } from '../rows.ts'

/* The full-text index on SQLite, by FTS5. Messages come into it in the order in which they were stored. */

const cursorName = 'message_index'

export const sqliteIndex: MessageIndex = {
  prepare: db => renewIndex(db, () => empty(db)),
  index,
  reindex,
  find: search => {
    const expression = expressionOf(search)
    if (expression === null) return null
    return async (db, range, before, limit) => {
      const { start, end } = placesOf(range, before)
      const { rows } = await sql<FoundRow>`
        SELECT t.place AS place, m.* FROM (
          SELECT rowid AS place FROM message_words
          WHERE message_words MATCH ${expression} AND rowid >= ${start} AND rowid < ${end}
          ORDER BY rowid DESC LIMIT ${limit}
        ) t CROSS JOIN message_index i ON i.id = t.place
        CROSS JOIN messages m ON m.conversation_id = i.conversation_id AND m.seq = i.seq`.execute(db)
      return rows.map(row => ({ ...row, place: Number(row.place) }))
    }
  },
}

function expressionOf({ query, conversationIds, senderIds, kinds, mentionIds }: IndexSearch): string | null {
  return matchExpression(query, {
    conversations: conversationIds.map(tokenKey),
    ...(senderIds && { senderIds }),
    ...(kinds && { kinds }),
    ...(mentionIds && { mentionIds }),
  })
}

async function empty(db: Trx): Promise<void> {
  await sql`INSERT INTO message_words (message_words) VALUES ('delete-all')`.execute(db)
  await db.deleteFrom('message_index').execute()
  await setCursor(db, 0)
}

interface Unindexed {
  row: number
  conversation_id: string
  seq: number
  sender_id: string
  sent_at: number
  content: string
}

async function index(db: Trx, limit: number): Promise<boolean> {
  const cursor = await db.selectFrom('counters').select('value').where('name', '=', cursorName).executeTakeFirst()
  const { rows } = await sql<Unindexed>`
    SELECT rowid AS row, conversation_id, seq, sender_id, sent_at, content FROM messages
    WHERE rowid > ${Number(cursor?.value ?? 0)} ORDER BY rowid LIMIT ${limit}`.execute(db)
  const last = rows.at(-1)
  if (last === undefined) return false
  await addRows(
    db,
    rows.flatMap(row => {
      const tokens = tokensOf({
        conversationId: row.conversation_id,
        senderId: row.sender_id,
        content: readContent(row.content),
      })
      return tokens === null ? [] : [{ ...row, tokens }]
    }),
  )
  await setCursor(db, last.row)
  return rows.length === limit
}

async function setCursor(db: Trx, value: number): Promise<void> {
  await db
    .insertInto('counters')
    .values({ name: cursorName, value })
    .onConflict(oc => oc.column('name').doUpdateSet({ value }))
    .execute()
}

interface Indexed {
  conversation_id: string
  seq: number
  sent_at: number
  tokens: string
}

async function addRows(db: Trx, rows: readonly Indexed[]): Promise<void> {
  if (rows.length === 0) return
  const places = await freePlaces(rows, takenPlaces(db))
  const values = rows.map((row, i) => [places[i], row.conversation_id, Number(row.seq), row.tokens])
  const list = JSON.stringify(values)
  await sql`INSERT INTO message_index (id, conversation_id, seq)
    SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(${list}) WHERE true`.execute(db)
  await sql`INSERT INTO message_words (rowid, tokens)
    SELECT value ->> 0, value ->> 3 FROM json_each(${list}) WHERE true`.execute(db)
}

function takenPlaces(db: Reader) {
  const ids = (rows: { id: number }[]) => rows.map(({ id }) => Number(id))
  return {
    among: async (places: readonly number[]) => {
      const { rows } = await sql<{ id: number }>`
        SELECT id FROM message_index WHERE id IN (SELECT value FROM json_each(${JSON.stringify(places)}))`.execute(db)
      return ids(rows)
    },
    from: async (place: number) => {
      const { rows } = await sql<{ id: number }>`
        SELECT id FROM message_index WHERE id >= ${place} ORDER BY id LIMIT 1000`.execute(db)
      return ids(rows)
    },
  }
}

async function reindex(db: Trx, before: Message, content: Content): Promise<void> {
  const old = tokensOf(before)
  const now = tokensOf({ ...before, content })
  if (old === now) return
  const row = await db
    .selectFrom('message_index')
    .select('id')
    .where('conversation_id', '=', before.conversationId)
    .where('seq', '=', before.seq)
    .executeTakeFirst()
  if (row === undefined) return
  if (old !== null)
    await sql`INSERT INTO message_words (message_words, rowid, tokens) VALUES ('delete', ${row.id}, ${old})`.execute(db)
  if (now === null) await db.deleteFrom('message_index').where('id', '=', row.id).execute()
  else await sql`INSERT INTO message_words (rowid, tokens) VALUES (${row.id}, ${now})`.execute(db)
}
