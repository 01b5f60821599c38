import { Bell, BellOff, CheckCheck, CircleAlert, Clock, LogOut, Pin, PinOff, Trash2 } from 'lucide-react'
import { memo } from 'react'
import type { ConversationItem } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { useMe } from '../stores/session.ts'
import {
  Badge,
  ConversationAvatar,
  conversationTitle,
  cx,
  Dot,
  ExternalTag,
  listTime,
  type MenuEntries,
  nameOf,
  RowBoundary,
  toastError,
} from '../ui/index.ts'
import { confirmLeave } from './confirm-leave.ts'
import { updateConversation, useConversationList } from './conversation-list-store.ts'
import { removeFromList } from './LeftConversation.tsx'
import { useDropOnRow } from './media/outgoing/drop-on-row.ts'
import { previewOf } from './preview.ts'

/** The context menu of a conversation. */
export function useConversationMenu(): (item: ConversationItem) => MenuEntries {
  const t = useTranslate('messages')
  const language = useLanguage()
  const report = (promise: Promise<unknown>) => void promise.catch(toastError)
  return item => {
    if (item.left)
      return [
        {
          label: t('removeFromList'),
          icon: <Trash2 />,
          danger: true,
          onSelect: () => void removeFromList(item, conversationTitle(item, language)),
        },
      ]
    return [
      item.pinned
        ? {
            label: t('unpin'),
            icon: <PinOff />,
            onSelect: () => report(updateConversation(item.id, { pinned: false })),
          }
        : { label: t('pin'), icon: <Pin />, onSelect: () => report(updateConversation(item.id, { pinned: true })) },
      item.muted
        ? { label: t('unmute'), icon: <Bell />, onSelect: () => report(updateConversation(item.id, { muted: false })) }
        : { label: t('mute'), icon: <BellOff />, onSelect: () => report(updateConversation(item.id, { muted: true })) },
      item.unread > 0 && {
        label: t('markRead'),
        icon: <CheckCheck />,
        onSelect: () => report(call('conversations.markRead', { id: item.id, seq: item.lastSeq })),
      },
      item.kind === 'group' && 'line',
      item.kind === 'group' && {
        label: t('leave'),
        icon: <LogOut />,
        danger: true,
        onSelect: () => void confirmLeave(item, conversationTitle(item, language)),
      },
    ]
  }
}

/** Whether the main button of a mouse was pressed, rather than a finger, or an assistive program's click. */
function isMousePress({ pointerType, button }: { pointerType: string; button: number }): boolean {
  return pointerType === 'mouse' && button === 0
}

/** A row of the conversation list. */
export const ConversationRow = memo(function ConversationRow(props: {
  id: string
  item: ConversationItem
  selected: boolean
  active: boolean
  /** Whether its menu is open. */
  menu: boolean
  /** The row's index among `total`, from 0; most rows are not in the document. */
  index: number
  total: number
  now: number
  onOpen: (id: string) => void
}) {
  const { item, selected, now } = props
  const t = useTranslate('messages')
  const drop = useDropOnRow(item.id, conversationTitle(item, useLanguage()), item.left === null)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list handles the keys
    <div
      id={props.id}
      data-conversation={item.id}
      className={cx(
        'messages-conversation',
        item.pinned && 'pinned',
        item.unread > 0 && !item.muted && 'unread',
        props.active && 'active',
        (props.menu || drop.over) && 'menu-open',
      )}
      role="option"
      aria-selected={selected}
      aria-posinset={props.index + 1}
      aria-setsize={props.total}
      tabIndex={-1}
      {...drop.handlers}
      // On the press: until the release another row might have come here.
      onPointerDown={event => isMousePress(event) && props.onOpen(item.id)}
      onMouseDown={event => event.button === 0 && event.preventDefault()}
      onClick={event => !isMousePress(event.nativeEvent as PointerEvent) && props.onOpen(item.id)}
    >
      <RowBoundary value={item} fallback={<span className="messages-preview">{t('unknownPreview')}</span>}>
        <ConversationSummary item={item} selected={selected} now={now} />
      </RowBoundary>
    </div>
  )
})

/** The content of the row: avatar, name, time, the last message and the unread count. */
function ConversationSummary({ item, selected, now }: { item: ConversationItem; selected: boolean; now: number }) {
  const t = useTranslate('messages')
  const language = useLanguage()
  return (
    <>
      <ConversationAvatar conversation={item} />
      <div className="grow">
        <div className="messages-line first">
          <span className="messages-name ellipsis">{conversationTitle(item, language)}</span>
          {item.external && <ExternalTag />}
          <time className="messages-time">{listTime(item.activeAt, language, now)}</time>
        </div>
        <div className="messages-line">
          <PreviewText item={item} selected={selected} />
          {item.muted && <BellOff className="icon-sm" role="img" aria-label={t('muted')} />}
          {item.muted ? (
            item.unread > 0 && <Dot label={t('unread', { count: item.unread })} />
          ) : (
            <Badge count={item.unread} label={t('unread', { count: item.unread })} />
          )}
        </div>
      </div>
      {item.pinned && (
        <span className="messages-pin-corner">
          <span className="visually-hidden">{t('pinned')}</span>
        </span>
      )}
    </>
  )
}

/** The second line: who is typing, or the last message. */
function PreviewText({ item, selected }: { item: ConversationItem; selected: boolean }) {
  const t = useTranslate('messages')
  const language = useLanguage()
  const meId = useMe().id
  const typing = useConversationList(state => state.typing.get(item.id))
  const preview = previewOf(item, selected, { t, language, meId })
  return (
    <span className="messages-preview ellipsis">
      {preview.mark && <span className="messages-mark">{t(preview.mark === 'mention' ? 'atMe' : 'draft')} </span>}
      {preview.state === 'sending' && <Clock className="state" role="img" aria-label={t('sendingMark')} />}
      {preview.state === 'failed' && <CircleAlert className="state failed" role="img" aria-label={t('failedMark')} />}
      {preview.mutedCount > 0 && `${t('mutedCount', { count: Math.min(preview.mutedCount, 99) })} `}
      {typing ? (
        <span className="messages-typing">
          {item.kind === 'group' && typing[0] ? `${nameOf(typing[0], language)} ` : ''}
          {t('typingRow')}
        </span>
      ) : (
        preview.text
      )}
    </span>
  )
}
