import { CornerUpLeft, X } from 'lucide-react'
import { useEffect, useEffectEvent } from 'react'
import type { MessageItem } from '../../../preload/contract/index.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { openConversation } from '../../stores/navigation.ts'
import { useMe } from '../../stores/session.ts'
import { IconButton, isComposing, speakerOf, useOverlay } from '../../ui/index.ts'
import { useConversationContext } from '../conversation-context.ts'
import { contentLine } from '../kinds/index.ts'
import { useFetchedMessage } from './quotes.ts'
import { setTarget, useTarget } from './target.ts'
import './talk.css'

/** A message in one line, without its sender. */
export function useLine(): (message: Pick<MessageItem, 'content' | 'sender' | 'people'>) => string {
  const t = useTranslate('messages')
  const language = useLanguage()
  const meId = useMe().id
  return message => contentLine(message.content, message, { t, language, meId })
}

/** What a message replies to, above its words; a press goes there. */
export function QuoteView({ message, tabbable }: { message: MessageItem; tabbable: boolean }) {
  const t = useTranslate('talk')
  const language = useLanguage()
  const lineOf = useLine()
  const { thread } = useConversationContext()
  const { quote, conversationId } = message
  const shown = quote !== null && quote.seq !== thread
  const fetched = useFetchedMessage(conversationId, quote?.seq ?? 0, shown && quote.message === null)
  if (!shown) return null
  const quoted = quote.message ?? (typeof fetched === 'object' ? fetched : null)
  if (quoted === null) {
    const why = fetched === 'gone' ? 'quoteGone' : fetched === 'offline' ? 'quoteOffline' : 'quoteLoading'
    return <p className="messages-quote muted">{t(why)}</p>
  }
  if (quoted.content.type === 'recalled') return <p className="messages-quote muted">{t('quoteRecalled')}</p>
  const name = speakerOf(quoted.sender, language)
  return (
    <button
      type="button"
      className="messages-quote"
      tabIndex={tabbable ? 0 : -1}
      title={t('quoteOf', { name })}
      onClick={() => openConversation(conversationId, quote.seq)}
    >
      {t('recordItem', { name, text: lineOf(quoted) })}
    </button>
  )
}

/** Above the composer: what is replied to, or edited. Escape in the composer takes it away. */
export function TargetStrip({ composer }: { composer: string }) {
  const t = useTranslate('talk')
  const language = useLanguage()
  const lineOf = useLine()
  const target = useTarget(composer)
  const covered = useOverlay()
  const end = () => setTarget(composer, null)
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const from = event.target instanceof Element ? event.target : null
    if (target === null || event.key !== 'Escape' || covered || isComposing(event)) return
    if (from?.closest(`[data-composer="${CSS.escape(composer)}"]`)) end()
  })
  useEffect(() => {
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  // A message that is to be edited is the composer's own affair.
  if (target?.kind !== 'reply') return null
  const { message } = target
  return (
    <div className="messages-target" role="status">
      <CornerUpLeft className="icon-sm" aria-hidden="true" />
      <b>{t('replyTo', { name: speakerOf(message.sender, language) })}</b>
      <span className="ellipsis grow">{lineOf(message)}</span>
      <IconButton size="small" label={t('stopReply')} icon={<X />} onClick={end} />
    </div>
  )
}
