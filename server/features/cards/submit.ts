import { type Card, isContent, type Message, type Params, ProtocolError, type Result } from '@lianqun/protocol'
import type { Handlers, Owned } from '../../core/feature.ts'
import { identityOf } from '../../core/gateway/connection.ts'
import type { Services } from '../../core/services.ts'
import type { Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { conversationLocks } from '../../storage/lock.ts'
import { seenMessage } from '../messages/index.ts'
import { type FaceAsk, faceSeen, noteAsked, readFace } from './faces.ts'
import { readCardRow, updateCard } from './post.ts'
import { actionOf, type CardSecret, checkInputs, requirePeople } from './seal.ts'

/** What somebody did on a card, as its maker is told. */
export interface CardClick {
  message: Message
  card: Card
  userId: string
  /** The session in which they did it. */
  sessionId: string
  actionId: string
  secret: CardSecret
  /** Whether it was on the face that this person alone has. */
  face: boolean
  /** What they filled in, by the ids of the inputs; empty for an action that takes nothing with it. */
  inputs: Record<string, string>
  clientId: string
  /** What the card was written as in the words of another system, as JSON, where that was kept. */
  original: string | null
}

/** What becomes of a click. `card`: the new face of the card; without one it stays as it is. */
export interface CardOutcome {
  answer: 'done' | 'waiting' | 'failed'
  card?: Card
  notice?: string
  /**
   * What is still to be done once the click is noted, outside of the transaction: it gives what is answered in the end,
   * and keeps that with `keepAnswer`. The same press again is answered `waiting` meanwhile, and does nothing.
   */
  afterwards?: () => Promise<Result<'card.submit'>>
}

/** Answers what is done on the cards of a bot, in the transaction that notes it. Null: the bot is not of this kind. */
export type CardReceiver = (w: Writer, ownerId: string, click: CardClick) => Promise<CardOutcome | null>

/** Asks whoever made a card for the face of a person, in the transaction that notes it. */
export type FaceMaker = (w: Writer, ownerId: string, ask: FaceAsk) => Promise<void>

const changed = () =>
  new ProtocolError('conflict', { field: 'version', message: 'The card has changed meanwhile. Look at it again.' })

/** Does actions of cards. `receivers` are asked in order whose card it is. */
export function cardHandlers(
  { store, write, persons }: Services,
  receivers: readonly CardReceiver[],
  faces: FaceMaker,
): Handlers<Owned<'card'>> {
  return {
    async 'card.submit'(params, connection) {
      const { userId, sessionId } = identityOf(connection)
      const { result, afterwards } = await persons.change(userId, () =>
        write(conversationLocks(params.conversationId, [userId]), w =>
          submit(w, { ...params, userId, sessionId }, receivers),
        ),
      )
      return afterwards?.() ?? result
    },
    async 'card.refresh'(params, connection) {
      const { userId } = identityOf(connection)
      const on = { ...params, userId }
      const { face, asks } = await store.read(db => faceFor(db, on, Date.now()))
      if (asks)
        await persons.change(userId, () =>
          write(conversationLocks(params.conversationId, [userId]), w => askForFace(w, on, faces)),
        )
      return { face }
    },
  }
}

/**
 * Does an action of a card once.
 * @throws not_member, not_found, conflict for another version, too_late for an expired card, invalid_params
 */
export async function submit(
  w: Writer,
  on: Params<'card.submit'> & { userId: string; sessionId: string },
  receivers: readonly CardReceiver[],
): Promise<{ result: Result<'card.submit'>; afterwards?: CardOutcome['afterwards'] }> {
  const { message } = await seenMessage(w.db, on)
  const before = await w.db
    .selectFrom('card_clicks')
    .selectAll()
    .where('user_id', '=', on.userId)
    .where('client_id', '=', on.clientId)
    .executeTakeFirst()
  if (before) {
    const same =
      before.conversation_id === on.conversationId && Number(before.seq) === on.seq && before.action_id === on.actionId
    if (!same) throw new ProtocolError('conflict', { field: 'clientId' })
    return { result: JSON.parse(before.answer) as Result<'card.submit'> }
  }
  const { content } = message
  const row = isContent(content, 'card') ? await readCardRow(w.db, on) : null
  if (!isContent(content, 'card') || row === null) throw new ProtocolError('not_found')
  if ((content.version ?? 1) !== on.version) throw changed()
  if (content.expiresAt !== undefined && content.expiresAt <= w.now) throw new ProtocolError('too_late')
  const seen = on.face === undefined ? null : await faceSeen(w.db, { ...on, face: on.face })
  const card = seen?.card ?? content.card
  const action = actionOf(card, on.actionId)
  const secret = (seen ?? row).secrets[on.actionId]
  if (action === undefined || secret === undefined || action.isEnabled === false)
    throw new ProtocolError('not_found', { field: 'actionId' })
  const inputs = secret.inputs ? checkInputs(card, on.actionId, on.inputs) : {}
  await requirePeople(w.db, card, inputs)
  const click = {
    message,
    card,
    userId: on.userId,
    sessionId: on.sessionId,
    actionId: on.actionId,
    secret,
    face: seen !== null,
    inputs,
    clientId: on.clientId,
    original: row.original,
  }
  const outcome = await answeredBy(w, row.ownerId, click, receivers)
  const { answer, notice } = outcome
  const result = { answer, ...(notice !== undefined && { notice }) }
  await w.db
    .insertInto('card_clicks')
    .values({
      user_id: on.userId,
      client_id: on.clientId,
      conversation_id: on.conversationId,
      seq: on.seq,
      version: on.version,
      action_id: on.actionId,
      at: w.now,
      answer: JSON.stringify(result),
    })
    .execute()
  if (outcome.card !== undefined) await updateCard(w, message, outcome.card)
  return { result, ...(outcome.afterwards && { afterwards: outcome.afterwards }) }
}

type RefreshedBy = Params<'card.refresh'> & { userId: string }

async function faceFor(db: Reader, on: RefreshedBy, now: number) {
  const { message } = await seenMessage(db, on)
  return readFace(db, { message, userId: on.userId }, { version: on.version, now })
}

/** Returns whether somebody is asked. */
async function askForFace(w: Writer, on: RefreshedBy, faces: FaceMaker): Promise<boolean> {
  const { message } = await seenMessage(w.db, on)
  const row = await readCardRow(w.db, on)
  if (row === null) return false
  const { version, userId } = on
  const ask = await noteAsked(w, { message, userId }, { version, secrets: row.secrets })
  if (ask !== null) await faces(w, row.ownerId, ask)
  return ask !== null
}

/** Keeps what a press was answered in the end, for the same press again. */
export async function keepAnswer(
  w: Writer,
  { userId, clientId }: Pick<CardClick, 'userId' | 'clientId'>,
  answer: Result<'card.submit'>,
): Promise<void> {
  await w.db
    .updateTable('card_clicks')
    .set({ answer: JSON.stringify(answer) })
    .where('user_id', '=', userId)
    .where('client_id', '=', clientId)
    .execute()
}

async function answeredBy(
  w: Writer,
  ownerId: string,
  click: CardClick,
  receivers: readonly CardReceiver[],
): Promise<CardOutcome> {
  for (const receiver of receivers) {
    const outcome = await receiver(w, ownerId, click)
    if (outcome !== null) return outcome
  }
  throw new ProtocolError('unavailable', { message: 'Whoever made this card is not here any more.' })
}
