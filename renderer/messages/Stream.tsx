import { isBubble } from '@lianqun/protocol'
import { ArrowDown, ArrowUp, MessagesSquare } from 'lucide-react'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import { useShallow } from 'zustand/react/shallow'
import { useLanguage, useTranslate } from '../i18n.ts'
import { ContextMenu, cx, EmptyState, ErrorState, nameOf, SkeletonRows } from '../ui/index.ts'
import { useChat } from './chat-context.ts'
import { contentLine } from './kinds/index.ts'
import { MessageRow } from './MessageRow.tsx'
import { useMessageMenu } from './message-menu.tsx'
import { rowKeyAt, useRowFocus } from './row-focus.ts'
import { keptRows, rowsOf, type StreamRow } from './rows.ts'
import { LoadingOlder, NewerEdge, OlderEdge } from './StreamEdges.tsx'
import {
  isLookedAt,
  jumpToLatest,
  jumpToUnread,
  loadNewer,
  loadOlder,
  markSeen,
  reachUnread,
  retryStream,
  type Target,
  useStream,
} from './stream-store.ts'
import { holdsStartOf, reachesEnd } from './stream-window.ts'
import './stream.css'

/** Pixels from an end at which the next page is fetched. */
const ahead = 1_400
/** Pixels from the end within which the stream follows new messages. */
const near = 40
/** Milliseconds that a message has to stand in view to have been seen. */
const seenAfter = 200
/** Above the row that was jumped to. */
const jumpMargin = -72

/** Where the stream stood when it was last taken off the screen. */
interface Place {
  id: string
  turn: number
  stick: boolean
  key: string
  offset: number
}
let left: Place | null = null

/** The messages of the open conversation. `unread`: what is unread of it now. */
export function Stream({ id, name, unread }: { id: string; name: string; unread: number }) {
  const t = useTranslate('messages')
  const phase = useStream(state => state.phase)
  const error = useStream(state => state.error)
  const opened = useStream(state => state.id === id)
  if (!opened || phase === 'loading')
    return (
      <div className="stream-box waiting">
        <SkeletonRows count={6} />
      </div>
    )
  if (phase === 'failed')
    return (
      <div className="stream-box">
        <ErrorState error={error} title={t('streamFailed')} onRetry={retryStream} />
      </div>
    )
  return <ReadyStream key={id} id={id} name={name} unreadCount={unread} />
}

function ReadyStream({ id, name, unreadCount }: { id: string; name: string; unreadCount: number }) {
  const t = useTranslate('messages')
  const {
    window: held,
    shift,
    target,
    flash,
    unread,
  } = useStream(useShallow(({ window, shift, target, flash, unread }) => ({ window, shift, target, flash, unread })))
  const divided = unread !== null && holdsStartOf(held, unread.after)
  const [after, until] = divided ? [unread.after, unread.until] : [null, 0]
  const before = useRef<readonly StreamRow[]>([])
  const rows = useMemo(
    () => keptRows(before.current, rowsOf(held.items, after === null ? null : { after, until }, held.hasOlder)),
    [held.items, held.hasOlder, after, until],
  )
  before.current = rows
  const tail = reachesEnd(held)
  /** New messages are followed only where none are missing before them. */
  const follows = !held.hasNewer
  const list = useRef<VirtualizerHandle>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const stick = useRef(false)
  const lastOffset = useRef(0)
  const doneTurn = useRef(-1)
  const settled = useRef(false)
  const [placed, setPlaced] = useState(false)
  const [view, setView] = useState({ atEnd: true, first: 0 })

  const rowsNow = useRef(rows)
  rowsNow.current = rows
  const heldNow = useRef(held)
  heldNow.current = held

  const dividerAt = rows.findIndex(row => row.divider)
  /** Whether the first unread message is in view; with none to show (all were one's own) it always is. */
  const unreadInView = (first: number, last: number) =>
    divided && (dividerAt < 0 || (dividerAt >= first && dividerAt <= last + 1))

  /** What is in view has been seen: the read mark may move. */
  const see = useRef(() => {})
  see.current = () => {
    const box = list.current
    if (!box || !settled.current) return
    const end = box.scrollOffset + box.viewportSize
    const atEnd = box.scrollSize - end <= near && tail
    const first = box.findItemIndex(box.scrollOffset)
    const last = atEnd ? rows.length - 1 : box.findItemIndex(end - 12) - 1
    if (!isLookedAt()) return
    const reached = unread === null || unread.reached || unreadInView(first, last)
    if (reached) reachUnread()
    // A read mark says that everything before it was read: not after a jump over what is unread.
    if (!reached && last >= dividerAt) return
    const seq = rows.slice(Math.max(0, first), last + 1).findLast(row => row.message.seq > 0)?.message.seq
    if (seq !== undefined) markSeen(id, seq)
  }
  const seeSoon = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(
    () => () => {
      clearTimeout(seeSoon.current)
      seeSoon.current = undefined
    },
    [],
  )

  const look = useCallback(() => {
    const box = list.current
    // Before the rows in view are measured their places are guesses.
    if (!box || box.viewportSize === 0 || !settled.current) return
    const { scrollOffset: offset, viewportSize, scrollSize } = box
    const fromEnd = scrollSize - offset - viewportSize
    const atEnd = fromEnd <= near && reachesEnd(heldNow.current)
    if (atEnd && !heldNow.current.hasNewer) stick.current = true
    else if (offset < lastOffset.current - 1) stick.current = false
    lastOffset.current = offset
    const first = box.findItemIndex(offset)
    setView(before => (before.atEnd === atEnd && before.first === first ? before : { atEnd, first }))
    if (offset < ahead) loadOlder()
    if (fromEnd < ahead) loadNewer()

    seeSoon.current ??= setTimeout(() => {
      seeSoon.current = undefined
      see.current()
    }, seenAfter)
  }, [])

  // Where the stream stands: a wish to go somewhere, or the end that it follows.
  useLayoutEffect(() => {
    const box = list.current
    if (!box || rows.length === 0) {
      setPlaced(true)
      return
    }
    const end = () => {
      stick.current = true
      box.scrollToIndex(rows.length - 1, { align: 'end' })
    }
    if (target.turn !== doneTurn.current) {
      const returned = doneTurn.current < 0 && left?.id === id && left.turn === target.turn ? left : null
      doneTurn.current = target.turn
      const at = returned && !returned.stick ? rows.findIndex(row => row.key === returned.key) : -1
      if (returned && at >= 0) box.scrollToIndex(at, { align: 'start', offset: returned.offset })
      else if (returned) end()
      else go(target, rows, box, stick, end)
      settled.current = false
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          settled.current = true
          setPlaced(true)
          look()
        }),
      )
    } else if (stick.current && follows) box.scrollToIndex(rows.length - 1, { align: 'end' })
  }, [rows, target, follows, id, look])

  useEffect(() => {
    const frame = requestAnimationFrame(look)
    return () => cancelAnimationFrame(frame)
  })
  useEffect(() => {
    window.addEventListener('focus', look)
    document.addEventListener('visibilitychange', look)
    return () => {
      window.removeEventListener('focus', look)
      document.removeEventListener('visibilitychange', look)
    }
  }, [look])
  useLayoutEffect(() => {
    const box = list
    return () => {
      const now = box.current
      if (!now || !settled.current) return
      const index = now.findItemIndex(now.scrollOffset)
      left = {
        id,
        turn: doneTurn.current,
        stick: stick.current,
        key: rowsNow.current[index]?.key ?? '',
        offset: now.scrollOffset - now.getItemOffset(index),
      }
    }
  }, [id])

  const toLatest = () => {
    reachUnread()
    jumpToLatest()
  }
  const focus = useRowFocus(rows, list, scroller, toLatest)
  const menuOf = useMessageMenu()
  const menu = (target: EventTarget | null) => {
    const key = rowKeyAt(target)
    const row = key === undefined ? undefined : rows.find(row => row.key === key)
    return row ? menuOf(row.message) : []
  }
  const unreadAbove =
    unread !== null &&
    !unread.reached &&
    placed &&
    (dividerAt < 0 ? (held.items[0]?.seq ?? 0) > unread.after : dividerAt < view.first)
  return (
    <div className="stream-box column grow">
      <ContextMenu items={menu}>
        <div
          ref={scroller}
          className={cx('stream', placed && 'placed', !held.hasOlder && 'from-start')}
          role="log"
          aria-label={t('stream', { name })}
          // Rows come and go as they are scrolled; what arrives is said below.
          aria-live="off"
          onFocus={focus.onFocus}
          onKeyDown={focus.onKeyDown}
        >
          {rows.length === 0 && (
            <EmptyState icon={<MessagesSquare />} title={t('streamEmptyTitle')} text={t('streamEmptyText')} />
          )}
          {rows.length > 0 && <div className="stream-spacer" />}
          <Virtualizer
            ref={list}
            scrollRef={scroller}
            data={rows}
            shift={shift}
            bufferSize={600}
            keepMounted={focus.current >= 0 ? [focus.current] : undefined}
            onScroll={look}
            onResize={() => {
              if (stick.current && !heldNow.current.hasNewer && doneTurn.current >= 0)
                list.current?.scrollToIndex(rowsNow.current.length - 1, { align: 'end' })
              look()
            }}
          >
            {(row, index) => (
              <MessageRow
                key={row.key}
                row={row}
                flash={flash !== null && row.message.seq === flash.seq ? flash.turn : 0}
                tabbable={index === focus.current}
                first={index === 0}
                last={index === rows.length - 1}
                top={index === 0 ? <OlderEdge /> : null}
              />
            )}
          </Virtualizer>
          <NewerEdge />
        </div>
      </ContextMenu>
      <Arrivals rows={rows} />
      <LoadingOlder />
      {unreadAbove && unread && (
        <button type="button" className="pill above" onClick={jumpToUnread}>
          <ArrowUp className="icon-sm" aria-hidden="true" />
          {t('unreadAbove', { count: unread.count || unreadCount })}
        </button>
      )}
      {placed && rows.length > 0 && (!view.atEnd || !tail) && (
        <button
          type="button"
          className="pill below"
          onClick={toLatest}
          aria-label={unreadCount > 0 ? undefined : t('toLatest')}
        >
          <ArrowDown className="icon-sm" aria-hidden="true" />
          {unreadCount > 0 && t('newBelow', { count: unreadCount })}
        </button>
      )}
    </div>
  )
}

function go(
  target: Target,
  rows: readonly StreamRow[],
  box: VirtualizerHandle,
  stick: { current: boolean },
  end: () => void,
): void {
  const index =
    target.to === 'end'
      ? -1
      : target.to === 'unread'
        ? rows.findIndex(row => row.divider)
        : nearest(rows, target.to.seq)
  if (index < 0) {
    end()
    return
  }
  stick.current = false
  if (target.to === 'unread') box.scrollToIndex(index, { align: 'start', offset: jumpMargin })
  else box.scrollToIndex(index, { align: 'center' })
}

/** The row of a message, or of the next one if it is not there (any more). */
function nearest(rows: readonly StreamRow[], seq: number): number {
  return rows.findIndex(row => row.message.seq >= seq)
}

/** Says to a screen reader what others write while the conversation is open. */
function Arrivals({ rows }: { rows: readonly StreamRow[] }) {
  const t = useTranslate('messages')
  const language = useLanguage()
  const { meId } = useChat()
  const message = rows.at(-1)?.message
  const [heard, setHeard] = useState(message?.seq ?? 0)
  const [words, setWords] = useState('')
  useEffect(() => {
    if (!message || message.seq <= heard) return
    setHeard(message.seq)
    if (!message.own && isBubble(message.content))
      setWords(`${nameOf(message.sender, language)}: ${contentLine(message.content, message, { t, language, meId })}`)
  }, [message, heard, language, t, meId])
  return (
    <p className="visually-hidden" role="status">
      {words}
    </p>
  )
}
