import { type ReactNode, useRef, useState } from 'react'
import { errorText } from '../../desktop.ts'
import { useTranslate } from '../../i18n.ts'
import { Button, Dialog, SearchField, toast } from '../../ui/index.ts'
import { Chosen, type Goal, Goals, toggled } from './Goals.tsx'
import './forward.css'

interface GoalsDialogProps {
  title: string
  /** The words of the button, for so many that were chosen. */
  sendWords: (count: number) => string
  /** What a toast says in the end. */
  doneWords: string
  /** Whether more than the choice would be lost by closing it. */
  written?: boolean
  /** Sends to those who were chosen, and may say of each who has it: they do not get it again when another one fails. */
  onSend: (chosen: readonly Goal[], sent: (goal: Goal) => void) => Promise<void>
  onClose: (done: boolean) => void
  /** Beside the choice: what is sent, and how. */
  children: ReactNode
}

/** Sends something to conversations and people that are chosen; an error is shown in it and loses nothing. */
export function GoalsDialog(props: GoalsDialogProps) {
  const { title, sendWords, doneWords, written = false, onSend, onClose, children } = props
  const t = useTranslate('talk')
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState<readonly Goal[]>([])
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState('')
  const search = useRef<HTMLDivElement>(null)
  const toggle = (goal: Goal) => setChosen(before => toggled(before, goal))
  const send = async () => {
    setBusy(true)
    setFailure('')
    try {
      await onSend(chosen, ({ key }) => setChosen(before => before.filter(goal => goal.key !== key)))
      toast({ kind: 'done', text: doneWords })
      onClose(true)
    } catch (error) {
      setFailure(errorText(error))
      setBusy(false)
    }
  }
  return (
    <Dialog
      open
      onOpenChange={open => !open && !busy && onClose(false)}
      title={title}
      width={736}
      keepOpen={busy || chosen.length > 0 || written}
      initialFocus={() => search.current?.querySelector('input') ?? null}
      footer={
        <>
          <Button onClick={() => onClose(false)} disabled={busy}>
            {t('cancel')}
          </Button>
          <Button kind="primary" busy={busy} disabled={chosen.length === 0} onClick={() => void send()}>
            {sendWords(chosen.length)}
          </Button>
        </>
      }
    >
      <div className="messages-forward">
        <div ref={search} className="column messages-forward-goals">
          <SearchField value={query} onChange={setQuery} label={t('forwardSearch')} maxLength={100} />
          <Goals query={query} chosen={chosen} onToggle={toggle} />
        </div>
        <div className="column messages-forward-how">
          <Chosen chosen={chosen} onToggle={toggle} onClear={() => setChosen([])} />
          {children}
          {failure !== '' && (
            <div className="banner danger" role="alert">
              {failure}
            </div>
          )}
        </div>
      </div>
    </Dialog>
  )
}
