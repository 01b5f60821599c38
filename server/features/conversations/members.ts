import { ProtocolError } from '@lianqun/protocol'
import type { Reader } from '../../storage/database.ts'
import type { MemberRow } from '../../storage/tables.ts'

/** The row of a member. @throws not_member */
export async function requireMember(db: Reader, conversationId: string, userId: string): Promise<MemberRow> {
  const row = await db
    .selectFrom('members')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  // A non-member must not learn whether the conversation exists.
  if (!row || row.joined === 0) throw new ProtocolError('not_member')
  return row
}

/** The read marks of the members. @throws not_member */
export async function readReceipts(db: Reader, conversationId: string, userId: string) {
  await requireMember(db, conversationId, userId)
  const rows = await db
    .selectFrom('members')
    .select(['user_id', 'read_seq'])
    .where('conversation_id', '=', conversationId)
    .where('joined', '=', 1)
    .execute()
  return rows.map(row => ({ userId: row.user_id, readSeq: Number(row.read_seq) }))
}

/** So many ids fit a frame with room to spare. */
const mostShared = 10_000

/** The conversations that two people are both in. */
export async function readShared(db: Reader, userId: string, otherId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('members as own')
    .innerJoin('members as other', join =>
      join.onRef('other.conversation_id', '=', 'own.conversation_id').on('other.user_id', '=', otherId),
    )
    .select('own.conversation_id as id')
    .where('own.user_id', '=', userId)
    .where('own.joined', '=', 1)
    .where('other.joined', '=', 1)
    .limit(mostShared)
    .execute()
  return rows.map(row => row.id)
}
