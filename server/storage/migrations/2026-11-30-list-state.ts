import type { Kysely } from 'kysely'

/** Stores how a conversation stands in a person's list: the order of pins, folded, done, marked unread, labels. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('members').addColumn('list_state', 'text').execute()
}
