import { conversationScope, type Membership } from '@lianqun/protocol'
import { conversationScopeEntities } from '../core/feature.ts'
import { forgetPassedOver } from '../core/passed-over.ts'
import { type ConversationRow, conversationRow, leftEpoch } from '../core/rows.ts'
import type { Sql } from '../core/sql.ts'
import type { WriteContext } from '../core/write-context.ts'

/*
 * Conversations that the person is out of. What was read of them stays readable, and what was not sent can be copied,
 * until the person removes the conversation from the list; only one that they left themselves goes by itself.
 */

/** The end of a membership. `left` is unknown where an earlier server says nothing of it. */
export type End = Pick<Membership, 'conversationId' | 'revision' | 'left'>

/** Records that the person is out of a conversation, and makes what there is of it read-only. */
export function leaveConversation(context: WriteContext, end: End, row: ConversationRow | undefined): void {
  const { sql } = context
  const id = end.conversationId
  sql.run(
    `INSERT INTO left_conversation (conversation_id, revision, left_by, left_at, left_reason) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (conversation_id) DO UPDATE SET revision = max(revision, excluded.revision),
       left_by = coalesce(excluded.left_by, left_by), left_at = coalesce(excluded.left_at, left_at),
       left_reason = coalesce(excluded.left_reason, left_reason)`,
    id,
    end.revision,
    end.left?.byId ?? null,
    end.left?.at ?? null,
    end.left?.reason ?? null,
  )
  sql.run(
    `UPDATE outbox SET state = 'failed', error = 'not_member'
     WHERE conversation_id = ? AND kind = 'send' AND state = 'pending'`,
    id,
  )
  sql.run(
    "DELETE FROM outbox WHERE conversation_id = ? AND (kind IN ('membership', 'change') OR state = 'acknowledged')",
    id,
  )
  if (row === undefined) return
  forgetPassedOver(context, conversationScope(id))
  sql.run(
    `UPDATE conversation SET epoch = '${leftEpoch}', cursor = head, pinned = 0, muted = 0, list_state = NULL, read_seq = max(read_seq, head),
       read_ordinal = max(read_ordinal, last_ordinal), membership_revision = ? WHERE key = ?`,
    end.revision,
    row.key,
  )
  context.touch(row)
  context.changes.messages(id, 0)
  dropOwnLeaving(context, id)
}

/** Removes a conversation that the person left themselves once it has no unsent message and no draft. */
export function dropOwnLeaving(context: WriteContext, id: string): void {
  const row = context.sql.get<ConversationRow>(
    `SELECT * FROM conversation WHERE id = ?1
       AND EXISTS (SELECT 1 FROM left_conversation WHERE conversation_id = ?1 AND left_by = ?2)
       AND NOT EXISTS (SELECT 1 FROM outbox WHERE kind = 'send' AND conversation_id = ?1)
       AND NOT EXISTS (SELECT 1 FROM draft WHERE conversation_id = ?1)`,
    id,
    context.self,
  )
  if (row !== undefined) drop(context, row)
}

/** Removes a conversation that the person is out of, with its history, unsent messages and draft. Ignores others. */
export function removeLeftConversation(context: WriteContext, id: string): void {
  const { sql } = context
  if (!isLeft(sql, id)) return
  const row = conversationRow(sql, id)
  sql.run("DELETE FROM outbox WHERE conversation_id = ? AND kind = 'send'", id)
  sql.run('DELETE FROM draft WHERE conversation_id = ?', id)
  if (row !== undefined) drop(context, row)
}

function drop(context: WriteContext, row: ConversationRow): void {
  const { sql } = context
  sql.run('UPDATE left_conversation SET name = ? WHERE conversation_id = ?', row.name, row.id)
  // SQLite reuses the key, so no row may refer to it any more.
  forgetRows(context, row)
  sql.run('DELETE FROM conversation WHERE key = ?', row.key)
  context.touched.delete(row.key)
  context.changes.conversation(row.id)
}

/** Removes the rows of every entity of a conversation's scope, and the record of unreadable ones. */
export function forgetRows(context: WriteContext, row: ConversationRow): void {
  for (const entity of conversationScopeEntities) context.entities[entity].reset(context, row)
  forgetPassedOver(context, conversationScope(row.id))
}

export function isLeft(sql: Sql, id: string): boolean {
  return sql.get('SELECT 1 FROM left_conversation WHERE conversation_id = ?', id) !== undefined
}

/** Puts a conversation that the person is out of back into the list, for something that they wrote in it just now. */
export function showLeftConversation(context: WriteContext, id: string): void {
  const added = context.sql.run(
    `INSERT INTO conversation (id, kind, name, terms, member_count, avatar_user_ids, created_at, revision, epoch,
       membership_revision)
     SELECT conversation_id, 'group', name, '', 0, '[]', coalesce(left_at, 0), -1, '${leftEpoch}', revision
     FROM left_conversation WHERE conversation_id = ? ON CONFLICT (id) DO NOTHING`,
    id,
  )
  if (added > 0) context.changes.conversation(id)
}
