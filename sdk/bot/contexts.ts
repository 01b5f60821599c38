import type { BotContent } from '../../protocol/http/bots.ts'
import type { AnyBotEvent, BotEvent, Card, Message, WrittenView } from '../../protocol/index.ts'
import { type BotApiClient, BotApiError } from './api.ts'

/** What a bot says: a text (`<@id>` names somebody), a card, or any content. */
export type Say = string | Card | BotContent

const contentOf = (say: Say): BotContent => {
  if (typeof say === 'string') return { type: 'text', text: say }
  return say.type === 'AdaptiveCard' ? { type: 'card', card: say as never } : (say as BotContent)
}

/** What every handler gets. */
export class Context<E extends AnyBotEvent = AnyBotEvent> {
  readonly event: E
  readonly api: BotApiClient

  constructor(event: E, api: BotApiClient) {
    this.event = event
    this.api = api
  }

  /** Says something in a conversation. The same `clientId` is said once. */
  async say(
    conversationId: string,
    say: Say,
    options: { replyTo?: number; clientId?: string; growing?: boolean } = {},
  ): Promise<Message> {
    const body = { content: contentOf(say), ...options }
    const { message } = await this.api.call('POST /conversations/:conversationId/messages', {
      params: { conversationId },
      body,
    })
    return message
  }

  /** Says something else in a message of the bot. `growing`: more is to come. */
  async change(
    { conversationId, seq }: { conversationId: string; seq: number },
    say: Say,
    growing?: boolean,
  ): Promise<Message> {
    const { message } = await this.api.call('PATCH /conversations/:conversationId/messages/:seq', {
      params: { conversationId, seq },
      body: { content: contentOf(say), ...(growing !== undefined && { growing }) },
    })
    return message
  }

  /** Says something to one person alone, or to all devices of theirs without a trigger. */
  protected async whisperTo(conversationId: string, userId: string, say: Say, trigger?: string): Promise<void> {
    await this.api.call('POST /conversations/:conversationId/whispers', {
      params: { conversationId },
      body: { userId, content: contentOf(say), ...(trigger !== undefined && { trigger }) },
    })
  }

  /** Gives a card of the bot with `refresh` a face that one member alone sees. */
  async showTo(
    userId: string,
    { conversationId, seq, version }: { conversationId: string; seq: number; version?: number },
    card: Card,
  ): Promise<void> {
    await this.api.call('PUT /conversations/:conversationId/messages/:seq/faces/:userId', {
      params: { conversationId, seq, userId },
      body: { card: card as never, ...(version !== undefined && { version }) },
    })
  }

  protected async openWith(trigger: string, view: WrittenView): Promise<string> {
    return (await this.api.call('POST /views', { body: { trigger, view } })).viewId
  }
}

export class MessageContext extends Context<BotEvent<'message'>> {
  get message(): Message {
    return this.event.data.message
  }

  /** What it says, where it is a text. */
  get text(): string {
    const { text } = this.message.content as { text?: unknown }
    return typeof text === 'string' ? text : ''
  }

  /** Answers in the conversation; in its thread by `thread`, and where the message is in one. */
  readonly reply = (say: Say, options: { thread?: boolean; growing?: boolean } = {}): Promise<Message> => {
    const { conversationId, seq, attributes } = this.message
    const { thread = attributes?.thread !== undefined, ...rest } = options
    return this.say(conversationId, say, { ...rest, ...(thread && { replyTo: seq }) })
  }
}

/** Somebody reacted to a message, or took it back. */
export class ReactionContext extends Context<BotEvent<'reaction'>> {
  get message(): Message {
    return this.event.data.message
  }

  get userId(): string {
    return this.event.data.userId
  }

  get emoji(): string {
    return this.event.data.emoji
  }

  /** Whether it was given; else it was taken back. */
  get added(): boolean {
    return this.event.data.added
  }

  readonly reply = (say: Say): Promise<Message> => {
    return this.say(this.message.conversationId, say)
  }
}

export class CommandContext extends Context<BotEvent<'command'>> {
  get text(): string {
    return this.event.data.text
  }

  get userId(): string {
    return this.event.data.userId
  }

  /** Says something that everybody in the conversation sees, in the thread in which the command was given. */
  readonly reply = (say: Say, options: { clientId?: string } = {}): Promise<Message> => {
    const { conversationId, thread } = this.event.data
    return this.say(conversationId, say, { ...options, ...(thread !== undefined && { replyTo: thread }) })
  }

  /** Says something that only who gave the command sees. */
  readonly whisper = (say: Say): Promise<void> => {
    const { conversationId, userId, trigger } = this.event.data
    return this.whisperTo(conversationId, userId, say, trigger)
  }

  /** Opens a form for who gave the command. Returns its id. */
  readonly open = (view: WrittenView): Promise<string> => {
    return this.openWith(this.event.data.trigger, view)
  }
}

export class ShortcutContext extends Context<BotEvent<'shortcut'>> {
  get message(): Message {
    return this.event.data.message
  }

  get userId(): string {
    return this.event.data.userId
  }

  readonly whisper = (say: Say): Promise<void> => {
    const { conversationId, userId, trigger } = this.event.data
    return this.whisperTo(conversationId, userId, say, trigger)
  }

  readonly open = (view: WrittenView): Promise<string> => {
    return this.openWith(this.event.data.trigger, view)
  }
}

/** Somebody did an action of a card. */
export class ActionContext extends Context<BotEvent<'card.action'>> {
  get userId(): string {
    return this.event.data.userId
  }

  /** As the bot wrote it with the action. */
  get data(): Record<string, unknown> {
    return (this.event.data.data ?? {}) as Record<string, unknown>
  }

  get inputs(): Record<string, string> {
    return this.event.data.inputs
  }

  /** Gives the card another face, for everybody. */
  readonly update = (card: Card): Promise<Message> => {
    return this.change(this.event.data, card)
  }

  readonly whisper = (say: Say): Promise<void> => {
    const { conversationId, userId, trigger } = this.event.data
    return this.whisperTo(conversationId, userId, say, trigger)
  }

  readonly open = (view: WrittenView): Promise<string> => {
    return this.openWith(this.event.data.trigger, view)
  }
}

/** Somebody looks at a card who is to have a face of their own. */
export class RefreshContext extends Context<BotEvent<'card.refresh'>> {
  get userId(): string {
    return this.event.data.userId
  }

  /** As the bot wrote it with the action of `refresh`. */
  get data(): Record<string, unknown> {
    return (this.event.data.data ?? {}) as Record<string, unknown>
  }

  /** What this person alone sees of the card. Nothing becomes of it where the card is another by now. */
  readonly show = async (card: Card): Promise<void> => {
    const { conversationId, seq, version, userId } = this.event.data
    await this.showTo(userId, { conversationId, seq, version }, card).catch(error => {
      if (!(error instanceof BotApiError && error.error === 'conflict')) throw error
    })
  }
}

/** Somebody sent a form, or did an action in it or on the home page. */
export class FormContext extends Context<BotEvent<'view.submitted'>> {
  answered = false

  get userId(): string {
    return this.event.data.userId
  }

  get inputs(): Record<string, string> {
    return this.event.data.inputs
  }

  /** As the bot wrote it with the form. */
  get viewData(): Record<string, unknown> {
    return (this.event.data.viewData ?? {}) as Record<string, unknown>
  }

  /** As the bot wrote it with the action, of one in the form. */
  get data(): Record<string, unknown> {
    return (this.event.data.data ?? {}) as Record<string, unknown>
  }

  /** Answers: with what is wrong by the id of an input, or the next form. A form that is not answered so is closed. */
  readonly answer = async (answer: { errors?: Record<string, string>; view?: WrittenView } = {}): Promise<void> => {
    if (this.answered) return
    this.answered = true
    await this.api.call('POST /events/:eventId/answer', { params: { eventId: this.event.id }, body: answer })
  }
}

/** Somebody looks at the home page of the bot. */
export class HomeContext extends Context<BotEvent<'home.opened'>> {
  get userId(): string {
    return this.event.data.userId
  }

  /** Shows them this page. */
  readonly show = async (view: WrittenView): Promise<void> => {
    await this.api.call('PUT /people/:userId/home', { params: { userId: this.userId }, body: { view } })
  }
}
