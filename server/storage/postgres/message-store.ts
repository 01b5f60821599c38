import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '../database.ts'
import { insertJobs } from '../jobs.ts'
import type { Lock } from '../lock.ts'
import {
  clientKey,
  fileKey,
  type KnownSends,
  type MadeBatch,
  type MessageBatch,
  type MessageStore,
  memberKey,
  messageKey,
  type SendKey,
} from '../message-store.ts'
import type { ConversationRow, FileRow, MemberRow, MessageRow } from '../tables.ts'
import type { PostgresStore } from './store.ts'

/** The send path's storage on PostgreSQL: few statements, whatever the number of messages. */
export class PostgresMessageStore implements MessageStore {
  readonly #store: PostgresStore

  constructor(store: PostgresStore) {
    this.#store = store
  }

  async commit<T>(
    locks: readonly Lock[],
    keys: readonly SendKey[],
    make: (known: KnownSends) => MadeBatch<T>,
    committed: (result: T) => void,
  ): Promise<void> {
    const send = async (db: Trx, position: number) => {
      const { rows, result } = make(await read(db, keys))
      if (rows !== null) await write(db, rows, position)
      return result
    }
    await this.#store.write(locks, async ({ db, position }) => send(db, await position()), committed)
  }
}

/** What is read for all sends, each list as JSON. */
interface Found {
  members: MemberRow[]
  conversations: ConversationRow[]
  users: { id: string; me_revision: number }[]
  messages: MessageRow[]
}

// The limits keep each lookup in an index: a plan that was made while a table was small would go on reading all of it.
async function read(db: Trx, keys: readonly SendKey[]): Promise<KnownSends> {
  const wanted = keys.map(({ conversationId: c, senderId: s, clientId: k }) => ({ c, s, k }))
  const { rows } = await sql<Found>`
    with k as materialized (
      select * from ${rowsOf(wanted, 'c text, s text, k text')}
    ), m as materialized (
      select m.* from (select distinct c, s from k) k, lateral (
        select * from members where conversation_id = k.c and user_id = k.s and joined = 1 limit 1
      ) m
    ), c as (
      select c.* from (select distinct conversation_id as id from m) k, lateral (
        select * from conversations where id = k.id limit 1
      ) c
    ), u as (
      select u.* from (select distinct user_id as id from m) k, lateral (
        select id, me_revision from users where id = k.id limit 1
      ) u
    ), e as (
      select e.* from k, lateral (
        select * from messages where sender_id = k.s and client_id = k.k limit 1
      ) e
    )
    select (select coalesce(json_agg(m), '[]') from m) as members,
      (select coalesce(json_agg(c), '[]') from c) as conversations,
      (select coalesce(json_agg(u), '[]') from u) as users,
      (select coalesce(json_agg(e), '[]') from e) as messages`.execute(db)
  const { members, conversations, users, messages } = rows[0] ?? nothing
  return {
    messages: new Map(messages.map(row => [clientKey(row.sender_id, row.client_id ?? ''), row])),
    members: new Map(members.map(row => [memberKey(row.conversation_id, row.user_id), row])),
    conversations: new Map(conversations.map(row => [row.id, row])),
    replied: await repliedMessages(db, keys),
    files: await filesOf(db, keys),
    meRevisions: new Map(users.map(row => [row.id, row.me_revision])),
  }
}

const nothing: Found = { members: [], conversations: [], users: [], messages: [] }

/** Rows as one parameter, with the columns that `type` says. */
function rowsOf(rows: readonly object[], type: string): RawBuilder<unknown> {
  return sql`json_to_recordset(${JSON.stringify(rows)}::json) as k(${sql.raw(type)})`
}

/** The messages that are replied to, and those that began their threads. */
async function repliedMessages(db: Trx, keys: readonly SendKey[]): Promise<Map<string, MessageRow>> {
  const known = new Map<string, MessageRow>()
  let wanted = keys.flatMap(({ conversationId: c, replyTo: s }) => (s === undefined ? [] : [{ c, s }]))
  while (wanted.length > 0) {
    const { rows } = await sql<MessageRow>`
      select m.* from ${rowsOf(wanted, 'c text, s bigint')}
      join messages m on m.conversation_id = k.c and m.seq = k.s`.execute(db)
    for (const row of rows) known.set(messageKey(row.conversation_id, row.seq), row)
    wanted = rows.flatMap(({ conversation_id: c, thread: s }) =>
      s === null || known.has(messageKey(c, s)) ? [] : [{ c, s }],
    )
  }
  return known
}

async function filesOf(db: Trx, keys: readonly SendKey[]): Promise<Map<string, FileRow>> {
  const wanted = keys.flatMap(({ senderId: u, fileIds = [] }) => fileIds.map(f => ({ u, f })))
  if (wanted.length === 0) return new Map()
  const { rows } = await sql<FileRow & { for_user: string }>`
    select f.*, k.u as for_user from ${rowsOf(wanted, 'u text, f text')} join files f on f.id = k.f
    where f.uploader_id = k.u or exists (
      select 1 from file_refs r join members m on m.conversation_id = r.conversation_id
      where r.file_id = f.id and m.user_id = k.u and m.joined = 1 and r.seq >= m.visible_from
    ) or exists (
      select 1 from file_refs r join message_states s on s.conversation_id = r.conversation_id and s.seq = r.seq
      where r.file_id = f.id and s.user_id = k.u and s.saved_at is not null
    )`.execute(db)
  return new Map(rows.map(({ for_user, ...row }) => [fileKey(for_user, row.id), row]))
}

type Table = 'messages' | 'mentions' | 'file_refs' | 'record_items' | 'conversations' | 'users' | 'members'

/** Rows of a table as one parameter; columns that they lack are null. */
function recordset(table: Table, rows: readonly object[]): RawBuilder<unknown> {
  return sql`json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::json)`
}

const messageColumns = [
  'conversation_id',
  'seq',
  'revision',
  'ordinal',
  'sender_id',
  'client_id',
  'content_hash',
  'sent_at',
  'content',
  'attributes',
  'thread',
] as const satisfies readonly (keyof MessageRow)[]

/** Inserts these columns: one that a later version adds has its default, while this version goes on. */
function insert(table: Table, columns: readonly string[], rows: readonly object[]): RawBuilder<unknown> {
  const names = sql.join(columns.map(name => sql.ref(name)))
  return sql`insert into ${sql.table(table)} (${names}) select ${names} from ${recordset(table, rows)}`
}

async function write(db: Trx, batch: MessageBatch, position: number): Promise<void> {
  const { messages, changed, mentions, files, copies, conversations, details, members, meRevisions } = batch
  const users = [...meRevisions].map(([id, me_revision]) => ({ id, me_revision }))
  const moved = JSON.stringify(conversations.map(({ id }) => id))
  await sql`
    with m as (${insert('messages', messageColumns, messages)}),
    n as (${insert('mentions', ['conversation_id', 'user_id', 'seq', 'sender_id'], mentions)}),
    f as (${insert('file_refs', ['conversation_id', 'seq', 'file_id'], files)}),
    r as (${insert('record_items', ['fingerprint', 'conversation_id', 'seq'], copies)}),
    c as (
      update conversations t set head = k.head, last_seq = k.last_seq, last_ordinal = k.last_ordinal
      from ${recordset('conversations', conversations)} k where t.id = k.id
    ), v as (
      update moves set position = ${position} where conversation_id in (select value from json_each(${moved}))
    ), u as (
      update users t set me_revision = k.me_revision from ${recordset('users', users)} k where t.id = k.id
    )
    update members t set read_seq = k.read_seq, read_ordinal = k.read_ordinal, me_revision = k.me_revision,
      last_sent_at = k.last_sent_at
    from ${recordset('members', members)} k where t.conversation_id = k.conversation_id and t.user_id = k.user_id`.execute(
    db,
  )
  // What was inserted, or changed, in the statement above cannot be changed in it again.
  if (changed.length > 0)
    await sql`
      update messages t set revision = k.revision, attributes = k.attributes
      from ${recordset('messages', changed)} k where t.conversation_id = k.conversation_id and t.seq = k.seq`.execute(
      db,
    )
  if (details.length > 0)
    await sql`
      update conversations t set details = k.details, revision = k.revision
      from ${recordset('conversations', details)} k where t.id = k.id`.execute(db)
  if (batch.jobs.length > 0) await insertJobs(db, batch.jobs)
}
