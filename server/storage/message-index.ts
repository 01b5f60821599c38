import { type Content, contentSearch, type Message } from '@lianqun/protocol'
import { sql } from 'kysely'
import { matchExpression, messageTokens, tokenKey, tokensVersion } from '../../common/search-tokens.ts'
import type { Reader, Trx } from './database.ts'
import { readContent } from './rows.ts'
import type { MessageRow } from './tables.ts'

/*
 * The full-text index of messages, the only place with queries of SQLite's FTS5: another database brings its own. It is
 * filled behind the send path, in the order in which messages were stored; a message that changes is changed in it by
 * the same transaction.
 */

const cursorName = 'message_index'
const versionKey = 'message_tokens'
/** Places for each millisecond; most messages get their own without a search. */
const placesPerMs = 1_024
/** Keeps the places of absurd times exact as numbers. */
const lastPlace = 2 ** 52

function tokensOf(message: Pick<Message, 'conversationId' | 'senderId' | 'content'>): string | null {
  const found = contentSearch(message.content)
  if (found === null) return null
  return messageTokens({
    ...found,
    senderId: message.senderId,
    conversation: tokenKey(message.conversationId),
  })
}

interface Unindexed {
  row: number
  conversation_id: string
  seq: number
  sender_id: string
  sent_at: number
  content: string
}

/** Empties the index when this version makes other tokens than the last one. To be called at the start. */
export async function prepareMessageIndex(db: Trx): Promise<void> {
  const known = await db.selectFrom('meta').select('value').where('key', '=', versionKey).executeTakeFirst()
  if (known?.value === tokensVersion) return
  await sql`INSERT INTO message_words (message_words) VALUES ('delete-all')`.execute(db)
  await db.deleteFrom('message_index').execute()
  await setCursor(db, 0)
  await db
    .insertInto('meta')
    .values({ key: versionKey, value: tokensVersion })
    .onConflict(oc => oc.column('key').doUpdateSet({ value: tokensVersion }))
    .execute()
}

/** Indexes the next messages that are not yet, up to `limit`. Returns whether there may be more. */
export async function indexMessages(db: Trx, limit: number): Promise<boolean> {
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

/** The messages that were stored last, the newest first: without the index, which may be behind. */
export async function lastStored(db: Reader, limit: number): Promise<MessageRow[]> {
  return (await sql<MessageRow>`SELECT * FROM messages ORDER BY rowid DESC LIMIT ${limit}`.execute(db)).rows
}

interface Indexed {
  conversation_id: string
  seq: number
  sent_at: number
  tokens: string
}

async function addRows(db: Trx, rows: readonly Indexed[]): Promise<void> {
  if (rows.length === 0) return
  const places = await freePlaces(db, rows)
  const values = rows.map((row, i) => [places[i], row.conversation_id, Number(row.seq), row.tokens])
  const list = JSON.stringify(values)
  await sql`INSERT INTO message_index (id, conversation_id, seq)
    SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(${list}) WHERE true`.execute(db)
  await sql`INSERT INTO message_words (rowid, tokens)
    SELECT value ->> 0, value ->> 3 FROM json_each(${list}) WHERE true`.execute(db)
}

/** A free place for each message, at its time or as soon after it as there is one. */
async function freePlaces(db: Trx, rows: readonly Indexed[]): Promise<number[]> {
  const wanted = rows.map(row =>
    Math.min(Number(row.sent_at) * placesPerMs + (Number(row.seq) % placesPerMs), lastPlace),
  )
  const { rows: held } = await sql<{ id: number }>`
    SELECT id FROM message_index WHERE id IN (SELECT value FROM json_each(${JSON.stringify(wanted)}))`.execute(db)
  const taken = new Set(held.map(({ id }) => Number(id)))
  const places: number[] = []
  for (const first of wanted) {
    let place = first
    while (taken.has(place)) place = await nextFree(db, place, taken)
    taken.add(place)
    places.push(place)
  }
  return places
}

/** The first place behind one that is neither in the index nor taken. */
async function nextFree(db: Trx, after: number, taken: ReadonlySet<number>): Promise<number> {
  let next = after + 1
  for (;;) {
    const { rows } = await sql<{ id: number }>`
      SELECT id FROM message_index WHERE id >= ${next} ORDER BY id LIMIT 1000`.execute(db)
    const held = new Set(rows.map(({ id }) => Number(id)))
    const end = rows.length === 1_000 ? Number(rows.at(-1)?.id) : Number.MAX_SAFE_INTEGER
    for (; next <= end; next++) if (!held.has(next) && !taken.has(next)) return next
  }
}

/** Changes a message in the index with its content. One that is not indexed yet will be as it then is. */
export async function reindexMessage(db: Trx, before: Message, content: Content): Promise<void> {
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

/** What to look for. `conversationIds`: where. */
export interface IndexSearch {
  query: string
  conversationIds: readonly string[]
  senderIds?: readonly string[] | undefined
  kinds?: readonly string[] | undefined
  mentionIds?: readonly string[] | undefined
}

/** A message and its place in the index. */
export type FoundRow = MessageRow & { place: number }

/** What the index is asked for; null: nothing can match. */
export function searchExpression({ query, conversationIds, senderIds, kinds, mentionIds }: IndexSearch): string | null {
  return matchExpression(query, {
    conversations: conversationIds.map(tokenKey),
    ...(senderIds && { senderIds }),
    ...(kinds && { kinds }),
    ...(mentionIds && { mentionIds }),
  })
}

/**
 * Messages that match an expression, newest first, from before a place on, up to `limit`. The caller checks that they may
 * be seen, and what the index knows roughly: conversation, sender and time.
 */
export async function searchIndex(
  db: Reader,
  expression: string,
  { since = 0, until = lastPlace / placesPerMs }: { since?: number | undefined; until?: number | undefined },
  before: number | null,
  limit: number,
): Promise<FoundRow[]> {
  // What shared its place with another lies a little later.
  const end = Math.min(before ?? Number.MAX_SAFE_INTEGER, (until + 1_000) * placesPerMs)
  const { rows } = await sql<FoundRow>`
    SELECT t.place AS place, m.* FROM (
      SELECT rowid AS place FROM message_words
      WHERE message_words MATCH ${expression} AND rowid >= ${since * placesPerMs} AND rowid < ${end}
      ORDER BY rowid DESC LIMIT ${limit}
    ) t CROSS JOIN message_index i ON i.id = t.place
    CROSS JOIN messages m ON m.conversation_id = i.conversation_id AND m.seq = i.seq`.execute(db)
  return rows.map(row => ({ ...row, place: Number(row.place) }))
}
