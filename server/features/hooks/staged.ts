import { type HookDialect, isContent } from '@lianqun/protocol'
import type { Writer } from '../../core/writer.ts'
import { understand, updateCard } from '../cards/index.ts'
import { storedMessage } from '../messages/index.ts'
import { answerIn } from './answers.ts'
import { type Postable, spokenOf } from './contents.ts'
import { deliveryId, deliveryKeyOf, deliveryRow, isKnownDelivery, noteDelivery } from './deliveries.ts'
import { optionsOf } from './domain.ts'
import { nameOf } from './people.ts'
import { offeredIn, peopleIn, postUnderstood } from './posting.ts'
import type { HookRow } from './tables.ts'
import { taken } from './taking.ts'
import { timeZone } from './time-zone.ts'

/*
 * What a hook is given from inside the process, at a time that has been, for a workspace that is filled with a story. It
 * is in the group and in the log as if it had been posted then.
 */

/** A payload that was posted. `name`: what its sender calls it; it is taken once. */
export interface StagedDelivery {
  name: string
  dialect: HookDialect
  headers: Record<string, string>
  body: unknown
  /** When it came, milliseconds. */
  at: number
}

/**
 * Takes a payload that came at a time, unless it is in already. The locks of the conversation, the bot and the hook are held.
 * @throws PayloadError, and Error for one that has nothing to show or has a file in it
 */
export async function stageDelivery(w: Writer, hook: HookRow, staged: StagedDelivery): Promise<void> {
  const { name, dialect, headers, body, at } = staged
  const deliveryKey = deliveryKeyOf(name)
  if (await isKnownDelivery(w.db, hook.id, deliveryKey)) return
  const { language, mapping } = optionsOf(hook)
  const understood = understand(dialect, body, { headers, language, timeZone, receivedAt: at }, mapping)
  if (understood === null) throw new Error(`${name} says nothing to the group`)
  const people = await peopleIn(w.db, hook, understood)
  const lost = [...understood.lost]
  const postables: Postable[] = []
  for (const message of understood.messages) {
    if (message.type !== 'text' && message.type !== 'card') throw new Error(`${name} has a file`)
    postables.push(offeredIn(hook, understood, spokenOf(message, { people, lost, mayCall: false })))
  }
  const posted = await postUnderstood(w, hook, understood, postables, { at, timeZone })
  const { source, event, title } = understood
  const row = deliveryRow(hook, {
    id: deliveryId(at),
    at,
    ms: 0,
    dialect,
    outcome: { dialect: source, event, title, problem: '', lost, ...posted },
    answer: answerIn(dialect, null),
    resent: false,
    request: { method: 'POST', headers, query: {}, body: Buffer.from(JSON.stringify(body)) },
    from: { source: '127.0.0.1', path: '/hook/:key' },
  })
  await noteDelivery(w, { ...row, delivery_key: deliveryKey })
}

/** Lets somebody see to what a delivery told of, unless it is over or somebody does. `name`: of the delivery. */
export async function stageTaking(
  w: Writer,
  hook: HookRow,
  { name, userId, at }: { name: string; userId: string; at: number },
): Promise<void> {
  const card = await w.db
    .selectFrom('hook_deliveries')
    .innerJoin('hook_cards', join =>
      join
        .onRef('hook_cards.hook_id', '=', 'hook_deliveries.hook_id')
        .onRef('hook_cards.seq', '=', 'hook_deliveries.seq'),
    )
    .select(['hook_cards.key', 'hook_cards.seq'])
    .where('hook_deliveries.hook_id', '=', hook.id)
    .where('hook_deliveries.delivery_key', '=', deliveryKeyOf(name))
    .where('hook_cards.closed', '=', 0)
    .where('hook_cards.taken_by', 'is', null)
    .executeTakeFirst()
  if (card === undefined) return
  const message = await storedMessage(w.db, { conversationId: hook.conversation_id, seq: Number(card.seq) })
  if (message === undefined || !isContent(message.content, 'card')) return
  await w.db
    .updateTable('hook_cards')
    .set({ taken_by: userId, taken_at: at })
    .where('hook_id', '=', hook.id)
    .where('key', '=', card.key)
    .execute()
  const by = { name: await nameOf(w.db, userId), at }
  await updateCard(w, message, taken(message.content.card, by, { language: optionsOf(hook).language, timeZone }))
}
