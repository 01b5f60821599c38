import type { Kysely } from 'kysely'

/** A form that was opened from within a thread knows it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('bot_views').addColumn('thread', 'bigint').execute()
}
