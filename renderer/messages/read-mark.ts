import { call } from '../desktop.ts'

const readDelayMs = 250

let seen = { id: '', seq: 0, marked: 0 }
let readTimer: ReturnType<typeof setTimeout> | undefined

/** Records that a message was visible in the focused window. Sends the read mark at most every 250 ms. */
export function markSeen(id: string, seq: number): void {
  if (seen.id !== id) {
    flushReadMark()
    seen = { id, seq: 0, marked: 0 }
  }
  if (seq <= seen.seq) return
  seen.seq = seq
  readTimer ??= setTimeout(flushReadMark, readDelayMs)
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
