import { ProtocolError, type Result } from '@lianqun/protocol'
import type { Reader } from '../../storage/database.ts'
import { liveMessage, type OnMessage } from './change-message.ts'

/**
 * The other members who could see a message and have read it, or have not: a page by their ids, and how many of each
 * there are. Who joined later and does not see it, or is no colleague any more, is not counted. For the sender alone.
 * @throws not_member, not_found, forbidden
 */
export async function readersOf(
  db: Reader,
  on: OnMessage & { read: boolean; after?: string | undefined; limit: number },
): Promise<Result<'message.readers'>> {
  const { message } = await liveMessage(db, on)
  if (message.senderId !== on.userId) throw new ProtocolError('forbidden')
  const others = db
    .selectFrom('members')
    .innerJoin('employees', 'employees.id', 'members.user_id')
    .where('members.conversation_id', '=', on.conversationId)
    .where('members.joined', '=', 1)
    .where('members.user_id', '<>', on.userId)
    .where('members.visible_from', '<=', on.seq)
    .where('employees.deleted', '=', 0)
    .where('employees.bot', 'is', null)
  const { all, done } = await others
    .select(eb => [
      eb.fn.countAll<number>().as('all'),
      eb.fn.countAll<number>().filterWhere('members.read_seq', '>=', on.seq).as('done'),
    ])
    .executeTakeFirstOrThrow()
  const rows = await others
    .select('members.user_id')
    .where('members.read_seq', on.read ? '>=' : '<', on.seq)
    .where('members.user_id', '>', on.after ?? '')
    .orderBy('members.user_id')
    .limit(on.limit + 1)
    .execute()
  return {
    userIds: rows.slice(0, on.limit).map(row => row.user_id),
    read: Number(done),
    unread: Number(all) - Number(done),
    more: rows.length > on.limit,
  }
}
