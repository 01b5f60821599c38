import { ProtocolError } from '@lianqun/protocol'
import type { CardReceiver } from '../cards/index.ts'
import { hookOfBot, optionsOf } from './domain.ts'
import { nameOf } from './people.ts'
import { take, taken } from './taking.ts'
import { timeZone } from './time-zone.ts'

/** Answers what members do on the cards of hooks: one of them sees to it. */
export const hookCards: CardReceiver = async (w, ownerId, { message, card, userId, secret }) => {
  const hook = await hookOfBot(w.db, ownerId)
  if (hook === undefined) return null
  if (secret.own !== take) throw new ProtocolError('not_found')
  await w.db
    .updateTable('hook_cards')
    .set({ taken_by: userId, taken_at: w.now })
    .where('hook_id', '=', hook.id)
    .where('seq', '=', message.seq)
    .execute()
  const by = { name: await nameOf(w.db, userId), at: w.now }
  return { answer: 'done', card: taken(card, by, { language: optionsOf(hook).language, timeZone }) }
}
