import { Pencil } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { errorText } from '../../desktop.ts'
import { useTranslate } from '../../i18n.ts'
import { Button, Field, IconButton, isComposing } from '../../ui/index.ts'

/** A line with a label that can be changed in place. */
export function EditableLine(props: {
  label: string
  value: string
  /** Shown where there is no value. */
  placeholder: string
  editLabel: string
  editable: boolean
  maxLength: number
  mayBeEmpty?: boolean
  /** Several lines are shown of it. */
  wraps?: boolean
  save: (value: string) => Promise<unknown>
}) {
  const { label, value: shown, placeholder, editLabel, editable, maxLength, mayBeEmpty = false, wraps } = props
  const t = useTranslate('group')
  const [value, setValue] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState('')
  const end = () => {
    setValue(null)
    setError('')
  }
  const save = async (event: FormEvent) => {
    event.preventDefault()
    const wanted = value?.trim() ?? ''
    // What is shown in place of a value does not become one unless it is edited.
    if (wanted === shown || (wanted === '' && !mayBeEmpty)) return end()
    setBusy(true)
    try {
      await props.save(wanted)
      end()
    } catch (failure) {
      setError(errorText(failure))
    } finally {
      setBusy(false)
    }
  }
  if (value === null)
    return (
      <div className="messages-name-row">
        <span className="grow">
          <small>{label}</small>
          <span className={wraps ? 'messages-group-words' : 'ellipsis messages-name'}>{shown || placeholder}</span>
        </span>
        {editable && (
          <IconButton
            size="small"
            label={editLabel}
            icon={<Pencil className="icon-md" />}
            onClick={() => setValue(shown)}
          />
        )}
      </div>
    )
  return (
    <form onSubmit={event => void save(event)}>
      <Field
        compact
        label={label}
        value={value}
        onChange={setValue}
        placeholder={placeholder}
        maxLength={maxLength}
        error={error}
        autoFocus
        onFocus={event => event.currentTarget.select()}
        onKeyDown={event => {
          if (event.key !== 'Escape' || isComposing(event.nativeEvent)) return
          event.preventDefault()
          end()
        }}
      />
      <div className="messages-form-actions">
        <Button size="small" kind="quiet" onClick={end}>
          {t('cancel')}
        </Button>
        <Button size="small" kind="primary" type="submit" busy={busy} disabled={!mayBeEmpty && value.trim() === ''}>
          {t('save')}
        </Button>
      </div>
    </form>
  )
}
