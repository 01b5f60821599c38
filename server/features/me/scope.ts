import type { Preferences } from '@lianqun/protocol'
import type { Found, PersonScopeReader, ScopeInput } from '../../core/scopes.ts'
import type { Reader } from '../../storage/database.ts'
import { idList } from '../../storage/id-list.ts'
import { toMembership } from '../../storage/rows.ts'
import { readMessageStates } from '../messages/index.ts'
import { readLabels } from './labels.ts'
import { toPreferences } from './preferences.ts'

/** A user's memberships, labels, preferences, and what they have of their own about messages. */
export const meScope: PersonScopeReader<'me'> = { read, heads }

async function read(db: Reader, input: ScopeInput): Promise<Found<'me'>> {
  const rows = await db
    .selectFrom('members')
    .selectAll()
    .where('user_id', '=', input.userId)
    .where('me_revision', '>', input.since)
    .orderBy('me_revision')
    .limit(input.limit + 1)
    .execute()
  const preferences = await readPreferences(db, input)
  const messageState = await readMessageStates(db, input)
  const label = await readLabels(db, input)
  const membership = rows.map(toMembership)
  return {
    rows: { membership, preferences, messageState, label },
    head: (await heads(db, [input.userId])).get(input.userId) ?? 0,
  }
}

async function readPreferences(db: Reader, input: ScopeInput): Promise<Preferences[]> {
  const row = await db
    .selectFrom('preferences')
    .selectAll()
    .where('user_id', '=', input.userId)
    .where('revision', '>', input.since)
    .executeTakeFirst()
  return row ? [toPreferences(row)] : []
}

async function heads(db: Reader, userIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const users = await db.selectFrom('users').select(['id', 'me_revision']).where('id', 'in', idList(userIds)).execute()
  return new Map(users.map(({ id, me_revision }) => [id, Number(me_revision)]))
}
