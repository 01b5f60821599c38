import type { Kysely } from 'kysely'

/** The faces that cards have for one person alone, and when they were asked for. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('card_faces')
    .addColumn('conversation_id', 'text', c => c.notNull())
    .addColumn('seq', 'bigint', c => c.notNull())
    .addColumn('user_id', 'text', c => c.notNull())
    .addColumn('version', 'integer', c => c.notNull())
    .addColumn('asked_at', 'bigint', c => c.notNull())
    .addColumn('number', 'integer', c => c.notNull())
    .addColumn('card', 'text')
    .addColumn('secrets', 'text', c => c.notNull())
    .addColumn('expires_at', 'bigint')
    .addPrimaryKeyConstraint('card_faces_pk', ['conversation_id', 'seq', 'user_id'])
    .execute()
  await db.schema.createIndex('card_faces_asked').on('card_faces').column('asked_at').execute()
}
