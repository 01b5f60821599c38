import { useEffect, useRef, useState } from 'react'
import { call, errorCode, on } from '../desktop.ts'
import { useSession } from '../stores/session.ts'
import { toastError } from '../ui/index.ts'

const quietMs = 300
/** What is written without a pause is kept this often, in milliseconds. */
const everyMs = 1_000
/** Characters of a draft that are kept. */
const maxChars = 20_000

export interface KeptDraft {
  /** Keeps the draft in a moment, when nothing more is typed. */
  later(draft: string): void
  /** Keeps the draft at once. */
  now(draft: string): void
  /** Keeps what still waits. */
  flush(): void
}

/** The drafts as they were last kept: who returns quickly finds what the cache may still be taking in. */
const lastDrafts = new Map<string, string>()
// Nothing of one person is shown to the next who signs in.
useSession.subscribe((now, before) => {
  if (now.session?.user?.id !== before.session?.user?.id) lastDrafts.clear()
})

/** Keeps the draft: soon after each change, and at once when the composer or the conversation is left. */
export function useDraft(id: string): KeptDraft {
  const pending = useRef<{ draft: string; since: number; timer: ReturnType<typeof setTimeout> } | null>(null)
  const [keep] = useState(() => {
    const now = (draft: string) => {
      clearTimeout(pending.current?.timer)
      pending.current = null
      const text = draft.trim() === '' ? '' : draft.slice(0, maxChars)
      lastDrafts.set(id, text)
      call('conversations.setDraft', { id, text }).catch(error => {
        // The session is blocked meanwhile: the text waits here for its way back.
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

/** The draft of a conversation: as it was last kept here, else as the cache has it. */
export function lastDraft(id: string, cached: string): string {
  return lastDrafts.get(id) ?? cached
}
