import type { Found, ScopeInput, ScopeReader } from '../../core/scopes.ts'
import type { Reader } from '../../storage/database.ts'
import { toConversation, toMember, toMessage } from '../../storage/rows.ts'
import { requireMember } from './members.ts'

/** A conversation with its members and messages, for its members. */
export const conversationScope: ScopeReader<'conversation'> = { read }

async function read(db: Reader, input: ScopeInput): Promise<Found<'conversation'>> {
  const { id } = input
  const member = await requireMember(db, id, input.userId)
  const take = input.limit + 1
  const conversation = await db.selectFrom('conversations').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const members = await db
    .selectFrom('members')
    .selectAll()
    .where('conversation_id', '=', id)
    .where('revision', '>', input.since)
    // Who had left before is none of the business of one who joined later.
    .where(eb => eb.or([eb('joined', '=', 1), eb('revision', '>=', member.visible_from)]))
    .orderBy('revision')
    .limit(take)
    .execute()
  const messages = await db
    .selectFrom('messages')
    .selectAll()
    .where('conversation_id', '=', id)
    .where('revision', '>', input.since)
    .where('seq', '>=', member.visible_from)
    .where('seq', '<=', input.messagesUpTo ?? Number.MAX_SAFE_INTEGER)
    .orderBy('revision')
    .limit(take)
    .execute()
  const changed = Number(conversation.revision) > input.since
  return {
    rows: {
      conversation: changed ? [toConversation(conversation)] : [],
      member: members.map(toMember),
      message: messages.map(toMessage),
    },
    head: Number(conversation.head),
  }
}
