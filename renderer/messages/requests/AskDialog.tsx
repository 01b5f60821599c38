import { BellRing, X } from 'lucide-react'
import { useState } from 'react'
import type { MessageItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useTranslate } from '../../i18n.ts'
import { Button, Dialog, IconButton, Segmented, Switch, showDialog, useBusy } from '../../ui/index.ts'
import { type Ask, addressees, setAsk, useAsk } from './asks.ts'
import './requests.css'

/** The button of the composer that says what its next message asks for. */
export function AskButton({ composer }: { composer: string }) {
  const t = useTranslate('requests')
  const ask = useAsk(composer)
  const open = () =>
    showDialog(close => (
      <AskDialog before={ask} onClose={close} onAsk={next => Promise.resolve(setAsk(composer, next))} />
    ))
  return <IconButton label={t('ask')} icon={<BellRing />} aria-pressed={ask !== null} onClick={open} />
}

/** Above the composer: what the next message asks for. */
export function AskStrip({ composer }: { composer: string }) {
  const t = useTranslate('requests')
  const ask = useAsk(composer)
  if (ask === null) return null
  const words = t(`strip_${ask.ask}`, { whom: t('everyone') })
  return (
    <div className="messages-target" role="status">
      <BellRing className="icon-sm" aria-hidden="true" />
      <span className="ellipsis grow">{ask.urgent ? t('withUrgent', { words }) : words}</span>
      <IconButton size="small" label={t('stopAsk')} icon={<X />} onClick={() => setAsk(composer, null)} />
    </div>
  )
}

/** Asks those whom an own message concerns to answer to it. */
export function askAbout({ conversationId: id, seq, content, attributes }: MessageItem): void {
  const { request } = attributes
  const before = request === undefined ? null : { ask: askOf(request.ask), urgent: request.urgent }
  const whom = request === undefined ? addressees(content) : {}
  showDialog(close => (
    <AskDialog
      before={before}
      onClose={close}
      onAsk={ask => call('messages.request', { id, seq, ...(ask === null ? { ask: null } : { ...ask, ...whom }) })}
    />
  ))
}

/** What is asked for, as this version knows it. */
export function askOf(ask: string): Ask['ask'] {
  return ask === 'done' ? 'done' : 'acknowledged'
}

function AskDialog(props: { before: Ask | null; onAsk: (ask: Ask | null) => Promise<unknown>; onClose: () => void }) {
  const t = useTranslate('requests')
  const { before, onClose } = props
  const [ask, setAskFor] = useState<Ask['ask']>(before?.ask ?? 'acknowledged')
  const [urgent, setUrgent] = useState(before?.urgent ?? false)
  const [busy, run] = useBusy()
  const submit = (next: Ask | null) => run(() => props.onAsk(next).then(onClose))
  return (
    <Dialog
      open
      onOpenChange={open => !open && !busy && onClose()}
      title={t('askTitle')}
      description={t('askText')}
      footer={
        <>
          {before !== null && (
            <Button kind="quiet" disabled={busy} onClick={() => submit(null)}>
              {t('noAsk')}
            </Button>
          )}
          <Button disabled={busy} onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button kind="primary" busy={busy} onClick={() => submit({ ask, ...(urgent ? { urgent } : {}) })}>
            {t('send')}
          </Button>
        </>
      }
    >
      <div className="messages-requests-dialog">
        <Segmented
          label={t('askTitle')}
          value={ask}
          onChange={setAskFor}
          options={[
            { value: 'acknowledged', label: t('acknowledged') },
            { value: 'done', label: t('done') },
          ]}
        />
        <Switch label={t('urgent')} checked={urgent} onChange={setUrgent} />
      </div>
    </Dialog>
  )
}
