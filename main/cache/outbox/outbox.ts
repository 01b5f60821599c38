import {
  type ListChange,
  type Membership,
  type Message,
  type SendableContent,
  sendableContentSchema,
} from '@lianqun/protocol'
import { applyMembership, dropOwnLeaving, isLeft, pendingList, showLeftConversation } from '../conversations/index.ts'
import { messageKey } from '../core/message-key.ts'
import { conversationRow } from '../core/rows.ts'
import { spanAt } from '../core/spans.ts'
import { readJson, type Sql } from '../core/sql.ts'
import type { LabelChangeRequest, OutboxItem } from '../core/types.ts'
import type { WriteContext } from '../core/write-context.ts'
import { askNext } from '../messages/index.ts'
import { requestOf } from './changes.ts'
import { stateRequestOf } from './states.ts'

type Send = Omit<Extract<OutboxItem, { kind: 'send' }>, 'kind' | 'attempts' | 'epoch'>
type MembershipItem = Omit<Extract<OutboxItem, { kind: 'membership' }>, 'kind' | 'attempts' | 'epoch'>

export interface OutboxRow {
  position: number
  client_id: string
  kind: 'send' | 'membership' | 'change' | 'state' | 'label'
  conversation_id: string
  state: 'pending' | 'acknowledged' | 'failed'
  content: string | null
  created_at: number
  attempts: number
  error: string | null
  pinned: number | null
  muted: number | null
  read_seq: number | null
  reply_to: number | null
  slot: string | null
  /** What it asks of others, as JSON. */
  ask: string | null
}

function rowOf(sql: Sql, clientId: string): OutboxRow | undefined {
  return sql.get<OutboxRow>('SELECT * FROM outbox WHERE client_id = ?', clientId)
}

/** Reports that a conversation's outbox changed: its list row and, with `atEnd`, the end of its messages. */
function changed(context: WriteContext, conversationId: string, atEnd: boolean): void {
  context.changes.conversation(conversationId)
  const row = conversationRow(context.sql, conversationId)
  if (row !== undefined) context.touch(row)
  if (atEnd) context.changes.messages(conversationId, row === undefined ? 0 : row.head + 1)
}

/** Reports that the files of a queued message changed. */
export function outboxChanged(context: WriteContext, clientId: string): void {
  const row = rowOf(context.sql, clientId)
  if (row !== undefined) changed(context, row.conversation_id, true)
}

/**
 * Queues a message. `draft`: the draft of the conversation from then on; left out, it stays. In a conversation that the
 * person is out of it is kept as not sent.
 */
export function enqueueSend(context: WriteContext, item: Send, draft?: string): void {
  const left = isLeft(context.sql, item.conversationId)
  const added = context.sql.run(
    `INSERT INTO outbox (client_id, kind, conversation_id, content, created_at, state, error, reply_to, ask)
     VALUES (?, 'send', ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (client_id) DO NOTHING`,
    item.clientId,
    item.conversationId,
    JSON.stringify(item.content),
    item.createdAt,
    left ? 'failed' : 'pending',
    left ? 'not_member' : null,
    item.replyTo ?? null,
    item.ask === undefined ? null : JSON.stringify(item.ask),
  )
  if (left) showLeftConversation(context, item.conversationId)
  if (draft !== undefined) setDraft(context, item.conversationId, draft)
  if (added > 0) changed(context, item.conversationId, true)
}

const bit = (value: boolean | undefined) => (value === undefined ? null : value ? 1 : 0)

/**
 * Queues a pin, mute, read mark or change of how the conversation stands in the list, which takes effect there at once.
 * A conversation has one item: a newer one is merged into it and gives it its client id, so that the answer to an
 * attempt in flight does not remove it.
 */
export function enqueueMembership(context: WriteContext, item: MembershipItem): void {
  const old = context.sql.get<OutboxRow>(
    "SELECT * FROM outbox WHERE conversation_id = ? AND kind = 'membership'",
    item.conversationId,
  )
  if (old !== undefined) context.sql.run('DELETE FROM outbox WHERE position = ?', old.position)
  const readSeq = Math.max(old?.read_seq ?? 0, item.readSeq ?? 0)
  const list = { ...pendingList(old), ...seenOfUnread(context.sql, item, old), ...item.list }
  context.sql.run(
    `INSERT INTO outbox (position, client_id, kind, conversation_id, pinned, muted, read_seq, content)
     VALUES (?, ?, 'membership', ?, ?, ?, ?, ?)`,
    old?.position ?? null,
    item.clientId,
    item.conversationId,
    bit(item.pinned) ?? old?.pinned ?? null,
    bit(item.muted) ?? old?.muted ?? null,
    readSeq === 0 ? null : readSeq,
    Object.keys(list).length === 0 ? null : JSON.stringify(list),
  )
  changed(context, item.conversationId, false)
}

/** What is left of a read position that was set back, once messages up to `item.readSeq` were seen. */
function seenOfUnread(sql: Sql, item: MembershipItem, old: OutboxRow | undefined): Pick<ListChange, 'unreadFrom'> {
  const row = conversationRow(sql, item.conversationId)
  if (row === undefined || item.readSeq === undefined) return {}
  const mark = Math.max(row.read_seq, old?.read_seq ?? 0)
  const own = row.effective_read_seq
  if (own >= mark || item.readSeq <= own) return {}
  return { unreadFrom: item.readSeq >= mark ? 0 : item.readSeq + 1 }
}

/** Whether an answer is of another epoch than what is held now: the item goes out again. */
function isOfOldEpoch(sql: Sql, conversationId: string, epoch: string | null): boolean {
  return (conversationRow(sql, conversationId)?.epoch ?? null) !== epoch
}

/** The item that an answer is for; undefined when it is gone, or when the answer is of another epoch. */
function answeredRow(sql: Sql, clientId: string, epoch: string | null): OutboxRow | undefined {
  const row = rowOf(sql, clientId)
  return row === undefined || isOfOldEpoch(sql, row.conversation_id, epoch) ? undefined : row
}

/**
 * The server acknowledged a send: it shows as sent, and leaves the outbox when sync applies its row. `epoch` as the
 * item had it.
 */
export function outboxAcknowledged(
  context: WriteContext,
  clientId: string,
  epoch: string | null,
  message: Message,
): void {
  const sent = rowOf(context.sql, clientId)
  if (sent !== undefined && !willBeShown(context.sql, message)) {
    // The server has the message, but no row of it will come.
    outboxDiscard(context, clientId)
    return
  }
  const row = answeredRow(context.sql, clientId, epoch)
  if (row === undefined) return
  askNext(context, clientId, message.seq)
  if (isShown(context.sql, message)) context.sql.run('DELETE FROM outbox WHERE client_id = ?', clientId)
  else context.sql.run("UPDATE outbox SET state = 'acknowledged', error = NULL WHERE client_id = ?", clientId)
  changed(context, row.conversation_id, true)
}

/** Whether the person is still in a conversation, and has not left and come back since it got this message. */
function willBeShown(sql: Sql, { conversationId, seq }: Message): boolean {
  return !isLeft(sql, conversationId) && seq >= (conversationRow(sql, conversationId)?.visible_from ?? 0)
}

/** The server took a send, but what it made of it cannot be read: it shows as sent until sync applies its row. */
export function outboxAccepted(context: WriteContext, clientId: string, epoch: string | null): void {
  if (answeredRow(context.sql, clientId, epoch) === undefined) return
  setState(context, clientId, 'pending', "state = 'acknowledged', error = NULL")
}

/** Whether a span covers the message, so that pages show it. */
function isShown(sql: Sql, message: Message): boolean {
  const conversation = conversationRow(sql, message.conversationId)
  if (conversation === undefined || spanAt(sql, conversation.key, message.seq) === undefined) return false
  return sql.get('SELECT 1 FROM message WHERE key = ?', messageKey(conversation.key, message.seq)) !== undefined
}

/** A membership item was acknowledged (with the row it gave, so that nothing flickers) or refused for good. */
export function outboxDone(
  context: WriteContext,
  clientId: string,
  epoch: string | null,
  membership?: Membership,
): void {
  const row = rowOf(context.sql, clientId)
  const conversationId = membership?.conversationId ?? row?.conversation_id
  if (conversationId === undefined || isOfOldEpoch(context.sql, conversationId, epoch)) return
  if (membership !== undefined) applyMembership(context, membership)
  if (row === undefined || row.kind !== 'membership') return
  context.sql.run('DELETE FROM outbox WHERE client_id = ?', clientId)
  changed(context, row.conversation_id, false)
}

function setState(
  context: WriteContext,
  clientId: string,
  from: string,
  assignments: string,
  ...values: string[]
): void {
  const row = rowOf(context.sql, clientId)
  if (row === undefined || row.state !== from) return
  context.sql.run(`UPDATE outbox SET ${assignments} WHERE client_id = ?`, ...values, clientId)
  changed(context, row.conversation_id, row.kind === 'send')
}

export function outboxFailed(context: WriteContext, clientId: string, error: string): void {
  setState(context, clientId, 'pending', "state = 'failed', error = ?", error)
}

export function outboxRetry(context: WriteContext, clientId: string): void {
  setState(context, clientId, 'failed', "state = 'pending', error = NULL, attempts = 0")
}

export function outboxAttempted(context: WriteContext, clientId: string): void {
  context.sql.run('UPDATE outbox SET attempts = attempts + 1 WHERE client_id = ?', clientId)
}

export function outboxDiscard(context: WriteContext, clientId: string): void {
  const row = rowOf(context.sql, clientId)
  if (row === undefined) return
  context.sql.run('DELETE FROM outbox WHERE client_id = ?', clientId)
  changed(context, row.conversation_id, row.kind === 'send')
  dropOwnLeaving(context, row.conversation_id)
}

export function setDraft(context: WriteContext, conversationId: string, text: string): void {
  const changes =
    text === ''
      ? context.sql.run('DELETE FROM draft WHERE conversation_id = ?', conversationId)
      : context.sql.run(
          `INSERT INTO draft (conversation_id, text) VALUES (?, ?) ON CONFLICT (conversation_id) DO UPDATE SET
             text = excluded.text WHERE text <> excluded.text`,
          conversationId,
          text,
        )
  if (changes === 0) return
  context.changes.conversation(conversationId)
  if (text === '') dropOwnLeaving(context, conversationId)
  else showLeftConversation(context, conversationId)
}

/** The content of a queued message, or null when it cannot be sent. */
export function contentOf(row: Pick<OutboxRow, 'content'>): SendableContent | null {
  let value: unknown
  try {
    value = readJson(row.content ?? 'null')
  } catch {
    // One damaged row must not stop the others.
    return null
  }
  const parsed = sendableContentSchema.safeParse(value)
  return parsed.success ? parsed.data : null
}

/** Marks messages that this version cannot send as failed, so that the user can copy, discard or later retry them. */
export function failUnsendable(context: WriteContext): void {
  const rows = context.sql.all<OutboxRow>("SELECT * FROM outbox WHERE kind = 'send' AND state = 'pending'")
  for (const row of rows) if (contentOf(row) === null) outboxFailed(context, row.client_id, 'invalid_params')
}

/**
 * Pending items in the order of writing, without those that cannot be sent, which show as failed, and those whose files
 * are not up: later messages do not wait for them.
 */
export function dueItems(sql: Sql): OutboxItem[] {
  return sql
    .all<OutboxRow & { epoch: string | null }>(
      `SELECT outbox.*, conversation.epoch FROM outbox LEFT JOIN conversation ON conversation.id = conversation_id
       WHERE state = 'pending' AND NOT EXISTS
         (SELECT 1 FROM upload WHERE upload.client_id = outbox.client_id AND upload.file IS NULL)
       ORDER BY position`,
    )
    .flatMap((row): OutboxItem[] => {
      const { client_id: clientId, conversation_id: conversationId, attempts, epoch } = row
      const base = { clientId, conversationId, attempts, epoch }
      if (row.kind === 'send') {
        const content = contentOf(row)
        if (content === null) return []
        const reply = row.reply_to === null ? {} : { replyTo: row.reply_to }
        return [{ ...base, kind: 'send', content, createdAt: row.created_at, ...reply }]
      }
      if (row.kind === 'change')
        return [{ ...base, kind: 'change', request: requestOf(row), createdAt: row.created_at }]
      if (row.kind === 'label')
        return [{ ...base, kind: 'label', request: readJson<LabelChangeRequest>(row.content ?? 'null') }]
      if (row.kind === 'state')
        return [{ ...base, kind: 'state', request: stateRequestOf(row), createdAt: row.created_at }]
      return [
        {
          ...base,
          kind: 'membership',
          ...(row.pinned === null ? {} : { pinned: row.pinned === 1 }),
          ...(row.muted === null ? {} : { muted: row.muted === 1 }),
          ...(row.read_seq === null ? {} : { readSeq: row.read_seq }),
          ...(row.content === null ? {} : { list: pendingList(row) }),
        },
      ]
    })
}

/** Number of messages that the server has not acknowledged, failed ones included, and of drafts. */
export function unsent(sql: Sql): number {
  const row = sql.get<{ n: number }>(
    `SELECT (SELECT count(*) FROM outbox WHERE kind = 'send' AND state <> 'acknowledged')
       + (SELECT count(*) FROM draft) AS n`,
  )
  return row?.n ?? 0
}
