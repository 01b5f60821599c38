import type { ConversationWriter, Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { idList } from '../../storage/id-list.ts'

/*
 * A bot is a member of a group and no person: it is not counted among the people, has no role, and is there for as long
 * as people are.
 */

/** Which of some users are bots. */
export async function botsAmong(db: Reader, userIds: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('employees')
    .select('id')
    .where('id', 'in', idList(userIds))
    .where('bot', 'is not', null)
    .execute()
  return new Set(rows.map(({ id }) => id))
}

/** After the commit, what bots of a group that are out of it, or that nobody is left with, spoke for is ended. */
export function endBots(w: Writer, { row: { id: conversationId } }: ConversationWriter): void {
  const job = { key: conversationId, lane: conversationId, payload: { conversationId } }
  w.enqueue([
    { kind: 'endHooks', ...job },
    { kind: 'endBots', ...job },
  ])
}
