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

/** Has the events of a conversation posted to the address of a bot: now, or at a time in milliseconds. */
export function enqueuePosts(w: Writer, botId: string, conversationId: string | null, runAt?: number): void {
  const key = `${botId} ${conversationId ?? ''}`
  const payload = { botId, conversationId }
  w.enqueue([{ kind: 'botPosts', key, lane: key, payload, ...(runAt !== undefined && { runAt: Math.ceil(runAt) }) }])
}

/** Has all that waits for a bot posted to the address that it has now, as if it had not been tried. */
export async function postAnew(w: Writer, botId: string): Promise<void> {
  const rows = await w.db
    .updateTable('bot_events')
    .set({ attempts: 0, leased_until: 0 })
    .where('bot_id', '=', botId)
    .where('state', '=', 'waiting')
    .returning('conversation_id')
    .execute()
  for (const id of new Set(rows.map(row => row.conversation_id))) enqueuePosts(w, botId, id)
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

const waitingFor = (w: Writer, botId: string) =>
  w.db.selectFrom('bot_events').selectAll().where('bot_id', '=', botId).where('state', '=', 'waiting').orderBy('id')

/**
 * Takes events that wait for a bot and nobody has, the oldest first, until `now + leaseMs`. Those of a conversation of which
 * somebody else has some stay for him, so that none overtakes another (as message groups of a FIFO queue do). Needs the
 * lock `bot:<id>`. `mine`: ids of those that the taker has already.
 */
export async function takeEvents(
  w: Writer,
  { botId, limit, mine = [] }: { botId: string; limit: number; mine?: readonly number[] },
): Promise<BotEventRow[]> {
  const held = await w.db
    .selectFrom('bot_events')
    .select('conversation_id')
    .distinct()
    .where('bot_id', '=', botId)
    .where('state', '=', 'waiting')
    .where('leased_until', '>', w.now)
    .where('conversation_id', 'is not', null)
    .$if(mine.length > 0, q => q.where('id', 'not in', [...mine]))
    .execute()
  const ids = held.flatMap(({ conversation_id: id }) => (id === null ? [] : [id]))
  const rows = await waitingFor(w, botId)
    .where('leased_until', '<=', w.now)
    .$if(ids.length > 0, q =>
      q.where(eb => eb.or([eb('conversation_id', 'is', null), eb('conversation_id', 'not in', ids)])),
    )
    .limit(limit)
    .execute()
  return lease(w, rows as BotEventRow[], w.now)
}

/**
 * Takes the next event of one conversation for a bot. While somebody has it, or it rests, those after it wait too: the
 * time at which to look again, milliseconds; null: none waits.
 */
export async function takeNext(
  w: Writer,
  { botId, conversationId, now }: { botId: string; conversationId: string | null; now: number },
): Promise<{ row: BotEventRow } | { until: number } | null> {
  const all = waitingFor(w, botId)
  const row = await (conversationId === null
    ? all.where('conversation_id', 'is', null)
    : all.where('conversation_id', '=', conversationId)
  )
    .limit(1)
    .executeTakeFirst()
  if (row === undefined) return null
  if (Number(row.leased_until) > now) return { until: Number(row.leased_until) }
  const [taken] = await lease(w, [row as BotEventRow], now)
  return taken === undefined ? { until: now + leaseMs } : { row: taken }
}

/** Those of some events that nobody else has taken meanwhile. */
async function lease(w: Writer, rows: readonly BotEventRow[], now: number): Promise<BotEventRow[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => Number(id))
  const taken = await w.db
    .updateTable('bot_events')
    .set(eb => ({ leased_until: now + leaseMs, attempts: eb('attempts', '+', 1) }))
    .where('id', 'in', ids)
    .where('state', '=', 'waiting')
    // Another process may have read them at the same moment.
    .where('leased_until', '<=', now)
    .returning('id')
    .execute()
  const mine = new Set(taken.map(({ id }) => Number(id)))
  return rows.filter(({ id }) => mine.has(Number(id)))
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
