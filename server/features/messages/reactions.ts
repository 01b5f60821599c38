import {
  limits,
  type Message,
  namedInAttributes,
  type Params,
  ProtocolError,
  type Reaction,
  type Result,
} from '@lianqun/protocol'
import type { Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import type { MessageReactionRow } from '../../storage/tables.ts'
import { changeMessage, liveMessage, type OnMessage, seenMessage } from './change-message.ts'

/**
 * Adds a reaction of the user to a message, or takes it back. One that is there already, or gone, changes nothing.
 * @throws not_member, not_found, forbidden for a notice, limit_reached
 */
export async function reactToMessage(w: Writer, on: OnMessage & { emoji: string; on: boolean }): Promise<Message> {
  const { message } = await liveMessage(w.db, on)
  const rows: MessageReactionRow[] = await reactionsTo(w.db, on).execute()
  const given = rows.some(row => row.emoji === on.emoji && row.user_id === on.userId)
  if (given === on.on) return message
  const row = {
    conversation_id: on.conversationId,
    seq: on.seq,
    emoji: on.emoji,
    user_id: on.userId,
    reacted_at: w.now,
  }
  if (on.on) {
    const emojis = new Set(rows.map(({ emoji }) => emoji))
    if (!emojis.has(on.emoji) && emojis.size >= limits.reactions) throw new ProtocolError('limit_reached')
    await w.db.insertInto('message_reactions').values(row).execute()
    rows.push(row)
  } else {
    await w.db
      .deleteFrom('message_reactions')
      .where('conversation_id', '=', on.conversationId)
      .where('seq', '=', on.seq)
      .where('emoji', '=', on.emoji)
      .where('user_id', '=', on.userId)
      .execute()
  }
  const left = on.on ? rows : rows.filter(({ emoji, user_id }) => emoji !== on.emoji || user_id !== on.userId)
  const changed = await changeMessage(w, message, { attributes: { reactions: summary(left) } })
  const { conversationId, seq, emoji, userId } = on
  const c = await w.conversation(conversationId)
  c.did({ type: 'reaction', seq, userId, emoji, added: on.on })
  return changed
}

/** Who reacted to a message, or with one emoji, a page of them. @throws not_member, not_found */
export async function readReactions(
  db: Reader,
  on: OnMessage & Params<'message.reactions'>,
): Promise<Result<'message.reactions'>> {
  await seenMessage(db, on)
  const { emoji, after, limit = limits.peoplePage } = on
  let query = reactionsTo(db, on).orderBy('emoji')
  if (emoji !== undefined) query = query.where('emoji', '=', emoji)
  if (after)
    query = query.where(eb =>
      eb.or([
        eb('reacted_at', '>', after.at),
        eb.and([eb('reacted_at', '=', after.at), eb('user_id', '>', after.userId)]),
        eb.and([eb('reacted_at', '=', after.at), eb('user_id', '=', after.userId), eb('emoji', '>', after.emoji)]),
      ]),
    )
  const rows = await query.limit(limit + 1).execute()
  const reactions = rows.map(row => ({ emoji: row.emoji, userId: row.user_id, at: Number(row.reacted_at) }))
  return { reactions: reactions.slice(0, limit), more: rows.length > limit }
}

/** All reactions to a message, in the order in which they were given. */
function reactionsTo(db: Reader, { conversationId, seq }: OnMessage) {
  return db
    .selectFrom('message_reactions')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .where('seq', '=', seq)
    .orderBy('reacted_at')
    .orderBy('user_id')
}

/** Reactions as the row of the message carries them; undefined: none. */
function summary(rows: readonly MessageReactionRow[]): Reaction[] | undefined {
  const reactions = new Map<string, Reaction>()
  for (const { emoji, user_id } of rows) {
    const reaction = reactions.get(emoji) ?? { emoji, count: 0, userIds: [] }
    reactions.set(emoji, reaction)
    reaction.count++
    if (reaction.userIds.length < namedInAttributes) reaction.userIds.push(user_id)
  }
  return reactions.size === 0 ? undefined : [...reactions.values()]
}
