import { LianqunError, newClientId } from '@lianqun/sdk'
import { useLianqun } from '@lianqun/sdk/react'
import { ArrowLeft, CircleAlert } from 'lucide-react'
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { type Announcement, checkDraft, type Draft, edited, maxBody, maxTitle } from './announcements.ts'
import { useStrings } from './strings.ts'

const place = 'draft'

function keptDraft(): Draft {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? '{}') as Partial<Draft>
    const { title = '', body = '', clientId = newClientId() } = kept
    return { title: String(title), body: String(body), clientId: String(clientId) }
  } catch (error) {
    console.warn('the draft could not be read', error)
    return { title: '', body: '', clientId: newClientId() }
  }
}

/** The draft, stored on this computer at each change. */
function useDraft() {
  const [draft, setDraft] = useState(keptDraft)
  useEffect(() => {
    if (draft.title || draft.body) localStorage.setItem(place, JSON.stringify(draft))
    else localStorage.removeItem(place)
  }, [draft])
  return [draft, setDraft] as const
}

/** Publishes the draft and removes the stored one. `failure`: why the last try failed, in words. */
function usePublish(draft: Draft, onPublished: (announcement: Announcement) => void) {
  const t = useStrings()
  const lianqun = useLianqun()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState('')
  const publish = async () => {
    setBusy(true)
    setFailure('')
    try {
      const body = { clientId: draft.clientId, title: draft.title.trim(), body: draft.body.trim() }
      const announcement = await lianqun.api('POST /announcements', { body })
      localStorage.removeItem(place)
      onPublished(announcement)
    } catch (error) {
      console.error(error)
      const offline = error instanceof LianqunError && error.code === 'offline'
      const forbidden = error instanceof LianqunError && error.status === 403
      setFailure(offline ? t.publishOffline : forbidden ? t.publishForbidden : t.publishFailed)
      setBusy(false)
    }
  }
  return { publish, busy, failure }
}

/** The form of an announcement. The draft is stored on this computer until it is published. */
export function Compose(props: { onClose: () => void; onPublished: (announcement: Announcement) => void }) {
  const t = useStrings()
  const [draft, setDraft] = useDraft()
  const [tried, setTried] = useState(false)
  const { publish, busy, failure } = usePublish(draft, props.onPublished)
  const titleInput = useRef<HTMLInputElement>(null)
  const bodyInput = useRef<HTMLTextAreaElement>(null)

  useEffect(() => titleInput.current?.focus(), [])

  const problems = checkDraft(draft)
  const titleError =
    tried && problems.title === 'missing' ? t.titleMissing : problems.title === 'long' ? t.titleLong(maxTitle) : ''
  const bodyError =
    tried && problems.body === 'missing' ? t.bodyMissing : problems.body === 'long' ? t.bodyLong(maxBody) : ''

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (problems.title) titleInput.current?.focus()
    else if (problems.body) bodyInput.current?.focus()
    else void publish()
  }

  return (
    <form className="compose" onSubmit={submit} noValidate>
      <button type="button" className="button quiet back" onClick={props.onClose}>
        <ArrowLeft className="small" aria-hidden="true" />
        {t.back}
      </button>
      <div className="compose-fields">
        <h2>{t.composeTitle}</h2>
        <p className="muted">{t.composeText}</p>
        <Field
          id="title"
          label={t.fieldTitle}
          length={draft.title.trim().length}
          max={maxTitle}
          error={titleError}
          input={attributes => (
            <input
              {...attributes}
              ref={titleInput}
              value={draft.title}
              placeholder={t.fieldTitleHint}
              onChange={event => setDraft(edited(draft, { title: event.target.value }))}
            />
          )}
        />
        <Field
          id="body"
          tall
          label={t.fieldBody}
          length={draft.body.trim().length}
          max={maxBody}
          error={bodyError}
          input={attributes => (
            <textarea
              {...attributes}
              ref={bodyInput}
              value={draft.body}
              placeholder={t.fieldBodyHint}
              onChange={event => setDraft(edited(draft, { body: event.target.value }))}
            />
          )}
        />
      </div>
      <footer className="receipt">
        {failure ? (
          <div className="banner danger grow" role="alert">
            <CircleAlert className="small" aria-hidden="true" />
            <span>{failure}</span>
          </div>
        ) : (
          <span className="muted grow kept">{(draft.title || draft.body) && t.draftKept}</span>
        )}
        <button type="button" className="button large" onClick={props.onClose}>
          {t.cancel}
        </button>
        <button type="submit" className="button primary large" disabled={busy} aria-busy={busy}>
          {busy && <span className="spinner" />}
          {busy ? t.publishing : t.publishNow}
        </button>
      </footer>
    </form>
  )
}

/** A labelled field with a character count and an error below. */
function Field(props: {
  id: string
  label: string
  length: number
  max: number
  error: string
  tall?: boolean
  input: (attributes: {
    id: string
    className: string
    'aria-invalid'?: true
    'aria-describedby'?: string
  }) => ReactNode
}) {
  const { id, label, length, max, error, tall = false, input } = props
  const errorId = `${id}-error`
  return (
    <>
      <label className={tall ? 'field tall' : 'field'} htmlFor={id}>
        <span className="label">
          {label}
          <span className={length > max ? 'count over' : 'count'}>
            {length}/{max}
          </span>
        </span>
        {input({ id, className: 'input', ...(error && { 'aria-invalid': true, 'aria-describedby': errorId }) })}
      </label>
      {error && (
        <p className="field-error" id={errorId} role="alert">
          {error}
        </p>
      )}
    </>
  )
}
