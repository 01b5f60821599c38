import { hash } from 'node:crypto'
import { type Conversation, type Message, type Params, ProtocolError, type TextContent } from '@lianqun/protocol'
import { type ChangeSet, type ConversationChanges, emptyChangeSet } from '../../core/writer.ts'
import { toMembership, toMessage } from '../../storage/rows.ts'
import type { Sqlite } from '../../storage/sqlite/sqlite.ts'
import type { ConversationRow, MemberRow, MessageRow } from '../../storage/tables.ts'

/** One message to store. */
export interface SendInput extends Pick<Params<'message.send'>, 'conversationId' | 'content'> {
  senderId: string
  /** Null for what has no retry, as a seed. */
  clientId: string | null
  /** Milliseconds; the commit's time when left out. */
  sentAt?: number
}

/** A stored message and the same as JSON, so that it is encoded once for everyone. */
export interface Sent {
  message: Message
  json: string
}

type Outcome = Sent | ProtocolError

interface OpenConversation {
  row: Pick<ConversationRow, 'head' | 'last_seq' | 'last_ordinal' | 'kind'>
  changes: ConversationChanges
}

/** What one commit knows already, so that forty messages into one group read the group once. */
interface Batch {
  now: number
  conversations: Map<string, OpenConversation | null>
  members: Map<string, MemberRow | null>
  /** Members whose read mark their own message moved. */
  marked: Set<MemberRow>
}

/**
 * The send path: prepared statements, synchronous, inside a transaction that the caller has begun. A message that
 * may not be stored fails alone, because everything is checked before its first write.
 */
export class SendPath {
  readonly #sqlite: Sqlite

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite
  }

  /** Stores messages in order. A storage error is thrown: then none of them is stored. */
  store(inputs: readonly SendInput[], now: number): { outcomes: Outcome[]; changes: ChangeSet } {
    const batch: Batch = { now, conversations: new Map(), members: new Map(), marked: new Set() }
    const outcomes = inputs.map(input => {
      try {
        return this.#storeOne(input, batch)
      } catch (error) {
        if (error instanceof ProtocolError) return error
        throw error
      }
    })
    return { outcomes, changes: this.#finish(batch) }
  }

  #storeOne(input: SendInput, batch: Batch): Sent {
    const content = JSON.stringify(input.content)
    const contentHash =
      input.clientId === null ? null : hash('sha256', `${input.conversationId}\n${content}`, 'base64url')
    if (input.clientId !== null) {
      const known = this.#sqlite
        .statement('select * from messages where sender_id = ? and client_id = ?')
        .get<MessageRow>(input.senderId, input.clientId)
      if (known) {
        if (known.content_hash !== contentHash) throw new ProtocolError('conflict', { field: 'clientId' })
        const message = toMessage(known)
        return { message, json: JSON.stringify(message) }
      }
    }
    const member = this.#member(input.conversationId, input.senderId, batch)
    const open = member && this.#conversation(input.conversationId, batch)
    if (!open) throw new ProtocolError('not_member')
    checkMentions(input.content)

    const { changes } = open
    const seq = changes.head + 1
    const ordinal = changes.lastOrdinal + 1
    const sentAt = input.sentAt ?? batch.now
    this.#sqlite
      .statement(
        'insert into messages (conversation_id, seq, revision, ordinal, sender_id, client_id, content_hash, sent_at, content) values (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      )
      .run(input.conversationId, seq, seq, ordinal, input.senderId, input.clientId, contentHash, sentAt, content)
    for (const userId of new Set(input.content.mentions.map(mention => mention.userId))) {
      this.#sqlite
        .statement('insert into mentions (conversation_id, user_id, seq, sender_id) values (?, ?, ?, ?)')
        .run(input.conversationId, userId, seq, input.senderId)
    }
    const message: Message = {
      conversationId: input.conversationId,
      seq,
      revision: seq,
      ordinal,
      senderId: input.senderId,
      clientId: input.clientId,
      sentAt,
      content: input.content,
    }
    const json = JSON.stringify(message)
    changes.head = seq
    changes.lastOrdinal = ordinal
    changes.lastMessage = message
    changes.rows.push(`{"entity":"message","value":${json}}`)
    open.row.last_seq = seq
    member.read_seq = seq
    member.read_ordinal = ordinal
    batch.marked.add(member)
    return { message, json }
  }

  #member(conversationId: string, userId: string, batch: Batch): MemberRow | null {
    const key = `${conversationId} ${userId}`
    let member = batch.members.get(key)
    if (member === undefined) {
      member =
        this.#sqlite
          .statement('select * from members where conversation_id = ? and user_id = ? and joined = 1')
          .get<MemberRow>(conversationId, userId) ?? null
      batch.members.set(key, member)
    }
    return member
  }

  #conversation(id: string, batch: Batch): OpenConversation | null {
    let open = batch.conversations.get(id)
    if (open === undefined) {
      const row = this.#sqlite
        .statement('select head, last_seq, last_ordinal, kind from conversations where id = ?')
        .get<OpenConversation['row'] & { kind: Conversation['kind'] }>(id)
      open = row ? { row, changes: openChanges(id, row) } : null
      batch.conversations.set(id, open)
    }
    return open
  }

  #finish(batch: Batch): ChangeSet {
    const set = emptyChangeSet()
    if (batch.marked.size === 0) return set
    this.#sqlite.statement("update counters set value = value + 1 where name = 'moved'").run()
    for (const open of batch.conversations.values()) {
      if (!open || open.changes.rows.length === 0) continue
      this.#sqlite
        .statement(
          "update conversations set head = ?, last_seq = ?, last_ordinal = ?, moved = (select value from counters where name = 'moved') where id = ?",
        )
        .run(open.changes.head, open.row.last_seq, open.changes.lastOrdinal, open.changes.id)
      set.conversations.push(open.changes)
    }
    for (const member of batch.marked) this.#saveMark(member, set)
    return set
  }

  /** One revision of the sender's own scope a commit, however many messages they sent in it. */
  #saveMark(member: MemberRow, set: ChangeSet): void {
    this.#sqlite.statement('update users set me_revision = me_revision + 1 where id = ?').run(member.user_id)
    const user = this.#sqlite
      .statement('select me_revision from users where id = ?')
      .get<{ me_revision: number }>(member.user_id)
    member.me_revision = user?.me_revision ?? 0
    this.#sqlite
      .statement(
        'update members set read_seq = ?, read_ordinal = ?, me_revision = ? where conversation_id = ? and user_id = ?',
      )
      .run(member.read_seq, member.read_ordinal, member.me_revision, member.conversation_id, member.user_id)
    const row = JSON.stringify({ entity: 'membership', value: toMembership(member) })
    const known = set.me.get(member.user_id)
    if (known) known.rows.push(row)
    else set.me.set(member.user_id, { from: member.me_revision, rows: [row] })
  }
}

function openChanges(id: string, row: OpenConversation['row']): ConversationChanges {
  const head = Number(row.head)
  return {
    id,
    kind: row.kind,
    from: head + 1,
    rows: [],
    before: head,
    head,
    lastOrdinal: Number(row.last_ordinal),
    joined: [],
    left: [],
    conversation: null,
    lastMessage: null,
  }
}

function checkMentions(content: TextContent): void {
  for (const [i, mention] of content.mentions.entries()) {
    if (mention.offset + mention.length <= content.text.length) continue
    throw new ProtocolError('invalid_params', {
      field: `content.mentions.${i}`,
      message: 'A mention lies outside the text.',
    })
  }
}
