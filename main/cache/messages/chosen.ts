import type { Message, MessageState } from '@lianqun/protocol'
import type { CallArgs, MessageItem } from '../../../preload/contract/index.ts'
import { messageKey } from '../core/message-key.ts'
import { type ConversationRow, conversationRow, type MessageRow, messageColumns, seqOf } from '../core/rows.ts'
import { spanAt } from '../core/spans.ts'
import type { Sql } from '../core/sql.ts'
import type { WriteContext } from '../core/write-context.ts'
import { changeAnswered, waitingChanges } from '../outbox/index.ts'
import { readPage } from './reads.ts'
import { upsertState } from './states.ts'
import { upsertMessages } from './writes.ts'

/* Messages that are chosen one by one, and not as a stretch of the conversation. */

/** The messages of these seqs that the cache holds as they are now, ascending. */
export function heldMessages(
  sql: Sql,
  self: string | null,
  { id, seqs }: { id: string; seqs: readonly number[] },
): MessageItem[] {
  const conversation = conversationRow(sql, id)
  if (conversation === undefined) return []
  const covered = seqs.filter(seq => isHeld(sql, conversation, seq))
  const rows = sql.all<MessageRow>(
    `SELECT ${messageColumns} FROM message WHERE key IN (SELECT value FROM json_each(?)) ORDER BY key`,
    JSON.stringify(covered.map(seq => messageKey(conversation.key, seq))),
  )
  return readPage(sql, self, id, rows, false, 0).items
}

function isHeld(sql: Sql, { key, visible_from }: ConversationRow, seq: number): boolean {
  return seq >= visible_from && spanAt(sql, key, seq) !== undefined
}

/** Messages as the window shows them, which need not be in the cache and are not put there. */
export function messageItems(sql: Sql, self: string | null, id: string, messages: readonly Message[]): MessageItem[] {
  const key = conversationRow(sql, id)?.key ?? 0
  const rows = messages.map(
    ({ attributes, content, ...message }): MessageRow => ({
      key: messageKey(key, message.seq),
      revision: message.revision,
      ordinal: message.ordinal,
      sender_id: message.senderId,
      client_id: message.clientId,
      sent_at: message.sentAt,
      content: JSON.stringify(content),
      attributes: attributes === undefined ? null : JSON.stringify(attributes),
    }),
  )
  return readPage(sql, self, id, rows, false, 0).items
}

/**
 * The replies of a thread that the cache holds or that come from `fetched`, ascending, with those that are queued at
 * the end. Of a message in both, the newer row counts.
 */
export function threadItems(
  sql: Sql,
  self: string | null,
  { id, seq, fetched }: { id: string; seq: number; fetched: readonly Message[] },
): MessageItem[] {
  const conversation = conversationRow(sql, id)
  if (conversation === undefined) return []
  const held = sql
    .all<MessageRow>(
      `SELECT ${messageColumns} FROM message WHERE thread = ? ORDER BY key`,
      messageKey(conversation.key, seq),
    )
    .filter(row => isHeld(sql, conversation, seqOf(row.key)))
  const bySeq = new Map(messageItems(sql, self, id, fetched).map(item => [item.seq, item]))
  const inThread = new Set([seq, ...held.map(row => seqOf(row.key)), ...fetched.map(message => message.seq)])
  const queued = ({ reply_to }: { reply_to: number | null }) => reply_to !== null && inThread.has(reply_to)
  const items = readPage(sql, self, id, held, true, 0, queued).items
  const waiting = items.filter(item => item.seq === 0)
  for (const item of items) {
    const other = bySeq.get(item.seq)
    if (item.seq > 0 && (other === undefined || other.revision <= item.revision)) bySeq.set(item.seq, item)
  }
  const sent = [...bySeq.values()].sort((a, b) => a.seq - b.seq)
  const known = new Set(sent.map(item => item.clientId))
  return [...sent, ...waiting.filter(item => !known.has(item.clientId))]
}

type Flagged = CallArgs<'messages.flagged'>

/** The messages that are pinned or marked, newest first, as far as the cache has them, and whether there are more. */
export function flaggedItems(
  sql: Sql,
  self: string | null,
  { id, flags, before, limit }: Pick<Flagged, 'id' | 'flags' | 'limit'> & { before: number | null },
): { items: MessageItem[]; more: boolean } {
  const conversation = conversationRow(sql, id)
  if (conversation === undefined) return { items: [], more: false }
  const conditions = flags.map(flag =>
    flag === 'pinned'
      ? `json_extract(attributes, '$.pinned') IS NOT NULL`
      : `json_extract(attributes, '$.mark.kind') = '${flag}'`,
  )
  const rows = sql.all<MessageRow>(
    `SELECT ${messageColumns} FROM message
     WHERE flagged = 1 AND key BETWEEN ? AND ? AND (${conditions.join(' OR ')}) ORDER BY key DESC LIMIT ?`,
    messageKey(conversation.key, conversation.visible_from),
    messageKey(conversation.key, (before ?? conversation.head + 1) - 1),
    limit + 1,
  )
  const items = readPage(sql, self, id, rows.slice(0, limit), false, 0).items
  // What waits to be pinned or marked is among them, and what waits for the contrary is not.
  const low = rows.length > limit ? (items.at(-1)?.seq ?? 0) : 0
  const known = new Set(items.map(({ seq }) => seq))
  const waiting = [...waitingChanges(sql, id).keys()].filter(
    seq => seq > low && seq < (before ?? Number.MAX_SAFE_INTEGER) && !known.has(seq),
  )
  const all = [...items, ...heldMessages(sql, self, { id, seqs: waiting })].filter(item =>
    flags.some(flag => hasFlag(item, flag)),
  )
  return { items: all.sort((a, b) => b.seq - a.seq), more: rows.length > limit }
}

function hasFlag({ content, attributes }: MessageItem, flag: Flagged['flags'][number]): boolean {
  if (content.type === 'recalled') return false
  return flag === 'pinned' ? attributes.pinned !== undefined : attributes.mark?.kind === flag
}

/**
 * Keeps messages that are not part of a stretch: they are shown where they are asked for one by one, and change with
 * what is pushed. `flags`, `from`, `until`: the messages that the server named for these flags from one seq on up to
 * another (exclusive; null: the end), so that others which are held as flagged are so no more.
 */
export function keepFlagged(
  context: WriteContext,
  {
    id,
    flags,
    from,
    until,
    messages,
  }: { id: string; flags: Flagged['flags']; from: number; until: number | null; messages: readonly Message[] },
): void {
  const conversation = conversationRow(context.sql, id)
  if (conversation === undefined) return
  const { from: changed } = upsertMessages(context, conversation.key, messages, false)
  const named = new Set(messages.map(({ seq }) => seq))
  const { items } = flaggedItems(context.sql, context.self, { id, flags, before: until, limit: 1_000 })
  const gone = items.filter(({ seq }) => seq >= from && !named.has(seq))
  for (const { seq } of gone)
    context.sql.run('UPDATE message SET flagged = 0 WHERE key = ?', messageKey(conversation.key, seq))
  const lowest = Math.min(changed ?? Number.MAX_SAFE_INTEGER, ...gone.map(({ seq }) => seq))
  if (lowest < Number.MAX_SAFE_INTEGER) context.changes.messages(id, lowest)
}

/** A change of a message was taken by the server, which gave its row, and that of what is one's own of it, or refused. */
export function changeDone(
  context: WriteContext,
  clientId: string,
  epoch: string | null,
  message: Message | null,
  state?: MessageState,
): void {
  if (state !== undefined) upsertState(context, state)
  changeAnswered(context, clientId, epoch, message, ({ conversationId, seq }) => {
    const conversation = conversationRow(context.sql, conversationId)
    if (message === null || conversation === undefined) return
    upsertMessages(context, conversation.key, [message], spanAt(context.sql, conversation.key, seq) !== undefined)
    context.touch(conversation)
  })
}
