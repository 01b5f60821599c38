import { type Kysely, sql } from 'kysely'

/** What each person has of their own about messages: saved, to be reminded of, deleted for themselves. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('message_states')
    .addColumn('user_id', 'text', c => c.notNull())
    .addColumn('conversation_id', 'text', c => c.notNull())
    .addColumn('seq', 'bigint', c => c.notNull())
    .addColumn('saved_at', 'bigint')
    .addColumn('labels', 'text')
    .addColumn('remind_at', 'bigint')
    .addColumn('hidden', 'integer', c => c.notNull().defaultTo(0))
    .addColumn('revision', 'bigint', c => c.notNull())
    .addPrimaryKeyConstraint('message_states_pk', ['user_id', 'conversation_id', 'seq'])
    .execute()
  await db.schema.createIndex('message_states_revision').on('message_states').columns(['user_id', 'revision']).execute()
  // Who keeps a message that is recalled.
  await db.schema
    .createIndex('message_states_message')
    .on('message_states')
    .columns(['conversation_id', 'seq'])
    .where(sql<boolean>`saved_at is not null or remind_at is not null`)
    .execute()
}
