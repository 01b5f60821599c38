import type { Kysely } from 'kysely'

/** Stores when a membership ended and who ended it, so that the person who was removed is told. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('members').addColumn('left_at', 'bigint').execute()
  await db.schema.alterTable('members').addColumn('left_by', 'text').execute()
}
