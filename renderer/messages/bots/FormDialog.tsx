import { useRef, useState } from 'react'
import type { BotForm } from '../../../preload/contract/index.ts'
import { errorCode, errorText } from '../../desktop.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { Avatar, Button, Dialog, nameOf, toast } from '../../ui/index.ts'
import { freshMemory } from '../kinds/card/memory.ts'
import { ViewForm, ViewSubmit } from './ViewForm.tsx'
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
          <ViewSubmit view={view} busy={busy} form={id} />
        </>
      }
    >
      <ViewForm id={id} ref={body} className="messages-form" view={view} busy={busy} host={host} memory={memory} />
    </Dialog>
  )
}
