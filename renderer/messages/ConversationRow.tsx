import { BellOff, CircleAlert, Clock, FoldVertical } from 'lucide-react'
import { memo, useState } from 'react'
import type { ConversationItem } from '../../preload/contract/index.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { usePresence } from '../stores/presence.ts'
import { useMe } from '../stores/session.ts'
import {
  Badge,
  ConversationAvatar,
  conversationTitle,
  cx,
  Dot,
  ExternalTag,
  IconAvatar,
  listTime,
  nameOf,
  RowBoundary,
  Tag,
} from '../ui/index.ts'
import { RowClock } from './clock/ClockBar.tsx'
import { useConversationList } from './conversation-list-store.ts'
import { LabelDot, LabelTag } from './list/LabelTag.tsx'
import { RowActions } from './list/row-actions.tsx'
import { useLabels } from './list/use-labels.ts'
import { useDropOnRow } from './media/outgoing/drop-on-row.ts'
import { previewOf } from './preview.ts'

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
  /** A pinned row that is dragged would go there. */
  drop?: 'before' | 'after' | undefined
  /** The row's index among `total`, from 0; most rows are not in the document. */
  index: number
  total: number
  now: number
  onOpen: (item: ConversationItem) => void
}) {
  const { item, selected, now } = props
  const t = useTranslate('messages')
  const language = useLanguage()
  const [hovered, setHovered] = useState(false)
  const drop = useDropOnRow(item.id, item.left === null && item.fold === null)
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
        hovered && item.fold === null && 'with-actions',
        props.drop === 'before' && 'drop-before',
        props.drop === 'after' && 'drop-after',
      )}
      role="option"
      aria-selected={selected}
      aria-posinset={props.index + 1}
      aria-setsize={props.total}
      tabIndex={-1}
      {...drop.handlers}
      onPointerEnter={({ pointerType }) => pointerType === 'mouse' && setHovered(true)}
      onPointerLeave={() => setHovered(false)}
      // On the press: until the release another row might have come here.
      onPointerDown={event => isMousePress(event) && props.onOpen(item)}
      onMouseDown={event => event.button === 0 && event.preventDefault()}
      onClick={event => !isMousePress(event.nativeEvent as PointerEvent) && props.onOpen(item)}
    >
      <RowBoundary value={item} fallback={<span className="messages-preview">{t('unknownPreview')}</span>}>
        {item.fold ? (
          <FoldSummary item={item} fold={item.fold} />
        ) : (
          <ConversationSummary item={item} selected={selected} now={now} />
        )}
      </RowBoundary>
      {hovered && <RowActions item={item} language={language} />}
    </div>
  )
})

/** The content of the row: avatar, name, time, the last message and the unread count. */
function ConversationSummary({ item, selected, now }: { item: ConversationItem; selected: boolean; now: number }) {
  const t = useTranslate('messages')
  const language = useLanguage()
  const presence = usePresence(item.kind === 'direct' ? item.avatarPeople[0]?.id : undefined)
  const tagged = item.external || item.group?.department != null || item.group?.clock != null
  return (
    <>
      <ConversationAvatar conversation={item} presence={presence} />
      <div className="grow">
        <div className="messages-line first">
          <span className="messages-name ellipsis">{conversationTitle(item, language)}</span>
          {item.external && <ExternalTag />}
          {item.group?.department && <Tag>{t('departmentGroup')}</Tag>}
          {item.group?.clock && <RowClock clock={item.group.clock} now={now} />}
          {item.labels.length > 0 && <RowLabels ids={item.labels} short={tagged} />}
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

/** The first label of a row, whose colour alone stands there in `short`; the others are counted. */
function RowLabels({ ids, short }: { ids: readonly string[]; short: boolean }) {
  const labels = useLabels().filter(({ id }) => ids.includes(id))
  const [first, ...more] = labels
  if (first === undefined) return null
  return (
    <>
      {short ? (
        <span className="messages-label-short" title={first.name}>
          <LabelDot hue={first.hue} />
          <span className="visually-hidden">{first.name}</span>
        </span>
      ) : (
        <LabelTag label={first} />
      )}
      {more.length > 0 && (
        <span className="messages-label-more" title={more.map(({ name }) => name).join(', ')}>
          +{more.length}
        </span>
      )}
    </>
  )
}

/** The content of the row of folded groups: how many, and what the newest of them says. */
function FoldSummary({ item, fold }: { item: ConversationItem; fold: { count: number; unread: number } }) {
  const t = useTranslate('messages')
  const words = useTranslate('list')
  const language = useLanguage()
  const preview = previewOf(item, false, { t, language, meId: useMe().id })
  const name = conversationTitle(item, language)
  return (
    <>
      <IconAvatar size={40} hue={5} icon={<FoldVertical />} />
      <div className="grow">
        <div className="messages-line first">
          <span className="messages-name ellipsis">{words('folded')}</span>
          <span className="messages-time">{words('foldCount', { count: fold.count })}</span>
        </div>
        <div className="messages-line">
          <span className="messages-preview ellipsis">{words('foldLine', { name, text: preview.text })}</span>
          {fold.unread > 0 && <Dot label={t('unread', { count: fold.unread })} />}
        </div>
      </div>
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
