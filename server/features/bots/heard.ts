import {
  type BotEventOf,
  type Content,
  contentMentions,
  contentText,
  isContent,
  limits,
  type Message,
} from '@lianqun/protocol'
import { findLinks } from '../../../common/links.ts'
import type { Act } from '../../core/acts.ts'
import type { Write } from '../../core/services.ts'
import type { Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { idList } from '../../storage/id-list.ts'
import { toMessage } from '../../storage/rows.ts'
import { botsIn, manifestOf, scopesOf } from './domain.ts'
import { recordEvent } from './queue.ts'
import type { BotRow } from './tables.ts'

/** Changes of a conversation that are turned into events in one transaction. */
const changesAtOnce = 200
/** Reactions of one time that are told, the newest; more pile up only where nothing was told for long. */
const mostReactions = 1_000

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
  const acts = await takeActs(w, conversationId, to)
  const members = moved(acts)
  const reactions = await reactionsAmong(w.db, conversationId, acts)
  const direct = conversation.kind === 'direct'
  const speakers = new Set(
    (await rowsOfBots(w.db, [...new Set(messages.map(({ senderId }) => senderId))])).map(({ id }) => id),
  )
  for (const bot of await rowsOfBots(w.db, members.left))
    await recordEvent(w, bot, 'conversation.left', conversationId, { conversationId })
  for (const bot of bots) {
    if (await isFull(w.db, bot.id)) continue
    const scopes = scopesOf(bot)
    const listener = { bot, hearsAll: scopes.includes('messages.read'), hosts: manifestOf(bot).unfurlHosts }
    for (const message of messages) {
      if (message.seq < Number(bot.visible_from)) continue
      await tellMessage(w, listener, message, { direct, from, fromBot: speakers.has(message.senderId) })
    }
    for (const reaction of reactions) {
      if (reaction.message.seq < Number(bot.visible_from)) continue
      await tellReaction(w, listener, reaction, direct)
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

/** What was done up to a revision, in order. It is taken, so nobody tells it again. */
async function takeActs(w: Writer, conversationId: string, to: number): Promise<Act[]> {
  const rows = await w.db
    .deleteFrom('conversation_acts')
    .where('conversation_id', '=', conversationId)
    .where('revision', '<=', to)
    .returning(['revision', 'act'])
    .execute()
  return rows.sort((a, b) => Number(a.revision) - Number(b.revision)).map(({ act }) => JSON.parse(act) as Act)
}

/** Who came and who went: of somebody who did both, what they did last. */
function moved(acts: readonly Act[]): { joined: string[]; left: string[] } {
  const last = new Map<string, 'joined' | 'left'>()
  for (const act of acts) if (act.type !== 'reaction') for (const id of act.userIds) last.set(id, act.type)
  const those = (type: 'joined' | 'left') => [...last].filter(([, did]) => did === type).map(([id]) => id)
  return { joined: those('joined'), left: those('left') }
}

/** The rows of those of some people who are bots that somebody made; hooks have none. */
async function rowsOfBots(db: Reader, userIds: readonly string[]): Promise<BotRow[]> {
  if (userIds.length === 0) return []
  return db.selectFrom('bots').selectAll().where('id', 'in', idList(userIds)).execute()
}

/** Reactions with the messages that they were given to; one to a message that is gone is left out. */
async function reactionsAmong(db: Reader, conversationId: string, acts: readonly Act[]): Promise<Reacted[]> {
  const reactions = acts.filter(act => act.type === 'reaction').slice(-mostReactions)
  if (reactions.length === 0) return []
  const rows = await db
    .selectFrom('messages')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .where('seq', 'in', [...new Set(reactions.map(({ seq }) => seq))])
    .execute()
  const messages = rows.map(toMessage).filter(({ content }) => !isContent(content, 'recalled'))
  return reactions.flatMap(({ seq, userId, emoji, added }) => {
    const message = messages.find(each => each.seq === seq)
    return message === undefined ? [] : [{ message, userId, emoji, added }]
  })
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

/** What somebody reacted, and to which message. */
type Reacted = BotEventOf<'reaction'>

async function tellMessage(
  w: Writer,
  { bot, hearsAll, hosts }: Listener,
  message: Message,
  { direct, from, fromBot }: { direct: boolean; from: number; fromBot: boolean },
): Promise<void> {
  if (message.senderId === bot.id || isContent(message.content, 'system')) return
  const { conversationId, seq } = message
  const isNew = seq > from
  const mentioned = namesBot(message.content, bot.id)
  const hears = direct || hearsAll || (await isToldAnyway(w.db, message, bot.id))
  if (isNew && !isContent(message.content, 'recalled')) {
    if (hears) await recordEvent(w, bot, 'message', conversationId, { message, direct, mentioned, fromBot })
    const urls = linksFor(message.content, hosts)
    if (urls.length > 0)
      await recordEvent(w, bot, 'links.shared', conversationId, { conversationId, seq, userId: message.senderId, urls })
  } else if (hears || isContent(message.content, 'recalled'))
    await recordEvent(w, bot, 'message.changed', conversationId, { message })
}

/** A reaction to what the bot hears, or has said itself; its own it knows. */
async function tellReaction(
  w: Writer,
  { bot, hearsAll }: Listener,
  { message, userId, emoji, added }: Reacted,
  direct: boolean,
): Promise<void> {
  if (userId === bot.id) return
  if (!direct && !hearsAll && message.senderId !== bot.id && !(await isToldAnyway(w.db, message, bot.id))) return
  await recordEvent(w, bot, 'reaction', message.conversationId, { message, userId, emoji, added })
}

/** Whether a bot is told of a message without `messages.read`: it names the bot, or answers it. */
export async function isToldAnyway(db: Reader, message: Message, botId: string): Promise<boolean> {
  return namesBot(message.content, botId) || repliesTo(db, message, botId)
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
