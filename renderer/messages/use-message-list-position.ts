import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { VirtualizerHandle } from 'virtua'
import { mountList } from './message-list-place.ts'
import { isDividerInView, isUnreadAbove, seenSeq, targetIndex } from './message-list-position.ts'
import { isLookedAt, loadMore, reachUnread, type Target, type Unread } from './message-list-store.ts'
import { type MessageWindow, reachesEnd } from './message-window.ts'
import { markSeen } from './read-mark.ts'
import type { MessageListRow } from './rows.ts'

/** Pixels from an end at which the next page is fetched. */
const ahead = 1_400
/** Pixels from the end within which the list follows new messages. */
const near = 40
/** Milliseconds that a message must be in view to count as seen. */
const seenAfter = 200
/** Scroll offset to the first unread row, in pixels. */
const jumpMargin = -72

/** The inputs of the position. */
export interface Positioned {
  id: string
  rows: readonly MessageListRow[]
  held: MessageWindow
  target: Target
  unread: Unread | null
  /** Whether the first unread message is loaded, so that the divider can show. */
  divided: boolean
  dividerAt: number
}

/** The position of the list when it was last unmounted. */
interface SavedPosition {
  id: string
  requestId: number
  stick: boolean
  key: string
  offset: number
}
let savedPosition: SavedPosition | null = null

/** Scroll state that changes without a render. */
interface Standing {
  /** Whether the list follows its end. */
  stick: boolean
  lastOffset: number
  doneRequestId: number
  /** Whether the rows in view are measured; before that their positions are estimates. */
  settled: boolean
}

/** What of the position is drawn: no more, for each change draws the list again. */
interface View {
  atEnd: boolean
  /** Whether unread messages are above the view. */
  unreadAbove: boolean
}

export interface MessageListPosition {
  list: RefObject<VirtualizerHandle | null>
  /** Whether the list was scrolled to its initial position. */
  placed: boolean
  view: View
  /** Before the rows at the new offset are drawn, so that the next page is on its way meanwhile. */
  onScrollCapture(event: { currentTarget: Element }): void
  onScroll(): void
  onResize(): void
}

/** Keeps the list at its target, at the end that it follows, or where the user scrolled to. */
export function useMessageListPosition(
  input: Positioned,
  scroller: RefObject<HTMLElement | null>,
): MessageListPosition {
  const list = useRef<VirtualizerHandle>(null)
  const standing = useRef<Standing>({ stick: false, lastOffset: 0, doneRequestId: -1, settled: false })
  const latest = useRef(input)
  useLayoutEffect(() => {
    latest.current = input
  })
  const [placed, setPlaced] = useState(false)
  const [view, setView] = useState<View>({ atEnd: true, unreadAbove: false })
  const markVisibleRead = useMarkVisibleRead(list, standing, latest)
  const { look, placeKnown } = usePlaceKnown(list, scroller)

  const onScroll = useCallback(() => {
    look()
    const box = list.current
    const now = standing.current
    if (!box || box.viewportSize === 0 || !now.settled) return
    const { held, unread, dividerAt } = latest.current
    const { scrollOffset: offset, viewportSize, scrollSize } = box
    const fromEnd = scrollSize - offset - viewportSize
    const atEnd = fromEnd <= near && reachesEnd(held)
    if (atEnd && !held.hasNewer) now.stick = true
    else if (offset < now.lastOffset - 1) now.stick = false
    now.lastOffset = offset
    const unreadAbove = isUnreadAbove(unread, dividerAt, box.findItemIndex(offset), held.items[0]?.seq ?? 0)
    setView(before => (before.atEnd === atEnd && before.unreadAbove === unreadAbove ? before : { atEnd, unreadAbove }))
    loadAhead(offset, fromEnd)
    markVisibleRead()
  }, [markVisibleRead, look])

  const onScrollCapture = useCallback(({ currentTarget: box }: { currentTarget: Element }) => {
    if (standing.current.settled) loadAhead(box.scrollTop, box.scrollHeight - box.scrollTop - box.clientHeight)
  }, [])

  const settle = useCallback(() => {
    standing.current.settled = false
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        standing.current.settled = true
        setPlaced(true)
        onScroll()
      }),
    )
  }, [onScroll])
  usePlacing(input, list, standing, settle, setPlaced)
  useLookAgain(onScroll)
  useSavedPosition(input.id, list, standing, latest)
  useMounted(placeKnown, list, standing, latest)

  const onResize = () => {
    const { held, rows } = latest.current
    const { stick, doneRequestId } = standing.current
    if (stick && !held.hasNewer && doneRequestId >= 0) list.current?.scrollToIndex(rows.length - 1, { align: 'end' })
    onScroll()
  }
  return { list, placed, view, onScrollCapture, onScroll, onResize }
}

/** Fetches the next page at an end that is near; the distances are in pixels. */
function loadAhead(fromStart: number, fromEnd: number): void {
  if (fromStart < ahead) loadMore('older')
  if (fromEnd < ahead) loadMore('newer')
}

type Refs = [list: RefObject<VirtualizerHandle | null>, standing: RefObject<Standing>, latest: RefObject<Positioned>]

/** Moves the read mark over messages that were in view for `seenAfter`. */
function useMarkVisibleRead(...[list, standing, latest]: Refs): () => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(
    () => () => {
      clearTimeout(timer.current)
      timer.current = undefined
    },
    [],
  )
  return useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      const box = list.current
      if (!box || !standing.current.settled || !isLookedAt()) return
      const { id, rows, held, unread, divided, dividerAt } = latest.current
      const end = box.scrollOffset + box.viewportSize
      const atEnd = box.scrollSize - end <= near && reachesEnd(held)
      const first = box.findItemIndex(box.scrollOffset)
      const last = atEnd ? rows.length - 1 : box.findItemIndex(end - 12) - 1
      const reached = unread === null || unread.reached || (divided && isDividerInView(dividerAt, { first, last }))
      if (reached) reachUnread()
      const seq = seenSeq(rows, { first, last }, dividerAt, reached)
      if (seq !== null) markSeen(id, seq)
    }, seenAfter)
  }, [list, standing, latest])
}

/** Scrolls the list to its target once, and keeps it at the end while it follows it. */
function usePlacing(
  { id, rows, held, target }: Positioned,
  list: RefObject<VirtualizerHandle | null>,
  standing: RefObject<Standing>,
  settle: () => void,
  setPlaced: (placed: boolean) => void,
): void {
  /** Follow new messages only when none are missing before them. */
  const follows = !held.hasNewer
  useLayoutEffect(() => {
    const box = list.current
    if (!box || rows.length === 0) {
      setPlaced(true)
      return
    }
    const now = standing.current
    if (target.requestId !== now.doneRequestId) {
      const first = now.doneRequestId < 0
      const saved =
        first && savedPosition?.id === id && savedPosition.requestId === target.requestId ? savedPosition : null
      now.doneRequestId = target.requestId
      if (saved === null) goTo(target, rows, box, now)
      else returnTo(saved, rows, box, now)
      settle()
    } else if (now.stick && follows) box.scrollToIndex(rows.length - 1, { align: 'end' })
  }, [rows, target, follows, id, list, standing, settle, setPlaced])
}

function goToEnd(rows: readonly MessageListRow[], box: VirtualizerHandle, standing: Standing): void {
  standing.stick = true
  box.scrollToIndex(rows.length - 1, { align: 'end' })
}

function goTo(target: Target, rows: readonly MessageListRow[], box: VirtualizerHandle, standing: Standing): void {
  const index = targetIndex(target, rows)
  if (index < 0) {
    goToEnd(rows, box, standing)
    return
  }
  standing.stick = false
  if (target.to === 'unread') box.scrollToIndex(index, { align: 'start', offset: jumpMargin })
  else if (typeof target.to === 'object' && target.to.offset !== undefined)
    box.scrollToIndex(index, { align: 'start', offset: target.to.offset })
  else box.scrollToIndex(index, { align: 'center' })
}

function returnTo(
  saved: SavedPosition,
  rows: readonly MessageListRow[],
  box: VirtualizerHandle,
  standing: Standing,
): void {
  const at = saved.stick ? -1 : rows.findIndex(row => row.key === saved.key)
  if (at >= 0) box.scrollToIndex(at, { align: 'start', offset: saved.offset })
  else goToEnd(rows, box, standing)
}

/** Runs `onScroll` after each render and when the window gets the focus back. */
function useLookAgain(onScroll: () => void): void {
  useEffect(() => {
    const frame = requestAnimationFrame(onScroll)
    return () => cancelAnimationFrame(frame)
  })
  useEffect(() => {
    window.addEventListener('focus', onScroll)
    document.addEventListener('visibilitychange', onScroll)
    return () => {
      window.removeEventListener('focus', onScroll)
      document.removeEventListener('visibilitychange', onScroll)
    }
  }, [onScroll])
}

/** Lets {@link placeInList} and {@link listKnowsPlace} ask the list while it is mounted. */
function useMounted(placeKnown: () => Promise<void>, ...[list, standing, latest]: Refs): void {
  useLayoutEffect(() => {
    const place = () => {
      const box = list.current
      if (!box) return null
      if (standing.current.stick) return 'end'
      const { rows } = latest.current
      const index = rows.findIndex((row, at) => at >= box.findItemIndex(box.scrollOffset) && row.message.seq > 0)
      const seq = rows[index]?.message.seq
      return seq === undefined ? 'end' : { seq, offset: box.scrollOffset - box.getItemOffset(index) }
    }
    return mountList({ place, placeKnown })
  }, [placeKnown, list, standing, latest])
}

/**
 * Waits for the event of a scroll that the virtualizer made when rows were measured: until then it draws the rows whose
 * numbers were in view, and with rows put in front those would be others, drawn in vain. `look`: call it whenever the
 * event may have come.
 */
function usePlaceKnown(list: RefObject<VirtualizerHandle | null>, scroller: RefObject<HTMLElement | null>) {
  const waiting = useRef<(() => void)[]>([])
  const isKnown = useCallback(() => {
    const [box, known] = [scroller.current, list.current]
    return !box || !known || Math.abs(box.scrollTop - known.scrollOffset) < 1
  }, [list, scroller])
  const look = useCallback(() => {
    if (waiting.current.length > 0 && isKnown()) for (const resolve of waiting.current.splice(0)) resolve()
  }, [isKnown])
  const placeKnown = useCallback((): Promise<void> => {
    if (isKnown()) return Promise.resolve()
    return new Promise(resolve => {
      waiting.current.push(resolve)
      // A hidden window gets no event.
      setTimeout(resolve, 100)
    })
  }, [isKnown])
  return { look, placeKnown }
}

/** Saves the position of the list on unmount. */
function useSavedPosition(id: string, ...[list, standing, latest]: Refs): void {
  useLayoutEffect(() => {
    const box = list
    const at = standing
    const now = latest
    return () => {
      const handle = box.current
      const { settled, doneRequestId, stick } = at.current
      if (!handle || !settled) return
      const index = handle.findItemIndex(handle.scrollOffset)
      const offset = handle.scrollOffset - handle.getItemOffset(index)
      savedPosition = { id, requestId: doneRequestId, stick, key: now.current.rows[index]?.key ?? '', offset }
    }
  }, [id, list, standing, latest])
}
