import { type Content, contentText, isBubble, knownContent } from '@lianqun/protocol'
import { AtSign, Copy, Undo2 } from 'lucide-react'
import type { MessageItem } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { IconButton, type MenuEntries, nameOf, toast, toastError } from '../ui/index.ts'
import { useConversationContext } from './conversation-context.ts'
import { shownLimits } from './limits.ts'
import { recallLeft } from './rows.ts'

/** Nothing can be done with a notice, nor with a kind of a later version. */
function hasActions(content: Content): boolean {
  return isBubble(content) && knownContent(content) !== null
}

/** The menu of a message: what can be done with it. Nothing for a notice. */
export function useMessageMenu(): (message: MessageItem) => MenuEntries {
  const t = useTranslate('messages')
  const language = useLanguage()
  const { group, mention, recall } = useConversationContext()
  return message => {
    const { content } = message
    const left = recallLeft(message, Date.now(), shownLimits.recallMs)
    const selected = String(window.getSelection() ?? '')
    if (!hasActions(content)) return []
    const text = contentText(content)
    return [
      text !== '' && {
        label: t('copy'),
        icon: <Copy />,
        onSelect: () => copy(selected || text, t('copied')),
      },
      group &&
        !message.own && {
          label: t('mention', { name: nameOf(message.sender, language) }),
          icon: <AtSign />,
          onSelect: () => mention(message.sender),
        },
      left > 0 && 'line',
      left > 0 && {
        label: t('recall'),
        icon: <Undo2 />,
        danger: true,
        hint: t('recallLeft', { time: duration(left, t) }),
        onSelect: () => recall(message),
      },
    ]
  }
}

function duration(left: number, t: ReturnType<typeof useTranslate<'messages'>>): string {
  const seconds = Math.max(1, Math.floor(left / 1_000))
  if (seconds < 60) return t('seconds', { seconds })
  return t('minutesSeconds', { minutes: Math.floor(seconds / 60), seconds: seconds % 60 })
}

function copy(text: string, done: string): void {
  call('clipboard.write', { text }).then(() => toast({ kind: 'done', text: done }), toastError)
}

/** What is at hand while the pointer or the focus is on a message. */
export function HoverBar({ message }: { message: MessageItem }) {
  const t = useTranslate('messages')
  const language = useLanguage()
  const { group, mention, recall } = useConversationContext()
  const { content } = message
  if (message.seq === 0 || !hasActions(content)) return null
  const text = contentText(content)
  return (
    <div className="messages-hover-bar" role="toolbar" aria-label={t('messageActions')}>
      {text !== '' && <IconButton label={t('copy')} icon={<Copy />} onClick={() => copy(text, t('copied'))} />}
      {group && !message.own && (
        <IconButton
          label={t('mention', { name: nameOf(message.sender, language) })}
          icon={<AtSign />}
          onClick={() => mention(message.sender)}
        />
      )}
      {recallLeft(message, Date.now(), shownLimits.recallMs) > 0 && (
        <IconButton label={t('recall')} icon={<Undo2 />} onClick={() => recall(message)} />
      )}
    </div>
  )
}
