import type { Kysely } from 'kysely'

/** Links by which people join a group, and those who asked to. Of a token only its hash is stored. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('group_links')
    .addColumn('id', 'text', c => c.primaryKey())
    .addColumn('conversation_id', 'text', c => c.notNull())
    .addColumn('token_hash', 'text', c => c.notNull().unique())
    .addColumn('created_by', 'text', c => c.notNull())
    .addColumn('created_at', 'bigint', c => c.notNull())
    .addColumn('expires_at', 'bigint')
    .addColumn('max_uses', 'integer')
    .addColumn('uses', 'integer', c => c.notNull())
    .addColumn('approval', 'integer', c => c.notNull())
    .addColumn('revoked_at', 'bigint')
    .execute()
  await db.schema.createIndex('group_links_conversation').on('group_links').column('conversation_id').execute()
  await db.schema
    .createTable('group_requests')
    .addColumn('conversation_id', 'text', c => c.notNull())
    .addColumn('user_id', 'text', c => c.notNull())
    .addColumn('link_id', 'text', c => c.notNull())
    .addColumn('asked_at', 'bigint', c => c.notNull())
    .addPrimaryKeyConstraint('group_requests_pk', ['conversation_id', 'user_id'])
    .execute()
}
