import type { Kysely } from 'kysely'

/** What was done in conversations with bots that their rows do not say, until the bots are told. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('conversation_acts')
    .addColumn('conversation_id', 'text', c => c.notNull())
    .addColumn('revision', 'bigint', c => c.notNull())
    .addColumn('act', 'text', c => c.notNull())
    .addPrimaryKeyConstraint('conversation_acts_pk', ['conversation_id', 'revision'])
    .execute()
}
