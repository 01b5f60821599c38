import type { Kysely } from 'kysely'

/** The pictures that groups have of their own. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('group_avatars')
    .addColumn('conversation_id', 'text', c => c.primaryKey().notNull())
    .addColumn('file_id', 'text', c => c.notNull())
    .execute()
  await db.schema.createIndex('group_avatars_file').on('group_avatars').column('file_id').execute()
}
