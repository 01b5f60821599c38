import { type Found, readCounter, type ScopeInput, type SingleScopeReader } from '../../core/scopes.ts'
import type { Reader } from '../../storage/database.ts'
import { toApp } from './tables.ts'

/** The catalogue of mini-apps. */
export const appsScope: SingleScopeReader<'apps'> = { read, head: db => readCounter(db, 'apps') }

async function read(db: Reader, input: ScopeInput): Promise<Found<'apps'>> {
  const rows = await db
    .selectFrom('apps')
    .selectAll()
    .where('revision', '>', input.since)
    .orderBy('revision')
    .limit(input.limit + 1)
    .execute()
  return { rows: { app: rows.map(toApp) }, head: await readCounter(db, 'apps') }
}
