import type { ContentOf } from '@lianqun/protocol'
import { useEffect, useRef, useState } from 'react'
import type { MessageItem } from '../../../../preload/contract/index.ts'
import { call, errorCode, errorText } from '../../../desktop.ts'
import { useLanguage, useTranslate } from '../../../i18n.ts'
import { useOnline } from '../../../stores/session.ts'
import { nameOf, serverNow } from '../../../ui/index.ts'
import { useConversationContext } from '../../conversation-context.ts'
import { Picture } from '../../media/Picture.tsx'
import type { BodyProps } from '../kind.ts'
import { MessageMention, openLink } from '../text/MessageText.tsx'
import { CardView } from './CardView.tsx'
import type { BlockedBy, CardHost, CardOutcome } from './card-context.ts'
import { memoryOf } from './memory.ts'
import { peopleOf } from './people.ts'
import '../../media/media.css'

type Content = ContentOf<'card'>

/** The longest that a timer waits, milliseconds. */
const longest = 2 ** 31 - 1

/** Whether a time has come, by the server's clock. */
function useIsOver(time: number | undefined): boolean {
  const [over, setOver] = useState(() => time !== undefined && serverNow() >= time)
  useEffect(() => {
    if (time === undefined) return setOver(false)
    const left = time - serverNow()
    setOver(left <= 0)
    if (left <= 0 || left > longest) return
    const timer = setTimeout(() => setOver(true), left)
    return () => clearTimeout(timer)
  }, [time])
  return over
}

/** A card in a conversation. */
export function MessageCard({ content, message, tabbable }: BodyProps<Content>) {
  const language = useLanguage()
  const online = useOnline()
  const t = useTranslate('composer')
  const { meId, readOnly, members } = useConversationContext()
  const over = useIsOver(content.expiresAt)
  const act = useActing(message, content.version ?? 1)
  const host: CardHost = {
    language,
    act,
    openLink,
    people: peopleOf(members),
    pictureOf: file => <Picture file={file} small />,
    mentionOf: ({ userId, text }) => {
      const person = message.people.find(({ id }) => id === userId)
      const words = userId === 'all' ? `@${t('everyone')}` : person ? `@${nameOf(person, language)}` : text
      return (
        <MessageMention userId={userId} meId={meId} tabbable={tabbable}>
          {words}
        </MessageMention>
      )
    },
  }
  const reasons: [BlockedBy, boolean][] = [
    ['unsent', message.seq === 0],
    ['expired', over],
    ['left', readOnly],
    ['offline', !online],
  ]
  const blocked = reasons.find(([, holds]) => holds)?.[0] ?? null
  return (
    <CardView
      card={content.card}
      host={host}
      version={content.version ?? 1}
      blocked={blocked}
      expiresAt={content.expiresAt}
      tabbable={tabbable}
      memory={memoryOf(`${message.conversationId}/${message.seq || message.clientId}`)}
    />
  )
}

/** Errors that pass by themselves, or that come from the way there. */
const passing = new Set([
  'internal',
  'offline',
  'no_network',
  'unreachable',
  'timeout',
  'unavailable',
  'server_closing',
  'rate_limited',
  'slow_mode',
  'unknown',
])

/** Does the actions of a card in a message. Once more after a failure it is the same press, which counts once. */
function useActing({ conversationId: id, seq }: MessageItem, version: number): CardHost['act'] {
  const t = useTranslate('card')
  const tried = useRef({ clientId: '', press: '' })
  return async (actionId, inputs): Promise<CardOutcome> => {
    const press = JSON.stringify([actionId, inputs, version])
    if (tried.current.press !== press) tried.current = { clientId: crypto.randomUUID(), press }
    const { clientId } = tried.current
    try {
      const outcome = await call('messages.submitCard', { id, seq, actionId, inputs, version, clientId })
      tried.current.press = ''
      const { answer, notice } = outcome
      return answer === 'failed' ? { answer, reason: notice ?? t('refused'), again: false } : { ...outcome, answer }
    } catch (error) {
      const code = errorCode(error)
      if (code === 'conflict') return { answer: 'conflict' }
      if (code === 'too_late') return { answer: 'failed', reason: t('nowExpired'), again: false }
      return { answer: 'failed', reason: t('notDone', { reason: errorText(error) }), again: passing.has(code) }
    }
  }
}
