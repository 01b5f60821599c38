import type { MessageItem, MessagePage, PersonName } from '../../preload/contract/index.ts'
import { reuseUnchanged } from './reuse.ts'

/** The loaded part of a conversation: messages of the server ascending by seq, then the outbox. */
export interface MessageWindow {
  items: readonly MessageItem[]
  hasOlder: boolean
  hasNewer: boolean
  gapOlder: boolean
  gapNewer: boolean
}

export const emptyWindow: MessageWindow = {
  items: [],
  hasOlder: false,
  hasNewer: false,
  gapOlder: false,
  gapNewer: false,
}

/** The key of a row; a message keeps it from the outbox to the server. */
export function keyOf(message: { clientId: string | null; seq: number }): string {
  return message.clientId ?? `s${message.seq}`
}

const sameName = (a: PersonName, b: PersonName) => a.id === b.id && a.name === b.name && a.latinName === b.latinName

/** What is queued shows at once, and another message is edited, without a new revision. */
function sameValue(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}

/** Whether two versions of a message are equal. */
function sameMessage(a: MessageItem, b: MessageItem): boolean {
  return (
    a.seq === b.seq &&
    a.revision === b.revision &&
    a.state === b.state &&
    a.error === b.error &&
    a.sentAt === b.sentAt &&
    sameName(a.sender, b.sender) &&
    sameValue(a.attributes, b.attributes) &&
    sameValue(a.quote, b.quote) &&
    sameValue(a.kept, b.kept) &&
    sameValue(a.owes, b.owes) &&
    sameValue(a.answer, b.answer) &&
    a.people.length === b.people.length &&
    a.people.every((person, i) => sameName(person, b.people[i] as PersonName))
  )
}

/** The fetched messages, those that are held unchanged as the same objects. */
function heldOr(window: MessageWindow, items: readonly MessageItem[]): MessageItem[] {
  return reuseUnchanged(window.items, items, keyOf, sameMessage)
}

/** The seq of the first message from the server; 0 if there is none. */
export function firstSeq(window: MessageWindow): number {
  return window.items.find(item => item.seq > 0)?.seq ?? 0
}

/** The seq of the last message from the server; 0 if there is none. */
export function lastSeq(window: MessageWindow): number {
  return window.items.findLast(item => item.seq > 0)?.seq ?? 0
}

/** Whether the window reaches the end of the local messages, where the outbox follows. */
export function reachesEnd(window: MessageWindow): boolean {
  return !window.hasNewer || window.gapNewer
}

/** Whether the window contains the first message after a seq. */
export function holdsStartOf(window: MessageWindow, after: number): boolean {
  return !window.hasOlder || window.items.some(item => item.seq > 0 && item.seq <= after)
}

/** A window of one page. */
export function windowOf(page: MessagePage): MessageWindow {
  const { items, hasOlder, hasNewer, gapOlder, gapNewer } = page
  return { items, hasOlder, hasNewer, gapOlder, gapNewer }
}

/** Puts an older page in front. */
export function withOlder(window: MessageWindow, page: MessagePage): MessageWindow {
  const start = firstSeq(window)
  const older = page.items.filter(item => item.seq > 0 && item.seq < start)
  return { ...window, items: [...older, ...window.items], hasOlder: page.hasOlder, gapOlder: page.gapOlder }
}

/** Puts a newer page behind. */
export function withNewer(window: MessageWindow, page: MessagePage): MessageWindow {
  const end = lastSeq(window)
  const newer = page.items.filter(item => item.seq === 0 || item.seq > end)
  const keys = new Set(newer.map(keyOf))
  const before = window.items.filter(item => item.seq > 0 && !keys.has(keyOf(item)))
  return {
    ...window,
    items: [...before, ...heldOr(window, newer)],
    hasNewer: page.hasNewer,
    gapNewer: page.gapNewer,
  }
}

/**
 * Merges the newest page, with the outbox, into a window that reaches the end. Null if messages may be missing between
 * the window and the page.
 */
export function withLatest(window: MessageWindow, page: MessagePage): MessageWindow | null {
  const start = page.items.find(item => item.seq > 0)?.seq ?? 0
  const overlaps = start === 0 || !page.hasOlder || lastSeq(window) >= start
  if (!overlaps && window.items.some(item => item.seq > 0)) return null
  const keys = new Set(page.items.map(keyOf))
  const before = window.items.filter(
    item => item.seq > 0 && item.seq < (start || Number.POSITIVE_INFINITY) && !keys.has(keyOf(item)),
  )
  return {
    items: [...before, ...heldOr(window, page.items)],
    hasOlder: before.length > 0 ? window.hasOlder : page.hasOlder,
    gapOlder: before.length > 0 ? window.gapOlder : page.gapOlder,
    hasNewer: page.hasNewer,
    gapNewer: page.gapNewer,
  }
}

/** Merges changed rows from `from` to the end of the page, within the window's range. */
export function withChanged(window: MessageWindow, page: MessagePage, from: number): MessageWindow {
  const sent = page.items.filter(item => item.seq >= from && item.seq > 0)
  if (sent.length === 0) return window
  const until = page.hasNewer ? (sent.at(-1)?.seq ?? from) : Number.POSITIVE_INFINITY
  const end = window.hasNewer ? lastSeq(window) : Number.POSITIVE_INFINITY
  const fresh = sent.filter(item => item.seq <= end)
  const keys = new Set(fresh.map(keyOf))
  const before = window.items.filter(item => item.seq > 0 && item.seq < from && !keys.has(keyOf(item)))
  const after = window.items.filter(item => (item.seq === 0 || item.seq > until) && !keys.has(keyOf(item)))
  return { ...window, items: [...before, ...heldOr(window, fresh), ...after] }
}

/** Drops the newest rows beyond `most`; null if there are none. */
export function withoutNewest(window: MessageWindow, most: number): MessageWindow | null {
  if (window.items.length <= most) return null
  return { ...window, items: window.items.slice(0, most).filter(item => item.seq > 0), hasNewer: true, gapNewer: false }
}

/** Drops the oldest rows beyond `most`; null if there are none. */
export function withoutOldest(window: MessageWindow, most: number): MessageWindow | null {
  if (window.items.length <= most) return null
  return { ...window, items: window.items.slice(-most), hasOlder: true, gapOlder: false }
}
