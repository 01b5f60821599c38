import type { Writer } from '../../core/writer.ts'
import type { CardClick, CardOutcome, CardReceiver } from '../cards/index.ts'
import type { HookCalls } from './calls.ts'
import { hookOfBot, optionsOf } from './domain.ts'
import { nameOf } from './people.ts'
import type { HookRow } from './tables.ts'
import { take, taken } from './taking.ts'
import { timeZone } from './time-zone.ts'

/** Answers what members do on the cards of hooks: one of them sees to it, or a button calls the system that posted it. */
export function hookCards(calls: HookCalls): CardReceiver {
  return async (w, ownerId, click) => {
    const hook = await hookOfBot(w.db, ownerId)
    if (hook === undefined) return null
    return click.secret.own === take ? takenBy(w, hook, click) : calls.pressed(w.db, hook, click)
  }
}

async function takenBy(w: Writer, hook: HookRow, { message, card, userId }: CardClick): Promise<CardOutcome> {
  await w.db
    .updateTable('hook_cards')
    .set({ taken_by: userId, taken_at: w.now })
    .where('hook_id', '=', hook.id)
    .where('seq', '=', message.seq)
    .execute()
  const by = { name: await nameOf(w.db, userId), at: w.now }
  return { answer: 'done', card: taken(card, by, { language: optionsOf(hook).language, timeZone }) }
}
