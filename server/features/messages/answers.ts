import {
  type Actor,
  type Answer,
  contentActs,
  contentAnswers,
  limits,
  type Message,
  type MessageState,
  type Params,
  ProtocolError,
  type Result,
} from '@lianqun/protocol'
import { parseInput } from '../../core/parse.ts'
import type { Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import type { MemberRow, MessageAnswerRow } from '../../storage/tables.ts'
import { requirePermissions } from '../groups/index.ts'
import { changeMessage, liveMessage, type OnMessage, seenMessage } from './change-message.ts'
import { keepAnswer } from './states.ts'

/**
 * Gives the user's one answer to a message, or takes it back with null; their lock is held. `state`: where the message
 * may not say what it is.
 * @throws not_member, not_found, forbidden for a notice, invalid_params, and what the kind throws
 */
export async function answerMessage(
  w: Writer,
  on: OnMessage & { answer: Record<string, unknown> | null },
): Promise<{ message: Message; state?: MessageState }> {
  const { message, member } = await liveMessage(w.db, on)
  const kind = contentAnswers(message.content)
  if (!kind) throw new ProtocolError('invalid_params', { message: 'Nobody answers to a message of this kind.' })
  const answer = on.answer === null ? null : parseInput(kind.schema, on.answer, 'answer')
  kind.check(message.content, answer, actorOf(w, on, message, member))
  const kept = answer === null ? null : JSON.stringify(answer)
  if (kept === null) await forget(w, on)
  else await keep(w, on, kept)
  const content = kind.summarize(message.content, (await answersTo(w.db, on).execute()).map(toAnswer))
  const changed = same(content, message.content) ? message : await changeMessage(w, message, { content })
  const state = kind.kept ? await keepAnswer(w, on, kept) : undefined
  return { message: changed, ...(state && { state }) }
}

/** Does something else to a message that its kind allows. @throws as `answerMessage`, only_admins for words of theirs */
export async function actOnMessage(w: Writer, on: OnMessage & { act: Record<string, unknown> }): Promise<Message> {
  const { message, member } = await liveMessage(w.db, on)
  const kind = contentActs(message.content)
  if (!kind) throw new ProtocolError('invalid_params', { message: 'Nothing can be done to a message of this kind.' })
  const act = parseInput(kind.schema, on.act, 'act')
  if (kind.speaks?.(act)) await requirePermissions(w, member, 'speak')
  const content = kind.apply(message.content, act, actorOf(w, on, message, member))
  return same(content, message.content) ? message : changeMessage(w, message, { content })
}

/**
 * Who answered what, or chose an option, a page of them; where answers are secret, the user's own alone.
 * @throws not_member, not_found
 */
export async function readAnswers(
  db: Reader,
  on: OnMessage & Params<'message.answers'>,
): Promise<Result<'message.answers'>> {
  const { message } = await seenMessage(db, on)
  const kind = contentAnswers(message.content)
  const { option, after, limit = limits.peoplePage } = on
  let query = answersTo(db, on)
  if (!kind?.named(message.content)) query = query.where('user_id', '=', on.userId)
  if (after)
    query = query.where(eb =>
      eb.or([
        eb('answered_at', '>', after.at),
        eb.and([eb('answered_at', '=', after.at), eb('user_id', '>', after.userId)]),
      ]),
    )
  // Which option an answer chose is known by its kind alone.
  if (option === undefined) query = query.limit(limit + 1)
  const found = (await query.execute()).map(toAnswer)
  const answers = option === undefined ? found : found.filter(({ answer }) => kind?.chosen?.(answer).includes(option))
  return { answers: answers.slice(0, limit), more: answers.length > limit }
}

function actorOf(w: Writer, { userId }: OnMessage, { senderId }: Message, member: MemberRow): Actor {
  return { userId, now: w.now, manages: senderId === userId || member.role !== 'member' }
}

/** All answers to a message, in the order in which they were first given. */
function answersTo(db: Reader, { conversationId, seq }: OnMessage) {
  return db
    .selectFrom('message_answers')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .where('seq', '=', seq)
    .orderBy('answered_at')
    .orderBy('user_id')
}

function toAnswer(row: MessageAnswerRow): Answer & { answer: Record<string, unknown> } {
  return {
    userId: row.user_id,
    answer: JSON.parse(row.answer) as Record<string, unknown>,
    at: Number(row.answered_at),
  }
}

async function keep(w: Writer, { conversationId, seq, userId }: OnMessage, answer: string): Promise<void> {
  await w.db
    .insertInto('message_answers')
    .values({ conversation_id: conversationId, seq, user_id: userId, answer, answered_at: w.now })
    .onConflict(conflict => conflict.columns(['conversation_id', 'seq', 'user_id']).doUpdateSet({ answer }))
    .execute()
}

async function forget(w: Writer, { conversationId, seq, userId }: OnMessage): Promise<void> {
  await w.db
    .deleteFrom('message_answers')
    .where('conversation_id', '=', conversationId)
    .where('seq', '=', seq)
    .where('user_id', '=', userId)
    .execute()
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
