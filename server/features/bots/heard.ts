import { type Content, contentMentions, contentText, isContent, limits, type Message } from '@lianqun/protocol'
import { findLinks } from '../../../common/links.ts'
import type { Write } from '../../core/services.ts'
import type { Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { toMessage } from '../../storage/rows.ts'
import { botsIn, manifestOf, scopesOf } from './domain.ts'
import { recordEvent } from './queue.ts'
import type { BotRow } from './tables.ts'

/** Changes of a conversation that are turned into events in one transaction. */
const changesAtOnce = 200

/** Turns what happened in a conversation since the last time into events of its bots. */
export async function writeHeard(write: Write, conversationId: string): Promise<void> {
  for (;;) {
    const more = await write([], w => writePart(w, conversationId))
    if (!more) return
  }
}

async function writePart(w: Writer, conversationId: string): Promise<boolean> {
  const cursor = await w.db
    .selectFrom('bot_cursors')
    .select('revision')
    .where('conversation_id', '=', conversationId)
    .executeTakeFirst()
  const from = Number(cursor?.revision ?? 0)
  const conversation = await w.db
    .selectFrom('conversations')
    .select(['kind', 'head'])
    .where('id', '=', conversationId)
    .executeTakeFirst()
  if (conversation === undefined || Number(conversation.head) <= from) return false
  const rows = await w.db
    .selectFrom('messages')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .where('revision', '>', from)
    .orderBy('revision')
    .limit(changesAtOnce)
    .execute()
  const to = rows.length < changesAtOnce ? Number(conversation.head) : Number(rows.at(-1)?.revision)
  const messages = rows.map(toMessage)
  const bots = (await botsIn(w.db, conversationId)).filter(({ enabled }) => enabled !== 0)
  const members = await memberChanges(w.db, conversationId, from, to)
  for (const bot of await botsWhoLeft(w.db, conversationId, from, to))
    await recordEvent(w, bot, 'conversation.left', conversationId, { conversationId })
  for (const bot of bots) {
    if (await isFull(w.db, bot.id)) continue
    const scopes = scopesOf(bot)
    const listener = { bot, hearsAll: scopes.includes('messages.read'), hosts: manifestOf(bot).unfurlHosts }
    for (const message of messages) {
      if (message.seq < Number(bot.visible_from)) continue
      await tellMessage(w, listener, message, { direct: conversation.kind === 'direct', from })
    }
    const joined = members.joined.filter(id => id !== bot.id)
    const left = members.left.filter(id => id !== bot.id)
    if (joined.length + left.length > 0 && scopes.includes('members.read'))
      await recordEvent(w, bot, 'members.changed', conversationId, { conversationId, joined, left })
  }
  await w.db
    .insertInto('bot_cursors')
    .values({ conversation_id: conversationId, revision: to })
    .onConflict(conflict => conflict.column('conversation_id').doUpdateSet({ revision: to }))
    .execute()
  return rows.length === changesAtOnce
}

/** The bots that were taken out of a conversation, by whomever. */
async function botsWhoLeft(db: Reader, conversationId: string, from: number, to: number): Promise<BotRow[]> {
  return db
    .selectFrom('bots')
    .innerJoin('members', 'members.user_id', 'bots.id')
    .selectAll('bots')
    .where('members.conversation_id', '=', conversationId)
    .where('members.joined', '=', 0)
    .where('members.revision', '>', from)
    .where('members.revision', '<=', to)
    .execute()
}

async function memberChanges(db: Reader, conversationId: string, from: number, to: number) {
  const rows = await db
    .selectFrom('members')
    .select(['user_id', 'joined', 'revision', 'joined_at', 'left_at'])
    .where('conversation_id', '=', conversationId)
    .where('revision', '>', from)
    .where('revision', '<=', to)
    .limit(1_000)
    .execute()
  return {
    joined: rows.filter(row => row.joined === 1 && Number(row.joined_at) > 0).map(row => row.user_id),
    left: rows.filter(row => row.joined === 0).map(row => row.user_id),
  }
}

/** Whether a bot has left so much unanswered that it is told no more. */
async function isFull(db: Reader, botId: string): Promise<boolean> {
  const last = await db
    .selectFrom('bot_events')
    .select('id')
    .where('bot_id', '=', botId)
    .where('state', '=', 'waiting')
    .orderBy('id')
    .offset(limits.botEventsWaiting)
    .limit(1)
    .executeTakeFirst()
  return last !== undefined
}

/** A bot in a conversation. `hosts`: those of whose links it makes previews. */
interface Listener {
  bot: BotRow
  hearsAll: boolean
  hosts: readonly string[]
}

async function tellMessage(
  w: Writer,
  { bot, hearsAll, hosts }: Listener,
  message: Message,
  { direct, from }: { direct: boolean; from: number },
): Promise<void> {
  if (message.senderId === bot.id || isContent(message.content, 'system')) return
  const { conversationId, seq } = message
  const isNew = seq > from
  const mentioned = namesBot(message.content, bot.id)
  const answers = await repliesTo(w.db, message, bot.id)
  const hears = direct || mentioned || answers || hearsAll
  if (isNew && !isContent(message.content, 'recalled')) {
    if (hears) await recordEvent(w, bot, 'message', conversationId, { message, direct, mentioned })
    const urls = linksFor(message.content, hosts)
    if (urls.length > 0)
      await recordEvent(w, bot, 'links.shared', conversationId, { conversationId, seq, userId: message.senderId, urls })
  } else if (hears || isContent(message.content, 'recalled'))
    await recordEvent(w, bot, 'message.changed', conversationId, { message })
}

/** Whether a message names the bot itself; to call everybody names none. */
function namesBot(content: Content, botId: string): boolean {
  return contentMentions(content).some(({ userId }) => userId === botId)
}

/** Whether a message replies to what a bot said. */
async function repliesTo(db: Reader, { conversationId, attributes }: Message, botId: string): Promise<boolean> {
  const seqs = [attributes?.replyTo, attributes?.thread].filter(seq => seq !== undefined)
  if (seqs.length === 0) return false
  const row = await db
    .selectFrom('messages')
    .select('seq')
    .where('conversation_id', '=', conversationId)
    .where('seq', 'in', seqs)
    .where('sender_id', '=', botId)
    .executeTakeFirst()
  return row !== undefined
}

function linksFor(content: Content, hosts: readonly string[]): string[] {
  if (hosts.length === 0) return []
  return findLinks(contentText(content))
    .map(({ url }) => url)
    .filter(url => /^https?:/i.test(url) && hosts.includes(URL.parse(url)?.hostname ?? ''))
    .slice(0, 10)
}
