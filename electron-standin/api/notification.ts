import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { record } from '../host/recorder.ts'
import { runtime } from '../host/runtime.ts'
import { createEvent } from './event.ts'
import { onlyOn } from './only-on.ts'

interface NotificationOptions {
  title?: string
  subtitle?: string
  body?: string
  silent?: boolean
  icon?: unknown
  hasReply?: boolean
  replyPlaceholder?: string
  actions?: { type: 'button'; text?: string }[]
  urgency?: string
  timeoutType?: string
  closeButtonText?: string
  id?: string
  groupId?: string
  [other: string]: unknown
}

let nextId = 1
const shown = new Map<number, Notification>()
let refuses = false
let activation: ((details: Electron.ActivationArguments) => void) | undefined
/** A click on a notification of an earlier run that came before the app followed them, such as one that started it. */
let early = process.env.ELECTRON_STANDIN_CLICKED_NOTIFICATION
/**
 * macOS and Windows: what Electron keeps of shown notifications until they end. By its id it finds any of those that
 * have it; here the oldest, which is the worst case.
 */
const kept: Notification[] = []
const keepsById = (): boolean => runtime.options.platform !== 'linux'

function forget(notification: Notification): void {
  const at = kept.indexOf(notification)
  if (at >= 0) kept.splice(at, 1)
}

/** For tests: whether the system refuses notifications, as macOS does those of an app that is not signed. */
export function refuseNotifications(refuse: boolean): void {
  refuses = refuse
}

/** For tests: a click on a notification of an earlier run, which Windows keeps. */
export function clickEarlierNotification(id: string): void {
  activation?.({ type: 'click', arguments: `type=click&tag=${id}` })
}

/** What a notification server of Linux shows of markup: no tags, and no text at all if it is broken. */
function readMarkup(body: string): string {
  const plain = body.replace(/<\/?[a-z][^<>]*>/gi, '')
  if (/<|&(?!(?:amp|lt|gt|quot|apos);)/.test(plain)) return ''
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
  return plain.replace(/&(\w+);/g, (_, name: string) => entities[name] ?? '')
}

/** Notifications are recorded when shown; tests click, answer or close them. */
export class Notification extends EventEmitter {
  title: string
  subtitle: string
  body: string
  silent: boolean
  hasReply: boolean
  replyPlaceholder: string
  actions: { type: 'button'; text?: string }[]
  readonly id: string
  readonly #hasIcon: boolean
  readonly #key: string
  /** The id of its record; a new one each time it is shown. */
  standinId = 0

  constructor(options: NotificationOptions = {}) {
    super()
    this.title = options.title ?? ''
    this.subtitle = options.subtitle ?? ''
    this.body = options.body ?? ''
    this.silent = options.silent ?? false
    this.hasReply = options.hasReply ?? false
    this.replyPlaceholder = options.replyPlaceholder ?? ''
    this.actions = options.actions ?? []
    this.id = options.id || randomUUID()
    this.#key = options.id ?? ''
    if (runtime.options.platform === 'win32' && this.id.length > 64)
      throw new Error('Notification id exceeds Windows limit of 64 UTF-16 characters')
    this.#hasIcon = options.icon !== undefined
  }

  /** As in Electron, an activation that came before is told at once. @throws TypeError where there are none */
  static handleActivation(callback: (details: Electron.ActivationArguments) => void): void {
    onlyOn('Notification.handleActivation', 'win32')
    activation = callback
    const id = early
    early = undefined
    if (id !== undefined) clickEarlierNotification(id)
  }

  static removeAll(): void {
    kept.length = 0
    for (const notification of shown.values()) notification.#note('close')
    shown.clear()
  }

  static isSupported(): boolean {
    return true
  }

  /** @throws Error when no such notification is shown */
  static shown(id: number): Notification {
    const notification = shown.get(id)
    if (!notification) throw new Error(`No notification ${id} is shown.`)
    return notification
  }

  show(): void {
    this.standinId = nextId++
    if (refuses) {
      this.#note('failed')
      setImmediate(() => this.emit('failed', createEvent(), 'The system refuses notifications.'))
      return
    }
    if (keepsById()) {
      for (const [key, other] of shown) if (other.id === this.id) shown.delete(key)
      kept.push(this)
    }
    shown.set(this.standinId, this)
    this.#note('show')
    setImmediate(() => this.emit('show', createEvent()))
  }

  /** Only macOS tells of the end of a notification that the app closed. */
  close(): void {
    forget(this)
    if (!shown.delete(this.standinId)) return
    this.#note('close')
    if (runtime.options.platform === 'darwin')
      setImmediate(() => this.emit('close', createEvent({ reason: 'applicationHidden' })))
  }

  /** For tests: simulates an action of the user. */
  act(
    action: { kind: 'click' } | { kind: 'close' } | { kind: 'reply'; text: string } | { kind: 'action'; index: number },
  ): void {
    shown.delete(this.standinId)
    const { platform } = runtime.options
    if (action.kind === 'click') {
      if (platform === 'win32') clickEarlierNotification(this.id)
      const found = kept.find(each => each.id === this.id) ?? this
      forget(found)
      found.emit('click', createEvent())
    } else if (action.kind === 'close') {
      // macOS does not tell of it.
      if (platform !== 'darwin') this.emit('close', createEvent({ reason: 'userCanceled' }))
    } else if (action.kind === 'reply') this.emit('reply', createEvent({ reply: action.text }), action.text)
    else this.emit('action', createEvent({ actionIndex: action.index }), action.index)
  }

  #note(call: 'show' | 'close' | 'failed'): void {
    const { title, body, silent, hasReply } = this
    record('notifications', {
      id: this.standinId,
      call,
      title,
      body,
      text: runtime.options.platform === 'linux' ? readMarkup(body) : body,
      key: this.#key,
      hasIcon: this.#hasIcon,
      silent,
      hasReply,
      actions: this.actions.map(item => item.text ?? ''),
    })
  }
}
