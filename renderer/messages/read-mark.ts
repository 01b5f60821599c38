import { call } from '../desktop.ts'

const readDelayMs = 250

let seen = { id: '', seq: 0, marked: 0 }
let readTimer: ReturnType<typeof setTimeout> | undefined

/** A message was on the screen while the window had the focus. Moves the read mark, at most every quarter of a second. */
export function markSeen(id: string, seq: number): void {
  if (seen.id !== id) {
    flushReadMark()
    seen = { id, seq: 0, marked: 0 }
  }
  if (seq <= seen.seq) return
  seen.seq = seq
  readTimer ??= setTimeout(flushReadMark, readDelayMs)
}

/** Sends the read mark now: another conversation opens, or none. */
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
