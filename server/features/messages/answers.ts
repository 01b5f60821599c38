import {
  type Actor,
  type Answer,
  contentActs,
  contentAnswers,
  type Message,
  type MessageState,
  ProtocolError,
} from '@lianqun/protocol'
import { parseInput } from '../../core/parse.ts'
import type { Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import type { MemberRow } from '../../storage/tables.ts'
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
  const content = kind.summarize(message.content, await readAll(w.db, on))
  const changed = same(content, message.content) ? message : await changeMessage(w, message, { content })
  const state = kind.kept ? await keepAnswer(w, on, kept) : undefined
  return { message: changed, ...(state && { state }) }
}

/** Does something else to a message that its kind allows. @throws as `answerMessage` */
export async function actOnMessage(w: Writer, on: OnMessage & { act: Record<string, unknown> }): Promise<Message> {
  const { message, member } = await liveMessage(w.db, on)
  const kind = contentActs(message.content)
  if (!kind) throw new ProtocolError('invalid_params', { message: 'Nothing can be done to a message of this kind.' })
  const act = parseInput(kind.schema, on.act, 'act')
  const content = kind.apply(message.content, act, actorOf(w, on, message, member))
  return same(content, message.content) ? message : changeMessage(w, message, { content })
}

/** Who answered what; where answers are secret, the user's own alone. @throws not_member, not_found */
export async function readAnswers(
  db: Reader,
  on: OnMessage,
): Promise<(Answer & { answer: Record<string, unknown> })[]> {
  const { message } = await seenMessage(db, on)
  const named = contentAnswers(message.content)?.named(message.content) ?? false
  const answers = await readAll(db, on)
  return named ? answers : answers.filter(({ userId }) => userId === on.userId)
}

function actorOf(w: Writer, { userId }: OnMessage, { senderId }: Message, member: MemberRow): Actor {
  return { userId, now: w.now, manages: senderId === userId || member.role !== 'member' }
}

async function readAll(db: Reader, { conversationId, seq }: OnMessage) {
  const rows = await db
    .selectFrom('message_answers')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .where('seq', '=', seq)
    .orderBy('answered_at')
    .orderBy('user_id')
    .execute()
  return rows.map(row => ({
    userId: row.user_id,
    answer: JSON.parse(row.answer) as Record<string, unknown>,
    at: Number(row.answered_at),
  }))
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
