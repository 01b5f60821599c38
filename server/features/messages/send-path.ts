import { hash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import {
  contentFiles,
  contentMentions,
  type Message,
  namedInAttributes,
  type Params,
  ProtocolError,
} from '@lianqun/protocol'
import { type ChangeSet, ConversationLog, emptyChangeSet, ScopeLog } from '../../core/change-set.ts'
import { type Follow, heard, jobRow, type NewJob } from '../../core/jobs/jobs.ts'
import {
  clientKey,
  fileKey,
  type KnownSends,
  type MadeBatch,
  type MessageBatch,
  memberKey,
  messageKey,
  type SendKey,
} from '../../storage/message-store.ts'
import { toConversation, toFileRef, toMembership, toMessage } from '../../storage/rows.ts'
import type {
  ConversationRow,
  FileRefRow,
  MemberRow,
  MentionRow,
  MessageRow,
  RecordItemRow,
} from '../../storage/tables.ts'
import { detailsWithAnswer } from '../conversations/index.ts'
import { requireMaySend } from '../groups/index.ts'
import { copiedIn } from './record-copies.ts'

/** One message to store. */
export interface SendInput extends Pick<Params<'message.send'>, 'conversationId' | 'content' | 'replyTo'> {
  senderId: string
  /** Null for a message that is never retried, as in a seed. */
  clientId: string | null
  /** Milliseconds; the commit's time when left out. */
  sentAt?: number
}

/** A stored message and its JSON, so that it is encoded once for all receivers. */
export interface Sent {
  message: Message
  json: string
}

export type SendOutcome = Sent | ProtocolError

/** What must be read to send these. */
export function sendKeys(inputs: readonly SendInput[]): SendKey[] {
  return inputs.map(input => ({ ...input, fileIds: contentFiles(input.content).map(({ id }) => id) }))
}

/** What a batch of sends comes to, besides its rows. `jobs`: how many follow from it. */
export interface SendResult {
  outcomes: SendOutcome[]
  changes: ChangeSet
  jobs: number
}

/** Numbers messages in order. A refused message has an Error as its outcome. The conversations and senders are locked. */
export function makeBatch(
  known: KnownSends,
  inputs: readonly SendInput[],
  now: number,
  follow: Follow,
): MadeBatch<SendResult> {
  const batch = new SendBatch(known, now)
  const outcomes = inputs.map(input => {
    try {
      return batch.send(input)
    } catch (error) {
      if (error instanceof ProtocolError) return error
      throw error
    }
  })
  const { changes, rows } = batch.finish(follow)
  const result = { outcomes, changes, jobs: rows.jobs.length }
  return { rows: rows.messages.length > 0 ? rows : null, result }
}

/** What makes two sends under one client id the same. */
function contentHashOf({ conversationId, replyTo }: SendInput, content: string): string {
  const reply = replyTo === undefined ? '' : `\n${replyTo}`
  return hash('sha256', `${conversationId}\n${content}${reply}`, 'base64url')
}

/** The messages of one transaction, checked and numbered before anything is written. */
class SendBatch {
  readonly #known: KnownSends
  readonly #now: number
  readonly #conversations = new Map<string, ConversationLog>()
  /** Members whose own message moved their read mark. */
  readonly #members = new Set<MemberRow>()
  readonly #messages: MessageRow[] = []
  readonly #sent: Message[] = []
  readonly #changed = new Set<MessageRow>()
  readonly #details = new Set<ConversationRow>()
  readonly #mentions: MentionRow[] = []
  readonly #files: FileRefRow[] = []
  readonly #copies: RecordItemRow[] = []

  constructor(known: KnownSends, now: number) {
    this.#known = known
    this.#now = now
  }

  /** @throws not_member, invalid_params, conflict, only_admins, slow_mode */
  send(input: SendInput): Sent {
    const { conversationId, senderId, clientId, content, replyTo } = input
    const text = JSON.stringify(content)
    const contentHash = clientId === null ? null : contentHashOf(input, text)
    const earlier = clientId === null ? undefined : this.#known.messages.get(clientKey(senderId, clientId))
    if (earlier) {
      if (earlier.content_hash !== contentHash) throw new ProtocolError('conflict', { field: 'clientId' })
      const message = toMessage(earlier)
      return { message, json: JSON.stringify(message) }
    }
    const member = this.#known.members.get(memberKey(conversationId, senderId))
    const log = member && this.#conversation(conversationId)
    if (!log) throw new ProtocolError('not_member')
    const sentAt = input.sentAt ?? this.#now
    const conversation = this.#known.conversations.get(conversationId)
    if (conversation) requireMaySend(conversation, member, content, sentAt)

    const root = replyTo === undefined ? undefined : this.#rootOf(member, replyTo)
    const attributes = root && replyTo ? { replyTo, thread: Number(root.seq) } : undefined
    const fileIds = this.#checkFiles(senderId, content)
    const seq = log.next()
    const ordinal = log.nextOrdinal(content)
    const row: MessageRow = {
      conversation_id: conversationId,
      seq,
      revision: seq,
      ordinal,
      sender_id: senderId,
      client_id: clientId,
      content_hash: contentHash,
      sent_at: sentAt,
      content: text,
      attributes: attributes ? JSON.stringify(attributes) : null,
      thread: attributes?.thread ?? null,
    }
    this.#messages.push(row)
    if (clientId !== null) this.#known.messages.set(clientKey(senderId, clientId), row)
    for (const userId of new Set(contentMentions(content).map(mention => mention.userId))) {
      this.#mentions.push({ conversation_id: conversationId, user_id: userId, seq, sender_id: senderId })
    }
    for (const id of fileIds) this.#files.push({ conversation_id: conversationId, seq, file_id: id })
    for (const fingerprint of copiedIn(content))
      this.#copies.push({ fingerprint, conversation_id: conversationId, seq })
    const message: Message = {
      conversationId,
      seq,
      revision: seq,
      ordinal,
      senderId,
      clientId,
      sentAt,
      content,
      ...(attributes && { attributes }),
    }
    this.#sent.push(message)
    const json = JSON.stringify(message)
    log.add({ entity: 'message', value: message }, json)
    if (root) this.#countReply(log, root, message)
    if (conversation) this.#noteAnswer(log, conversation, message)
    member.read_seq = seq
    member.read_ordinal = ordinal
    member.last_sent_at = sentAt
    this.#members.add(member)
    return { message, json }
  }

  /**
   * The ids of the files that a message shows. @throws not_found for one that the sender may not load, invalid_params
   * for one of which they say something else than the server
   */
  #checkFiles(senderId: string, content: SendInput['content']): Set<string> {
    const files = contentFiles(content)
    for (const file of files) {
      const row = this.#known.files.get(fileKey(senderId, file.id))
      if (!row)
        throw new ProtocolError('not_found', { field: 'content', message: 'A file of the message is not here.' })
      if (!isDeepStrictEqual({ ...file }, toFileRef(row)))
        throw new ProtocolError('invalid_params', { field: 'content' })
    }
    return new Set(files.map(({ id }) => id))
  }

  /** The message that began the thread of a reply. @throws not_found where the sender may not see what they reply to */
  #rootOf(member: MemberRow, replyTo: number): MessageRow {
    const replied = this.#known.replied.get(messageKey(member.conversation_id, replyTo))
    if (!replied || replyTo < Number(member.visible_from)) throw new ProtocolError('not_found', { field: 'replyTo' })
    const { thread } = replied
    return (thread === null ? null : this.#known.replied.get(messageKey(member.conversation_id, thread))) ?? replied
  }

  /** Counts a reply on the message that began the thread. */
  #countReply(log: ConversationLog, root: MessageRow, { seq, senderId }: Message): void {
    const old = toMessage(root)
    const { count = 0, userIds = [] } = old.attributes?.replies ?? {}
    const named = userIds.includes(senderId) || userIds.length >= namedInAttributes ? userIds : [...userIds, senderId]
    const attributes = { ...old.attributes, replies: { count: count + 1, lastSeq: seq, userIds: named } }
    root.revision = log.next()
    root.attributes = JSON.stringify(attributes)
    this.#changed.add(root)
    log.add({ entity: 'message', value: { ...old, revision: root.revision, attributes } })
  }

  /** The clock of a problem group notes its first answer. */
  #noteAnswer(log: ConversationLog, row: ConversationRow, message: Message): void {
    const details = detailsWithAnswer(row, message)
    if (details === null) return
    row.details = JSON.stringify(details)
    row.revision = log.next()
    this.#details.add(row)
    log.add({ entity: 'conversation', value: toConversation(row) })
  }

  #conversation(id: string): ConversationLog | undefined {
    const row = this.#known.conversations.get(id)
    let log = this.#conversations.get(id)
    if (log || !row) return log
    log = new ConversationLog(row)
    this.#conversations.set(id, log)
    return log
  }

  /** The rows to write, and the changes to publish. */
  finish(follow: Follow): { rows: MessageBatch; changes: ChangeSet } {
    const changes = emptyChangeSet()
    const logs = [...this.#conversations.values()].filter(log => log.changes.rows.length > 0)
    for (const log of logs) changes.conversations.push(log.changes)
    const meRevisions = this.#mark(changes)
    const rows = {
      messages: this.#messages,
      changed: [...this.#changed],
      mentions: this.#mentions,
      files: this.#files,
      copies: this.#copies,
      conversations: logs.map(log => log.heads),
      details: [...this.#details],
      members: [...this.#members],
      meRevisions,
      jobs: [...follow(this.#sent), ...this.#heard(logs)].map(job => jobRow(job, this.#now)),
    }
    return { rows, changes }
  }

  /** Conversations in which a bot is, of those that changed. */
  #heard(logs: readonly ConversationLog[]): NewJob[] {
    const ids = logs.map(({ changes }) => changes.id)
    return ids.filter(id => this.#known.conversations.get(id)?.listened).map(heard)
  }

  /** One revision of the sender's own scope for each conversation, however many messages they sent in it. */
  #mark(changes: ChangeSet): Map<string, number> {
    const logs = new Map<string, ScopeLog>()
    for (const member of this.#members) {
      const userId = member.user_id
      const log = logs.get(userId) ?? new ScopeLog(Number(this.#known.meRevisions.get(userId) ?? 0))
      logs.set(userId, log)
      member.me_revision = log.next()
      log.add({ entity: 'membership', value: toMembership(member) })
    }
    for (const [userId, log] of logs) changes.me.set(userId, log.changes)
    return new Map([...logs].map(([userId, log]) => [userId, log.head]))
  }
}
