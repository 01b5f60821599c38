import { type Found, readCounter, type ScopeInput, type ScopeReader } from '../../core/scopes.ts'
import type { Reader } from '../../storage/database.ts'
import { toApp } from './tables.ts'

/** The catalogue of mini-apps. */
export const appsScope: Required<ScopeReader> = { read, head: db => readCounter(db, 'apps') }

async function read(db: Reader, input: ScopeInput): Promise<Found> {
  const rows = await db
    .selectFrom('apps')
    .selectAll()
    .where('revision', '>', input.since)
    .orderBy('revision')
    .limit(input.limit + 1)
    .execute()
  return { changes: rows.map(row => ({ entity: 'app', value: toApp(row) })), head: await readCounter(db, 'apps') }
}
