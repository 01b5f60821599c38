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
import type { SqliteStore } from './store.ts'

/** The send path's storage on SQLite: synchronous prepared statements. Reads each conversation once per batch. */
export class SqliteMessageStore implements MessageStore {
  readonly #store: SqliteStore

  constructor(store: SqliteStore) {
    this.#store = store
  }

  commit<T>(
    locks: readonly Lock[],
    keys: readonly SendKey[],
    make: (known: KnownSends) => MadeBatch<T>,
    committed: (result: T) => void,
  ): Promise<void> {
    return this.#store.exclusive(locks, () => {
      const { rows, result } = make(this.#read(keys))
      if (rows !== null) this.#store.inTransaction(() => this.#write(rows))
      committed(result)
    })
  }

  #read(keys: readonly SendKey[]): KnownSends {
    const known: KnownSends = {
      messages: new Map(),
      members: new Map(),
      conversations: new Map(),
      replied: new Map(),
      files: new Map(),
      meRevisions: new Map(),
    }
    const seenMembers = new Set<string>()
    for (const { conversationId, senderId, clientId, replyTo, fileIds } of keys) {
      if (replyTo !== undefined) this.#readReplied(known, conversationId, replyTo)
      for (const id of fileIds ?? []) this.#readFile(known, senderId, id)
      if (clientId !== null) this.#readMessage(known, senderId, clientId)
      const key = memberKey(conversationId, senderId)
      if (seenMembers.has(key)) continue
      seenMembers.add(key)
      const member = this.#store.sqlite
        .statement('select * from members where conversation_id = ? and user_id = ? and joined = 1')
        .get<MemberRow>(conversationId, senderId)
      if (!member) continue
      known.members.set(key, member)
      this.#readConversation(known, conversationId)
      this.#readUser(known, senderId)
    }
    return known
  }

  #readMessage(known: KnownSends, senderId: string, clientId: string): void {
    const row = this.#store.sqlite
      .statement('select * from messages where sender_id = ? and client_id = ?')
      .get<MessageRow>(senderId, clientId)
    if (row) known.messages.set(clientKey(senderId, clientId), row)
  }

  #readReplied(known: KnownSends, conversationId: string, seq: number): void {
    const key = messageKey(conversationId, seq)
    if (known.replied.has(key)) return
    const row = this.#store.sqlite
      .statement('select * from messages where conversation_id = ? and seq = ?')
      .get<MessageRow>(conversationId, seq)
    if (!row) return
    known.replied.set(key, row)
    if (row.thread !== null) this.#readReplied(known, conversationId, row.thread)
  }

  #readFile(known: KnownSends, senderId: string, id: string): void {
    const row = this.#store.sqlite
      .statement(
        `select * from files where id = ?1 and (uploader_id = ?2 or exists (
           select 1 from file_refs r join members m on m.conversation_id = r.conversation_id
           where r.file_id = files.id and m.user_id = ?2 and m.joined = 1 and r.seq >= m.visible_from) or exists (
           select 1 from file_refs r join message_states s on s.conversation_id = r.conversation_id and s.seq = r.seq
           where r.file_id = files.id and s.user_id = ?2 and s.saved_at is not null))`,
      )
      .get<FileRow>(id, senderId)
    if (row) known.files.set(fileKey(senderId, id), row)
  }

  #readConversation(known: KnownSends, id: string): void {
    if (known.conversations.has(id)) return
    const row = this.#store.sqlite.statement('select * from conversations where id = ?').get<ConversationRow>(id)
    if (row) known.conversations.set(id, row)
  }

  #readUser(known: KnownSends, id: string): void {
    if (known.meRevisions.has(id)) return
    const row = this.#store.sqlite
      .statement('select me_revision from users where id = ?')
      .get<{ me_revision: number }>(id)
    known.meRevisions.set(id, row?.me_revision ?? 0)
  }

  #write(batch: MessageBatch): void {
    const { messages, changed, mentions, files, copies, conversations, details, members, meRevisions } = batch
    const { sqlite } = this.#store
    const message = sqlite.statement(
      'insert into messages (conversation_id, seq, revision, ordinal, sender_id, client_id, content_hash, sent_at, content, attributes, thread) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    )
    for (const row of messages) {
      message.run(
        row.conversation_id,
        row.seq,
        row.revision,
        row.ordinal,
        row.sender_id,
        row.client_id,
        row.content_hash,
        row.sent_at,
        row.content,
        row.attributes,
        row.thread,
      )
    }
    const change = sqlite.statement(
      'update messages set revision = ?, attributes = ? where conversation_id = ? and seq = ?',
    )
    for (const row of changed) change.run(row.revision, row.attributes, row.conversation_id, row.seq)
    const mention = sqlite.statement(
      'insert into mentions (conversation_id, user_id, seq, sender_id) values (?, ?, ?, ?)',
    )
    for (const row of mentions) mention.run(row.conversation_id, row.user_id, row.seq, row.sender_id)
    const file = sqlite.statement('insert into file_refs (conversation_id, seq, file_id) values (?, ?, ?)')
    for (const row of files) file.run(row.conversation_id, row.seq, row.file_id)
    const copy = sqlite.statement('insert into record_items (fingerprint, conversation_id, seq) values (?, ?, ?)')
    for (const row of copies) copy.run(row.fingerprint, row.conversation_id, row.seq)
    const position = this.#store.nextPosition()
    const conversation = sqlite.statement(
      'update conversations set head = ?, last_seq = ?, last_ordinal = ? where id = ?',
    )
    const move = sqlite.statement('update moves set position = ? where conversation_id = ?')
    for (const row of conversations) {
      conversation.run(row.head, row.last_seq, row.last_ordinal, row.id)
      move.run(position, row.id)
    }
    const detail = sqlite.statement('update conversations set details = ?, revision = ? where id = ?')
    for (const row of details) detail.run(row.details, row.revision, row.id)
    const job = sqlite.statement(
      'insert or replace into jobs (kind, key, lane, payload, created_at, run_at, attempts, token) values (?, ?, ?, ?, ?, ?, ?, ?)',
    )
    for (const { kind, key, lane, payload, created_at, run_at, attempts, token } of batch.jobs)
      job.run(kind, key, lane, payload, created_at, run_at, attempts, token)
    const user = sqlite.statement('update users set me_revision = ? where id = ?')
    for (const [id, revision] of meRevisions) user.run(revision, id)
    const mark = sqlite.statement(
      'update members set read_seq = ?, read_ordinal = ?, me_revision = ?, last_sent_at = ? where conversation_id = ? and user_id = ?',
    )
    for (const row of members)
      mark.run(row.read_seq, row.read_ordinal, row.me_revision, row.last_sent_at, row.conversation_id, row.user_id)
  }
}
