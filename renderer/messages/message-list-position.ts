import type { Target } from './message-list-store.ts'
import type { MessageListRow } from './rows.ts'

/* Where the list of messages stands and what of it has been seen, in numbers of rows. */

/** The row to go to, or -1 for the end: the divider, or a message, or the next one if it is not there (any more). */
export function targetIndex(target: Target, rows: readonly MessageListRow[]): number {
  if (target.to === 'end') return -1
  if (target.to === 'unread') return rows.findIndex(row => row.divider)
  const { seq } = target.to
  return rows.findIndex(row => row.message.seq >= seq)
}

/** The rows in view, first and last. */
export interface InView {
  first: number
  last: number
}

/** Whether the first unread message is in view; with none to show (all were one's own) it always is. */
export function isDividerInView(dividerAt: number, { first, last }: InView): boolean {
  return dividerAt < 0 || (dividerAt >= first && dividerAt <= last + 1)
}

/**
 * The seq up to which everything has been seen, or null. `reached`: the first unread message was in view. A read mark
 * says that everything before it was read: not after a jump over what is unread.
 */
export function seenSeq(
  rows: readonly MessageListRow[],
  { first, last }: InView,
  dividerAt: number,
  reached: boolean,
): number | null {
  if (!reached && last >= dividerAt) return null
  return rows.slice(Math.max(0, first), last + 1).findLast(row => row.message.seq > 0)?.message.seq ?? null
}

/** Whether unread messages lie above what is in view, so that a pill leads to them. `firstSeq`: of what is held. */
export function isUnreadAbove(
  unread: { after: number; reached: boolean } | null,
  dividerAt: number,
  firstInView: number,
  firstSeq: number,
): boolean {
  if (unread === null || unread.reached) return false
  return dividerAt < 0 ? firstSeq > unread.after : dividerAt < firstInView
}
