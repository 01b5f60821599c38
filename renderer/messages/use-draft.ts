import { useEffect, useRef, useState } from 'react'
import { call, errorCode, on } from '../desktop.ts'
import { useSession } from '../stores/session.ts'
import { toastError } from '../ui/index.ts'

const quietMs = 300
/** While the user types without a pause, the draft is saved this often, in milliseconds. */
const everyMs = 1_000
/** Most characters of a saved draft. */
const maxChars = 20_000

export interface KeptDraft {
  /** Saves the draft soon, after a pause in typing. */
  later(draft: string): void
  /** Saves the draft now. */
  now(draft: string): void
  /** Saves a draft that still waits. */
  flush(): void
}

/** The last saved drafts, for a quick return before the cache has stored them. */
const lastDrafts = new Map<string, string>()
// Do not show one user's data to the next user.
useSession.subscribe((now, before) => {
  if (now.session?.user?.id !== before.session?.user?.id) lastDrafts.clear()
})

/** Saves the draft soon after each change, and at once when the composer or the conversation is left. */
export function useDraft(id: string): KeptDraft {
  const pending = useRef<{ draft: string; since: number; timer: ReturnType<typeof setTimeout> } | null>(null)
  const [keep] = useState(() => {
    const now = (draft: string) => {
      clearTimeout(pending.current?.timer)
      pending.current = null
      const text = draft.trim() === '' ? '' : draft.slice(0, maxChars)
      lastDrafts.set(id, text)
      call('conversations.setDraft', { id, text }).catch(error => {
        // The session is blocked: keep the text here without an error toast.
        if (errorCode(error) !== 'signed_out') toastError(error)
      })
    }
    return {
      now,
      later: (draft: string) => {
        const since = pending.current?.since ?? Date.now()
        clearTimeout(pending.current?.timer)
        const wait = Math.max(0, Math.min(quietMs, since + everyMs - Date.now()))
        pending.current = { draft, since, timer: setTimeout(() => now(draft), wait) }
      },
      flush: () => {
        if (pending.current) now(pending.current.draft)
      },
    }
  })
  useEffect(() => {
    const off = on('quitting', keep.flush)
    window.addEventListener('pagehide', keep.flush)
    return () => {
      off()
      window.removeEventListener('pagehide', keep.flush)
      keep.flush()
    }
  }, [keep])
  return keep
}

/** The draft of a conversation: the last saved here, else the cached one. */
export function lastDraft(id: string, cached: string): string {
  return lastDrafts.get(id) ?? cached
}
