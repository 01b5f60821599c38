import { LianqunError } from '@lianqun/sdk'
import { useLianqun } from '@lianqun/sdk/react'
import { useEffect, useState } from 'react'
import { type Announcement, type Draft, draftPlace, storedDraft } from './announcements.ts'
import { useStrings } from './strings.ts'

/** The draft, stored on this computer at each change; the text of `editing` to begin with. */
export function useDraft(editing: Announcement | null) {
  const place = draftPlace(editing)
  const [draft, setDraft] = useState(() => storedDraft(localStorage.getItem(place), editing))
  const changed = draft.title !== (editing?.title ?? '') || draft.body !== (editing?.body ?? '')
  useEffect(() => {
    if (changed) localStorage.setItem(place, JSON.stringify(draft))
    else localStorage.removeItem(place)
  }, [draft, place, changed])
  return { draft, setDraft, changed }
}

/**
 * Publishes the draft, or saves it as the new text of `editing`, and removes the stored one. `failure`: why the last
 * try failed, in words.
 */
export function usePublish(draft: Draft, editing: Announcement | null, onDone: (announcement: Announcement) => void) {
  const t = useStrings()
  const lianqun = useLianqun()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState('')
  const failureOf = (error: unknown): string => {
    const { code, status } = error instanceof LianqunError ? error : { code: 'failed', status: undefined }
    if (code === 'offline') return editing ? t.saveOffline : t.publishOffline
    if (status === 403) return editing ? t.saveForbidden : t.publishForbidden
    if (editing && status === 404) return t.saveGone
    if (editing && status === 409) return t.saveConflict
    return editing ? t.saveFailed : t.publishFailed
  }
  const send = async (confirmAgain: boolean) => {
    setBusy(true)
    setFailure('')
    const text = { title: draft.title.trim(), body: draft.body.trim() }
    try {
      const announcement = editing
        ? await lianqun.api('POST /announcements/:id/edit', {
            params: { id: editing.id },
            body: { ...text, editedAt: editing.editedAt, confirmAgain },
          })
        : await lianqun.api('POST /announcements', { body: { clientId: draft.clientId, ...text } })
      localStorage.removeItem(draftPlace(editing))
      onDone(announcement)
    } catch (error) {
      console.error(error)
      setFailure(failureOf(error))
      setBusy(false)
    }
  }
  return { send, busy, failure }
}
