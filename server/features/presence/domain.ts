import type { Reader } from '../../storage/database.ts'
import { idList } from '../../storage/id-list.ts'

/**
 * Those of some people whom a user may see: everybody of the directory, or, for somebody of another organisation, who
 * is in a conversation with them (`limited`). Nobody sees themselves.
 */
export async function visiblePeople(
  db: Reader,
  userId: string,
  userIds: readonly string[],
): Promise<{ userIds: string[]; limited: boolean }> {
  const self = await db.selectFrom('employees').select('external').where('id', '=', userId).executeTakeFirst()
  const limited = self === undefined || self.external !== 0
  const others = [...new Set(userIds)].filter(id => id !== userId)
  const rows = await db
    .selectFrom('employees')
    .select('id')
    .where('id', 'in', idList(others))
    .where('deleted', '=', 0)
    .where('bot', 'is', null)
    .$if(limited, people =>
      people.where(({ exists, selectFrom, ref }) =>
        exists(
          selectFrom('members as theirs')
            .innerJoin('members as own', 'own.conversation_id', 'theirs.conversation_id')
            .select('theirs.user_id')
            .where('theirs.user_id', '=', ref('employees.id'))
            .where('theirs.joined', '=', 1)
            .where('own.user_id', '=', userId)
            .where('own.joined', '=', 1),
        ),
      ),
    )
    .execute()
  return { userIds: rows.map(({ id }) => id), limited }
}
