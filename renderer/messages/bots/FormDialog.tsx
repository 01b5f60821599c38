import { useRef, useState } from 'react'
import type { BotForm } from '../../../preload/contract/index.ts'
import { call, errorCode, errorText } from '../../desktop.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { useMe, useOnline } from '../../stores/session.ts'
import { Avatar, Button, Dialog, nameOf, toast } from '../../ui/index.ts'
import { CardView } from '../kinds/card/CardView.tsx'
import type { CardForm, CardHost, CardOutcome } from '../kinds/card/card-context.ts'
import { freshMemory } from '../kinds/card/memory.ts'
import { MessageMention, openLink } from '../kinds/text/MessageText.tsx'
import { Picture } from '../media/Picture.tsx'
import '../media/media.css'
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
  const meId = useMe().id
  const sender = useRef<CardForm>(null)
  const tried = useRef({ of: '', clientId: '' })
  const body = useRef<HTMLFormElement>(null)
  const [memory] = useState(freshMemory)
  /** The action that is being sent: empty is the form itself; null: none. */
  const [busy, setBusy] = useState<string | null>(null)
  const name = nameOf(bot, language)

  const send = async (actionId: string, inputs: Record<string, string>): Promise<CardOutcome> => {
    const of = JSON.stringify([view.version, actionId, inputs])
    if (tried.current.of !== of) tried.current = { of, clientId: crypto.randomUUID() }
    const { clientId } = tried.current
    const {
      outcome,
      errors,
      view: next,
    } = await call('bots.submitView', {
      viewId: view.id,
      version: view.version,
      actionId: actionId === '' ? null : actionId,
      inputs,
      clientId,
    })
    // Each press after an answer is another one.
    tried.current.of = ''
    if (outcome === 'errors' && errors !== undefined) return { answer: 'errors', errors }
    if (outcome === 'view' && next !== undefined) onNext(next)
    else if (outcome === 'waiting') {
      toast({ kind: 'done', text: t('formWaiting', { bot: name }) })
      onClose(false)
    } else if (actionId === '') onClose(false)
    return { answer: 'shown' }
  }
  const act: CardHost['act'] = async (actionId, inputs) => {
    setBusy(actionId)
    try {
      return await send(actionId, inputs)
    } catch (error) {
      const reasons: Record<string, string> = {
        conflict: t('formChanged'),
        not_found: t('formClosed'),
        invalid_params: t('formInvalid', { bot: name }),
        unavailable: t('botOff', { bot: name }),
      }
      const reason = reasons[errorCode(error)] ?? t('formFailed', { reason: errorText(error) })
      return { answer: 'failed', reason, again: false }
    } finally {
      setBusy(null)
    }
  }
  const host: CardHost = {
    language,
    act,
    openLink,
    pictureOf: file => <Picture file={file} small />,
    mentionOf: ({ userId, text }) => (
      <MessageMention userId={userId} meId={meId} tabbable>
        {text}
      </MessageMention>
    ),
  }
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
