import type { Content, Message } from '@lianqun/protocol'
import { sql } from 'kysely'
import { matchParts, type QueryPart, tokenKey } from '../../../common/search-tokens.ts'
import type { Reader, Trx } from '../database.ts'
import { oneIsAtFault } from '../faults.ts'
import {
  type FoundRow,
  freePlaces,
  type IndexOptions,
  type IndexSearch,
  type MessageIndex,
  placesOf,
} from '../message-places.ts'
import { renewIndex, tokensOf } from '../message-tokens.ts'
import { readContent } from '../rows.ts'

/*
 * The full-text index on PostgreSQL: a tsvector of our own tokens, whose positions make the phrases. A trigger notes each
 * stored message in `unindexed`. One process indexes at a time, because places are given one after the other.
 */

/** The highest position in a tsvector, and most bytes of its words; what follows in a very long text is not found. */
const mostPositions = 16_000
const mostBytes = 900_000

export const postgresIndex: MessageIndex = {
  prepare: db =>
    renewIndex(db, async () => {
      await sql`delete from message_index`.execute(db)
      await sql`insert into unindexed select conversation_id, seq from messages on conflict do nothing`.execute(db)
    }),
  index,
  reindex,
  find: search => {
    const query = queryOf(search)
    if (query === null) return null
    return async (db, range, before, limit) => {
      const { start, end } = placesOf(range, before)
      const { rows } = await sql<FoundRow>`
        select t.place, m.* from (
          select id as place, conversation_id, seq from message_index
          where ${query === '' ? sql`true` : sql`tokens @@ ${query}::tsquery`}
            and conversation_id in (select value from json_each(${JSON.stringify(search.conversationIds)}))
            and id >= ${Math.floor(start)} and id < ${Math.floor(end)}
          order by id desc limit ${limit}
        ) t join messages m on m.conversation_id = t.conversation_id and m.seq = t.seq
        order by t.place desc`.execute(db)
      return rows
    }
  },
}

/** The tokens that a message must have, as a tsquery; empty: any message of the conversations. */
function queryOf({ query, conversationIds, senderIds, kinds, mentionIds }: IndexSearch): string | null {
  const anywhere = { conversations: conversationIds.map(tokenKey) }
  const wanted = { ...(senderIds && { senderIds }), ...(kinds && { kinds }), ...(mentionIds && { mentionIds }) }
  // Null only where nothing can match: the conversations themselves are looked up in their column.
  if (matchParts(query, { ...anywhere, ...wanted }) === null) return null
  return (matchParts(query, wanted) ?? []).map(tsquery).join(' & ')
}

function tsquery(part: QueryPart): string {
  if ('oneOf' in part) return `(${part.oneOf.map(lexeme).join(' | ')})`
  return `(${part.phrase.map(lexeme).join(' <-> ')}${part.prefix ? ':*' : ''})`
}

const lexeme = (token: string) => `'${token.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`

function tsvector(tokens: string): string {
  const words = tokens.split(' ').slice(0, mostPositions)
  let bytes = Buffer.byteLength(words.join(' '))
  while (bytes > mostBytes) bytes -= Buffer.byteLength(words.pop() ?? '') + 1
  // Looked for once, since hardly any has them.
  const quoted = /['\\]/.test(tokens) ? lexeme : (token: string) => `'${token}'`
  return words.map((token, i) => `${quoted(token)}:${i + 1}`).join(' ')
}

interface Unindexed {
  conversation_id: string
  seq: number
  sender_id: string
  sent_at: number
  content: string
}

async function index(db: Trx, limit: number, { waits, leftOut }: IndexOptions): Promise<boolean> {
  if (waits) await sql`select pg_advisory_xact_lock(hashtextextended('message index', 0))`.execute(db)
  else {
    const { rows: held } = await sql<{ mine: boolean }>`
      select pg_try_advisory_xact_lock(hashtextextended('message index', 0)) as mine`.execute(db)
    if (!held[0]?.mine) return false
  }
  const { rows } = await sql<Unindexed>`
    with taken as (
      delete from unindexed where ctid in (select ctid from unindexed limit ${limit}) returning conversation_id, seq
    )
    select m.conversation_id, m.seq, m.sender_id, m.sent_at, m.content from taken t
    join messages m on m.conversation_id = t.conversation_id and m.seq = t.seq
    for share of m`.execute(db)
  if (rows.length === 0) return false
  const found = rows.flatMap(row => {
    const { conversation_id: conversationId, sender_id: senderId } = row
    const tokens = tokensOf({ conversationId, senderId, content: readContent(row.content) })
    return tokens === null ? [] : [{ ...row, tokens: tsvector(tokens) }]
  })
  const places = await freePlaces(found, takenPlaces(db))
  const values = found.map(({ conversation_id, seq, tokens }, i) => ({ id: places[i], conversation_id, seq, tokens }))
  // One that cannot be indexed would keep the others out for ever.
  if (!(await inserted(db, values)))
    for (const value of values)
      if (!(await inserted(db, [value]))) leftOut({ conversationId: value.conversation_id, seq: value.seq })
  return rows.length === limit
}

/** Whether rows could be inserted; false where what is in them cannot be. */
async function inserted(db: Trx, values: readonly object[]): Promise<boolean> {
  await sql`savepoint indexing`.execute(db)
  try {
    await sql`insert into message_index (id, conversation_id, seq, tokens)
      select id, conversation_id, seq, tokens::tsvector
      from json_to_recordset(${JSON.stringify(values)}::json) as t(id bigint, conversation_id text, seq bigint, tokens text)
      on conflict (conversation_id, seq) do nothing`.execute(db)
    await sql`release savepoint indexing`.execute(db)
    return true
  } catch (error) {
    if (!oneIsAtFault(error)) throw error
    await sql`rollback to savepoint indexing`.execute(db)
    return false
  }
}

function takenPlaces(db: Reader) {
  const ids = (rows: { id: number }[]) => rows.map(({ id }) => id)
  return {
    among: async (places: readonly number[]) => {
      const { rows } = await sql<{ id: number }>`
        select id from message_index where id = any(${places}::bigint[])`.execute(db)
      return ids(rows)
    },
    from: async (place: number) => {
      const { rows } = await sql<{ id: number }>`
        select id from message_index where id >= ${place} order by id limit 1000`.execute(db)
      return ids(rows)
    },
  }
}

async function reindex(db: Trx, before: Message, content: Content): Promise<void> {
  const tokens = tokensOf({ ...before, content })
  const { conversationId, seq } = before
  // Waits for one that is indexing it, as that one waits for whoever changes it.
  await sql`select 1 from messages where conversation_id = ${conversationId} and seq = ${seq} for update`.execute(db)
  if (tokens === null)
    await sql`delete from message_index where conversation_id = ${conversationId} and seq = ${seq}`.execute(db)
  else
    await sql`update message_index set tokens = ${tsvector(tokens)}::tsvector
      where conversation_id = ${conversationId} and seq = ${seq}`.execute(db)
}
