import { ArrowLeft, CircleAlert } from 'lucide-react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { type Announcement, checkDraft, edited, maxBody, maxTitle } from './announcements.ts'
import { Field } from './Field.tsx'
import { useStrings } from './strings.ts'
import { useDraft, usePublish } from './use-draft.ts'

/** The form of a new announcement, or of one that is edited. The draft is stored on this computer until it is sent. */
export function Compose(props: {
  editing: Announcement | null
  onClose: () => void
  onDone: (announcement: Announcement) => void
}) {
  const t = useStrings()
  const { editing } = props
  const { draft, setDraft, changed } = useDraft(editing)
  const [confirmAgain, setConfirmAgain] = useState(false)
  const [tried, setTried] = useState(false)
  const { send, busy, failure } = usePublish(draft, editing, props.onDone)
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
    else void send(confirmAgain)
  }

  return (
    <form className="compose" onSubmit={submit} noValidate>
      <button type="button" className="button quiet back" onClick={props.onClose}>
        <ArrowLeft className="small" aria-hidden="true" />
        {t.back}
      </button>
      <div className="compose-fields">
        <h2>{editing ? t.editTitle : t.composeTitle}</h2>
        <p className="muted">{editing ? t.editText : t.composeText}</p>
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
        {editing && editing.confirmedCount > 0 && (
          <label className="confirm-again">
            <input type="checkbox" checked={confirmAgain} onChange={event => setConfirmAgain(event.target.checked)} />
            {t.confirmAgain}
          </label>
        )}
      </div>
      <Footer
        failure={failure}
        kept={changed}
        busy={busy}
        label={editing ? (busy ? t.saving : t.save) : busy ? t.publishing : t.publishNow}
        onCancel={props.onClose}
      />
    </form>
  )
}

/** Why the last try failed or that the draft is kept, and the buttons. */
function Footer(props: { failure: string; kept: boolean; busy: boolean; label: string; onCancel: () => void }) {
  const t = useStrings()
  return (
    <footer className="receipt">
      {props.failure ? (
        <div className="banner danger grow" role="alert">
          <CircleAlert className="small" aria-hidden="true" />
          <span>{props.failure}</span>
        </div>
      ) : (
        <span className="muted grow kept">{props.kept && t.draftKept}</span>
      )}
      <button type="button" className="button large" onClick={props.onCancel}>
        {t.cancel}
      </button>
      <button type="submit" className="button primary large" disabled={props.busy} aria-busy={props.busy}>
        {props.busy && <span className="spinner" />}
        {props.label}
      </button>
    </footer>
  )
}
