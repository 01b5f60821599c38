import type { Kysely } from 'kysely'

/** Stores when an announcement was edited, when its author asked again to confirm it, and who withdrew it when. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('announcements').addColumn('edited_at', 'bigint').execute()
  await db.schema.alterTable('announcements').addColumn('reminded_at', 'bigint').execute()
  await db.schema.alterTable('announcements').addColumn('withdrawn_at', 'bigint').execute()
  await db.schema.alterTable('announcements').addColumn('withdrawn_by', 'text').execute()
}
