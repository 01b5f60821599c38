import type { ContentOf } from '@lianqun/protocol'
import { useEffect, useState } from 'react'
import { DesktopError, errorText } from '../../../desktop.ts'
import { useLanguage, useTranslate } from '../../../i18n.ts'
import { useOnline } from '../../../stores/session.ts'
import { nameOf, serverNow } from '../../../ui/index.ts'
import { useConversationContext } from '../../conversation-context.ts'
import { Picture } from '../../media/Picture.tsx'
import type { BodyProps } from '../kind.ts'
import { MessageMention, openLink } from '../text/MessageText.tsx'
import { CardView } from './CardView.tsx'
import type { BlockedBy, CardHost } from './card-context.ts'
import { memoryOf } from './memory.ts'
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
  const { meId, readOnly } = useConversationContext()
  const over = useIsOver(content.expiresAt)
  const host: CardHost = {
    language,
    act: async () => ({ answer: 'failed', reason: errorText(new DesktopError('unknown_method', '')), again: false }),
    openLink,
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
