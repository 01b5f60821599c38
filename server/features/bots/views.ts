import { type BotView, type Card, ProtocolError, type WrittenView, writtenViewSchema } from '@lianqun/protocol'
import { parseInput } from '../../core/parse.ts'
import type { Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { randomId } from '../../storage/random-id.ts'
import { type CardSecret, type CardSecrets, sealCard } from '../cards/index.ts'
import type { BotViewRow } from './tables.ts'

/** For whom a view is. `home`: it is the page of the bot for them; else a form that one session of theirs shows. */
export interface ViewPlace {
  botId: string
  userId: string
  home: boolean
  sessionId: string | null
  conversationId: string | null
  thread: number | null
}

/** What is stored of a view besides its secrets. */
type Shown = Pick<BotView, 'title' | 'card' | 'submit' | 'close'> & { notifyOnClose?: boolean }

/** A view as its person gets it. */
export function toView(row: BotViewRow): BotView {
  const { title, card, submit, close } = JSON.parse(row.view) as Shown
  return {
    id: row.id,
    botId: row.bot_id,
    version: row.version,
    title,
    card,
    ...(submit !== undefined && { submit }),
    ...(close !== undefined && { close }),
    ...(row.conversation_id !== null && { conversationId: row.conversation_id }),
  }
}

/** What an action of a view means, or undefined. */
export function secretOf(row: BotViewRow, actionId: string): CardSecret | undefined {
  const secrets = JSON.parse(row.secrets) as CardSecrets
  return Object.hasOwn(secrets, actionId) ? secrets[actionId] : undefined
}
export const dataOf = (row: BotViewRow): unknown => (row.data === null ? undefined : JSON.parse(row.data))
export const tellsOfClosing = (row: BotViewRow): boolean => (JSON.parse(row.view) as Shown).notifyOnClose === true

function written(view: WrittenView): Pick<BotViewRow, 'view' | 'secrets' | 'data'> {
  const { card, data, ...words } = parseInput(writtenViewSchema, view, 'view')
  const sealed = sealCard(card as Card)
  return {
    view: JSON.stringify({ ...words, card: sealed.card }),
    secrets: JSON.stringify(sealed.secrets),
    data: data === undefined ? null : JSON.stringify(data),
  }
}

/** @throws not_found */
export async function viewById(db: Reader, id: string): Promise<BotViewRow> {
  const row = await db.selectFrom('bot_views').selectAll().where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw new ProtocolError('not_found', { message: 'This form is closed.' })
  return row
}

/** The page of a bot for a person, or null. */
export async function homeOf(db: Reader, botId: string, userId: string): Promise<BotViewRow | null> {
  const row = await db
    .selectFrom('bot_views')
    .selectAll()
    .where('bot_id', '=', botId)
    .where('user_id', '=', userId)
    .where('home', '=', 1)
    .executeTakeFirst()
  return row ?? null
}

/** Opens a form, or sets the page of a bot for a person. @throws invalid_params */
export async function putView(w: Writer, view: WrittenView, place: ViewPlace): Promise<BotViewRow> {
  const before = place.home ? await homeOf(w.db, place.botId, place.userId) : null
  if (before !== null) return changeView(w, before, view)
  const row: BotViewRow = {
    id: randomId(),
    bot_id: place.botId,
    user_id: place.userId,
    home: place.home ? 1 : 0,
    session_id: place.sessionId,
    conversation_id: place.conversationId,
    thread: place.thread,
    version: 1,
    ...written(view),
    at: w.now,
  }
  await w.db.insertInto('bot_views').values(row).execute()
  return row
}

/** Gives a view another face, as its next version. @throws invalid_params */
export async function changeView(w: Writer, before: BotViewRow, view: WrittenView): Promise<BotViewRow> {
  const row: BotViewRow = { ...before, ...written(view), version: before.version + 1, at: w.now }
  const { id, ...values } = row
  await w.db.updateTable('bot_views').set(values).where('id', '=', id).execute()
  return row
}

export async function removeView(w: Writer, id: string): Promise<void> {
  await w.db.deleteFrom('bot_views').where('id', '=', id).execute()
}
