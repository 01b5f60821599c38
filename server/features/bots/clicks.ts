import { ProtocolError } from '@lianqun/protocol'
import type { Services } from '../../core/services.ts'
import type { CardReceiver } from '../cards/index.ts'
import { recordEvent } from './queue.ts'

/** Tells bots what is done on their cards; what comes of it they say themselves. */
export function botCards({ tokens }: Pick<Services, 'tokens'>): CardReceiver {
  return async (w, ownerId, click) => {
    const bot = await w.db.selectFrom('bots').selectAll().where('id', '=', ownerId).executeTakeFirst()
    if (bot === undefined) return null
    if (bot.enabled === 0) throw new ProtocolError('unavailable', { message: 'The bot is switched off.' })
    const { message, userId, sessionId, actionId, secret, inputs, face } = click
    const { conversationId, seq, content, attributes } = message
    const by = { botId: bot.id, conversationId, thread: attributes?.thread, userId, sessionId }
    const trigger = await tokens.trigger(by, w.now)
    await recordEvent(w, bot, 'card.action', conversationId, {
      conversationId,
      seq,
      version: Number((content as { version?: number }).version ?? 1),
      userId,
      actionId,
      ...(secret.verb !== undefined && { verb: secret.verb }),
      ...(secret.data !== undefined && { data: secret.data }),
      inputs,
      ...(face && { face }),
      trigger,
    })
    return { answer: 'waiting' }
  }
}
