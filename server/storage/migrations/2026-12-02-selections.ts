import type { Kysely } from 'kysely'

/** The selections of people that a person keeps, as JSON. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('preferences').addColumn('selections', 'text').execute()
}
