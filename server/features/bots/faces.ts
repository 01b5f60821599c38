import { type Card, ProtocolError } from '@lianqun/protocol'
import type { Services } from '../../core/services.ts'
import { conversationLocks } from '../../storage/lock.ts'
import { type FaceMaker, putFace } from '../cards/index.ts'
import { seenMessage } from '../messages/index.ts'
import { recordEvent } from './queue.ts'
import type { BotRow } from './tables.ts'

/* Faces of cards, which one person alone sees: bots are asked for them, and give them. */

/** Asks bots for the faces of their cards. Of one that is switched off, or has left, nobody gets any. */
export const botFaces: FaceMaker = async (w, ownerId, { conversationId, seq, userId, version, secret }) => {
  const bot = await w.db.selectFrom('bots').selectAll().where('id', '=', ownerId).executeTakeFirst()
  if (bot === undefined || bot.enabled === 0) return
  const member = await w.db
    .selectFrom('members')
    .select('user_id')
    .where('conversation_id', '=', conversationId)
    .where('user_id', '=', bot.id)
    .where('joined', '=', 1)
    .executeTakeFirst()
  if (member === undefined) return
  await recordEvent(w, bot, 'card.refresh', conversationId, {
    conversationId,
    seq,
    version,
    userId,
    ...(secret.verb !== undefined && { verb: secret.verb }),
    ...(secret.data !== undefined && { data: secret.data }),
  })
}

/** A face that a bot gives. `version`: of the card that it is a face of; the one that there is, where it is left out. */
export interface GivenFace {
  conversationId: string
  seq: number
  userId: string
  card: Card
  version?: number | undefined
}

/** Gives a card of a bot a face for one member, and tells all devices of theirs. @throws forbidden, not_member, not_found, conflict, invalid_params */
export async function giveFace(
  { write, hub }: Pick<Services, 'write' | 'hub'>,
  bot: BotRow,
  { conversationId, seq, userId, card, version }: GivenFace,
): Promise<{ version: number; face: number }> {
  const given = await write(conversationLocks(conversationId, [userId]), async w => {
    const { message } = await seenMessage(w.db, { conversationId, seq, userId: bot.id })
    if (message.senderId !== bot.id) throw new ProtocolError('forbidden')
    await seenMessage(w.db, { conversationId, seq, userId })
    return putFace(w, { message, userId }, { card, version })
  })
  hub.tell({ userId, sessionId: null }, 'card.face', { conversationId, seq, ...given })
  return { version: given.version, face: given.face.number }
}
