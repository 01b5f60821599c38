import type { MessageItem } from '../../preload/contract/index.ts'
import { daysBetween } from '../ui/times.ts'
import { holdsStartOf, keyOf, type MessageWindow } from './message-window.ts'

/** A message with what stands above it and how it is joined to the one before. */
export interface MessageListRow {
  key: string
  message: MessageItem
  /** A line with the day stands above it. */
  day: boolean
  /** "New messages" stands above it. */
  divider: boolean
  /** Joined to the message before: same sender within five minutes. */
  continued: boolean
  /** The last of its sender's run: where read marks stand. */
  endsRun: boolean
}

const runGap = 5 * 60_000

/**
 * The rows of the messages. `unread`: the messages after `after` up to `until` were unread when the conversation was opened;
 * the divider stands above the first of them that somebody else wrote. `hasOlder`: others come before the first, so
 * whether its day begins with it is not known.
 */
export function rowsOf(
  items: readonly MessageItem[],
  unread: { after: number; until: number } | null,
  hasOlder = false,
): MessageListRow[] {
  const rows: MessageListRow[] = []
  let divided = unread === null
  let before: MessageItem | undefined
  for (const message of items) {
    const day = before ? daysBetween(before.sentAt, message.sentAt) !== 0 : !hasOlder
    const isNew =
      unread !== null && message.seq > unread.after && message.seq <= unread.until && !message.own && message.counted
    const divider = !divided && isNew
    if (divider) divided = true
    const continued =
      !day &&
      !divider &&
      before !== undefined &&
      message.bubble &&
      before.bubble &&
      before.sender.id === message.sender.id &&
      message.sentAt - before.sentAt < runGap
    const last = rows.at(-1)
    if (last && continued) last.endsRun = false
    rows.push({ key: keyOf(message), message, day, divider, continued, endsRun: true })
    before = message
  }
  return rows
}

/** The rows, each that did not change the same object as before: those need not be rendered again. */
export function reuseUnchangedRows(before: readonly MessageListRow[], rows: MessageListRow[]): MessageListRow[] {
  const known = new Map(before.map(row => [row.key, row]))
  return rows.map(row => {
    const old = known.get(row.key)
    return old !== undefined &&
      old.message === row.message &&
      old.day === row.day &&
      old.divider === row.divider &&
      old.continued === row.continued &&
      old.endsRun === row.endsRun
      ? old
      : row
  })
}

/** Milliseconds for which an own message can still be recalled; 0 if it cannot. */
export function recallLeft(message: MessageItem, now: number, recallMs: number): number {
  if (!message.own || message.seq === 0 || message.state !== 'sent' || !message.bubble) return 0
  return Math.max(0, message.sentAt + recallMs - now)
}

/** The rows of the open conversation; those that did not change since the call before are the same objects. */
export const rowsOfList = createRowsOfList()

function createRowsOfList() {
  let known: { of: unknown[]; rows: readonly MessageListRow[] } = { of: [], rows: [] }
  return (window: MessageWindow, unread: { after: number; until: number } | null): readonly MessageListRow[] => {
    const divider = unread !== null && holdsStartOf(window, unread.after) ? unread : null
    const of = [window.items, window.hasOlder, divider?.after, divider?.until]
    if (of.some((part, index) => part !== known.of[index]))
      known = { of, rows: reuseUnchangedRows(known.rows, rowsOf(window.items, divider, window.hasOlder)) }
    return known.rows
  }
}
