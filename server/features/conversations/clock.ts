import { isDeepStrictEqual } from 'node:util'
import {
  type ClockPoint,
  type Content,
  type GroupDetails,
  isBubble,
  isContent,
  type Message,
  type ProblemClock,
} from '@lianqun/protocol'
import type { ConversationWriter, Writer } from '../../core/writer.ts'
import { detailsOf, readContent } from '../../storage/rows.ts'
import type { ConversationRow } from '../../storage/tables.ts'
import { changeDetails } from './details.ts'
import { addSystemMessage } from './notices.ts'

/* The clock of a problem group: it follows from the messages since it was opened and their marks alone. */

/** Starts the clock of a group, anew where it has one, with a notice. */
export async function openProblem(w: Writer, c: ConversationWriter, actorId: string, at = w.now): Promise<void> {
  const openedSeq = await addSystemMessage(w, c, { type: 'system', event: 'problem', actorId }, { sentAt: at })
  changeDetails(c, { clock: { openedSeq, openedAt: at, byId: actorId } })
}

/** Takes the clock of a group away, with a notice. */
export async function endProblem(w: Writer, c: ConversationWriter, actorId: string): Promise<void> {
  const { clock } = detailsOf(c.row)
  changeDetails(c, { clock: undefined })
  await addSystemMessage(w, c, { type: 'system', event: 'noProblem', actorId }, { before: { clock } })
}

/** Whether a message of somebody is a first answer to whoever opened the problem. */
function isAnswer(clock: ProblemClock, senderId: string, content: Content): boolean {
  return senderId !== clock.byId && isBubble(content) && !isContent(content, 'recalled')
}

/** The details of a group with a new message as the first answer; null when it is none. */
export function detailsWithAnswer(
  row: Pick<ConversationRow, 'details'>,
  { seq, sentAt, senderId, content }: Pick<Message, 'seq' | 'sentAt' | 'senderId' | 'content'>,
): GroupDetails | null {
  // Most groups have no clock, and this stands in the way of every message.
  if (!row.details.includes('"clock"')) return null
  const details = detailsOf(row)
  const { clock } = details
  if (clock === undefined || clock.answer !== undefined || !isAnswer(clock, senderId, content)) return null
  return { ...details, clock: { ...clock, answer: { seq, at: sentAt } } }
}

/**
 * Brings the clock of a conversation in line with its messages, after a mark or a recall by `actorId`; a problem that is
 * closed or open again by that gets a notice. Conversations without a clock stay.
 */
export async function settleClock(w: Writer, conversationId: string, actorId: string): Promise<void> {
  const c = await w.conversation(conversationId)
  const { clock } = detailsOf(c.row)
  if (clock === undefined) return
  const { openedSeq, openedAt, byId } = clock
  const [answer, fix, result] = [
    await firstAnswer(w, conversationId, clock),
    await lastMarked(w, conversationId, openedSeq, 'fix'),
    await lastMarked(w, conversationId, openedSeq, 'result'),
  ]
  const settled: ProblemClock = {
    openedSeq,
    openedAt,
    byId,
    ...(answer && { answer }),
    ...(fix && { fix }),
    ...(result && { result }),
  }
  if (isDeepStrictEqual(settled, clock)) return
  changeDetails(c, { clock: settled })
  if ((clock.result === undefined) === (result === undefined)) return
  await addSystemMessage(
    w,
    c,
    result
      ? { type: 'system', event: 'solved', actorId, tookMs: Math.max(0, result.at - openedAt) }
      : { type: 'system', event: 'reopened', actorId },
  )
}

/** Messages that are looked through at once. */
const lookedAtOnce = 100

async function firstAnswer(w: Writer, conversationId: string, clock: ProblemClock): Promise<ClockPoint | undefined> {
  // What came before the known answer was none, and is none now: only that one may have been recalled.
  let after = (clock.answer?.seq ?? clock.openedSeq + 1) - 1
  for (;;) {
    const rows = await w.db
      .selectFrom('messages')
      .select(['seq', 'sent_at', 'sender_id', 'content'])
      .where('conversation_id', '=', conversationId)
      .where('seq', '>', after)
      .where('sender_id', '<>', clock.byId)
      .orderBy('seq')
      .limit(lookedAtOnce)
      .execute()
    const found = rows.find(row => isAnswer(clock, row.sender_id, readContent(row.content)))
    if (found) return { seq: Number(found.seq), at: Number(found.sent_at) }
    const last = rows.at(-1)
    if (last === undefined || rows.length < lookedAtOnce) return undefined
    after = Number(last.seq)
  }
}

async function lastMarked(
  w: Writer,
  conversationId: string,
  openedSeq: number,
  flag: 'fix' | 'result',
): Promise<ClockPoint | undefined> {
  const row = await w.db
    .selectFrom('message_flags')
    .innerJoin('messages', join =>
      join
        .onRef('messages.conversation_id', '=', 'message_flags.conversation_id')
        .onRef('messages.seq', '=', 'message_flags.seq'),
    )
    .select(['messages.seq as seq', 'messages.sent_at as sent_at'])
    .where('message_flags.conversation_id', '=', conversationId)
    .where('message_flags.flag', '=', flag)
    .where('message_flags.seq', '>', openedSeq)
    .orderBy('message_flags.seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && { seq: Number(row.seq), at: Number(row.sent_at) }
}
