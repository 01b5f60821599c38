import { call } from '../desktop.ts'

const readDelayMs = 250

let seen = { id: '', seq: 0, marked: 0 }
/** The conversation that was marked as unread while it was open: what is seen of it counts once it is opened again. */
let heldBack: string | null = null
let readTimer: ReturnType<typeof setTimeout> | undefined

/** Records that a message was visible in the focused window. Sends the read mark at most every 250 ms. */
export function markSeen(id: string, seq: number): void {
  if (id === heldBack) return
  if (seen.id !== id) {
    flushReadMark()
    seen = { id, seq: 0, marked: 0 }
  }
  if (seq <= seen.seq) return
  seen.seq = seq
  readTimer ??= setTimeout(flushReadMark, readDelayMs)
}

/** Marks messages from a seq on as unread (null: the newest one), for the user alone. */
export async function markUnread(id: string, seq: number | null): Promise<void> {
  flushReadMark()
  // Also that of the open conversation: else the next message that is seen would take it back.
  heldBack = id
  if (seen.id === id) seen = { id: '', seq: 0, marked: 0 }
  await call('conversations.update', { id, unreadFrom: seq })
}

/** Whether a conversation was marked as unread while it was open. */
export function isHeldBack(id: string): boolean {
  return heldBack === id
}

/** A conversation was opened, or left: what is seen counts again. */
export function countSeen(): void {
  heldBack = null
}

/** Sends the read mark if it has moved since it was last sent. */
export function flushReadMark(): void {
  clearTimeout(readTimer)
  readTimer = undefined
  const { id, seq, marked } = seen
  if (seq <= marked) return
  seen.marked = seq
  call('conversations.markRead', { id, seq }).catch(error => {
    seen.marked = marked
    console.error('conversations.markRead', error)
  })
}
