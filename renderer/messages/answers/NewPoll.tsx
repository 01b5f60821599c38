import { ChartNoAxesColumn, ListOrdered, Plus, X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { CallArgs } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useTranslate } from '../../i18n.ts'
import { Button, Dialog, Field, IconButton, Segmented, Switch, serverNow, showDialog, useBusy } from '../../ui/index.ts'
import { jumpToLatest, useMessageList } from '../message-list-store.ts'
import './answers.css'

/** The most options of a poll, and characters of a line; as the protocol's limits. */
const maxOptions = 20
const maxChars = 200

/** The buttons of the composer that begin a poll and a sign-up list. */
export function AnswerTools({ id }: { id: string }) {
  const t = useTranslate('answers')
  return (
    <>
      <IconButton
        label={t('newPoll')}
        icon={<ChartNoAxesColumn />}
        onClick={() => showDialog(close => <NewPoll id={id} onClose={close} />)}
      />
      <IconButton
        label={t('newSignup')}
        icon={<ListOrdered />}
        onClick={() => showDialog(close => <NewSignup id={id} onClose={close} />)}
      />
    </>
  )
}

const hour = 3_600_000
/** Until when answers are taken, milliseconds from now; 0: as long as one likes. */
const deadlines = { never: 0, hour, day: 24 * hour, week: 7 * 24 * hour }
type Deadline = keyof typeof deadlines

function DeadlineChoice({ value, onChange }: { value: Deadline; onChange: (value: Deadline) => void }) {
  const t = useTranslate('answers')
  return (
    <div className="field">
      <span className="messages-answers-label">{t('deadline')}</span>
      <Segmented
        label={t('deadline')}
        value={value}
        onChange={onChange}
        options={[
          { value: 'never', label: t('noDeadline') },
          { value: 'hour', label: t('inHour') },
          { value: 'day', label: t('inDay') },
          { value: 'week', label: t('inWeek') },
        ]}
      />
    </div>
  )
}

/** Sends to a conversation, and shows it where the conversation is open. */
async function send(id: string, content: CallArgs<'messages.send'>['content']): Promise<void> {
  await call('messages.send', { id, content })
  if (useMessageList.getState().id === id) jumpToLatest()
}

function closesAt(deadline: Deadline): { closesAt?: number } {
  return deadline === 'never' ? {} : { closesAt: serverNow() + deadlines[deadline] }
}

function Frame(props: {
  title: string
  changed: boolean
  ready: boolean
  send: () => Promise<unknown>
  onClose: () => void
  children: ReactNode
}) {
  const t = useTranslate('answers')
  const [busy, run] = useBusy()
  const submit = () => run(() => props.send().then(props.onClose))
  return (
    <Dialog
      open
      onOpenChange={open => !open && !busy && props.onClose()}
      title={props.title}
      width={480}
      keepOpen={busy || props.changed}
      footer={
        <>
          <Button onClick={props.onClose} disabled={busy}>
            {t('cancel')}
          </Button>
          <Button kind="primary" busy={busy} disabled={!props.ready} onClick={submit}>
            {t('send')}
          </Button>
        </>
      }
    >
      <div className="messages-answers-dialog">{props.children}</div>
    </Dialog>
  )
}

function NewPoll({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTranslate('answers')
  const [question, setQuestion] = useState('')
  const [options, setOptions] = useState(['', ''])
  const [multiple, setMultiple] = useState(false)
  const [anonymous, setAnonymous] = useState(false)
  const [open, setOpen] = useState(false)
  const [deadline, setDeadline] = useState<Deadline>('never')
  const written = options.map(option => option.trim()).filter(option => option !== '')
  const same = new Set(written).size < written.length
  const content = () => ({
    type: 'poll' as const,
    question: question.trim(),
    options: written.map((text, i) => ({ id: `o${i + 1}`, text })),
    multiple,
    anonymous,
    open,
    ...closesAt(deadline),
  })
  return (
    <Frame
      title={t('newPoll')}
      changed={question !== '' || written.length > 0}
      ready={question.trim() !== '' && written.length >= 2 && !same}
      send={() => send(id, content())}
      onClose={onClose}
    >
      <Field
        compact
        autoFocus
        label={t('question')}
        placeholder={t('questionHint')}
        value={question}
        onChange={setQuestion}
        maxLength={maxChars}
      />
      <Options options={options} same={same} onChange={setOptions} />
      <Switch label={t('multipleLabel')} checked={multiple} onChange={setMultiple} />
      <Switch label={t('anonymousLabel')} hint={t('anonymousText')} checked={anonymous} onChange={setAnonymous} />
      <Switch label={t('openLabel')} checked={open} onChange={setOpen} />
      <DeadlineChoice value={deadline} onChange={setDeadline} />
    </Frame>
  )
}

function Options(props: { options: readonly string[]; same: boolean; onChange: (options: string[]) => void }) {
  const { options, same, onChange } = props
  const t = useTranslate('answers')
  return (
    <div className="field">
      <span className="messages-answers-label">{t('options')}</span>
      <div className="messages-answers-new-options">
        {options.map((option, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an option is known by its place
          <div key={i}>
            <input
              className="messages-answers-input"
              aria-label={t('option', { number: i + 1 })}
              placeholder={t('option', { number: i + 1 })}
              maxLength={maxChars}
              value={option}
              onChange={event => onChange(options.map((old, k) => (k === i ? event.target.value : old)))}
            />
            <IconButton
              size="small"
              label={t('removeOption', { number: i + 1 })}
              icon={<X />}
              disabled={options.length <= 2}
              onClick={() => onChange(options.filter((_, k) => k !== i))}
            />
          </div>
        ))}
      </div>
      {same && (
        <p className="field-hint" role="alert">
          {t('sameOption')}
        </p>
      )}
      {options.length < maxOptions && (
        <Button size="small" onClick={() => onChange([...options, ''])}>
          <Plus className="icon-sm" aria-hidden="true" />
          {t('addOption')}
        </Button>
      )}
    </div>
  )
}

function NewSignup({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTranslate('answers')
  const [title, setTitle] = useState('')
  const [example, setExample] = useState('')
  const [deadline, setDeadline] = useState<Deadline>('never')
  const content = () => ({
    type: 'signup' as const,
    title: title.trim(),
    example: example.trim(),
    ...closesAt(deadline),
  })
  return (
    <Frame
      title={t('newSignup')}
      changed={title !== '' || example !== ''}
      ready={title.trim() !== ''}
      send={() => send(id, content())}
      onClose={onClose}
    >
      <Field
        compact
        autoFocus
        label={t('title')}
        placeholder={t('titleHint')}
        value={title}
        onChange={setTitle}
        maxLength={maxChars}
      />
      <Field
        compact
        label={t('exampleLabel')}
        aside={t('optional')}
        placeholder={t('exampleHint')}
        value={example}
        onChange={setExample}
        maxLength={maxChars}
      />
      <DeadlineChoice value={deadline} onChange={setDeadline} />
    </Frame>
  )
}
