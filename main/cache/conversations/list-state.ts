import type { ListChange, ListState } from '@lianqun/protocol'
import { messageKey } from '../core/message-key.ts'
import { type ConversationRow, leftEpoch } from '../core/rows.ts'
import { readJson, type Sql } from '../core/sql.ts'

/* How a conversation stands in the user's list: synced values with the change that waits in the outbox. */

/** Where a conversation is shown: in the list, in the row of folded groups, or among those that are done with. */
export const places = { listed: 0, folded: 1, done: 2 } as const

/** The change of a membership that the server has not acknowledged. */
export interface PendingMembership {
  pinned: number | null
  muted: number | null
  read_seq: number | null
  /** JSON of a {@link ListChange}. */
  content: string | null
}

export function pendingMembership(sql: Sql, conversationId: string): PendingMembership | undefined {
  return sql.get<PendingMembership>(
    "SELECT pinned, muted, read_seq, content FROM outbox WHERE conversation_id = ? AND kind = 'membership'",
    conversationId,
  )
}

export function pendingList(pending: Pick<PendingMembership, 'content'> | undefined): ListChange {
  return pending?.content == null ? {} : readJson<ListChange>(pending.content)
}

/** The list state with a waiting change; `unread` stays as it was synced. */
export function listStateOf(row: Pick<ConversationRow, 'list_state'>, change: ListChange): ListState {
  const { unreadFrom: _, ...rest } = change
  return { ...(row.list_state === null ? {} : readJson<ListState>(row.list_state)), ...rest }
}

/** Up to where the user has read for themselves: the read mark, or what they set back to unread. */
export function ownRead(
  sql: Sql,
  row: ConversationRow,
  list: ListState,
  change: ListChange,
  { readSeq, lastSeq }: { readSeq: number; lastSeq: number },
): { seq: number; ordinal: number } | null {
  const { unread } = list
  const synced = unread !== undefined && unread.readSeq === readSeq ? unread : undefined
  const from = change.unreadFrom ?? synced?.fromSeq ?? 0
  if (from === 0 || from > Math.min(readSeq, Math.max(lastSeq, 1))) return null
  const seq = Math.max(from, row.visible_from, 1) - 1
  return { seq, ordinal: synced?.fromSeq === from ? synced.readOrdinal : ordinalBefore(sql, row, from) }
}

/** The ordinal of the message before a seq, by the first message that is held from there on. */
function ordinalBefore(sql: Sql, row: ConversationRow, seq: number): number {
  const held = sql.get<{ ordinal: number }>(
    'SELECT ordinal FROM message WHERE key BETWEEN ? AND ? ORDER BY key LIMIT 1',
    messageKey(row.key, seq),
    messageKey(row.key, row.head),
  )
  return Math.max(0, (held?.ordinal ?? row.last_ordinal) - 1)
}

/** `lastSeq`: of the newest message; 0: none. `sending`: something of the user is on its way. */
export function placeOf(
  row: ConversationRow,
  list: ListState,
  now: { pinned: boolean; muted: boolean; mentions: number; lastSeq: number; sending: boolean },
): number {
  if (row.epoch === leftEpoch) return places.listed
  if ((list.doneSeq ?? 0) > 0 && now.lastSeq <= (list.doneSeq ?? 0) && !now.sending) return places.done
  const folded = list.folded === true && now.muted && !now.pinned && row.kind !== 'direct' && now.mentions === 0
  return folded ? places.folded : places.listed
}

/** Returns the labels of each conversation that were given and taken by hand, by its id. */
export function handLabelsOf(sql: Sql): (id: string) => ListState['labels'] {
  const rows = sql.all<{ id: string; list_state: string | null; content: string | null }>(
    `SELECT c.id, c.list_state, o.content FROM conversation c
     LEFT JOIN outbox o ON o.conversation_id = c.id AND o.kind = 'membership'
     WHERE c.list_state IS NOT NULL OR o.content IS NOT NULL`,
  )
  const found = new Map(rows.map(row => [row.id, listStateOf(row, pendingList(row)).labels]))
  return id => found.get(id)
}
