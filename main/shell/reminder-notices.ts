import { contentText } from '@lianqun/protocol'
import { isolated, oneLine, shortened } from '../../common/text.ts'
import type { KeptItem, Settings } from '../../preload/contract/index.ts'
import { speakerIn } from './notification-rules.ts'
import type { ShowNotification, ShownNotification } from './notifications.ts'
import { type Language, strings } from './strings.ts'

/** More reminders at once, as after sleep, are one notification. */
const mostAtOnce = 3
/** Longest text in characters. */
const bodyChars = 200
const kinds = ['reminder', 'request'] as const

/** Whether a notification with this id is one of reminders, and of which conversation; null: of another, or of many. */
export function reminderOf(notificationId: string): { conversationId: string } | 'many' | null {
  const kind = kinds.find(one => notificationId.startsWith(`${one}:`))
  if (kind === undefined) return null
  if (notificationId === `${kind}:many`) return 'many'
  return { conversationId: notificationId.slice(kind.length + 1, notificationId.lastIndexOf('/')) }
}

export interface ReminderNoticesOptions {
  /** What the user wants to come back to, or what others ask of them. */
  kind: (typeof kinds)[number]
  /** Whether this conversation is open in the focused window: what is seen does not ring. */
  isLooking?: (conversationId: string) => boolean
  settings: () => Pick<Settings, 'notifications' | 'doNotDisturb' | 'notificationPrivacy'>
  language: () => Language
  /** One was clicked: its message is shown. */
  onOpen: (conversationId: string, seq: number) => void
  /** Those of several messages, or of one that is not there any more, lead to the list. */
  onOpenList: () => void
  show: ShowNotification
}

/** Shows reminders as notifications. While they are off, or nobody is to be disturbed, none is shown: they come after. */
export class ReminderNotices {
  readonly #options: ReminderNoticesOptions
  readonly #shown = new Map<string, ShownNotification>()

  constructor(options: ReminderNoticesOptions) {
    this.#options = options
  }

  remind(due: readonly KeptItem[]): boolean {
    const { notifications, doNotDisturb } = this.#options.settings()
    if (!notifications || doNotDisturb) return false
    const isLooking = this.#options.isLooking ?? (() => false)
    const ringing = due.filter(item => !isLooking(item.conversationId))
    if (ringing.length > mostAtOnce) this.#showMany(ringing.length)
    else for (const item of ringing) this.#showOne(item)
    return true
  }

  reminded(conversationId: string, seq: number): void {
    this.#close(this.#idOf(conversationId, seq))
  }

  /** Removes all, on signing out. */
  clear(): void {
    for (const id of [...this.#shown.keys()]) this.#close(id)
  }

  #showOne(item: KeptItem): void {
    const { conversationId, seq, reachable } = item
    const { language, settings, onOpen, onOpenList } = this.#options
    const words = strings(language())[this.#options.kind]
    const { message } = item
    const said = message === null ? '' : isolated(shortened(oneLine(contentText(message.content)), bodyChars))
    const body =
      message === null || settings().notificationPrivacy
        ? words.body
        : words.from(speakerIn(message.sender, language()), said || strings(language()).notification.wordless)
    this.#show(this.#idOf(conversationId, seq), { title: words.title, body }, () =>
      reachable ? onOpen(conversationId, seq) : onOpenList(),
    )
  }

  #showMany(count: number): void {
    const words = strings(this.#options.language())[this.#options.kind]
    this.#show(`${this.#options.kind}:many`, { title: words.title, body: words.many(count) }, this.#options.onOpenList)
  }

  #show(id: string, words: { title: string; body: string }, onClick: () => void): void {
    const shown = this.#options.show({
      id,
      ...words,
      silent: false,
      onClick: () => {
        this.#close(id)
        onClick()
      },
      onClosed: () => {
        if (this.#shown.get(id) === shown) this.#shown.delete(id)
      },
    })
    this.#shown.set(id, shown)
  }

  #idOf(conversationId: string, seq: number): string {
    return `${this.#options.kind}:${conversationId}/${seq}`
  }

  #close(id: string): void {
    const shown = this.#shown.get(id)
    this.#shown.delete(id)
    shown?.close()
  }
}
