import { ArrowDown, ArrowUp, MessagesSquare } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { Virtualizer } from 'virtua'
import { useShallow } from 'zustand/react/shallow'
import type { MessageItem } from '../../preload/contract/index.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { ContextMenu, cx, EmptyState, ErrorState, RowPlace, SkeletonRows, speakerOf, useToday } from '../ui/index.ts'
import { WhisperNews, Whispers } from './bots/Whispers.tsx'
import { placeWhispers, useWhispersOf } from './bots/whispers.ts'
import { useConversationContext } from './conversation-context.ts'
import { contentLine } from './kinds/index.ts'
import { LoadingOlder, NewerEdge, OlderEdge } from './MessageListEdges.tsx'
import { MessageRow } from './MessageRow.tsx'
import { useMessageKeys, useMessageMenu } from './message-actions.tsx'
import { jumpToLatest, jumpToUnread, reachUnread, retryMessageList, useMessageList } from './message-list-store.ts'
import { holdsStartOf, reachesEnd } from './message-window.ts'
import { rowKeyAt, useRowFocus } from './row-focus.ts'
import { type MessageListRow, rowsOfList } from './rows.ts'
import { useMessageListPosition } from './use-message-list-position.ts'
import './message-list.css'

/** The messages of the open conversation. `unread`: its current unread count. */
export function MessageList({ id, name, unread }: { id: string; name: string; unread: number }) {
  const t = useTranslate('messages')
  const phase = useMessageList(state => state.phase)
  const error = useMessageList(state => state.error)
  const opened = useMessageList(state => state.id === id)
  if (!opened || phase === 'loading')
    return (
      <div className="messages-message-list-box waiting">
        <SkeletonRows count={6} />
      </div>
    )
  if (phase === 'failed')
    return (
      <div className="messages-message-list-box">
        <ErrorState error={error} title={t('messagesFailed')} onRetry={retryMessageList} />
      </div>
    )
  return <ReadyMessageList key={id} id={id} name={name} unreadCount={unread} />
}

const olderEdge = <OlderEdge />

/** The messages, their rows, and the scroll position. */
function useRows(id: string, scroller: RefObject<HTMLElement | null>) {
  const { window, shift, target, highlight, unread } = useMessageList(
    useShallow(({ window, shift, target, highlight, unread }) => ({ window, shift, target, highlight, unread })),
  )
  const rows = rowsOfList(window, unread, useToday())
  const divided = unread !== null && holdsStartOf(window, unread.after)
  const dividerAt = rows.findIndex(row => row.divider)
  const position = useMessageListPosition({ id, rows, held: window, target, unread, divided, dividerAt }, scroller)
  return { held: window, rows, shift, highlight, unread, position }
}

function toLatest(): void {
  reachUnread()
  jumpToLatest()
}

function ReadyMessageList({ id, name, unreadCount }: { id: string; name: string; unreadCount: number }) {
  const t = useTranslate('messages')
  const scroller = useRef<HTMLDivElement>(null)
  const { held, rows, shift, highlight, unread, position } = useRows(id, scroller)
  const { list, placed, view } = position
  const whispers = useWhispersOf(id)
  const below = placeWhispers(whispers, rows, reachesEnd(held))
  const focus = useRowFocus(rows, list, scroller, toLatest)
  const menuOf = useMessageMenu()
  const onMessageKey = useMessageKeys()
  const onKeyDown = (event: KeyboardEvent) => {
    const { target } = event
    const on = target instanceof HTMLElement && target.dataset.message !== undefined
    const row = on && !event.ctrlKey && !event.metaKey && !event.altKey ? rowAt(target) : undefined
    if (row !== undefined && onMessageKey(row.message, event.key)) event.preventDefault()
    else focus.onKeyDown(event)
  }
  const rowAt = (target: EventTarget | null) => {
    const key = rowKeyAt(target)
    return key === undefined ? undefined : rows.find(row => row.key === key)
  }
  const menu = (target: EventTarget | null) => {
    const row = rowAt(target)
    return row ? menuOf(row.message) : []
  }
  /** No messages, and none to load. */
  const empty = rows.length === 0 && !held.hasOlder && !held.gapOlder && !held.gapNewer
  return (
    <div className="messages-message-list-box column grow">
      <ContextMenu items={menu}>
        <div
          ref={scroller}
          className={cx('messages-message-list', placed && 'placed', !held.hasOlder && 'from-start')}
          role="log"
          aria-label={t('messageList', { name })}
          // Scrolling adds and removes rows; `Arrivals` announces new messages.
          aria-live="off"
          onFocus={focus.onFocus}
          onKeyDown={onKeyDown}
          onScrollCapture={position.onScrollCapture}
        >
          {empty && <Nothing unread={unreadCount} />}
          {rows.length === 0 && reachesEnd(held) && <Whispers whispers={whispers} />}
          {rows.length > 0 && <div className="messages-message-list-spacer" />}
          <Virtualizer
            ref={list}
            scrollRef={scroller}
            data={rows}
            item={RowPlace}
            shift={shift}
            bufferSize={300}
            keepMounted={focus.current >= 0 ? [focus.current] : undefined}
            onScroll={position.onScroll}
            onResize={position.onResize}
          >
            {(row, index) => (
              <MessageRow
                key={row.key}
                // What follows what a bot whispered is not joined to what stands above that.
                row={row.continued && below.has(rows[index - 1]?.key ?? '') ? { ...row, continued: false } : row}
                highlight={highlight !== null && row.message.seq === highlight.seq ? highlight.requestId : 0}
                tabbable={index === focus.current}
                first={index === 0}
                last={index === rows.length - 1}
                top={index === 0 ? olderEdge : null}
                bottom={below.has(row.key) ? <Whispers whispers={below.get(row.key) ?? []} /> : null}
              />
            )}
          </Virtualizer>
          <NewerEdge />
        </div>
      </ContextMenu>
      <Arrivals rows={rows} />
      <WhisperNews whispers={whispers} />
      <LoadingOlder />
      {placed && view.unreadAbove && <UnreadPill count={unread?.count || unreadCount} />}
      {placed && rows.length > 0 && (!view.atEnd || !reachesEnd(held)) && (
        <LatestPill count={unreadCount} onClick={toLatest} />
      )}
    </div>
  )
}

/** Shown instead of messages: there are none, or none that this version can read. */
function Nothing({ unread }: { unread: number }) {
  const t = useTranslate('messages')
  const icon = <MessagesSquare />
  if (unread > 0) return <EmptyState icon={icon} title={t('unknownPreview')} text={t('unknownMessage')} />
  return <EmptyState icon={icon} title={t('messagesEmptyTitle')} text={t('messagesEmptyText')} />
}

/** Jumps to the first unread message. */
function UnreadPill({ count }: { count: number }) {
  const t = useTranslate('messages')
  return (
    <button type="button" className="messages-pill at-start" onClick={jumpToUnread}>
      <ArrowUp className="icon-sm" aria-hidden="true" />
      {t('unreadAbove', { count })}
    </button>
  )
}

/** Jumps to the newest message and shows the unread count. */
function LatestPill({ count, onClick }: { count: number; onClick: () => void }) {
  const t = useTranslate('messages')
  return (
    <button
      type="button"
      className="messages-pill at-end"
      onClick={onClick}
      aria-label={count > 0 ? undefined : t('toLatest')}
    >
      <ArrowDown className="icon-sm" aria-hidden="true" />
      {count > 0 && t('newBelow', { count })}
    </button>
  )
}

/** The last message that a bot has written to its end while it was in the list. */
function useGrown(rows: readonly MessageListRow[]): MessageItem | null {
  const growing = useRef<ReadonlySet<number>>(new Set())
  const [grown, setGrown] = useState<MessageItem | null>(null)
  useEffect(() => {
    const ended = rows.findLast(
      ({ message }) => growing.current.has(message.seq) && message.attributes.growing !== true,
    )?.message
    growing.current = new Set(
      rows.filter(({ message }) => message.attributes.growing === true).map(({ message }) => message.seq),
    )
    if (ended?.bubble) setGrown(ended)
  }, [rows])
  return grown
}

/** Announces new messages of others to a screen reader. */
function Arrivals({ rows }: { rows: readonly MessageListRow[] }) {
  const t = useTranslate('messages')
  const language = useLanguage()
  const { meId } = useConversationContext()
  const message = rows.at(-1)?.message
  const grown = useGrown(rows)
  const [heard, setHeard] = useState(message?.seq ?? 0)
  const [said, setSaid] = useState<{ seq: number; revision: number; words: string } | null>(null)
  useEffect(() => {
    const say = ({ seq, revision, sender, content, ...rest }: MessageItem) =>
      setSaid({
        seq,
        revision,
        words: `${speakerOf(sender, language)}: ${contentLine(content, { sender, ...rest }, { t, language, meId })}`,
      })
    if (grown !== null && !grown.own) say(grown)
    if (!message || message.seq <= heard) return
    setHeard(message.seq)
    // What is still being written is said once it is whole.
    if (!message.own && message.bubble && message.attributes.growing !== true) say(message)
  }, [message, grown, heard, language, t, meId])
  // What was recalled must not stay readable.
  const same = rows.some(row => row.message.seq === said?.seq && row.message.revision === said.revision)
  return (
    <p className="visually-hidden" role="status">
      {same && said?.words}
    </p>
  )
}
