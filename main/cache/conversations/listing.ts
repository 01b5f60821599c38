import type { ListChange } from '@lianqun/protocol'
import { evenRanks, rankBetween } from '../../../common/rank.ts'
import { uuidv7 } from '../../../common/uuid.ts'
import type { CallArgs } from '../../../preload/contract/index.ts'
import { type ConversationRow, conversationRow, seqOf } from '../core/rows.ts'
import type { Sql } from '../core/sql.ts'
import type { WriteContext } from '../core/write-context.ts'
import { lastMessageKey } from '../messages/index.ts'
import { enqueueMembership } from '../outbox/index.ts'
import { filterOf, inboxRows, listOrder } from './list-query.ts'
import { listStateOf, pendingList, pendingMembership } from './list-state.ts'

/* What the user does with the rows of their list. Each is queued in the outbox, and shows at once. */

/** The user's own labels of a conversation with one of them set or taken away by hand. */
function withLabel(context: WriteContext, row: ConversationRow, { id, on }: { id: string; on: boolean }): ListChange {
  const { labels = { on: [], off: [] } } = listStateOf(row, pendingList(pendingMembership(context.sql, row.id)))
  const [to, from] = on ? [labels.on, labels.off] : [labels.off, labels.on]
  const added = [...to.filter(other => other !== id), id]
  const rest = from.filter(other => other !== id)
  return { labels: on ? { on: added, off: rest } : { on: rest, off: added } }
}

/**
 * Pins, mutes, folds, labels a conversation, marks it as unread or puts it away as done. Ignored for one that is not in
 * the list.
 */
export function changeConversation(context: WriteContext, change: CallArgs<'conversations.update'>): void {
  const row = conversationRow(context.sql, change.id)
  if (row === undefined) return
  const { pinned, folded, done, label } = change
  let { muted } = change
  const list: ListChange = {}
  if (pinned === false) list.pinRank = ''
  // Only muted groups are folded.
  if (folded) muted = true
  if (folded !== undefined) list.folded = folded
  else if (muted === false) list.folded = false
  if (done !== undefined) list.doneSeq = done ? Math.max(1, row.head) : 0
  if (change.unreadFrom !== undefined) {
    list.unreadFrom = change.unreadFrom ?? Math.max(1, newest(context, row))
    list.doneSeq = 0
  }
  if (change.closedAnnouncement !== undefined) list.closedAnnouncement = change.closedAnnouncement
  if (label !== undefined) Object.assign(list, withLabel(context, row, label))
  enqueueMembership(context, {
    clientId: uuidv7(),
    conversationId: row.id,
    ...(pinned === undefined ? {} : { pinned }),
    ...(muted === undefined ? {} : { muted }),
    // What is done with was read.
    ...(done && row.unread > 0 ? { readSeq: row.head } : {}),
    ...(Object.keys(list).length === 0 ? {} : { list }),
  })
}

function newest(context: WriteContext, row: ConversationRow): number {
  const key = lastMessageKey(context, row.key)
  return key === null ? 0 : seqOf(key)
}

/** A rank is made anew for all when it grows beyond this. */
const longRank = 40

/** Puts a pinned conversation before or after another one. Ignored when one of them is not pinned. */
export function movePinned(context: WriteContext, { id, beside, after }: CallArgs<'conversations.movePinned'>): void {
  const rows = context.sql.all<{ id: string; rank: string }>(
    `SELECT id, effective_pin_rank AS rank FROM conversation WHERE effective_pinned = 1 ORDER BY ${listOrder}`,
  )
  const moved = rows.find(row => row.id === id)
  const others = rows.filter(row => row.id !== id)
  const target = others.findIndex(row => row.id === beside)
  if (moved === undefined || target < 0) return
  const at = after ? target + 1 : target
  // Those without a rank come first, so all of them get one; else the one that moves is enough.
  const before = others[at - 1]?.rank
  const next = others[at]?.rank
  const rank = next === '' || before === '' ? null : rankBetween(before ?? '', next ?? null)
  if (rank !== null && rank.length <= longRank) {
    setRank(context, id, rank)
    return
  }
  const order = others.toSpliced(at, 0, moved)
  for (const [index, fresh] of evenRanks(order.length).entries()) setRank(context, order[index]?.id ?? '', fresh)
}

function setRank(context: WriteContext, conversationId: string, pinRank: string): void {
  enqueueMembership(context, { clientId: uuidv7(), conversationId, list: { pinRank } })
}

/** Marks as read what a filter of the list shows; the row of folded groups stands for all of them. */
export function markAllRead(context: WriteContext, filter: CallArgs<'conversations.markAllRead'>): void {
  for (const row of unreadOf(context.sql, filter))
    enqueueMembership(context, { clientId: uuidv7(), conversationId: row.id, readSeq: row.head })
}

function unreadOf(sql: Sql, args: CallArgs<'conversations.markAllRead'>): { id: string; head: number }[] {
  const { where, values } =
    args.filter === 'all' && args.label === undefined ? { where: inboxRows, values: [] } : filterOf(sql, args)
  return sql.all(`SELECT id, head FROM conversation WHERE unread > 0 AND head > 0 AND ${where}`, ...values)
}
