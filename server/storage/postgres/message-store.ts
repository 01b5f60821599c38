import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '../database.ts'
import { idList } from '../id-list.ts'
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
import type { FileRow, MemberRow, MessageRow } from '../tables.ts'
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

async function read(db: Trx, keys: readonly SendKey[]): Promise<KnownSends> {
  const members = await membersOf(db, keys)
  const conversationIds = [...new Set(members.map(row => row.conversation_id))]
  const conversations = await db
    .selectFrom('conversations')
    .selectAll()
    .where('id', 'in', idList(conversationIds))
    .execute()
  const userIds = [...new Set(members.map(row => row.user_id))]
  const users = await db.selectFrom('users').select(['id', 'me_revision']).where('id', 'in', idList(userIds)).execute()
  return {
    messages: await earlierMessages(db, keys),
    members: new Map(members.map(row => [memberKey(row.conversation_id, row.user_id), row])),
    conversations: new Map(conversations.map(row => [row.id, row])),
    replied: await repliedMessages(db, keys),
    files: await filesOf(db, keys),
    meRevisions: new Map(users.map(row => [row.id, row.me_revision])),
  }
}

/** Rows as one parameter, with the columns that `type` says. */
function rowsOf(rows: readonly object[], type: string): RawBuilder<unknown> {
  return sql`json_to_recordset(${JSON.stringify(rows)}::json) as k(${sql.raw(type)})`
}

async function membersOf(db: Trx, keys: readonly SendKey[]): Promise<MemberRow[]> {
  const pairs = new Map(keys.map(key => [memberKey(key.conversationId, key.senderId), key]))
  const wanted = [...pairs.values()].map(({ conversationId: c, senderId: u }) => ({ c, u }))
  const { rows } = await sql<MemberRow>`
    select m.* from ${rowsOf(wanted, 'c text, u text')}
    join members m on m.conversation_id = k.c and m.user_id = k.u and m.joined = 1`.execute(db)
  return rows
}

async function earlierMessages(db: Trx, keys: readonly SendKey[]): Promise<Map<string, MessageRow>> {
  const wanted = keys.flatMap(({ senderId: s, clientId: c }) => (c === null ? [] : [{ s, c }]))
  if (wanted.length === 0) return new Map()
  const { rows } = await sql<MessageRow>`
    select m.* from ${rowsOf(wanted, 's text, c text')}
    join messages m on m.sender_id = k.s and m.client_id = k.c`.execute(db)
  return new Map(rows.map(row => [clientKey(row.sender_id, row.client_id ?? ''), row]))
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

async function write(db: Trx, batch: MessageBatch, position: number): Promise<void> {
  const { messages, changed, mentions, files, copies, conversations, details, members, meRevisions } = batch
  const users = [...meRevisions].map(([id, me_revision]) => ({ id, me_revision }))
  const moved = JSON.stringify(conversations.map(({ id }) => id))
  await sql`
    with m as (insert into messages select * from ${recordset('messages', messages)}),
    n as (insert into mentions select * from ${recordset('mentions', mentions)}),
    f as (insert into file_refs select * from ${recordset('file_refs', files)}),
    r as (insert into record_items select * from ${recordset('record_items', copies)}),
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
