import { useRef, useState } from 'react'
import type { BotForm } from '../../../preload/contract/index.ts'
import { errorCode, errorText } from '../../desktop.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { useOnline } from '../../stores/session.ts'
import { Avatar, Button, Dialog, nameOf, toast } from '../../ui/index.ts'
import { CardView } from '../kinds/card/CardView.tsx'
import type { CardForm } from '../kinds/card/card-context.ts'
import { freshMemory } from '../kinds/card/memory.ts'
import { useViewHost } from './view-host.tsx'
import './bots.css'

/** A form of a bot. `onNext`: the bot answers with this one; `unsent`: the person closes it. */
export function FormDialog(props: {
  form: BotForm
  onNext: (view: BotForm['view']) => void
  onClose: (unsent: boolean) => void
}) {
  const { form, onNext, onClose } = props
  const { view, bot } = form
  const t = useTranslate('botTalk')
  const language = useLanguage()
  const online = useOnline()
  const sender = useRef<CardForm>(null)
  const body = useRef<HTMLFormElement>(null)
  const [memory] = useState(freshMemory)
  const name = nameOf(bot, language)

  const { host, busy } = useViewHost(view, {
    answered({ outcome, view: next }, actionId) {
      if (outcome === 'view' && next !== undefined) onNext(next)
      else if (outcome === 'waiting') {
        toast({ kind: 'done', text: t('formWaiting', { bot: name }) })
        onClose(false)
      } else if (actionId === '') onClose(false)
      return { answer: 'shown' }
    },
    failed(error) {
      const reasons: Record<string, string> = {
        conflict: t('formChanged'),
        not_found: t('formClosed'),
        invalid_params: t('formInvalid', { bot: name }),
        unavailable: t('botOff', { bot: name }),
      }
      const reason = reasons[errorCode(error)] ?? t('formFailed', { reason: errorText(error) })
      return { answer: 'failed', reason, again: false }
    },
  })
  const id = `form-${view.id}`
  return (
    <Dialog
      open
      keepOpen
      width={480}
      onOpenChange={open => !open && busy === null && onClose(true)}
      title={view.title}
      description={
        <span className="messages-form-bot">
          <Avatar person={{ ...bot, bot: bot.bot ?? 'bot' }} size={20} />
          <span className="ellipsis">{t('from', { bot: name })}</span>
        </span>
      }
      initialFocus={() =>
        body.current?.querySelector<HTMLElement>('input[data-input], select[data-input], textarea[data-input]') ?? null
      }
      footer={
        <>
          <Button disabled={busy !== null} onClick={() => onClose(true)}>
            {view.close?.trim() || t('cancel')}
          </Button>
          {view.submit !== undefined && (
            <Button kind="primary" type="submit" form={id} busy={busy === ''} disabled={busy !== null}>
              {view.submit.trim() || t('submit')}
            </Button>
          )}
        </>
      }
    >
      <form
        id={id}
        ref={body}
        className="messages-form"
        noValidate
        aria-busy={busy !== null}
        onSubmit={event => {
          event.preventDefault()
          if (busy === null && view.submit !== undefined) sender.current?.submit()
        }}
      >
        <CardView
          card={view.card}
          host={host}
          version={view.version}
          blocked={online ? null : 'offline'}
          memory={memory}
          form={sender}
        />
      </form>
    </Dialog>
  )
}
