import { create } from 'zustand'
import type { CallResult } from '../../preload/contract.ts'
import { call, on } from '../desktop.ts'
import { paced } from './paced.ts'

/** Unread numbers over all conversations. */
export const useSummary = create<CallResult<'conversations.summary'>>(() => ({
  unread: 0,
  unreadConversations: 0,
  mentionedConversations: 0,
}))

/** All conversations are counted for the numbers: so often at most, in milliseconds. */
const refreshEvery = 250

let asking = false
let again = false

/** Asks for the numbers; while an answer is on its way once more is enough. */
async function refresh(): Promise<void> {
  if (asking) {
    again = true
    return
  }
  asking = true
  try {
    useSummary.setState(await call('conversations.summary', {}))
  } catch (error) {
    console.error('conversations.summary', error)
  } finally {
    asking = false
    if (again) {
      again = false
      void refresh()
    }
  }
}

/** Follows the conversations with the numbers. Returns the function that stops. */
export function startSummary(): () => void {
  const paces = paced(() => void refresh(), refreshEvery)
  paces.call()
  const off = on('conversations.changed', paces.call)
  return () => {
    off()
    paces.stop()
  }
}
