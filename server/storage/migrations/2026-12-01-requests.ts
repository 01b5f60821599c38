import { type Kysely, sql } from 'kysely'

/** What senders ask of each person about their messages. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const table = () => db.schema.alterTable('message_states')
  await table().addColumn('ask', 'text').execute()
  await table().addColumn('asked_at', 'bigint').execute()
  await table()
    .addColumn('urgent', 'integer', c => c.notNull().defaultTo(0))
    .execute()
  await table().addColumn('answered_at', 'bigint').execute()
  await table().addColumn('urged_at', 'bigint').execute()
  // Who was asked about a message.
  await db.schema
    .createIndex('message_states_asked')
    .on('message_states')
    .columns(['conversation_id', 'seq'])
    .where(sql.ref('ask'), 'is not', null)
    .execute()
}
