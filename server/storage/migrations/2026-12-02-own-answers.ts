import { type Kysely, sql } from 'kysely'

/** What each person answered to messages that do not say it themselves. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('message_states').addColumn('answer', 'text').execute()
  // Who answered to a message that is recalled.
  await db.schema
    .createIndex('message_states_answered')
    .on('message_states')
    .columns(['conversation_id', 'seq'])
    .where(sql.ref('answer'), 'is not', null)
    .execute()
}
