import type { Kysely } from 'kysely'

/** Which chat records have a copy of which message, so that what is recalled is masked there too. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('record_items')
    .addColumn('fingerprint', 'text', column => column.notNull())
    .addColumn('conversation_id', 'text', column => column.notNull())
    .addColumn('seq', 'bigint', column => column.notNull())
    .addPrimaryKeyConstraint('record_items_pk', ['fingerprint', 'conversation_id', 'seq'])
    .execute()
  await db.schema.createIndex('record_items_message').on('record_items').columns(['conversation_id', 'seq']).execute()
}
