import type { Kysely } from 'kysely'

/** What each person uploaded within the last day, also of files that are gone again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('finished_uploads')
    .addColumn('id', 'text', column => column.primaryKey())
    .addColumn('user_id', 'text', column => column.notNull())
    .addColumn('bytes', 'bigint', column => column.notNull())
    .addColumn('at', 'bigint', column => column.notNull())
    .execute()
  await db.schema.createIndex('finished_uploads_user').on('finished_uploads').columns(['user_id', 'at']).execute()
}
