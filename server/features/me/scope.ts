import type { Change } from '@lianqun/protocol'
import type { Found, ScopeInput, ScopeReader } from '../../core/scopes.ts'
import type { Reader } from '../../storage/database.ts'
import { parseIds, toMembership } from '../../storage/rows.ts'

/** A person's own relations to conversations, and their preferences. */
export const meScope: Required<ScopeReader> = { read, head }

async function read(db: Reader, input: ScopeInput): Promise<Found> {
  const rows = await db
    .selectFrom('members')
    .selectAll()
    .where('user_id', '=', input.userId)
    .where('me_revision', '>', input.since)
    .orderBy('me_revision')
    .limit(input.limit + 1)
    .execute()
  const changes: Change[] = rows.map(row => ({ entity: 'membership', value: toMembership(row) }))
  const preferences = await db
    .selectFrom('preferences')
    .selectAll()
    .where('user_id', '=', input.userId)
    .where('revision', '>', input.since)
    .executeTakeFirst()
  if (preferences) {
    const value = { favouriteApps: parseIds(preferences.favourite_apps), revision: Number(preferences.revision) }
    changes.push({ entity: 'preferences', value })
  }
  return { changes, head: await head(db, input.userId) }
}

async function head(db: Reader, userId: string): Promise<number> {
  const user = await db.selectFrom('users').select('me_revision').where('id', '=', userId).executeTakeFirst()
  return Number(user?.me_revision ?? 0)
}
