import { isCounted } from '@lianqun/protocol'
import { create } from 'zustand'
import type { MessagePage, PageAnchor } from '../../preload/contract/index.ts'
import { call, on } from '../desktop.ts'
import { useConnection, useSession } from '../stores/session.ts'
import {
  emptyWindow,
  firstSeq,
  holdsStartOf,
  lastSeq,
  reachesEnd,
  type StreamWindow,
  windowOf,
  withChanged,
  withLatest,
  withNewer,
  withOlder,
  withoutNewest,
  withoutOldest,
} from './stream-window.ts'

const pageLimit = 50
/** Rows kept in memory; beyond them the far end is forgotten. */
const most = 400
const readDelay = 250
/** Milliseconds after which a message that lit up is like the others; its animation takes less. */
const flashed = 1_500

/** Where the stream should be scrolled to; `turn` grows with each wish. */
export interface Target {
  to: 'unread' | 'end' | { seq: number }
  requestId: number
}

/** What was unread when the conversation was opened: messages after `after` up to `until`. `reached`: its beginning was in view. */
export interface Unread {
  after: number
  until: number
  count: number
  reached: boolean
}

interface StreamState {
  id: string | null
  phase: 'loading' | 'ready' | 'failed'
  error: unknown
  window: StreamWindow
  /** The last change was at the front: the list keeps its distance from the end. */
  shift: boolean
  loading: 'older' | 'newer' | null
  /** That end has messages which could not be fetched; tried again when online or asked. `error` may say why. */
  stuck: { older: boolean; newer: boolean }
  /**
   * What was unread when the conversation was opened, or came while the person was away from the window (`count` 0:
   * all that is unread now). `reached`: its beginning has been in view, or the person skipped it.
   */
  unread: Unread | null
  target: Target
  /** The message that lights up, after a jump. */
  highlight: { seq: number; requestId: number } | null
}

const start: StreamState = {
  id: null,
  phase: 'loading',
  error: null,
  window: emptyWindow,
  shift: false,
  loading: null,
  stuck: { older: false, newer: false },
  unread: null,
  target: { to: 'end', requestId: 0 },
  highlight: null,
}

/** The one open conversation: a window of its messages, and where it should stand. */
export const useStream = create<StreamState>(() => start)

let requestCount = 0
const steps: { id: string; run: () => Promise<void> }[] = []
let stepping = false

/**
 * One after the other, so that each step sees what the one before left; the first begins at once. Steps of a
 * conversation left meanwhile do nothing.
 */
function step(id: string, run: () => Promise<void>): void {
  steps.push({ id, run })
  if (!stepping) void runSteps()
}

async function runSteps(): Promise<void> {
  stepping = true
  for (let next = steps.shift(); next !== undefined; next = steps.shift()) {
    const { id, run } = next
    const current = () => useStream.getState().id === id
    if (!current()) continue
    try {
      await run()
    } catch (error) {
      if (!current()) continue
      useStream.setState(state => ({ loading: null, error, phase: state.phase === 'loading' ? 'failed' : state.phase }))
    }
  }
  stepping = false
}

function page(id: string, anchor: PageAnchor, limit = pageLimit): Promise<MessagePage> {
  return call('messages.page', { id, anchor, limit })
}

/** Changes the state only while the conversation is still the open one. */
function settle(id: string, change: (state: StreamState) => Partial<StreamState>): void {
  if (useStream.getState().id === id) useStream.setState(change)
}

let openedTurn = 0

/**
 * Opens a conversation at a message, or at the first unread one, or at the end. A wish that was followed before (by its
 * `turn`) changes nothing: who comes back finds the stream where it stood.
 */
export function openStream({ id, seq, turn: asked }: { id: string; seq: number | null; turn: number }): void {
  const again = asked === openedTurn
  openedTurn = asked
  if (useStream.getState().id === id) {
    if (seq !== null && !again) jumpTo(seq)
    return
  }
  flushRead()
  useStream.setState({ ...start, id, target: useStream.getState().target })
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
export function retryStream(): void {
  const { id } = useStream.getState()
  if (id === null) return
  useStream.setState({ ...start, id })
  load(id, null)
}

/** Forgets the conversation: nothing is open. */
export function closeStream(): void {
  flushRead()
  useStream.setState(start)
}

/** A message that lights up, for a while. */
function highlightOf(seq: number): StreamState['highlight'] {
  const flash = { seq, requestId: requestCount }
  setTimeout(() => useStream.setState(state => (state.highlight === flash ? { highlight: null } : {})), flashed)
  return flash
}

/** Fetches a page at an end; when that fails the end is stuck until somebody asks again. */
function extend(id: string, end: 'older' | 'newer', run: () => Promise<void>): void {
  useStream.setState({ loading: end })
  step(id, async () => {
    try {
      await run()
    } catch (error) {
      settle(id, state => ({ loading: null, error, stuck: { ...state.stuck, [end]: true } }))
    }
  })
}

/** Fetches the page before the window. */
export function loadOlder(): void {
  const { id, window, loading, stuck } = useStream.getState()
  if (id === null || loading || stuck.older || !(window.hasOlder || window.gapOlder) || window.items.length === 0)
    return
  extend(id, 'older', async () => {
    const older = await page(id, { before: firstSeq(useStream.getState().window) })
    settle(id, state => ({
      loading: null,
      error: null,
      window: withOlder(state.window, older),
      shift: true,
      stuck: { ...state.stuck, older: older.items.length === 0 && older.gapOlder },
    }))
    later(() => settle(id, state => forget(state, withoutNewest(state.window, most), false)))
  })
}

/** Fetches the page behind the window. */
export function loadNewer(): void {
  const { id, window, loading, stuck } = useStream.getState()
  if (id === null || loading || stuck.newer || !(window.hasNewer || window.gapNewer) || window.items.length === 0)
    return
  extend(id, 'newer', async () => {
    const newer = await page(id, { after: lastSeq(useStream.getState().window) })
    settle(id, state => ({
      loading: null,
      error: null,
      window: withNewer(state.window, newer),
      shift: false,
      stuck: { ...state.stuck, newer: newer.items.length === 0 && newer.gapNewer },
    }))
    if (!newer.hasNewer && !newer.gapNewer) await refreshEnd(id)
    later(() => settle(id, state => forget(state, withoutOldest(state.window, most), true)))
  })
}

/** A change at the other end has to be its own rendering, or the list cannot tell which end moved. */
function later(run: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(run))
}

function forget(state: StreamState, shorter: StreamWindow | null, shift: boolean): Partial<StreamState> {
  return shorter && state.loading === null ? { window: shorter, shift } : state
}

/** Brings the end of the window up to the newest message and the outbox. */
async function refreshEnd(id: string): Promise<void> {
  const latest = await page(id, { at: 'latest' })
  settle(id, state => {
    const merged = withLatest(state.window, latest)
    if (merged) return { window: merged, shift: false, ...missed(state, merged) }
    // Too much came at once to know what lies between: the person scrolls through it.
    const sent = state.window.items.filter(item => item.seq > 0)
    return { window: { ...state.window, items: sent, hasNewer: true, gapNewer: false }, shift: false }
  })
}

/** Somebody who is away has not seen what comes: it is unread until they are back and its beginning was in view. */
function missed({ window: before, unread }: StreamState, after: StreamWindow): Partial<StreamState> {
  if (isLookedAt() || (unread !== null && !unread.reached)) return {}
  const end = lastSeq(before)
  const news = after.items.some(item => item.seq > end && !item.own && isCounted(item.content))
  return news ? { unread: { after: end, until: Number.MAX_SAFE_INTEGER, count: 0, reached: false } } : {}
}

/** Whether the person has the window before them. */
export function isLookedAt(): boolean {
  return document.hasFocus() && document.visibilityState === 'visible'
}

/** What was unread has been in view from its beginning on, or the person skips it. */
export function reachUnread(): void {
  const { unread } = useStream.getState()
  if (unread !== null && !unread.reached) useStream.setState({ unread: { ...unread, reached: true } })
}

/** Lights a message up and scrolls to it, fetching around it if it is not there. */
function jumpTo(seq: number): void {
  const { id, window, phase } = useStream.getState()
  if (id === null) return
  const there = phase === 'ready' && window.items.some(item => item.seq === seq)
  if (there) {
    requestCount++
    useStream.setState({ target: { to: { seq }, requestId: requestCount }, highlight: highlightOf(seq) })
    return
  }
  replace(id, { around: seq }, { seq })
}

/** Goes to the first message that was unread when the conversation was opened. */
export function jumpToUnread(): void {
  const { id, unread, window } = useStream.getState()
  if (id === null || !unread) return
  if (holdsStartOf(window, unread.after) && lastSeq(window) > unread.after) {
    useStream.setState({ target: { to: 'unread', requestId: ++requestCount } })
    return
  }
  replace(id, { around: unread.after + 1 }, 'unread')
}

/** Goes to the newest message. */
export function jumpToLatest(): void {
  const { id, window } = useStream.getState()
  if (id === null) return
  if (reachesEnd(window)) useStream.setState({ target: { to: 'end', requestId: ++requestCount } })
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
      stuck: start.stuck,
      target: { to, requestId: requestCount },
      highlight: typeof to === 'object' ? highlightOf(to.seq) : null,
    }))
    if (!found.hasNewer && !('at' in anchor)) await refreshEnd(id)
  })
}

/** What changed and is waiting to be fetched. */
let waiting: { id: string; from: number } | null = null

/** Fetches what changed from a seq on; 0: anything may have. Changes that come while it waits are fetched with it. */
function changed(id: string, from: number): void {
  if (waiting?.id === id) {
    waiting.from = Math.min(waiting.from, from)
    return
  }
  const change = { id, from }
  waiting = change
  step(id, async () => {
    if (waiting === change) waiting = null
    const { window, phase } = useStream.getState()
    if (phase !== 'ready') return
    const end = lastSeq(window)
    if (end > 0 && change.from <= end) await refreshRange(id, Math.max(change.from, firstSeq(window)), end)
    if (reachesEnd(useStream.getState().window)) await refreshEnd(id)
  })
}

async function refreshRange(id: string, from: number, end: number): Promise<void> {
  for (let at = from; at <= end; ) {
    const rows = await page(id, { after: at - 1 }, 200)
    settle(id, state => ({ window: withChanged(state.window, rows, at), shift: false }))
    const last = rows.items.findLast(item => item.seq > 0)?.seq ?? 0
    if (last <= at || !rows.hasNewer) return
    at = last + 1
  }
}

let seen = { id: '', seq: 0, marked: 0 }
let readTimer: ReturnType<typeof setTimeout> | undefined

/** A message was on the screen while the window had the focus. Moves the read mark, at most every quarter of a second. */
export function markSeen(id: string, seq: number): void {
  if (seen.id !== id) {
    flushRead()
    seen = { id, seq: 0, marked: 0 }
  }
  if (seq <= seen.seq) return
  seen.seq = seq
  readTimer ??= setTimeout(flushRead, readDelay)
}

function flushRead(): void {
  clearTimeout(readTimer)
  readTimer = undefined
  const { id, seq, marked } = seen
  if (seq <= marked) return
  seen.marked = seq
  call('conversations.markRead', { id, seq }).catch(error => {
    seen.marked = marked
    console.error('conversations.markRead', error)
  })
}

/** Follows the open conversation. Returns the function that stops. */
export function startStream(): () => void {
  const offs = [
    on('cache.changed', ({ messages }) => {
      for (const { id, from } of messages) if (useStream.getState().id === id) changed(id, from)
    }),
    useConnection.subscribe((now, before) => {
      if (now.status !== 'online' || before.status === 'online') return
      useStream.setState({ stuck: start.stuck })
      const { phase, id } = useStream.getState()
      if (phase === 'failed') retryStream()
      else if (id !== null) changed(id, Number.MAX_SAFE_INTEGER)
    }),
  ]
  return () => {
    for (const off of offs) off()
  }
}

/** Tries what could not be fetched at an end again. */
export function retryEnd(end: 'older' | 'newer'): void {
  useStream.setState(state => ({ error: null, stuck: { ...state.stuck, [end]: false } }))
  if (end === 'older') loadOlder()
  else loadNewer()
}

// Nothing of one person is shown to the next who signs in.
useSession.subscribe((now, before) => {
  if (now.session?.user?.id === before.session?.user?.id) return
  useStream.setState(start)
  openedTurn = 0
})
