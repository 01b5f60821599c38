import { limits, type Message, type MessageFlag, type MessageMark, ProtocolError } from '@lianqun/protocol'
import { fitting } from '../../core/sync/fitting.ts'
import type { Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { detailsOf, toMessage } from '../../storage/rows.ts'
import { requireMember, settleClock } from '../conversations/index.ts'
import { requirePermissions } from '../groups/index.ts'
import { changeMessage, liveMessage, type OnMessage, seenMessage } from './change-message.ts'

/** Pins a message to the conversation, or unpins it. @throws not_member, not_found, forbidden, only_admins, limit_reached */
export async function pinMessage(w: Writer, on: OnMessage & { on: boolean }): Promise<Message> {
  const { message, member } = await liveMessage(w.db, on)
  await requirePermissions(w, member, 'pin')
  if ((message.attributes?.pinned !== undefined) === on.on) return message
  if (on.on) {
    const { count } = await w.db
      .selectFrom('message_flags')
      .select(eb => eb.fn.countAll<number>().as('count'))
      .where('conversation_id', '=', on.conversationId)
      .where('flag', '=', 'pinned')
      .executeTakeFirstOrThrow()
    if (Number(count) >= limits.pinnedMessages) throw new ProtocolError('limit_reached')
  }
  await setFlag(w, on, 'pinned', on.on)
  return changeMessage(w, message, { attributes: { pinned: on.on ? { byId: on.userId, at: w.now } : undefined } })
}

/**
 * Marks a message as a decision, a question, the fix or the result of a problem, or takes the mark back. The answer of a question is accepted by its
 * sender, and is a reply in its thread.
 * @throws not_member, not_found, forbidden, only_admins, invalid_params
 */
export async function markMessage(
  w: Writer,
  on: OnMessage & { kind: MessageMark | null; answer?: number | undefined },
): Promise<Message> {
  const { message, member } = await liveMessage(w.db, on)
  const { kind, answer } = on
  const old = message.attributes?.mark
  // Whoever asked accepts an answer to their question, also where only admins mark messages: not so one that is none yet.
  if (answer === undefined || old?.kind !== 'question') await requirePermissions(w, member, 'mark')
  if (answer !== undefined) {
    if (kind !== 'question') throw new ProtocolError('invalid_params', { field: 'answer' })
    if (message.senderId !== on.userId) throw new ProtocolError('forbidden')
    const { message: reply } = await seenMessage(w.db, { ...on, seq: answer })
    if (reply.attributes?.replyTo !== on.seq && reply.attributes?.thread !== on.seq)
      throw new ProtocolError('invalid_params', { field: 'answer', message: 'Only a reply can be the answer.' })
  }
  if ((old?.kind ?? null) === kind && (old?.answer ?? undefined) === answer) return message
  if (kind !== null && stopsClock(kind)) await requireClock(w, on)
  if (old !== undefined) await setFlag(w, on, old.kind, false)
  if (kind !== null) await setFlag(w, on, kind, true)
  const same = old !== undefined && old.kind === kind
  const mark = kind === null ? undefined : { kind, byId: same ? old.byId : on.userId, at: same ? old.at : w.now }
  const changed = await changeMessage(w, message, {
    attributes: { mark: mark && (answer === undefined ? mark : { ...mark, answer }) },
  })
  if ([kind, old?.kind].some(stopsClock)) await settleClock(w, on.conversationId, on.userId)
  return changed
}

/** Whether a mark is a point of the clock of a problem group. */
const stopsClock = (kind: string | null | undefined) => kind === 'fix' || kind === 'result'

/** @throws invalid_params where no clock runs that the message could stop */
async function requireClock(w: Writer, { conversationId, seq }: OnMessage): Promise<void> {
  const { clock } = detailsOf((await w.conversation(conversationId)).row)
  if (clock !== undefined && seq > clock.openedSeq) return
  throw new ProtocolError('invalid_params', {
    field: 'kind',
    message: 'Only what was said in a problem group since the problem was opened is its fix or result.',
  })
}

/** Messages that are pinned or marked, newest first. @throws not_member */
export async function readFlagged(
  db: Reader,
  input: {
    conversationId: string
    userId: string
    flags: readonly MessageFlag[]
    before?: number | undefined
    limit: number
  },
): Promise<{ messages: Message[]; more: boolean }> {
  const member = await requireMember(db, input.conversationId, input.userId)
  const rows = await db
    .selectFrom('messages')
    .selectAll()
    .where('conversation_id', '=', input.conversationId)
    .where('seq', 'in', eb =>
      eb
        .selectFrom('message_flags')
        .select('message_flags.seq')
        .where('message_flags.conversation_id', '=', input.conversationId)
        .where('flag', 'in', input.flags),
    )
    .where('seq', '>=', member.visible_from)
    .where('seq', '<', input.before ?? Number.MAX_SAFE_INTEGER)
    .orderBy('seq', 'desc')
    .limit(input.limit + 1)
    .execute()
  const found = rows.slice(0, input.limit).map(toMessage)
  const count = fitting(found)
  return { messages: found.slice(0, count), more: count < rows.length }
}

async function setFlag(w: Writer, { conversationId, seq }: OnMessage, flag: string, on: boolean): Promise<void> {
  if (on) {
    await w.db.insertInto('message_flags').values({ conversation_id: conversationId, flag, seq }).execute()
    return
  }
  await w.db
    .deleteFrom('message_flags')
    .where('conversation_id', '=', conversationId)
    .where('flag', '=', flag)
    .where('seq', '=', seq)
    .execute()
}
