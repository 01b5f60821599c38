import { type Params, ProtocolError, limits as protocolLimits, type Result } from '@lianqun/protocol'
import type { Handlers, Owned } from '../../core/feature.ts'
import { type Connection, identityOf } from '../../core/gateway/connection.ts'
import { Buckets, requireTokens } from '../../core/rate-limits.ts'
import type { Services } from '../../core/services.ts'
import type { Wakes } from '../../core/wakes.ts'
import type { Writer } from '../../core/writer.ts'
import { conversationLocks, type Lock, userLocks } from '../../storage/lock.ts'
import { randomId } from '../../storage/random-id.ts'
import { checkInputs, requirePeople } from '../cards/index.ts'
import { requireMember } from '../conversations/index.ts'
import { DirectoryNames } from '../directory/index.ts'
import { requireNobodysName } from '../hooks/index.ts'
import { seenMessage, threadAt } from '../messages/index.ts'
import {
  botById,
  catalogue,
  conversationIdsOf,
  createBot,
  joinBot,
  leaveBot,
  listBots,
  managedBot,
  manifestOf,
  ownBots,
  removeBot,
  renewBot,
  toManaged,
  updateBot,
} from './domain.ts'
import type { BotAnswer } from './prompts.ts'
import { enqueuePosts, recordEvent } from './queue.ts'
import type { BotRow } from './tables.ts'
import { changeView, dataOf, homeOf, removeView, secretOf, tellsOfClosing, toView, viewById } from './views.ts'

export interface BotMethodParts {
  wakes: Wakes
  /** Whether a bot is connected at this process. */
  isConnected(botId: string): boolean
  maxMembers: number
}

/** What people do with bots. */
export function botHandlers(services: Services, parts: BotMethodParts): Handlers<Owned<'bot'>> {
  const { store, write, persons, tokens, limits } = services
  const uses = new Buckets(limits.botUsesPerSecond, limits.botUseBurst)
  const names = new DirectoryNames(store)
  const use = (userId: string) => {
    if (limits.rate) requireTokens(uses.take(userId))
  }
  const managed = async (row: BotRow, userId: string) => {
    const [bot] = await store.read(db => toManaged(db, [row], userId, parts.isConnected))
    if (bot === undefined) throw new ProtocolError('not_found')
    return bot
  }
  /** Tells a bot that it is in a conversation with the caller what they did. @throws not_member, not_found, unavailable */
  async function ask<T>(
    { conversationId, botId, clientId }: { conversationId: string; botId: string; clientId: string },
    connection: Connection,
    fn: (w: Writer, bot: BotRow, by: { userId: string; trigger(thread?: number): Promise<string> }) => Promise<T>,
  ): Promise<T | null> {
    const { userId, sessionId } = identityOf(connection)
    use(userId)
    const trigger = (thread?: number) =>
      tokens.trigger({ botId, conversationId, thread, userId, sessionId }, Date.now())
    return write([`user:${userId}`], async w => {
      await requireMember(w.db, conversationId, userId)
      await requireMember(w.db, conversationId, botId).catch(() => {
        throw new ProtocolError('not_found', { field: 'botId' })
      })
      const bot = await botById(w.db, botId)
      if (bot.enabled === 0) throw new ProtocolError('unavailable', { message: 'The bot is switched off.' })
      const { numInsertedOrUpdatedRows } = await w.db
        .insertInto('card_clicks')
        .values({
          user_id: userId,
          client_id: clientId,
          conversation_id: conversationId,
          seq: 0,
          version: 0,
          action_id: botId,
          at: w.now,
          answer: '{}',
        })
        .onConflict(conflict => conflict.doNothing())
        .executeTakeFirst()
      // The same once more, after a broken connection.
      if (Number(numInsertedOrUpdatedRows ?? 0) === 0) return null
      return fn(w, bot, { userId, trigger })
    })
  }

  return {
    'bot.list': ({ conversationId }, connection) =>
      store.read(db => listBots(db, { conversationId, userId: identityOf(connection).userId })),

    async 'bot.mine'(_params, connection) {
      const { userId } = identityOf(connection)
      return {
        bots: await store.read(async db => toManaged(db, await ownBots(db, userId), userId, parts.isConnected)),
      }
    },

    'bot.catalogue': async (_params, connection) => ({
      bots: await store.read(db => catalogue(db, identityOf(connection).userId)),
    }),

    async 'bot.create'(params, connection) {
      const { userId: actorId } = identityOf(connection)
      use(actorId)
      await requireNobodysName(names, params.name)
      const botId = `b_${randomId()}`
      const { row, token } = await write(['directory', ...userLocks([actorId, botId])], w =>
        createBot(w, { ...params, actorId, botId }),
      )
      return { bot: await managed(row, actorId), token }
    },

    async 'bot.update'(params, connection) {
      const { userId: actorId } = identityOf(connection)
      use(actorId)
      if (params.name !== undefined) await requireNobodysName(names, params.name)
      const named = params.name !== undefined || params.icon !== undefined
      const locks: Lock[] = [`bot:${params.botId}`, ...(named ? (['directory'] as const) : [])]
      return { bot: await managed(await write(locks, w => updateBot(w, { ...params, actorId })), actorId) }
    },

    async 'bot.secret'({ botId }, connection) {
      const { secret } = await store.read(db => managedBot(db, botId, identityOf(connection).userId))
      return { secret }
    },

    async 'bot.renew'({ botId }, connection) {
      const { userId } = identityOf(connection)
      use(userId)
      return { token: await write([`bot:${botId}`], w => renewBot(w, botId, userId)) }
    },

    async 'bot.remove'({ botId }, connection) {
      const { userId } = identityOf(connection)
      const ids = await store.read(async db => {
        await managedBot(db, botId, userId)
        return conversationIdsOf(db, botId)
      })
      const locks: Lock[] = ['directory', `bot:${botId}`, ...userLocks([botId])]
      await write([...locks, ...ids.map((id): Lock => `conversation:${id}`)], w => removeBot(w, botId, userId))
      return {}
    },

    async 'bot.join'(params, connection) {
      const { userId: actorId } = identityOf(connection)
      persons.changeMembers(actorId, 1)
      await write(conversationLocks(params.conversationId, [actorId, params.botId]), w =>
        joinBot(w, { ...params, actorId }, parts.maxMembers),
      )
      return {}
    },

    async 'bot.leave'(params, connection) {
      const { userId: actorId } = identityOf(connection)
      persons.changeMembers(actorId, 1)
      await write(conversationLocks(params.conversationId, [actorId, params.botId]), w =>
        leaveBot(w, { ...params, actorId }),
      )
      return {}
    },

    async 'bot.events'(params, connection) {
      const { userId } = identityOf(connection)
      return store.read(async db => {
        await managedBot(db, params.botId, userId)
        let query = db.selectFrom('bot_events').selectAll().where('bot_id', '=', params.botId).orderBy('id', 'desc')
        if (params.state !== undefined) query = query.where('state', '=', params.state)
        if (params.before !== undefined) query = query.where('id', '<', params.before)
        const rows = await query.limit(params.limit + 1).execute()
        const events = rows.slice(0, params.limit).map(row => ({
          id: Number(row.id),
          type: row.type,
          at: Number(row.at),
          conversationId: row.conversation_id,
          state: row.state,
          attempts: Number(row.attempts),
          problem: row.problem,
          // A trigger answers for the person: it is nothing to look at.
          payload: row.payload.replace(/"trigger":"[^"]*"/g, '"trigger":"…"'),
        }))
        return { events, more: rows.length > params.limit }
      })
    },

    async 'bot.replay'({ botId, ids }, connection) {
      const { userId } = identityOf(connection)
      use(userId)
      return write([`bot:${botId}`], async w => {
        const bot = await managedBot(w.db, botId, userId)
        let query = w.db
          .updateTable('bot_events')
          .set({ state: 'waiting', attempts: 0, leased_until: 0 })
          .where('bot_id', '=', botId)
          .where('state', '=', 'dead')
        if (ids !== undefined) query = query.where('id', 'in', ids.length === 0 ? [0] : ids)
        const rows = await query.returning('conversation_id').execute()
        w.wake(`bot:${botId}`)
        if (bot.webhook_url !== null)
          for (const id of new Set(rows.map(row => row.conversation_id))) enqueuePosts(w, botId, id)
        return { count: rows.length }
      })
    },

    async 'bot.command'(params, connection) {
      await ask(params, connection, async (w, bot, { userId, trigger }) => {
        const { conversationId, command, text, thread: seq } = params
        if (!manifestOf(bot).commands.some(({ name }) => name === command))
          throw new ProtocolError('not_found', { field: 'command', message: `The bot has no command /${command}.` })
        const thread = seq === undefined ? undefined : await threadAt(w.db, { conversationId, seq })
        await recordEvent(w, bot, 'command', conversationId, {
          conversationId,
          userId,
          command,
          text,
          ...(thread !== undefined && { thread }),
          trigger: await trigger(thread),
        })
      })
      return {}
    },

    async 'bot.shortcut'(params, connection) {
      await ask(params, connection, async (w, bot, { userId, trigger }) => {
        const { conversationId, seq, shortcut } = params
        if (!manifestOf(bot).shortcuts.some(({ id }) => id === shortcut))
          throw new ProtocolError('not_found', { field: 'shortcut', message: 'The bot offers this no more.' })
        // The person shows it to the bot, which need not hear everything for that.
        const { message } = await seenMessage(w.db, { conversationId, seq, userId })
        await recordEvent(w, bot, 'shortcut', conversationId, {
          conversationId,
          userId,
          shortcut,
          message,
          trigger: await trigger(message.attributes?.thread),
        })
      })
      return {}
    },

    'bot.submitView': (params, connection) => submitView(params, connection),

    async 'bot.closeView'({ viewId }, connection) {
      const { userId } = identityOf(connection)
      await write([], async w => {
        const view = await viewById(w.db, viewId).catch(() => null)
        if (view === null || view.user_id !== userId || view.home !== 0) return
        await removeView(w, viewId)
        if (!tellsOfClosing(view)) return
        const viewData = dataOf(view)
        await recordEvent(w, await botById(w.db, view.bot_id), 'view.closed', view.conversation_id, {
          viewId,
          userId,
          ...(viewData !== undefined && { viewData }),
        })
      })
      return {}
    },

    async 'bot.openHome'({ botId }, connection) {
      const { userId, sessionId } = identityOf(connection)
      use(userId)
      const trigger = await tokens.trigger({ botId, conversationId: null, userId, sessionId }, Date.now())
      return write([], async w => {
        const bot = await botById(w.db, botId)
        if (bot.enabled === 0) throw new ProtocolError('not_found')
        await recordEvent(w, bot, 'home.opened', null, { userId, trigger })
        const view = await homeOf(w.db, botId, userId)
        return { view: view === null ? null : toView(view) }
      })
    },
  }

  async function submitView(
    params: Params<'bot.submitView'>,
    connection: Connection,
  ): Promise<Result<'bot.submitView'>> {
    const { userId, sessionId } = identityOf(connection)
    use(userId)
    const { view, eventId } = await write([], async w => {
      const view = await viewById(w.db, params.viewId)
      if (view.user_id !== userId) throw new ProtocolError('not_found')
      if (view.version !== params.version) throw new ProtocolError('conflict', { field: 'version' })
      const bot = await botById(w.db, view.bot_id)
      if (bot.enabled === 0) throw new ProtocolError('unavailable', { message: 'The bot is switched off.' })
      const secret = params.actionId === null ? { inputs: true } : secretOf(view, params.actionId)
      if (secret === undefined) throw new ProtocolError('not_found', { field: 'actionId' })
      const shown = toView(view)
      const inputs = secret.inputs ? checkInputs(shown.card, params.actionId, params.inputs) : {}
      await requirePeople(w.db, shown.card, inputs)
      const viewData = dataOf(view)
      const conversationId = view.conversation_id
      const thread = view.thread === null ? undefined : Number(view.thread)
      const trigger = await tokens.trigger({ botId: bot.id, conversationId, thread, userId, sessionId }, w.now)
      const eventId = await recordEvent(w, bot, 'view.submitted', conversationId, {
        viewId: view.id,
        version: view.version,
        home: view.home !== 0,
        userId,
        conversationId,
        ...(thread !== undefined && { thread }),
        actionId: params.actionId,
        ...('verb' in secret && secret.verb !== undefined && { verb: secret.verb }),
        ...('data' in secret && secret.data !== undefined && { data: secret.data }),
        ...(viewData !== undefined && { viewData }),
        inputs,
        trigger,
      })
      return { view, eventId }
    })
    const answer = await answerTo(eventId)
    // An action within a view changes it, if anything.
    if (answer === null) return { outcome: params.actionId === null ? 'waiting' : 'done' }
    if (answer.errors !== undefined && Object.keys(answer.errors).length > 0)
      return { outcome: 'errors', errors: answer.errors }
    if (answer.view !== undefined) {
      const next = answer.view
      const row = await write([], async w => changeView(w, await viewById(w.db, view.id), next))
      return { outcome: 'view', view: toView(row) }
    }
    if (params.actionId === null && view.home === 0) await write([], w => removeView(w, view.id))
    return { outcome: 'done' }
  }

  /** What a bot answers to a form, or null when it has not in time. */
  async function answerTo(eventId: number): Promise<BotAnswer | null> {
    const until = Date.now() + protocolLimits.botAnswerMs
    for (;;) {
      const left = until - Date.now()
      // Before it is read, so that nothing comes in between.
      const next = left > 0 ? parts.wakes.next(`answer:${eventId}`, Math.min(left, 500)) : null
      const row = await store.read(db =>
        db.selectFrom('bot_events').select('answer').where('id', '=', eventId).executeTakeFirst(),
      )
      if (row?.answer) return JSON.parse(row.answer) as BotAnswer
      if (next === null) return null
      await next
    }
  }
}
