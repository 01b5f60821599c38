import type { Kysely } from 'kysely'

/** The log of hooks has what the buttons of their cards send. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('hook_deliveries')
    .addColumn('outgoing', 'integer', c => c.notNull().defaultTo(0))
    .execute()
}
