import type { AnyBotEvent, BotEventOf, BotEventType } from '@lianqun/protocol'
import type { Writer } from '../../core/writer.ts'
import type { BotEventRow, BotRow } from './tables.ts'

/*
 * What bots are told is stored in rows: by whichever way a bot hears of them, by a socket, at its address, or when it asks,
 * a row is taken for a while, and done when the bot has acknowledged it.
 */

/** How long who took an event has it, milliseconds. */
const leaseMs = 60_000
declare module '../../core/jobs/jobs.ts' {
  interface JobPayloads {
    botPosts: { botId: string; conversationId: string | null }
    forgetBotEvents: null
  }
}

/** Stores an event of a bot, in the transaction in which it happens. */
export async function recordEvent<T extends BotEventType>(
  w: Writer,
  bot: Pick<BotRow, 'id' | 'enabled' | 'webhook_url'>,
  type: T,
  conversationId: string | null,
  data: BotEventOf<T>,
): Promise<number> {
  const { id } = await w.db
    .insertInto('bot_events')
    .values({
      bot_id: bot.id,
      conversation_id: conversationId,
      type,
      payload: JSON.stringify(data),
      at: w.now,
      state: 'waiting',
      attempts: 0,
      leased_until: 0,
      problem: '',
      answer: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  w.wake(`bot:${bot.id}`)
  if (bot.webhook_url !== null) enqueuePosts(w, bot.id, conversationId)
  return Number(id)
}

/** Has the events of a conversation posted to the address of a bot. */
export function enqueuePosts(w: Writer, botId: string, conversationId: string | null): void {
  const key = `${botId} ${conversationId ?? ''}`
  w.enqueue([{ kind: 'botPosts', key, lane: key, payload: { botId, conversationId } }])
}

/** An event as it is sent. */
export function toEvent(row: BotEventRow): AnyBotEvent {
  return {
    id: Number(row.id),
    type: row.type,
    at: Number(row.at),
    attempt: Number(row.attempts),
    data: JSON.parse(row.payload),
  } as AnyBotEvent
}

/** Takes events that wait for a bot and nobody has, the oldest first, until `now + leaseMs`. */
export async function takeEvents(
  w: Writer,
  { botId, limit, conversationId }: { botId: string; limit: number; conversationId?: string | null },
): Promise<BotEventRow[]> {
  let query = w.db
    .selectFrom('bot_events')
    .selectAll()
    .where('bot_id', '=', botId)
    .where('state', '=', 'waiting')
    .where('leased_until', '<=', w.now)
    .orderBy('id')
    .limit(limit)
  if (conversationId !== undefined)
    query =
      conversationId === null
        ? query.where('conversation_id', 'is', null)
        : query.where('conversation_id', '=', conversationId)
  const rows = (await query.execute()) as BotEventRow[]
  if (rows.length === 0) return []
  await w.db
    .updateTable('bot_events')
    .set(eb => ({ leased_until: w.now + leaseMs, attempts: eb('attempts', '+', 1) }))
    .where(
      'id',
      'in',
      rows.map(({ id }) => Number(id)),
    )
    .execute()
  return rows
}

/** Events need not come again. */
export async function acknowledge(w: Writer, botId: string, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  await w.db
    .updateTable('bot_events')
    .set({ state: 'done', problem: '' })
    .where('bot_id', '=', botId)
    .where('id', 'in', [...ids])
    .where('state', '=', 'waiting')
    .execute()
}

/** Whoever took events has not got them to the bot: they wait again. */
export async function release(w: Writer, botId: string, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  await w.db
    .updateTable('bot_events')
    .set({ leased_until: 0 })
    .where('bot_id', '=', botId)
    .where('id', 'in', [...ids])
    .where('state', '=', 'waiting')
    .execute()
  w.wake(`bot:${botId}`)
}
