import { timer } from '../../common/timer.ts'
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

/** A message that comes within this time after the last one of its conversation joins its notification (ms). */
const burstMs = 8_000
/** Notifications are shown at most this often (ms); the first after a pause is shown at once. */
const settleMs = 1_000
/** A shown notification is replaced at most this often (ms). */
const updateMs = 5_000
/** Recent messages in more conversations than this are notified in one summary. */
const maxConversations = 4
/** At most this many notifications appear within `budgetMs` over all conversations, besides those for the user alone. */
const budget = 6
const budgetMs = 60_000

export interface ShownNotification {
  close(): void
}

/** Id of the notification for many conversations; it cannot be the id of one. */
const summaryId = 'many:conversations'

/** The conversation that a notification with this id is about, or null. */
export const conversationOf = (notificationId: string): string | null =>
  notificationId === summaryId ? null : notificationId

/**
 * Shows one system notification, in place of a shown one with the same id. `onClosed`: the user or the system removed
 * it.
 */
export type ShowNotification = (
  notification: Words & { id: string; silent: boolean; onClick: () => void; onClosed: () => void },
) => ShownNotification

export interface NotifierOptions {
  settings: () => Settings
  language: () => Language
  /** Whether this conversation is open in the focused window. */
  isLooking: (conversationId: string) => boolean
  /** Id of the signed-in user, whose own messages are never notified. */
  selfId?: () => string | null
  /** A notification was clicked; `seq` is its first message. */
  onOpen: (conversationId: string, seq: number) => void
  show: ShowNotification
  now?: () => number
  /** Calls `call` once after `ms` milliseconds, unless the returned function is called before. */
  setTimer?: (call: () => void, ms: number) => () => void
}

/** The shown or pending notification of one conversation. */
interface ActiveNotification {
  group: MessageGroup
  lastAt: number
  changed: boolean
  shown: ShownNotification | null
  shownAt: number
}

/** Shows system notifications for new messages, grouped by conversation and rate-limited. */
export class Notifier {
  readonly #options: NotifierOptions
  readonly #now: () => number
  readonly #setTimer: (call: () => void, ms: number) => () => void
  readonly #conversations = new Map<string, ActiveNotification>()
  #summary: { shown: ShownNotification; at: number } | null = null
  #cancelFlush: (() => void) | null = null
  #flushedAt = Number.NEGATIVE_INFINITY
  /** When the last notifications appeared, updates not counted. */
  #appeared: number[] = []

  constructor(options: NotifierOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
    this.#setTimer = options.setTimer ?? timer
  }

  /** New messages arrived, live or missed a moment ago. */
  arrived(list: readonly IncomingMessage[]): void {
    const { isLooking } = this.#options
    const settings = this.#options.settings()
    const selfId = this.#options.selfId?.() ?? null
    for (const item of list) {
      if (shouldNotify(item, settings, isLooking(item.message.conversationId), selfId)) this.#add(item)
    }
    this.#schedule()
  }

  /** The user has read the conversation up to `seq`, here or on another device: removes its notification. */
  read(conversationId: string, seq = Number.POSITIVE_INFINITY): void {
    const active = this.#conversations.get(conversationId)
    if (active !== undefined && active.group.last.message.seq <= seq) this.#forget(conversationId, active)
  }

  /** A message was recalled: removes or updates its notification. */
  recalled(conversationId: string, seq: number): void {
    const active = this.#conversations.get(conversationId)
    if (active === undefined) return
    const { first, last, count } = active.group
    if (seq < first.message.seq || seq > last.message.seq) return
    // A notification of one message would show its text, which may be that of the recalled one.
    if (count <= 2) this.#forget(conversationId, active)
    else {
      active.group = { ...active.group, count: count - 1 }
      active.changed = true
      this.#schedule()
    }
  }

  /** Removes all notifications, on signing out and on quitting. */
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
    // A missed message may arrive late; it never replaces a newer one.
    const late = active !== undefined && item.message.seq < active.group.last.message.seq
    if (active !== undefined && (late || at - active.lastAt <= burstMs)) {
      active.group = addToGroup(active.group, item)
      active.lastAt = at
      active.changed = true
      return
    }
    // A conversation has one notification: a new one replaces the old one.
    if (active !== undefined) takeBack(active)
    const shownAt = Number.NEGATIVE_INFINITY
    this.#conversations.set(id, { group: startGroup(item), lastAt: at, changed: true, shown: null, shownAt })
  }

  #schedule(): void {
    // What is due sooner does not wait for what was due before.
    this.#cancelFlush?.()
    this.#cancelFlush = null
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

  /** Time of the next change to show, or null when there is none. */
  #dueAt(): number | null {
    const waiting = [...this.#conversations.values()].filter(active => active.changed)
    if (waiting.length === 0) return null
    const soonest = this.#flushedAt + settleMs
    const free = this.#freeAt()
    const each = waiting.map(active => {
      const due = active.shown === null ? soonest : active.shownAt + updateMs
      return isPersonal(active) ? due : Math.max(due, free)
    })
    return Math.max(this.#summary === null ? Math.min(...each) : this.#summary.at + updateMs, soonest)
  }

  #flush(): void {
    const at = this.#now()
    this.#flushedAt = at
    const live = [...this.#conversations.values()].filter(active => active.changed || at - active.lastAt <= burstMs)
    if (this.#freeAt() > at) {
      // The others wait, and are then told together.
      for (const active of live)
        if (active.changed && isPersonal(active) && active.shownAt + updateMs <= at) this.#showOne(active, at)
    } else if (live.length > maxConversations) this.#showSummary(live, at)
    else {
      this.#closeSummary()
      for (const active of live) if (active.changed && active.shownAt + updateMs <= at) this.#showOne(active, at)
    }
    this.#schedule()
  }

  /** When the next notification may appear that is not for the user alone. */
  #freeAt(): number {
    const oldest = this.#appeared.at(-budget)
    return oldest === undefined ? Number.NEGATIVE_INFINITY : oldest + budgetMs
  }

  #countAppearance(at: number): void {
    this.#appeared = [...this.#appeared, at].slice(-budget)
  }

  #showOne(active: ActiveNotification, at: number): void {
    const { show, settings, language } = this.#options
    const isUpdate = active.shown !== null
    if (!isUpdate) this.#countAppearance(at)
    const shown = show({
      id: active.group.last.message.conversationId,
      ...groupWords(active.group, settings().notificationPrivacy, language()),
      silent: isUpdate,
      onClick: () => {
        this.#drop(active)
        takeBack(active)
        this.#open(active)
      },
      // Messages of a dismissed notification are not counted again.
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
    if (!isUpdate) this.#countAppearance(at)
    for (const active of live) {
      active.changed = false
      takeBack(active)
    }
    const messages = live.reduce((sum, active) => sum + active.group.count, 0)
    // A click opens the latest mention, or else the latest conversation.
    const mentions = live.filter(active => active.group.mentioned)
    const target = (mentions.length > 0 ? mentions : live).reduce((a, b) => (b.lastAt >= a.lastAt ? b : a))
    const shown = show({
      id: summaryId,
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

  /** Removes a notification, but not a newer one of the same conversation. */
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

/** For the user alone: a direct message or a mention. */
function isPersonal({ group }: ActiveNotification): boolean {
  return group.mentioned || group.last.conversation.kind === 'direct'
}

function takeBack(active: ActiveNotification): void {
  const was = active.shown
  active.shown = null
  was?.close()
}
