import { create } from 'zustand'
import type { MessagePage, PageAnchor } from '../../preload/contract/index.ts'
import { call, on } from '../desktop.ts'
import { useConnection, useSession } from '../stores/session.ts'
import { listKnowsPlace, type Place, placeInList } from './message-list-place.ts'
import {
  emptyWindow,
  firstSeq,
  holdsStartOf,
  lastSeq,
  type MessageWindow,
  reachesEnd,
  windowOf,
  withChanged,
  withLatest,
  withNewer,
  withOlder,
  withoutNewest,
  withoutOldest,
} from './message-window.ts'
import { countSeen, flushReadMark, isHeldBack, markUnread } from './read-mark.ts'

const pageLimit = 50
/** Most rows kept in memory; beyond that the far end is dropped. */
const maxRows = 400
/** How long a message is highlighted, in milliseconds; longer than its animation. */
const highlightMs = 1_500
/** Rows beyond the most are dropped when there is time, or after this time, milliseconds. */
const idleTimeoutMs = 1_000
/** The list takes up what changed at most once in this time, milliseconds: in a flood nobody reads each line. */
const refreshEveryMs = 200

/** An end of the list. */
type End = 'older' | 'newer'

/** The target to scroll to; `requestId` grows with each request. */
export interface Target {
  to: 'unread' | 'end' | Place
  requestId: number
}

/** The messages that were unread on opening: after `after`, up to `until`. `reached`: their start was in view. */
export interface Unread {
  after: number
  until: number
  count: number
  reached: boolean
}

interface MessageListState {
  id: string | null
  phase: 'loading' | 'ready' | 'failed'
  error: unknown
  window: MessageWindow
  /** The last change was at the front: the list keeps its distance from the end. */
  shift: boolean
  loading: End | null
  /** Loading at that end failed; tried again when online or on request. `error` may say why. */
  loadFailed: { older: boolean; newer: boolean }
  /**
   * The messages that were unread on opening, or that came while the window was not in focus (`count` 0:
   * all that is unread now). `reached`: their start was in view, or the user skipped it.
   */
  unread: Unread | null
  target: Target
  /** The message that is highlighted after a jump. */
  highlight: { seq: number; requestId: number } | null
}

const start: MessageListState = {
  id: null,
  phase: 'loading',
  error: null,
  window: emptyWindow,
  shift: false,
  loading: null,
  loadFailed: { older: false, newer: false },
  unread: null,
  target: { to: 'end', requestId: 0 },
  highlight: null,
}

/** The open conversation: the loaded window of its messages, and the scroll target. */
export const useMessageList = create<MessageListState>(() => start)

let requestCount = 0
const steps: { id: string; run: () => Promise<void> }[] = []
let stepping = false

/**
 * Runs steps one after the other, so that each sees the result of the previous one. Steps of a
 * conversation that is no longer open are skipped.
 */
function step(id: string, run: () => Promise<void>): void {
  steps.push({ id, run })
  if (!stepping) void runSteps()
}

async function runSteps(): Promise<void> {
  stepping = true
  for (let next = steps.shift(); next !== undefined; next = steps.shift()) {
    const { id, run } = next
    const current = () => useMessageList.getState().id === id
    if (!current()) continue
    try {
      await run()
    } catch (error) {
      if (!current()) continue
      useMessageList.setState(state => ({
        loading: null,
        error,
        phase: state.phase === 'loading' ? 'failed' : state.phase,
      }))
    }
  }
  stepping = false
}

function page(id: string, anchor: PageAnchor, limit = pageLimit): Promise<MessagePage> {
  return call('messages.page', { id, anchor, limit })
}

/** Changes the state only while the conversation is still the open one. */
function settle(id: string, change: (state: MessageListState) => Partial<MessageListState>): void {
  if (useMessageList.getState().id === id) useMessageList.setState(change)
}

let openedRequest = 0

/**
 * Opens a conversation at a message, at the first unread one, or at the end. A request that was handled before (by
 * `requestId`) changes nothing: the list keeps its position on return.
 */
export function openMessageList({
  id,
  seq,
  requestId: asked,
}: {
  id: string
  seq: number | null
  requestId: number
}): void {
  const again = asked === openedRequest
  openedRequest = asked
  // One that was marked as unread while it was open begins anew.
  if (useMessageList.getState().id === id && (again || !isHeldBack(id))) {
    if (seq !== null && !again) jumpTo(seq)
    return
  }
  flushReadMark()
  countSeen()
  useMessageList.setState({ ...start, id, target: useMessageList.getState().target })
  load(id, seq)
}

function load(id: string, seq: number | null): void {
  step(id, async () => {
    const conversation = await call('conversations.get', { id })
    const count = conversation?.unread ?? 0
    const first = await page(id, seq !== null ? { around: seq } : { at: count > 0 ? 'unread' : 'latest' })
    settle(id, () => ({
      phase: 'ready',
      error: null,
      window: windowOf(first),
      shift: false,
      unread:
        count > 0 && conversation ? { after: first.readSeq, until: conversation.lastSeq, count, reached: false } : null,
      target: { to: seq !== null ? { seq } : count > 0 ? 'unread' : 'end', requestId: ++requestCount },
      highlight: seq === null ? null : highlightOf(seq),
    }))
    if (seq !== null && !first.hasNewer) await refreshEnd(id)
  })
}

/** Tries again after the first page failed. */
export function retryMessageList(): void {
  const { id } = useMessageList.getState()
  if (id === null) return
  useMessageList.setState({ ...start, id })
  load(id, null)
}

/** Closes the open conversation. */
export function closeMessageList(): void {
  flushReadMark()
  countSeen()
  useMessageList.setState(start)
}

/** Marks the messages of the open conversation from a seq on as unread, and shows where they begin. */
export async function markUnreadFrom(id: string, seq: number): Promise<void> {
  await markUnread(id, seq)
  if (useMessageList.getState().id !== id) return
  const unread = { after: seq - 1, until: Number.MAX_SAFE_INTEGER, count: 0, reached: true }
  useMessageList.setState({ unread })
}

/** Highlights a message for a while. */
function highlightOf(seq: number): MessageListState['highlight'] {
  const highlight = { seq, requestId: requestCount }
  setTimeout(
    () => useMessageList.setState(state => (state.highlight === highlight ? { highlight: null } : {})),
    highlightMs,
  )
  return highlight
}

/** The differences between fetching at the two ends. `shorten` drops rows at the far end. */
const ends = {
  older: {
    isMore: (window: { hasOlder: boolean; gapOlder: boolean }) => window.hasOlder || window.gapOlder,
    anchor: (window: MessageWindow): PageAnchor => ({ before: firstSeq(window) }),
    join: withOlder,
    isGap: (page: MessagePage) => page.gapOlder,
    shorten: withoutNewest,
  },
  newer: {
    isMore: (window: { hasNewer: boolean; gapNewer: boolean }) => window.hasNewer || window.gapNewer,
    anchor: (window: MessageWindow): PageAnchor => ({ after: lastSeq(window) }),
    join: withNewer,
    isGap: (page: MessagePage) => page.gapNewer,
    shorten: withoutOldest,
  },
}

/** Fetches the page before (`older`) or after the window; after a failure not again until a retry. */
export function loadMore(end: End): void {
  const { id, window, loading, loadFailed } = useMessageList.getState()
  const { isMore, anchor, join, isGap, shorten } = ends[end]
  if (id === null || loading || loadFailed[end] || !isMore(window) || window.items.length === 0) return
  useMessageList.setState({ loading: end })
  step(id, async () => {
    try {
      const more = await page(id, anchor(useMessageList.getState().window))
      if (end === 'older') await listKnowsPlace()
      settle(id, state => ({
        loading: null,
        error: null,
        window: join(state.window, more),
        shift: end === 'older',
        loadFailed: { ...state.loadFailed, [end]: more.items.length === 0 && isGap(more) },
      }))
      if (end === 'newer' && !ends.newer.isMore(more)) await refreshEnd(id)
      later(() => settle(id, state => forget(state, shorten(state.window, maxRows), end === 'newer')))
    } catch (error) {
      settle(id, state => ({ loading: null, error, loadFailed: { ...state.loadFailed, [end]: true } }))
    }
  })
}

/**
 * A change at the other end needs a render of its own, or the list cannot tell which end changed; and it takes no time
 * from the frames that show what has come.
 */
function later(run: () => void): void {
  requestIdleCallback(() => void listKnowsPlace().then(run), { timeout: idleTimeoutMs })
}

/** Takes a window that rows were dropped from, unless they are looked at by now. */
function forget(state: MessageListState, shorter: MessageWindow | null, shift: boolean): Partial<MessageListState> {
  if (shorter === null || state.loading !== null) return state
  const place = placeInList()
  const seq = place === 'end' ? lastSeq(state.window) : place?.seq
  const holds = seq === undefined || shorter.items.some(item => item.seq === seq)
  return holds ? { window: shorter, shift } : state
}

/** In a group that goes on and on: drops the rows beyond the most at the end that is further from what is looked at. */
function forgetFarEnd(id: string): void {
  const place = placeInList()
  settle(id, state => {
    const { items } = state.window
    const at = typeof place === 'object' ? items.findIndex(item => item.seq === place?.seq) : items.length
    const late = at > items.length / 2
    return forget(state, (late ? withoutOldest : withoutNewest)(state.window, maxRows), late)
  })
}

/** Updates the end of the window with the newest messages and the outbox. */
async function refreshEnd(id: string): Promise<void> {
  const latest = await page(id, { at: 'latest' })
  settle(id, state => {
    const merged = withLatest(state.window, latest)
    if (merged) return { window: merged, shift: false, ...missed(state, merged) }
    // Messages may be missing between window and page: they are fetched on scrolling.
    const sent = state.window.items.filter(item => item.seq > 0)
    return { window: { ...state.window, items: sent, hasNewer: true, gapNewer: false }, shift: false }
  })
  if (useMessageList.getState().window.items.length > maxRows + pageLimit) later(() => forgetFarEnd(id))
}

/** Messages that come while the window is not in focus count as unread until their start was in view. */
function missed({ window: before, unread }: MessageListState, after: MessageWindow): Partial<MessageListState> {
  if (isLookedAt() || (unread !== null && !unread.reached)) return {}
  const end = lastSeq(before)
  const news = after.items.some(item => item.seq > end && !item.own && item.counted)
  return news ? { unread: { after: end, until: Number.MAX_SAFE_INTEGER, count: 0, reached: false } } : {}
}

/** Whether the window is visible and focused. */
export function isLookedAt(): boolean {
  return document.hasFocus() && document.visibilityState === 'visible'
}

/** Marks the start of the unread messages as seen or skipped. */
export function reachUnread(): void {
  const { unread } = useMessageList.getState()
  if (unread !== null && !unread.reached) useMessageList.setState({ unread: { ...unread, reached: true } })
}

/** Highlights a message and scrolls to it; fetches around it if it is not loaded. */
function jumpTo(seq: number): void {
  const { id, window, phase } = useMessageList.getState()
  if (id === null) return
  const there = phase === 'ready' && window.items.some(item => item.seq === seq)
  if (there) {
    requestCount++
    useMessageList.setState({ target: { to: { seq }, requestId: requestCount }, highlight: highlightOf(seq) })
    return
  }
  replace(id, { around: seq }, { seq })
}

/** Goes back to where the list once was. */
export function returnToPlace(place: Place | 'end'): void {
  const { id, window, phase } = useMessageList.getState()
  if (id === null) return
  if (place === 'end') jumpToLatest()
  else if (phase === 'ready' && window.items.some(item => item.seq === place.seq))
    useMessageList.setState({ target: { to: place, requestId: ++requestCount } })
  else replace(id, { around: place.seq }, place)
}

/** Goes to the first message that was unread when the conversation was opened. */
export function jumpToUnread(): void {
  const { id, unread, window } = useMessageList.getState()
  if (id === null || !unread) return
  if (holdsStartOf(window, unread.after) && lastSeq(window) > unread.after) {
    useMessageList.setState({ target: { to: 'unread', requestId: ++requestCount } })
    return
  }
  replace(id, { around: unread.after + 1 }, 'unread')
}

/** Goes to the newest message. */
export function jumpToLatest(): void {
  const { id, window } = useMessageList.getState()
  if (id === null) return
  if (reachesEnd(window)) useMessageList.setState({ target: { to: 'end', requestId: ++requestCount } })
  else replace(id, { at: 'latest' }, 'end')
}

function replace(id: string, anchor: PageAnchor, to: Target['to']): void {
  step(id, async () => {
    const found = await page(id, anchor)
    requestCount++
    settle(id, () => ({
      phase: 'ready',
      error: null,
      window: windowOf(found),
      shift: false,
      loading: null,
      loadFailed: start.loadFailed,
      target: { to, requestId: requestCount },
      highlight: typeof to === 'object' && to.offset === undefined ? highlightOf(to.seq) : null,
    }))
    if (!found.hasNewer && !('at' in anchor)) await refreshEnd(id)
  })
}

/** The changes that wait to be fetched, and when the last ones were, by `performance.now()`. */
let waiting: { id: string; from: number } | null = null
let refreshedAt = Number.NEGATIVE_INFINITY

/** Fetches changes from a seq on; 0: any message may have changed. Merges changes that come while it waits. */
function changed(id: string, from: number): void {
  if (waiting?.id === id) {
    waiting.from = Math.min(waiting.from, from)
    return
  }
  const change = { id, from }
  waiting = change
  const rest = refreshedAt + refreshEveryMs - performance.now()
  if (rest > 0) setTimeout(() => refresh(change), rest)
  else refresh(change)
}

function refresh(change: { id: string; from: number }): void {
  const { id } = change
  step(id, async () => {
    if (waiting !== change) return
    waiting = null
    refreshedAt = performance.now()
    const { window, phase } = useMessageList.getState()
    if (phase !== 'ready') return
    const end = lastSeq(window)
    if (end > 0 && change.from <= end) await refreshRange(id, Math.max(change.from, firstSeq(window)), end)
    if (reachesEnd(useMessageList.getState().window)) await refreshEnd(id)
  })
}

// Another conversation is opened with what it has by then.
useMessageList.subscribe((now, before) => {
  if (now.id !== before.id) waiting = null
})

async function refreshRange(id: string, from: number, end: number): Promise<void> {
  for (let at = from; at <= end; ) {
    const rows = await page(id, { after: at - 1 }, 200)
    settle(id, state => ({ window: withChanged(state.window, rows, at), shift: false }))
    const last = rows.items.findLast(item => item.seq > 0)?.seq ?? 0
    if (last <= at || !rows.hasNewer) return
    at = last + 1
  }
}

/** Follows the open conversation. Returns the function that stops. */
export function startMessageList(): () => void {
  const offs = [
    on('cache.changed', ({ messages }) => {
      for (const { id, from } of messages) if (useMessageList.getState().id === id) changed(id, from)
    }),
    useConnection.subscribe((now, before) => {
      if (now.status !== 'online' || before.status === 'online') return
      useMessageList.setState({ loadFailed: start.loadFailed })
      const { phase, id } = useMessageList.getState()
      if (phase === 'failed') retryMessageList()
      else if (id !== null) changed(id, Number.MAX_SAFE_INTEGER)
    }),
  ]
  return () => {
    for (const off of offs) off()
  }
}

/** Retries loading at an end. */
export function retryEnd(end: End): void {
  useMessageList.setState(state => ({ error: null, loadFailed: { ...state.loadFailed, [end]: false } }))
  loadMore(end)
}

// Do not show one user's data to the next user.
useSession.subscribe((now, before) => {
  if (now.session?.user?.id === before.session?.user?.id) return
  useMessageList.setState(start)
  openedRequest = 0
})
