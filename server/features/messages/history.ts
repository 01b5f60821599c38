import type { HistoryPage, Message } from '@lianqun/protocol'
import { fitting } from '../../core/sync/fitting.ts'
import type { Reader } from '../../storage/database.ts'
import { toMessage } from '../../storage/rows.ts'
import { firstSince, requireMember } from '../conversations/index.ts'

interface HistoryInput {
  userId: string
  epoch: string
  conversationId: string
  before?: number | undefined
  after?: number | undefined
  limit: number
}

/**
 * A page of messages, ascending. `from` is 0 when nothing older exists for this user, `to` the head when nothing
 * newer does. After the head the range is empty: `from` is `to + 1`. @throws not_member
 */
export async function readHistory(db: Reader, input: HistoryInput): Promise<HistoryPage> {
  const member = await requireMember(db, input.conversationId, input.userId)
  const conversation = await db
    .selectFrom('conversations')
    .select('head')
    .where('id', '=', input.conversationId)
    .executeTakeFirstOrThrow()
  const head = Number(conversation.head)
  const forward = input.after !== undefined
  const rows = await db
    .selectFrom('messages')
    .selectAll()
    .where('conversation_id', '=', input.conversationId)
    .where('seq', '>=', member.visible_from)
    .where('seq', '>', input.after ?? 0)
    .where('seq', '<', input.before ?? Number.MAX_SAFE_INTEGER)
    .orderBy('seq', forward ? 'asc' : 'desc')
    .limit(input.limit + 1)
    .execute()
  const found = rows.slice(0, input.limit).map(toMessage)
  const count = fitting(found)
  const complete = count === rows.length
  const messages: Message[] = found.slice(0, count)
  if (!forward) messages.reverse()
  const end = Math.min(head, Math.max((input.before ?? head + 1) - 1, 0))
  const to = forward && !complete ? (messages.at(-1)?.seq ?? end) : end
  const from = forward ? Math.min((input.after ?? 0) + 1, to + 1) : complete ? 0 : (messages[0]?.seq ?? 0)
  return { conversationId: input.conversationId, epoch: input.epoch, messages, from, to, head }
}

/** Messages by their seqs, ascending, as far as the user may see them. @throws not_member */
export async function readMessages(
  db: Reader,
  input: { userId: string; conversationId: string; seqs: readonly number[] },
): Promise<Message[]> {
  const member = await requireMember(db, input.conversationId, input.userId)
  const rows = await db
    .selectFrom('messages')
    .selectAll()
    .where('conversation_id', '=', input.conversationId)
    .where('seq', 'in', input.seqs)
    .where('seq', '>=', member.visible_from)
    .orderBy('seq')
    .execute()
  const found = rows.map(toMessage)
  return found.slice(0, fitting(found))
}

/** The seq of the first message that was sent at a time or later, or null. @throws not_member */
export async function messageAt(
  db: Reader,
  input: { userId: string; conversationId: string; time: number },
): Promise<number | null> {
  const { conversationId, time } = input
  const member = await requireMember(db, conversationId, input.userId)
  const { head } = await db
    .selectFrom('conversations')
    .select('head')
    .where('id', '=', conversationId)
    .executeTakeFirstOrThrow()
  const range = { low: Number(member.visible_from), high: Number(head) + 1 }
  const from = await firstSince(db, conversationId, time, range)
  const first = await db
    .selectFrom('messages')
    .select('seq')
    .where('conversation_id', '=', conversationId)
    .where('seq', '>=', from)
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst()
  return first === undefined ? null : Number(first.seq)
}
