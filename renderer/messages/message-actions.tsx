import { AtSign, Copy, MoreHorizontal, Undo2 } from 'lucide-react'
import type { GroupItem, MessageItem, PersonName } from '../../preload/contract/index.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { clockTime, copyText, fullTime, IconButton, Menu, type MenuEntries, nameOf, serverNow } from '../ui/index.ts'
import { botActions } from './bots/shortcuts.tsx'
import { useConversationContext } from './conversation-context.ts'
import { hideAction, keepActions } from './kept/actions.tsx'
import { isKnownKind, kindOf, type LineContext, type MessageAction } from './kinds/index.ts'
import { shownLimits } from './limits.ts'
import { useMessageList } from './message-list-store.ts'
import { recallLeft } from './rows.ts'
import { acceptAction, leadingActions, trailingActions } from './talk/actions.tsx'
import { ReactButton } from './talk/Reactions.tsx'
import { translateAction } from './translation/actions.tsx'

interface ActionContext extends LineContext {
  group: boolean
  /** The user is out of the conversation. */
  readOnly: boolean
  may: GroupItem['may']
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
      bar: true,
      run: selection => void copyText(selection || text, t('copied'), selection ? undefined : kind.copyHtml?.(content)),
    })
  if (context.group && !context.readOnly && context.may.speak && !message.own)
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
  const { meId, group, readOnly, may, openedSeq, thread, bots, mention, recall } = useConversationContext()
  return message => {
    const now = serverNow()
    const context = { t, language, meId, group, readOnly, may, openedSeq, thread, mention, recall }
    const said = messageActions(message, context, now)
    if (!message.bubble) return said
    const [last] = said.slice(-1)
    const ending = last?.danger ? [last] : []
    const { replyTo } = message.attributes
    const question = useMessageList.getState().window.items.find(item => item.seq > 0 && item.seq === replyTo)
    return [
      ...leadingActions(message, context),
      ...said.slice(0, said.length - ending.length),
      ...translateAction(message, context),
      ...acceptAction(message, question, context),
      ...trailingActions(message, context, now),
      ...keepActions(message, context),
      ...botActions(message, { bots, readOnly, language }),
      ...ending,
      ...hideAction(message, language),
    ]
  }
}

function entriesOf(actions: readonly MessageAction[], selection: string): MenuEntries {
  return actions.flatMap(({ id: _id, bar: _bar, begins, run, danger, ...action }, index): MenuEntries => {
    const entry = { ...action, ...(danger && { danger }), onSelect: () => run(selection) }
    // What takes something away stands together.
    const apart = danger ? !actions[index - 1]?.danger : begins
    return apart && index > 0 ? ['line', entry] : [entry]
  })
}

/** The menu of a message. */
export function useMessageMenu(): (message: MessageItem) => MenuEntries {
  const actionsOf = useActions()
  return message => entriesOf(actionsOf(message), String(window.getSelection() ?? ''))
}

/** What a key does with the message that has the focus; returns whether it did something. */
export function useMessageKeys(): (message: MessageItem, key: string) => boolean {
  const actionsOf = useActions()
  return (message, key) => {
    const action = actionsOf(message).find(({ hint }) => hint?.length === 1 && hint === key.toUpperCase())
    action?.run('')
    return action !== undefined
  }
}

/**
 * The action bar of a message, shown while the pointer or the focus is on it. `timed`: nothing else shows its time;
 * `onHold`: whether something that it opened holds it.
 */
export function HoverBar({
  message,
  timed,
  onHold,
}: {
  message: MessageItem
  timed: boolean
  onHold: (held: boolean) => void
}) {
  const t = useTranslate('messages')
  const language = useLanguage()
  const { readOnly } = useConversationContext()
  const actions = useActions()(message)
  if (message.seq === 0 || actions.length === 0) return null
  return (
    <div className="messages-hover-bar" role="toolbar" aria-label={t('messageActions')}>
      {timed && <time title={fullTime(message.sentAt, language)}>{clockTime(message.sentAt)}</time>}
      {!readOnly && message.bubble && <ReactButton message={message} onOpen={onHold} />}
      {actions
        .filter(({ bar }) => bar)
        .map(({ id, label, icon, run }) => (
          <IconButton key={id} label={label} icon={icon} onClick={() => run('')} />
        ))}
      <Menu
        align="end"
        onOpenChange={onHold}
        trigger={<IconButton label={t('moreActions')} icon={<MoreHorizontal />} />}
        items={entriesOf(actions, '')}
      />
    </div>
  )
}

function duration(left: number, t: LineContext['t']): string {
  const seconds = Math.max(1, Math.floor(left / 1_000))
  if (seconds < 60) return t('seconds', { seconds })
  return t('minutesSeconds', { minutes: Math.floor(seconds / 60), seconds: seconds % 60 })
}
