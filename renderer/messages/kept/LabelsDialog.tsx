import { X } from 'lucide-react'
import { useState } from 'react'
import { call } from '../../desktop.ts'
import { useTranslate } from '../../i18n.ts'
import { Button, Dialog, Field, isComposing, showDialog, toastError, useQuery } from '../../ui/index.ts'
import { shownLimits } from '../limits.ts'
import './kept.css'

interface On {
  id: string
  seq: number
}

/** Edits the labels of a saved message. */
export function editLabels(on: On, labels: readonly string[]): void {
  showDialog(close => <LabelsDialog on={on} labels={labels} onClose={close} />)
}

function LabelsDialog({ on, labels: before, onClose }: { on: On; labels: readonly string[]; onClose: () => void }) {
  const t = useTranslate('saved')
  const [labels, setLabels] = useState(before)
  const [writing, setWriting] = useState('')
  const known = useQuery('labels-of-saved', () => call('saved.labels', {})).data ?? []
  const written = writing.trim()
  const tooLong = written.length > shownLimits.labelChars
  const full = labels.length >= shownLimits.labels
  const with_ = (label: string) => (label === '' || labels.includes(label) ? labels : [...labels, label])
  const add = (label: string) => {
    if (tooLong || (full && !labels.includes(label))) return
    setLabels(with_(label))
    setWriting('')
  }
  const others = known.map(({ label }) => label).filter(label => !labels.includes(label))
  const error = tooLong
    ? t('labelTooLong', { count: shownLimits.labelChars })
    : full && written !== ''
      ? t('tooManyLabels', { count: shownLimits.labels })
      : undefined
  return (
    <Dialog
      open
      keepOpen
      onOpenChange={open => !open && onClose()}
      title={t('labelsTitle')}
      description={t('labelsText', { count: shownLimits.labels })}
      width={400}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button
            kind="primary"
            disabled={error !== undefined}
            onClick={() => {
              onClose()
              call('messages.save', { ...on, labels: [...with_(written)] }).catch(toastError)
            }}
          >
            {t('save2')}
          </Button>
        </>
      }
    >
      {labels.length > 0 && (
        <ul className="messages-kept-labels" aria-label={t('labels')}>
          {labels.map(label => (
            <li key={label} className="chip">
              <span className="ellipsis">{label}</span>
              <button
                type="button"
                aria-label={t('removeLabel', { label })}
                onClick={() => setLabels(labels.filter(other => other !== label))}
              >
                <X className="icon-sm" aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <Field
        autoFocus
        label={t('label')}
        value={writing}
        onChange={setWriting}
        hint={t('labelHint')}
        error={error}
        onKeyDown={event => {
          if (event.key !== 'Enter' || isComposing(event.nativeEvent)) return
          event.preventDefault()
          add(written)
        }}
      />
      {others.length > 0 && (
        <section className="messages-kept-labels-known" aria-label={t('ofYours')}>
          <b>{t('ofYours')}</b>
          <ul className="messages-kept-labels">
            {others.slice(0, 30).map(label => (
              <li key={label}>
                <button type="button" className="chip" disabled={full} onClick={() => add(label)}>
                  <span className="ellipsis">{label}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Dialog>
  )
}
