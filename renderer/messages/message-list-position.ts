import type { Target } from './message-list-store.ts'
import type { MessageListRow } from './rows.ts'

/* The position of the message list and the rows that were seen, as row indexes. */

/** The row to go to: the divider, or a message (the next one if it is not loaded); -1 for the end. */
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

/** Whether the first unread message is in view; true when there is none (all were one's own). */
export function isDividerInView(dividerAt: number, { first, last }: InView): boolean {
  return dividerAt < 0 || (dividerAt >= first && dividerAt <= last + 1)
}

/**
 * The seq up to which everything was seen, or null. `reached`: the first unread message was in view. A read mark
 * covers everything before it, so it must not move after a jump over unread messages.
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

/** Whether unread messages are above the view, so that a pill shows. `firstSeq`: the first loaded one. */
export function isUnreadAbove(
  unread: { after: number; reached: boolean } | null,
  dividerAt: number,
  firstInView: number,
  firstSeq: number,
): boolean {
  if (unread === null || unread.reached) return false
  return dividerAt < 0 ? firstSeq > unread.after : dividerAt < firstInView
}
