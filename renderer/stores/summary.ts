import { create } from 'zustand'
import type { CallResult } from '../../preload/contract/index.ts'
import { call, on } from '../desktop.ts'

/** Unread numbers over all conversations. */
export const useSummary = create<CallResult<'conversations.summary'>>(() => ({
  unread: 0,
  unreadConversations: 0,
  mentionedConversations: 0,
}))

/** Asks for the numbers once; from then on main, which counts after each change, sends them. Returns what stops. */
export function startSummary(): () => void {
  let current = true
  call('conversations.summary', {}).then(
    summary => current && useSummary.setState(summary),
    error => console.error('conversations.summary', error),
  )
  const off = on('summary.changed', summary => {
    // A number that was sent is newer than the one that was asked for.
    current = false
    useSummary.setState(summary)
  })
  return () => {
    current = false
    off()
  }
}
