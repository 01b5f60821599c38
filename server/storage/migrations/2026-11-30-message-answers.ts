import type { Kysely } from 'kysely'

/** What people answered to polls, sign-up lists and requests. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('message_answers')
    .addColumn('conversation_id', 'text', c => c.notNull())
    .addColumn('seq', 'bigint', c => c.notNull())
    .addColumn('user_id', 'text', c => c.notNull())
    .addColumn('answer', 'text', c => c.notNull())
    .addColumn('answered_at', 'bigint', c => c.notNull())
    .addPrimaryKeyConstraint('message_answers_pk', ['conversation_id', 'seq', 'user_id'])
    .execute()
}
