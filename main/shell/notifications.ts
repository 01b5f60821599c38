import type { Settings } from '../../preload/contract/index.ts'
import type { IncomingMessage } from '../cache/api.ts'
import {
  addToGroup,
  groupWords,
  type MessageGroup,
  shouldNotify,
  startGroup,
  summaryWords,
  type Words,
} from './notification-rules.ts'
import type { Language } from './strings.ts'

/** A message this soon after the last one of its conversation (ms) joins that one's notification. */
const burstMs = 8_000
/** New notifications come at most this often (ms); the first of a quiet time comes at once. */
const settleMs = 1_000
/** One that stands is replaced at most this often (ms). */
const updateMs = 5_000
/** Bursts in more conversations than this are notified in one summary. */
const maxConversations = 4

export interface ShownNotification {
  close(): void
}

/** Shows one notification of the system. `onClosed`: the person or the system took it away. */
export type ShowNotification = (
  notification: Words & { silent: boolean; onClick: () => void; onClosed: () => void },
) => ShownNotification

export interface Notifier {
  /** Messages of other people that came live. */
  arrived(list: readonly IncomingMessage[]): void
  /** The person has read the conversation up to `seq`, here or elsewhere: what was said of it is taken back. */
  read(conversationId: string, seq?: number): void
  /** A message that was notified says nothing any more. */
  recalled(conversationId: string, seq: number): void
  /** Signing out: nothing of the account stays on the screen. */
  clear(): void
}

export interface NotifierOptions {
  settings: () => Settings
  language: () => Language
  /** Whether the person has this conversation open in the focused window. */
  isLooking: (conversationId: string) => boolean
  /** The signed-in person; their own messages never notify. */
  selfId?: () => string | null
  /** A notification was clicked: `seq` is the first message it stands for. */
  onOpen: (conversationId: string, seq: number) => void
  show: ShowNotification
  now?: () => number
  /** Calls once after so many ms unless the returned function is called before. */
  setTimer?: (call: () => void, ms: number) => () => void
}

/** What is shown, or is to be shown, for one conversation. */
interface ActiveNotification {
  group: MessageGroup
  lastAt: number
  changed: boolean
  shown: ShownNotification | null
  shownAt: number
}

/** Tells of new messages outside the window, sparingly. */
export function createNotifier(options: NotifierOptions): Notifier {
  const { settings, language, isLooking, onOpen, show, now = Date.now, setTimer = timer } = options
  const conversations = new Map<string, ActiveNotification>()
  let summary: { shown: ShownNotification; at: number } | null = null
  let cancelFlush: (() => void) | null = null
  let flushedAt = Number.NEGATIVE_INFINITY

  const closeSummary = (): void => {
    const was = summary
    summary = null
    was?.shown.close()
  }
  const take = (active: ActiveNotification): void => {
    const was = active.shown
    active.shown = null
    was?.close()
  }
  const forget = (conversationId: string, active: ActiveNotification): void => {
    conversations.delete(conversationId)
    take(active)
    if (conversations.size === 0) closeSummary()
  }
  const open = ({ group: { first } }: ActiveNotification): void =>
    onOpen(first.message.conversationId, first.message.seq)

  function add(item: IncomingMessage): void {
    const id = item.message.conversationId
    const at = now()
    const active = conversations.get(id)
    if (active !== undefined && at - active.lastAt <= burstMs) {
      active.group = addToGroup(active.group, item)
      active.lastAt = at
      active.changed = true
      return
    }
    // One notification a conversation: a new one takes the place of the old.
    if (active !== undefined) take(active)
    const shownAt = Number.NEGATIVE_INFINITY
    conversations.set(id, { group: startGroup(item), lastAt: at, changed: true, shown: null, shownAt })
  }

  function schedule(): void {
    if (cancelFlush !== null) return
    const due = dueAt()
    if (due === null) return
    const wait = due - now()
    if (wait <= 0) flush()
    else
      cancelFlush = setTimer(() => {
        cancelFlush = null
        flush()
      }, wait)
  }

  /** When the next change is to be shown, or null when there is none. */
  function dueAt(): number | null {
    const waiting = [...conversations.values()].filter(active => active.changed)
    if (waiting.length === 0) return null
    const each = waiting.map(active => (active.shown === null ? flushedAt + settleMs : active.shownAt + updateMs))
    return Math.max(summary === null ? Math.min(...each) : summary.at + updateMs, flushedAt + settleMs)
  }

  function flush(): void {
    const at = now()
    flushedAt = at
    const live = [...conversations.values()].filter(active => active.changed || at - active.lastAt <= burstMs)
    if (live.length > maxConversations) showSummary(live, at)
    else {
      closeSummary()
      for (const active of live) if (active.changed && active.shownAt + updateMs <= at) showOne(active, at)
    }
    schedule()
  }

  function showOne(active: ActiveNotification, at: number): void {
    const update = active.shown !== null
    take(active)
    const id = active.group.last.message.conversationId
    const shown = show({
      ...groupWords(active.group, settings().notificationPrivacy, language()),
      silent: update,
      onClick: () => {
        if (conversations.get(id) === active) conversations.delete(id)
        take(active)
        open(active)
      },
      // What the person waved away is not counted again.
      onClosed: () => {
        if (active.shown !== shown) return
        active.shown = null
        if (conversations.get(id) === active) conversations.delete(id)
      },
    })
    active.shown = shown
    active.shownAt = at
    active.changed = false
  }

  function showSummary(live: ActiveNotification[], at: number): void {
    const update = summary !== null
    closeSummary()
    for (const active of live) {
      active.changed = false
      take(active)
    }
    const messages = live.reduce((sum, active) => sum + active.group.count, 0)
    // A mention is what a person looks for first, else what came last.
    const mentions = live.filter(active => active.group.mentioned)
    const target = (mentions.length > 0 ? mentions : live).reduce((a, b) => (b.lastAt >= a.lastAt ? b : a))
    const shown = show({
      ...summaryWords(live.length, messages, language()),
      silent: update,
      onClick: () => {
        conversations.clear()
        closeSummary()
        open(target)
      },
      onClosed: () => {
        if (summary?.shown !== shown) return
        summary = null
        for (const active of live) {
          const id = active.group.last.message.conversationId
          if (!active.changed && conversations.get(id) === active) conversations.delete(id)
        }
      },
    })
    summary = { shown, at }
  }

  return {
    arrived(list) {
      const rules = settings()
      const selfId = options.selfId?.() ?? null
      for (const item of list) {
        if (shouldNotify(item, rules, isLooking(item.message.conversationId), selfId)) add(item)
      }
      schedule()
    },
    read(conversationId, seq = Number.POSITIVE_INFINITY) {
      const active = conversations.get(conversationId)
      if (active !== undefined && active.group.last.message.seq <= seq) forget(conversationId, active)
    },
    recalled(conversationId, seq) {
      const active = conversations.get(conversationId)
      if (active === undefined) return
      const { first, last, count } = active.group
      if (seq < first.message.seq || seq > last.message.seq) return
      // Of several only their number is said; of one its words, and those of a burst are the last one's alone.
      if (count <= 2) forget(conversationId, active)
      else {
        active.group = { ...active.group, count: count - 1 }
        active.changed = true
        schedule()
      }
    },
    clear() {
      cancelFlush?.()
      cancelFlush = null
      for (const active of conversations.values()) take(active)
      conversations.clear()
      closeSummary()
    },
  }
}

function timer(call: () => void, ms: number): () => void {
  const handle = setTimeout(call, ms)
  return () => clearTimeout(handle)
}
