import type { Conversation, ConversationHead, Member, Membership } from '@lianqun/protocol'
import type { EntityHandlers } from '../core/feature.ts'
import { messageKey } from '../core/message-key.ts'
import { readMeta, writeMeta } from '../core/meta.ts'
import { type ConversationRow, conversationRow, leftEpoch, seqOf } from '../core/rows.ts'
import { gaps, readSpans } from '../core/spans.ts'
import type { WriteContext } from '../core/write-context.ts'
import { nameTerms } from '../directory/index.ts'
import { relabel } from '../labels/index.ts'
import { lastMessageKey, newestHeld, noteMissed, upsertMessages } from '../messages/index.ts'
import { storedDetails } from './group.ts'
import { forgetRows, leaveConversation } from './left.ts'
import { listStateOf, ownRead, pendingList, pendingMembership, placeOf } from './list-state.ts'
import { dropQueuedSeqs } from './queued-seqs.ts'

/** Updates a conversation's own fields if they are newer. */
function upsertConversation(context: WriteContext, value: Conversation): void {
  const changed = context.sql.run(
    `UPDATE conversation SET kind = ?, name = ?, terms = ?, owner_id = ?, member_count = ?, avatar_user_ids = ?, details = ?,
       created_at = ?, revision = ? WHERE id = ? AND revision < ?`,
    value.kind,
    value.name,
    nameTerms(value.name),
    value.ownerId,
    value.memberCount,
    JSON.stringify(value.avatarUserIds),
    storedDetails(value),
    value.createdAt,
    value.revision,
    value.id,
    value.revision,
  )
  if (changed === 0) return
  // A rule may look at its name.
  const row = conversationRow(context.sql, value.id)
  if (row !== undefined) context.touch(row)
}

function upsertMembers(context: WriteContext, conversation: ConversationRow, members: readonly Member[]): void {
  for (const member of members) {
    const changed = context.sql.run(
      `INSERT INTO member (conversation, user_id, role, joined_at, has_left, nickname, revision)
       VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (conversation, user_id) DO UPDATE SET role = excluded.role, joined_at = excluded.joined_at,
         has_left = excluded.has_left, nickname = excluded.nickname, revision = excluded.revision WHERE excluded.revision > member.revision`,
      conversation.key,
      member.userId,
      member.role,
      member.joinedAt,
      member.left ? 1 : 0,
      member.nickname ?? null,
      member.revision,
    )
    if (changed === 0) continue
    context.changes.members(conversation.id)
    // A rule of a label may look at its members.
    context.touched.add(conversation.key)
    // What the person calls themselves stands with the conversation.
    if (member.userId === context.self) context.changes.conversation(conversation.id)
  }
}

/** Updates the user's membership; after the tombstone the conversation is read-only. An unknown conversation is only noted. */
export function applyMembership(context: WriteContext, value: Membership): void {
  const row = conversationRow(context.sql, value.conversationId)
  if (!value.joined) {
    if (row !== undefined && row.membership_revision >= value.revision) return
    leaveConversation(context, value, row)
    return
  }
  if (row === undefined) {
    context.unknown.push(value.conversationId)
    return
  }
  const changed = context.sql.run(
    `UPDATE conversation SET pinned = ?, muted = ?, read_seq = ?, read_ordinal = ?, visible_from = ?,
       list_state = ?, membership_revision = ? WHERE key = ? AND membership_revision < ?`,
    value.pinned ? 1 : 0,
    value.muted ? 1 : 0,
    value.readSeq,
    value.readOrdinal,
    value.visibleFrom,
    value.list === undefined ? null : JSON.stringify(value.list),
    value.revision,
    row.key,
    value.revision,
  )
  if (changed === 0) return
  // They are back in a conversation that they were out of.
  if (row.epoch === leftEpoch) context.unknown.push(row.id)
  context.touch(row)
  if (value.readSeq > row.read_seq) context.changes.read.push({ id: row.id, seq: value.readSeq })
  if (value.visibleFrom === row.visible_from) return
  context.changes.messages(row.id, 0)
  // The person was out of it meanwhile, so who left before that is not told any more: it is read from its beginning.
  if (value.visibleFrom > row.visible_from) readFromStart(context, row)
}

/** Forgets the members of a conversation and its cursor; messages stay, and come again only where they changed. */
function readFromStart(context: WriteContext, row: ConversationRow): void {
  context.sql.run('DELETE FROM member WHERE conversation = ?', row.key)
  context.sql.run('UPDATE conversation SET cursor = 0 WHERE key = ?', row.key)
  // What was acknowledged before comes no more.
  context.sql.run("DELETE FROM outbox WHERE conversation_id = ? AND kind = 'send' AND state = 'acknowledged'", row.id)
  context.changes.members(row.id)
}

/** The key in `meta` of the conversation that was open last. */
export const lastOpenedKey = 'last-opened'

/** Remembers the conversation that is open, for the next start. */
export function noteOpened({ sql }: WriteContext, id: string): void {
  if (readMeta(sql, lastOpenedKey) !== id) writeMeta(sql, lastOpenedKey, id)
}

/** Leaves conversations that are missing from the server's heads. */
export function leaveConversations(context: WriteContext, ids: readonly string[]): void {
  for (const id of ids) {
    const row = conversationRow(context.sql, id)
    if (row === undefined) continue
    // The server may name it again with the very relation that is known.
    leaveConversation(context, { conversationId: id, revision: row.membership_revision - 1 }, row)
  }
}

/**
 * Puts acknowledged messages back to pending: a server of another epoch may not have them. If it does, it recognises
 * the client id. `id`: only those of one conversation.
 */
export function sendAgain({ sql }: WriteContext, id: string | null = null): void {
  sql.run(
    `UPDATE outbox SET state = 'pending', attempts = 0
     WHERE kind = 'send' AND state = 'acknowledged' AND (?1 IS NULL OR conversation_id = ?1)`,
    id,
  )
}

/** Removes the synced rows of a conversation, except its row in the list, and starts its cursor again from 0. */
export function resetConversation(context: WriteContext, row: ConversationRow, epoch: string): void {
  forgetRows(context, row)
  // In another epoch a seq may be that of another message. Of one that the person was out of, the epoch is not known:
  // once the server has another, nothing of all that waits names a seq any more.
  if (row.epoch !== epoch && row.epoch !== leftEpoch) dropQueuedSeqs(context, row.id)
  sendAgain(context, row.id)
  context.sql.run(
    `UPDATE conversation SET epoch = ?, cursor = 0, head = 0, last_ordinal = 0, skipped_from = 0, skipped_to = 0
     WHERE key = ?`,
    epoch,
    row.key,
  )
  context.touch(row)
}

/**
 * Applies a head: the list row, the newest message for its preview, the mentions. Never lowers what is known.
 * `notify`: a newest message that was not known may be notified.
 */
export function upsertHead(context: WriteContext, epoch: string, head: ConversationHead, notify: boolean): void {
  const { conversation, membership } = head
  const row = conversationOfHead(context, epoch, conversation, membership)
  if (row === undefined) return
  upsertConversation(context, conversation)
  raiseHead(context, row.key, head.revision, head.lastOrdinal)
  if (head.revision >= row.head) replaceMentions(context, row.key, membership.readSeq, head.mentionSeqs)
  const known = newestHeld(context, row.key)
  const fresh = notePreview(context, row, head.lastMessage === null ? [] : [head.lastMessage])
  if (notify && fresh !== null) noteMissed(context, row.key, known, [fresh])
  context.touch(row)
}

/**
 * The row of a conversation that a head is of, with how it stands for the person: made when there is none, empty when
 * it is of another epoch, and undefined when they are out of it. `membership` null: that cannot be read.
 */
export function conversationOfHead(
  context: WriteContext,
  epoch: string,
  { id, kind }: Pick<Conversation, 'id' | 'kind'>,
  membership: Membership | null,
): ConversationRow | undefined {
  if (membership !== null && !membership.joined) {
    applyMembership(context, membership)
    return undefined
  }
  const left = context.sql.get<{ revision: number }>(
    'SELECT revision FROM left_conversation WHERE conversation_id = ?',
    id,
  )
  if (left !== undefined) {
    if (membership === null || left.revision >= membership.revision) return undefined
    context.sql.run('DELETE FROM left_conversation WHERE conversation_id = ?', id)
  }
  const row = rowOfEpoch(context, epoch, id, kind)
  if (row !== undefined && membership !== null) applyMembership(context, membership)
  return row
}

function rowOfEpoch(context: WriteContext, epoch: string, id: string, kind: string): ConversationRow | undefined {
  context.sql.run(
    `INSERT INTO conversation (id, kind, name, terms, member_count, avatar_user_ids, created_at, revision, epoch,
       membership_revision) VALUES (?, ?, '', '', 0, '[]', 0, -1, ?, -1) ON CONFLICT (id) DO NOTHING`,
    id,
    kind,
    epoch,
  )
  const row = conversationRow(context.sql, id)
  if (row === undefined || row.epoch === epoch) return row
  resetConversation(context, row, epoch)
  context.sql.run('UPDATE conversation SET membership_revision = -1, revision = -1 WHERE key = ?', row.key)
  row.head = 0
  return row
}

/** Stores a conversation's newest message outside of any span. Returns it if it was not known. */
export function notePreview(
  context: WriteContext,
  row: { key: number; id: string },
  messages: ConversationHead['lastMessage'][],
): ConversationHead['lastMessage'] {
  const given = messages.filter(message => message !== null)
  const { fresh, from } = upsertMessages(context, row.key, given, false)
  if (from !== null) context.changes.messages(row.id, from)
  return fresh[0] ?? null
}

/** @throws RangeError for a revision at which no message could be held */
export function raiseHead(context: WriteContext, key: number, head: number, lastOrdinal: number): void {
  messageKey(key, head)
  context.sql.run(
    'UPDATE conversation SET head = max(head, ?), last_ordinal = max(last_ordinal, ?) WHERE key = ?',
    head,
    lastOrdinal,
    key,
  )
}

/** The most mentions in a head. */
const mentionsInHead = 20

/** A head has the newest unread mentions: known ones in its range that it lacks no longer exist. */
function replaceMentions(context: WriteContext, key: number, readSeq: number, seqs: readonly number[]): void {
  const from = seqs.length < mentionsInHead ? readSeq : Math.min(...seqs)
  context.sql.run('DELETE FROM mention WHERE conversation = ? AND seq > ?', key, from)
  for (const seq of seqs) context.sql.run('INSERT OR IGNORE INTO mention (conversation, seq) VALUES (?, ?)', key, seq)
}

/**
 * Recomputes the derived columns of a conversation, which the list shows: synced values with pending changes applied.
 */
export function refresh(context: WriteContext, key: number): void {
  const { sql } = context
  const row = sql.get<ConversationRow>('SELECT * FROM conversation WHERE key = ?', key)
  if (row === undefined) return
  const pending = pendingMembership(sql, row.id)
  const change = pendingList(pending)
  const list = listStateOf(row, change)
  const lastKey = lastMessageKey(context, key)
  const last =
    lastKey === null ? undefined : sql.get<{ sent_at: number }>('SELECT sent_at FROM message WHERE key = ?', lastKey)
  const sending = sql.get<{ at: number | null }>(
    "SELECT max(created_at) AS at FROM outbox WHERE conversation_id = ? AND kind = 'send'",
    row.id,
  )
  const markSeq = Math.max(row.read_seq, pending?.read_seq ?? 0)
  const lastSeq = lastKey === null ? 0 : seqOf(lastKey)
  const setBack = ownRead(sql, row, list, change, { readSeq: markSeq, lastSeq })
  const readSeq = setBack?.seq ?? markSeq
  const readOrdinal = setBack?.ordinal ?? (markSeq > row.read_seq ? ordinalAt(context, row, markSeq) : row.read_ordinal)
  const behind = Math.max(0, row.last_ordinal - readOrdinal)
  // What was marked as unread shows as that, also where nothing after the mark counts.
  const least = setBack === null ? 0 : 1
  const unread = Math.max(least, behind === 0 ? 0 : behind - recalledAfter(context, row, readSeq))
  const held = sql.get<{ n: number }>(
    'SELECT count(*) AS n FROM mention WHERE conversation = ? AND seq > ?',
    key,
    Math.max(readSeq, row.visible_from - 1),
  )
  const mentions = unread === 0 ? 0 : (held?.n ?? 0)
  const pinned = (pending?.pinned ?? row.pinned) === 1
  const muted = (pending?.muted ?? row.muted) === 1
  relabel(context, row, list.labels)
  const place = placeOf(row, list, { pinned, muted, mentions, lastSeq, sending: sending?.at != null })
  const low = Math.max(row.visible_from, 1)
  const left = row.epoch === leftEpoch
  const leftAt = left
    ? sql.get<{ at: number | null }>('SELECT left_at AS at FROM left_conversation WHERE conversation_id = ?', row.id)
        ?.at
    : null
  // Nothing can be fetched of a conversation that the person is out of.
  const missing = left
    ? 0
    : gaps(readSpans(sql, key), low, row.head).reduce((sum, gap) => sum + gap.to - gap.from + 1, 0)
  sql.run(
    `UPDATE conversation SET effective_pinned = ?, effective_muted = ?, effective_read_seq = ?, unread = ?, mentions = ?,
       effective_pin_rank = ?, place = ?, active_at = ?, missing = ? WHERE key = ?`,
    pinned ? 1 : 0,
    muted ? 1 : 0,
    readSeq,
    unread,
    mentions,
    pinned ? (list.pinRank ?? '') : '',
    place,
    Math.max(last?.sent_at ?? row.created_at, sending?.at ?? 0, leftAt ?? 0),
    missing,
    key,
  )
}

/** Recalled messages after a read mark: they have ordinals, but are not unread. */
function recalledAfter({ sql }: WriteContext, row: ConversationRow, readSeq: number): number {
  const after = Math.max(readSeq, row.visible_from - 1)
  return (
    sql.get<{ n: number }>('SELECT count(*) AS n FROM recalled WHERE conversation = ? AND seq > ?', row.key, after)
      ?.n ?? 0
  )
}

/** The ordinal of a read mark that the server has not acknowledged yet. */
function ordinalAt(context: WriteContext, row: ConversationRow, readSeq: number): number {
  if (readSeq >= row.head) return row.last_ordinal
  const held = context.sql.get<{ ordinal: number }>(
    'SELECT ordinal FROM message WHERE key BETWEEN ? AND ? ORDER BY key DESC LIMIT 1',
    messageKey(row.key, 0),
    messageKey(row.key, readSeq),
  )
  return Math.max(row.read_ordinal, held?.ordinal ?? 0)
}

export const conversationEntities: EntityHandlers<'conversation' | 'member' | 'membership'> = {
  conversation: {
    apply: (context, rows) => {
      for (const row of rows) upsertConversation(context, row)
    },
    reset: (context, { key }) => context.sql.run('UPDATE conversation SET revision = 0 WHERE key = ?', key),
  },
  member: {
    apply: (context, rows, { row }) => upsertMembers(context, row, rows),
    reset: (context, { key, id }) => {
      context.sql.run('DELETE FROM member WHERE conversation = ?', key)
      context.changes.members(id)
    },
    resetAll: ({ sql }) => sql.exec('DELETE FROM member'),
  },
  membership: {
    apply: (context, rows) => {
      for (const row of rows) applyMembership(context, row)
    },
    reset: resetMemberships,
  },
}

/**
 * Revisions of `me` start again. Conversations that the user has left stay while they have unsent messages or drafts.
 */
function resetMemberships(context: WriteContext): void {
  context.sql.exec(`UPDATE conversation SET membership_revision = -1; ${forgetLeftConversations}`)
  context.changes.anyConversation()
}

export const forgetLeftConversations = `DELETE FROM left_conversation WHERE conversation_id NOT IN (SELECT id FROM conversation);
  UPDATE left_conversation SET revision = 0`
