import type { MessageItem } from '../../preload/contract/index.ts'
import { sameDayInTurn } from '../ui/times.ts'
import { holdsStartOf, keyOf, type MessageWindow } from './message-window.ts'
import { reuseUnchanged } from './reuse.ts'

/** A message with its day line and divider, and how it joins the previous one. */
export interface MessageListRow {
  key: string
  message: MessageItem
  /** Whether a day line is above it. */
  day: boolean
  /** Whether a line with the time is above it: a long pause within a day. */
  pause: boolean
  /** Whether the "New messages" divider is above it. */
  divider: boolean
  /** Joined to the previous message: same sender within five minutes. */
  continued: boolean
  /** The last of its sender's run, which shows the read mark. */
  endsRun: boolean
}

const runGap = 5 * 60_000
/** A pause in milliseconds after which the time is said anew. */
const pauseGap = 60 * 60_000

/**
 * The rows of the messages. `unread`: messages after `after` up to `until` were unread on opening;
 * the divider is above the first of them that another person wrote. `hasOlder`: there are older messages, so
 * it is unknown whether the first row starts its day.
 */
export function rowsOf(
  items: readonly MessageItem[],
  unread: { after: number; until: number } | null,
  hasOlder = false,
): MessageListRow[] {
  const rows: MessageListRow[] = []
  let divided = unread === null
  let before: MessageItem | undefined
  const sameDay = sameDayInTurn()
  for (const message of items) {
    const newDay = !sameDay(message.sentAt)
    const day = before ? newDay : !hasOlder
    const pause = !day && before !== undefined && message.sentAt - before.sentAt >= pauseGap
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
    rows.push({ key: keyOf(message), message, day, pause, divider, continued, endsRun: true })
    before = message
  }
  return rows
}

/** Replaces unchanged rows with the previous objects, so that they are not rendered again. */
export function reuseUnchangedRows(before: readonly MessageListRow[], rows: MessageListRow[]): MessageListRow[] {
  const isSame = (old: MessageListRow, row: MessageListRow) =>
    old.message === row.message &&
    old.day === row.day &&
    old.pause === row.pause &&
    old.divider === row.divider &&
    old.continued === row.continued &&
    old.endsRun === row.endsRun
  return reuseUnchanged(before, rows, row => row.key, isSame)
}

/** Milliseconds left to recall an own message; 0 if it cannot be recalled. */
export function recallLeft(message: MessageItem, now: number, recallMs: number): number {
  if (!message.own || message.seq === 0 || message.state !== 'sent' || !message.bubble) return 0
  return Math.max(0, message.sentAt + recallMs - now)
}

/** The rows of the open conversation; unchanged rows keep their object between calls. `today`: see `useToday`. */
export const rowsOfList = createRowsOfList()

function createRowsOfList() {
  let known: { of: unknown[]; rows: readonly MessageListRow[] } = { of: [], rows: [] }
  return (
    window: MessageWindow,
    unread: { after: number; until: number } | null,
    today: string,
  ): readonly MessageListRow[] => {
    const divider = unread !== null && holdsStartOf(window, unread.after) ? unread : null
    const of = [window.items, window.hasOlder, divider?.after, divider?.until, today]
    if (of.some((part, index) => part !== known.of[index]))
      known = { of, rows: reuseUnchangedRows(known.rows, rowsOf(window.items, divider, window.hasOlder)) }
    return known.rows
  }
}
