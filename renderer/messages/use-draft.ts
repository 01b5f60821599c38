import { useEffect } from 'react'
import { call, errorCode } from '../desktop.ts'
import { translator } from '../i18n.ts'
import { beforeQuit } from '../stores/quitting.ts'
import { useSession } from '../stores/session.ts'
import { toast, toastError } from '../ui/index.ts'
import { Drafts } from './drafts.ts'

/** The drafts of all conversations. */
export const drafts = new Drafts({
  save: (id, text) => call('conversations.setDraft', { id, text }),
  // While the session is blocked, a screen says so; the drafts wait for its end.
  onFailed: error => {
    if (errorCode(error) === 'disk_full') toast({ kind: 'failed', text: translator('messages')('draftNotSaved') })
    else if (errorCode(error) !== 'signed_out') toastError(error)
  },
  setTimer: (run, ms) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
  now: Date.now,
})

beforeQuit(() => drafts.flushAll())
useSession.subscribe((now, before) => {
  // Do not show one user's data to the next user.
  if (now.session?.user?.id !== before.session?.user?.id) drafts.clear()
  else if (now.session?.phase === 'signed-in' && before.session?.phase !== 'signed-in') void drafts.flushAll()
})

/** Saves the draft of a conversation at once when its composer or the page is left. */
export function useDraft(id: string): void {
  useEffect(() => {
    const flush = () => void drafts.flush(id)
    window.addEventListener('pagehide', flush)
    return () => {
      window.removeEventListener('pagehide', flush)
      flush()
    }
  }, [id])
}

/** The draft of a conversation: the last written here, else the cached one. */
export function lastDraft(id: string, cached: string): string {
  return drafts.last(id) ?? cached
}
