import { create } from 'zustand'
import type { CallResult } from '../../preload/contract/index.ts'
import { call, on } from '../desktop.ts'

/** Unread counts over all conversations. */
export const useSummary = create<CallResult<'conversations.summary'>>(() => ({
  unread: 0,
  unreadConversations: 0,
  mentionedConversations: 0,
}))

/** Fetches the counts once; then main sends them after each change. Returns the function that stops it. */
export function startSummary(): () => void {
  let current = true
  call('conversations.summary', {}).then(
    summary => current && useSummary.setState(summary),
    error => console.error('conversations.summary', error),
  )
  const off = on('summary.changed', summary => {
    // A pushed count is newer than the fetched one.
    current = false
    useSummary.setState(summary)
  })
  return () => {
    current = false
    off()
  }
}
