import { randomBytes } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { isPostgres } from './dialect.ts'
import { randomId } from './random-id.ts'
import { StartupError } from './startup-error.ts'
import type { Tables } from './tables.ts'

/** Brings a database to the schema of this server. @throws StartupError when the schema is newer than this server */
export async function migrate(db: Kysely<Tables>, migrations: Record<string, Migration>): Promise<void> {
  const applied = new Set(await appliedMigrations(db))
  const unknown = [...applied].find(name => !(name in migrations))
  if (unknown !== undefined) {
    throw new StartupError(
      `The database was written by a newer server (it has migration ${unknown}). Update this server; ` +
        'the data has not been touched.',
    )
  }
  if (Object.keys(migrations).every(name => applied.has(name))) return
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    // Migrations of the same day, or merged later, have no meaningful order.
    allowUnorderedMigrations: true,
  })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}

/** The migrations that a database has; none where it is new. */
export async function appliedMigrations(db: Kysely<Tables>): Promise<string[]> {
  const known = isPostgres(db)
    ? sql`select 1 where to_regclass('kysely_migration') is not null`
    : sql`select 1 from sqlite_master where name = 'kysely_migration'`
  if ((await known.execute(db)).rows.length === 0) return []
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  return rows.map(({ name }) => name)
}

/** Gives a new workspace what names it. */
export async function initialise(db: Kysely<Tables>): Promise<void> {
  const values = { epoch: randomId(12), workspace_id: randomId(12), token_secret: newSecret() }
  for (const [key, value] of Object.entries(values)) {
    await db
      .insertInto('meta')
      .values({ key, value })
      .onConflict(oc => oc.doNothing())
      .execute()
  }
}

export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}
