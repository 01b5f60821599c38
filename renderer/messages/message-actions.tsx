import { AtSign, Copy, Undo2 } from 'lucide-react'
import type { MessageItem, PersonName } from '../../preload/contract/index.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { clockTime, copyText, fullTime, IconButton, type MenuEntries, nameOf, serverNow } from '../ui/index.ts'
import { useConversationContext } from './conversation-context.ts'
import { isKnownKind, kindOf, type LineContext, type MessageAction } from './kinds/index.ts'
import { shownLimits } from './limits.ts'
import { recallLeft } from './rows.ts'

interface ActionContext extends LineContext {
  group: boolean
  /** The user is out of the conversation. */
  readOnly: boolean
  mention(person: PersonName): void
  recall(message: MessageItem): void
}

/** The actions on a message. None on a notice or a kind of a later version. */
export function messageActions(message: MessageItem, context: ActionContext, now: number): MessageAction[] {
  const { content, sender } = message
  if (!message.bubble || !isKnownKind(content)) return []
  const { t, language } = context
  const kind = kindOf(content)
  const text = kind.copyText?.(content) ?? ''
  const left = context.readOnly ? 0 : recallLeft(message, now, shownLimits.recallMs)
  const actions: MessageAction[] = []
  if (text !== '')
    actions.push({
      id: 'copy',
      label: t('copy'),
      icon: <Copy />,
      run: selection => void copyText(selection || text, t('copied'), selection ? undefined : kind.copyHtml?.(content)),
    })
  if (context.group && !context.readOnly && !message.own)
    actions.push({
      id: 'mention',
      label: t('mention', { name: nameOf(sender, language) }),
      icon: <AtSign />,
      run: () => context.mention(sender),
    })
  actions.push(...(kind.actions?.(content, message, context) ?? []))
  if (left > 0)
    actions.push({
      id: 'recall',
      label: t('recall'),
      icon: <Undo2 />,
      danger: true,
      hint: t('recallLeft', { time: duration(left, t) }),
      run: () => context.recall(message),
    })
  return actions
}

function useActions(): (message: MessageItem) => MessageAction[] {
  const t = useTranslate('messages')
  const language = useLanguage()
  const { meId, group, readOnly, mention, recall } = useConversationContext()
  return message => messageActions(message, { t, language, meId, group, readOnly, mention, recall }, serverNow())
}

/** The menu of a message. */
export function useMessageMenu(): (message: MessageItem) => MenuEntries {
  const actionsOf = useActions()
  return message => {
    const selection = String(window.getSelection() ?? '')
    return actionsOf(message).flatMap(({ id, run, danger, ...action }, index): MenuEntries => {
      const entry = { ...action, ...(danger && { danger }), onSelect: () => run(selection) }
      return danger && index > 0 ? ['line', entry] : [entry]
    })
  }
}

/** The action bar of a message, shown while the pointer or the focus is on it. `timed`: nothing else shows its time. */
export function HoverBar({ message, timed }: { message: MessageItem; timed: boolean }) {
  const t = useTranslate('messages')
  const language = useLanguage()
  const actions = useActions()(message)
  if (message.seq === 0 || actions.length === 0) return null
  return (
    <div className="messages-hover-bar" role="toolbar" aria-label={t('messageActions')}>
      {timed && <time title={fullTime(message.sentAt, language)}>{clockTime(message.sentAt, language)}</time>}
      {actions.map(({ id, label, icon, run }) => (
        <IconButton key={id} label={label} icon={icon} onClick={() => run('')} />
      ))}
    </div>
  )
}

function duration(left: number, t: LineContext['t']): string {
  const seconds = Math.max(1, Math.floor(left / 1_000))
  if (seconds < 60) return t('seconds', { seconds })
  return t('minutesSeconds', { minutes: Math.floor(seconds / 60), seconds: seconds % 60 })
}
