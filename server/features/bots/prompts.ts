import { type BotView, ProtocolError, type WrittenView } from '@lianqun/protocol'
import type { BotContent } from '../../../protocol/http/bots.ts'
import { Buckets, requireTokens } from '../../core/rate-limits.ts'
import type { Services } from '../../core/services.ts'
import type { Reader } from '../../storage/database.ts'
import { randomId } from '../../storage/random-id.ts'
import { requireMember } from '../conversations/index.ts'
import { threadAt } from '../messages/index.ts'
import { saidBy, whispered } from './contents.ts'
import { requireScope } from './domain.ts'
import { acknowledge } from './queue.ts'
import type { BotRow, BotViewRow } from './tables.ts'
import { changeView, putView, removeView, toView, viewById } from './views.ts'

/** What a bot says to a form: what is wrong by input, the next form, or nothing, which closes it. */
export interface BotAnswer {
  errors?: Record<string, string> | undefined
  view?: WrittenView | undefined
}

/** What a bot shows to one person alone: whispers, forms and its page. */
export class BotPrompts {
  readonly #services: Pick<Services, 'store' | 'write' | 'hub' | 'tokens' | 'limits'>
  readonly #rates = new Buckets(1, 20)

  constructor(services: Pick<Services, 'store' | 'write' | 'hub' | 'tokens' | 'limits'>) {
    this.#services = services
  }

  /** Says something that one member alone sees. @throws forbidden, not_member, too_late, rate_limited, invalid_params */
  async whisper(
    bot: BotRow,
    input: {
      conversationId: string
      userId: string
      content: BotContent
      thread?: number | undefined
      trigger?: string | undefined
    },
  ): Promise<void> {
    const { conversationId, userId, trigger } = input
    // Without a trigger nobody asked for it.
    if (trigger === undefined) requireScope(bot, 'messages.write')
    this.#requirePrompt(bot, userId)
    const by = trigger === undefined ? null : await this.#services.tokens.verifyTrigger(trigger, bot.id)
    if (by !== null && by.userId !== userId)
      throw new ProtocolError('invalid_params', { field: 'userId', message: 'The trigger is of somebody else.' })
    const { said, thread } = await this.#services.store.read(async db => {
      await requireMember(db, conversationId, bot.id)
      await requireMember(db, conversationId, userId)
      const seq = input.thread ?? (by?.conversationId === conversationId ? by.thread : undefined)
      const thread = seq === undefined ? undefined : await threadAt(db, { conversationId, seq })
      return { said: await saidBy(db, input.content, conversationId), thread }
    })
    const content = said.type === 'card' ? { type: 'card', card: whispered(said.card) } : said.content
    this.#services.hub.tell({ userId, sessionId: by?.sessionId ?? null }, 'bot.whisper', {
      id: randomId(),
      botId: bot.id,
      conversationId,
      at: Date.now(),
      content,
      ...(thread !== undefined && { thread }),
    })
  }

  #requirePrompt(bot: BotRow, userId: string): void {
    if (this.#services.limits.rate) requireTokens(this.#rates.take(`${bot.id} ${userId}`))
  }

  /** Opens a form for who did something. @throws too_late, rate_limited, invalid_params */
  async openView(bot: BotRow, trigger: string, view: WrittenView): Promise<BotViewRow> {
    const { thread = null, ...by } = await this.#services.tokens.verifyTrigger(trigger, bot.id)
    const { userId, sessionId, conversationId } = by
    this.#requirePrompt(bot, userId)
    const place = { botId: bot.id, userId, home: false, sessionId, conversationId, thread }
    const row = await this.#services.write([], w => putView(w, view, place))
    this.#show(row)
    return row
  }

  /** Changes a form that is open. @throws not_found, conflict for another version */
  async updateView(bot: BotRow, viewId: string, view: WrittenView, version?: number): Promise<BotViewRow> {
    const row = await this.#services.write([], async w => {
      const before = await this.#ownView(w.db, bot, viewId)
      if (version !== undefined && version !== before.version) throw new ProtocolError('conflict', { field: 'version' })
      return changeView(w, before, view)
    })
    this.#show(row)
    return row
  }

  async #ownView(db: Reader, bot: BotRow, viewId: string): Promise<BotViewRow> {
    const row = await viewById(db, viewId)
    if (row.bot_id !== bot.id) throw new ProtocolError('not_found')
    return row
  }

  /** Closes a form. @throws not_found */
  async closeView(bot: BotRow, viewId: string): Promise<void> {
    await this.#services.write([], async w => {
      await this.#ownView(w.db, bot, viewId)
      await removeView(w, viewId)
    })
  }

  /** Sets the page of the bot for a person who knows it. @throws not_found */
  async setHome(bot: BotRow, userId: string, view: WrittenView): Promise<BotViewRow> {
    const place = { botId: bot.id, userId, home: true, sessionId: null, conversationId: null, thread: null }
    const row = await this.#services.write([`user:${userId}`], async w => {
      const person = await w.db
        .selectFrom('employees')
        .select(['bot', 'deleted'])
        .where('id', '=', userId)
        .executeTakeFirst()
      if (person === undefined || person.bot !== null || person.deleted !== 0) throw new ProtocolError('not_found')
      return putView(w, view, place)
    })
    this.#show(row)
    return row
  }

  #show(row: BotViewRow): void {
    const view: BotView = toView(row)
    this.#services.hub.tell({ userId: row.user_id, sessionId: row.session_id }, 'bot.view', {
      view,
      home: row.home !== 0,
    })
  }

  /** Answers to a form that was sent. @throws not_found, too_late when nobody waits any more */
  async answer(bot: BotRow, eventId: number, answer: BotAnswer): Promise<void> {
    await this.#services.write([], async w => {
      const row = await w.db
        .selectFrom('bot_events')
        .select(['type', 'at', 'answer'])
        .where('id', '=', eventId)
        .where('bot_id', '=', bot.id)
        .executeTakeFirst()
      if (row?.type !== 'view.submitted') throw new ProtocolError('not_found')
      if (row.answer !== null) throw new ProtocolError('too_late')
      await w.db
        .updateTable('bot_events')
        .set({ answer: JSON.stringify(answer) })
        .where('id', '=', eventId)
        .execute()
      await acknowledge(w, bot.id, [eventId])
      w.wake(`answer:${eventId}`)
    })
  }
}
