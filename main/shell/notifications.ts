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

/** Notifies of new messages outside the window, sparingly: by conversation, in bursts, and at a pace. */
export class Notifier {
  readonly #options: NotifierOptions
  readonly #now: () => number
  readonly #setTimer: (call: () => void, ms: number) => () => void
  readonly #conversations = new Map<string, ActiveNotification>()
  #summary: { shown: ShownNotification; at: number } | null = null
  #cancelFlush: (() => void) | null = null
  #flushedAt = Number.NEGATIVE_INFINITY

  constructor(options: NotifierOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
    this.#setTimer = options.setTimer ?? timer
  }

  /** Messages of other people that came live. */
  arrived(list: readonly IncomingMessage[]): void {
    const { isLooking } = this.#options
    const settings = this.#options.settings()
    const selfId = this.#options.selfId?.() ?? null
    for (const item of list) {
      if (shouldNotify(item, settings, isLooking(item.message.conversationId), selfId)) this.#add(item)
    }
    this.#schedule()
  }

  /** The person has read the conversation up to `seq`, here or elsewhere: what was said of it is taken back. */
  read(conversationId: string, seq = Number.POSITIVE_INFINITY): void {
    const active = this.#conversations.get(conversationId)
    if (active !== undefined && active.group.last.message.seq <= seq) this.#forget(conversationId, active)
  }

  /** A message that was notified says nothing any more. */
  recalled(conversationId: string, seq: number): void {
    const active = this.#conversations.get(conversationId)
    if (active === undefined) return
    const { first, last, count } = active.group
    if (seq < first.message.seq || seq > last.message.seq) return
    // Of several only their number is said; of one its words, and those of a burst are the last one's alone.
    if (count <= 2) this.#forget(conversationId, active)
    else {
      active.group = { ...active.group, count: count - 1 }
      active.changed = true
      this.#schedule()
    }
  }

  /** Signing out: nothing of the account stays on the screen. */
  clear(): void {
    this.#cancelFlush?.()
    this.#cancelFlush = null
    for (const active of this.#conversations.values()) takeBack(active)
    this.#conversations.clear()
    this.#closeSummary()
  }

  #add(item: IncomingMessage): void {
    const id = item.message.conversationId
    const at = this.#now()
    const active = this.#conversations.get(id)
    // What was missed may come late: it never takes the place of what is newer.
    const late = active !== undefined && item.message.seq < active.group.last.message.seq
    if (active !== undefined && (late || at - active.lastAt <= burstMs)) {
      active.group = addToGroup(active.group, item)
      active.lastAt = at
      active.changed = true
      return
    }
    // One notification a conversation: a new one takes the place of the old.
    if (active !== undefined) takeBack(active)
    const shownAt = Number.NEGATIVE_INFINITY
    this.#conversations.set(id, { group: startGroup(item), lastAt: at, changed: true, shown: null, shownAt })
  }

  #schedule(): void {
    if (this.#cancelFlush !== null) return
    const due = this.#dueAt()
    if (due === null) return
    const wait = due - this.#now()
    if (wait <= 0) this.#flush()
    else
      this.#cancelFlush = this.#setTimer(() => {
        this.#cancelFlush = null
        this.#flush()
      }, wait)
  }

  /** When the next change is to be shown, or null when there is none. */
  #dueAt(): number | null {
    const waiting = [...this.#conversations.values()].filter(active => active.changed)
    if (waiting.length === 0) return null
    const soonest = this.#flushedAt + settleMs
    const each = waiting.map(active => (active.shown === null ? soonest : active.shownAt + updateMs))
    return Math.max(this.#summary === null ? Math.min(...each) : this.#summary.at + updateMs, soonest)
  }

  #flush(): void {
    const at = this.#now()
    this.#flushedAt = at
    const live = [...this.#conversations.values()].filter(active => active.changed || at - active.lastAt <= burstMs)
    if (live.length > maxConversations) this.#showSummary(live, at)
    else {
      this.#closeSummary()
      for (const active of live) if (active.changed && active.shownAt + updateMs <= at) this.#showOne(active, at)
    }
    this.#schedule()
  }

  #showOne(active: ActiveNotification, at: number): void {
    const { show, settings, language } = this.#options
    const isUpdate = active.shown !== null
    takeBack(active)
    const shown = show({
      ...groupWords(active.group, settings().notificationPrivacy, language()),
      silent: isUpdate,
      onClick: () => {
        this.#drop(active)
        takeBack(active)
        this.#open(active)
      },
      // What the person waved away is not counted again.
      onClosed: () => {
        if (active.shown !== shown) return
        active.shown = null
        this.#drop(active)
      },
    })
    active.shown = shown
    active.shownAt = at
    active.changed = false
  }

  #showSummary(live: ActiveNotification[], at: number): void {
    const { show, language } = this.#options
    const isUpdate = this.#summary !== null
    this.#closeSummary()
    for (const active of live) {
      active.changed = false
      takeBack(active)
    }
    const messages = live.reduce((sum, active) => sum + active.group.count, 0)
    // A mention is what a person looks for first, else what came last.
    const mentions = live.filter(active => active.group.mentioned)
    const target = (mentions.length > 0 ? mentions : live).reduce((a, b) => (b.lastAt >= a.lastAt ? b : a))
    const shown = show({
      ...summaryWords(live.length, messages, language()),
      silent: isUpdate,
      onClick: () => {
        this.#conversations.clear()
        this.#closeSummary()
        this.#open(target)
      },
      onClosed: () => {
        if (this.#summary?.shown !== shown) return
        this.#summary = null
        for (const active of live) if (!active.changed) this.#drop(active)
      },
    })
    this.#summary = { shown, at }
  }

  #open({ group: { first } }: ActiveNotification): void {
    this.#options.onOpen(first.message.conversationId, first.message.seq)
  }

  #forget(conversationId: string, active: ActiveNotification): void {
    this.#conversations.delete(conversationId)
    takeBack(active)
    if (this.#conversations.size === 0) this.#closeSummary()
  }

  /** Its conversation may have a newer one by now, which stays. */
  #drop(active: ActiveNotification): void {
    const id = active.group.last.message.conversationId
    if (this.#conversations.get(id) === active) this.#conversations.delete(id)
  }

  #closeSummary(): void {
    const was = this.#summary
    this.#summary = null
    was?.shown.close()
  }
}

function takeBack(active: ActiveNotification): void {
  const was = active.shown
  active.shown = null
  was?.close()
}

function timer(call: () => void, ms: number): () => void {
  const handle = setTimeout(call, ms)
  return () => clearTimeout(handle)
}
