import { EventEmitter } from 'node:events'
import { record } from '../host/recorder.ts'
import { createEvent } from './event.ts'

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

/** Notifications are recorded when shown; tests click, answer or close them. */
export class Notification extends EventEmitter {
  title: string
  subtitle: string
  body: string
  silent: boolean
  hasReply: boolean
  replyPlaceholder: string
  actions: { type: 'button'; text?: string }[]
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
    shown.set(this.standinId, this)
    this.#note('show')
    setImmediate(() => this.emit('show', createEvent()))
  }

  close(): void {
    if (!shown.delete(this.standinId)) return
    this.#note('close')
    this.emit('close', createEvent({ reason: 'applicationHidden' }))
  }

  /** For tests: simulates an action of the user. */
  act(
    action: { kind: 'click' } | { kind: 'close' } | { kind: 'reply'; text: string } | { kind: 'action'; index: number },
  ): void {
    shown.delete(this.standinId)
    if (action.kind === 'click') this.emit('click', createEvent())
    else if (action.kind === 'close') this.emit('close', createEvent({ reason: 'userCanceled' }))
    else if (action.kind === 'reply') this.emit('reply', createEvent({ reply: action.text }), action.text)
    else this.emit('action', createEvent({ actionIndex: action.index }), action.index)
  }

  #note(call: 'show' | 'close'): void {
    const { title, body, silent, hasReply } = this
    record('notifications', {
      id: this.standinId,
      call,
      title,
      body,
      silent,
      hasReply,
      actions: this.actions.map(item => item.text ?? ''),
    })
  }
}
