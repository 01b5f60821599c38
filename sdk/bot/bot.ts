import type { AnyBotEvent, BotCommand, BotEvent, BotEventType, BotManifest, BotShortcut } from '../../protocol/index.ts'
import { type ApiOptions, BotApiClient } from './api.ts'
import {
  ActionContext,
  CommandContext,
  Context,
  FormContext,
  HomeContext,
  MessageContext,
  ReactionContext,
  RefreshContext,
  ShortcutContext,
} from './contexts.ts'

export interface BotOptions extends ApiOptions {
  /** What it does, in a line. */
  description?: string
  /** Hosts of whose links it makes previews. */
  unfurlHosts?: string[]
  /** Is told what went wrong in a handler; without it the error is written to standard error. */
  failed?: (error: unknown, event?: AnyBotEvent) => void
}

type Handler<C> = (context: C) => unknown

const firstWaitMs = 500
const longestWaitMs = 30_000
/** Without a word from the workspace for so long the connection is taken for broken, milliseconds. */
const patienceMs = 60_000

/**
 * A bot that listens by a socket: `new Bot({ url, token }).command({ name: 'echo', … }, …).start()`. Events of one
 * conversation are handled one after the other, and acknowledged when their handler has ended, also one that fails:
 * it would fail again.
 */
export class Bot {
  readonly api: BotApiClient
  readonly #options: BotOptions
  readonly #commands = new Map<string, { command: BotCommand; handler: Handler<CommandContext> }>()
  readonly #shortcuts = new Map<string, { shortcut: BotShortcut; handler: Handler<ShortcutContext> }>()
  readonly #actions = new Map<string, Handler<ActionContext>>()
  readonly #refreshes = new Map<string, Handler<RefreshContext>>()
  readonly #forms = new Map<string, Handler<FormContext>>()
  readonly #listeners = new Map<string, Handler<Context>[]>()
  readonly #messages: { handler: Handler<MessageContext>; bots: boolean }[] = []
  readonly #reactions: Handler<ReactionContext>[] = []
  #home: Handler<HomeContext> | null = null
  readonly #lanes = new Map<string, Promise<void>>()
  #socket: WebSocket | null = null
  #stopped = false
  #waitMs = firstWaitMs
  #retry: NodeJS.Timeout | null = null

  constructor(options: BotOptions) {
    this.#options = options
    this.api = new BotApiClient(options)
  }

  /** Answers `/name`. */
  command(command: BotCommand, handler: Handler<CommandContext>): this {
    this.#commands.set(command.name, { command, handler })
    return this
  }

  /** Adds an entry to the menu of messages. */
  shortcut(shortcut: BotShortcut, handler: Handler<ShortcutContext>): this {
    this.#shortcuts.set(shortcut.id, { shortcut, handler })
    return this
  }

  /**
   * Hears messages: what is said to it or names it, and with `messages.read` everything in its conversations. What other
   * bots say only with `bots`, or two would answer each other without end.
   */
  onMessage(handler: Handler<MessageContext>, { bots = false }: { bots?: boolean } = {}): this {
    this.#messages.push({ handler, bots })
    return this
  }

  /** Hears who reacted with what, to messages that it hears and to its own. */
  onReaction(handler: Handler<ReactionContext>): this {
    this.#reactions.push(handler)
    return this
  }

  /** Answers actions of cards whose data has `{ action: name }`. */
  action(name: string, handler: Handler<ActionContext>): this {
    this.#actions.set(name, handler)
    return this
  }

  /** Gives faces to cards whose `refresh` has an action with the data `{ refresh: name }`: each person sees their own. */
  refresh(name: string, handler: Handler<RefreshContext>): this {
    this.#refreshes.set(name, handler)
    return this
  }

  /** Answers forms, and actions in them, whose view's data, or action's data, has `{ form: name }`. */
  form(name: string, handler: Handler<FormContext>): this {
    this.#forms.set(name, handler)
    return this
  }

  /** Shows a page of its own to whoever opens it. */
  home(handler: Handler<HomeContext>): this {
    this.#home = handler
    return this
  }

  /** Hears any event. */
  on<T extends BotEventType>(type: T, handler: Handler<Context<Extract<AnyBotEvent, { type: T }>>>): this {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), handler as unknown as Handler<Context>])
    return this
  }

  get manifest(): BotManifest {
    return {
      description: this.#options.description ?? '',
      commands: [...this.#commands.values()].map(({ command }) => command),
      shortcuts: [...this.#shortcuts.values()].map(({ shortcut }) => shortcut),
      home: this.#home !== null,
      unfurlHosts: this.#options.unfurlHosts ?? [],
    }
  }

  /** Says what it offers, and listens until `stop`. Resolves when it is connected. @throws BotApiError for a wrong token */
  async start(): Promise<this> {
    await this.api.call('PUT /manifest', { body: this.manifest })
    await new Promise<void>(resolve => this.#connect(resolve))
    return this
  }

  /** Ends the connection when what is under way has ended. */
  async stop(): Promise<void> {
    this.#stopped = true
    if (this.#retry !== null) clearTimeout(this.#retry)
    await Promise.all(this.#lanes.values())
    this.#socket?.close()
  }

  #connect(connected: () => void): void {
    const headers = { authorization: this.api.authorization }
    // Node takes headers besides the protocols; browsers, where no bot runs, do not.
    const socket = new WebSocket(this.api.socketUrl, { headers } as never)
    this.#socket = socket
    let late: NodeJS.Timeout | undefined
    const heard = () => {
      clearTimeout(late)
      late = setTimeout(() => socket.close(), patienceMs)
      late.unref()
    }
    socket.onmessage = ({ data }) => {
      heard()
      const message = JSON.parse(String(data)) as AnyBotEvent | { type: 'hello' | 'beat' | 'error' }
      if (message.type === 'hello') {
        this.#waitMs = firstWaitMs
        connected()
      } else if ('id' in message) this.#take(message, socket)
    }
    socket.onerror = () => {}
    socket.onclose = ({ code, reason }) => {
      clearTimeout(late)
      if (this.#stopped) return
      if (code === 4401) {
        this.#failed(new Error(`The workspace refuses the token: ${reason}`))
        return
      }
      this.#retry = setTimeout(() => this.#connect(connected), this.#waitMs * (0.5 + Math.random() / 2))
      this.#waitMs = Math.min(this.#waitMs * 2, longestWaitMs)
    }
  }

  #take(event: AnyBotEvent, socket: WebSocket): void {
    const { conversationId } = event.data as { conversationId?: string | null; message?: { conversationId: string } }
    const lane =
      conversationId ?? (event.data as { message?: { conversationId: string } }).message?.conversationId ?? ''
    const work = (this.#lanes.get(lane) ?? Promise.resolve()).then(async () => {
      try {
        await this.#handle(event)
      } catch (error) {
        this.#failed(error, event)
      }
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ acknowledge: [event.id] }))
    })
    this.#lanes.set(lane, work)
    void work.then(() => {
      if (this.#lanes.get(lane) === work) this.#lanes.delete(lane)
    })
  }

  async #handle(event: AnyBotEvent): Promise<void> {
    const { api } = this
    for (const listener of this.#listeners.get(event.type) ?? []) await listener(new Context(event, api))
    switch (event.type) {
      case 'message':
        for (const { handler, bots } of this.#messages)
          if (bots || !event.data.fromBot) await handler(new MessageContext(event, api))
        break
      case 'reaction':
        for (const handler of this.#reactions) await handler(new ReactionContext(event, api))
        break
      case 'command':
        await this.#commands.get(event.data.command)?.handler(new CommandContext(event, api))
        break
      case 'shortcut':
        await this.#shortcuts.get(event.data.shortcut)?.handler(new ShortcutContext(event, api))
        break
      case 'card.action': {
        const context = new ActionContext(event, api)
        await this.#actions.get(String(context.data.action ?? event.data.verb ?? ''))?.(context)
        break
      }
      case 'card.refresh': {
        const context = new RefreshContext(event, api)
        await this.#refreshes.get(String(context.data.refresh ?? event.data.verb ?? ''))?.(context)
        break
      }
      case 'view.submitted':
        await this.#submitted(event)
        break
      case 'home.opened':
        await this.#home?.(new HomeContext(event, api))
        break
    }
  }

  async #submitted(event: BotEvent<'view.submitted'>): Promise<void> {
    const context = new FormContext(event, this.api)
    const name = String(context.data.form ?? context.viewData.form ?? '')
    try {
      await this.#forms.get(name)?.(context)
    } finally {
      // Who sent it waits: nobody may any more, which is no error.
      await context.answer().catch(() => {})
    }
  }

  #failed(error: unknown, event?: AnyBotEvent): void {
    if (this.#options.failed !== undefined) this.#options.failed(error, event)
    else console.error(event === undefined ? '' : `${event.type} ${event.id}:`, error)
  }
}
