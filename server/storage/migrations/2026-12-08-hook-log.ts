import { type Kysely, sql } from 'kysely'

/** The log of hooks counts what is refused again and again, says how signatures were, and is emptied by its indexes. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('hook_deliveries')
    .addColumn('times', 'integer', c => c.notNull().defaultTo(1))
    .execute()
  await db.schema
    .alterTable('hook_deliveries')
    .addColumn('signature', 'text', c => c.notNull().defaultTo('unchecked'))
    .execute()
  await db.schema.alterTable('hook_deliveries').addColumn('sign_key', 'text').execute()
  await sql`create index hook_deliveries_refused on hook_deliveries (hook_id, id)
    where verdict in ('refused', 'failed')`.execute(db)
  await sql`create index hook_deliveries_sign on hook_deliveries (hook_id, sign_key, at)
    where sign_key is not null`.execute(db)
  await db.schema.createIndex('hook_deliveries_old').on('hook_deliveries').column('at').execute()
  await db.schema.createIndex('hook_cards_old').on('hook_cards').column('at').execute()
  await db.schema.createIndex('hook_media_old').on('hook_media').column('at').execute()
  await db.schema.createIndex('hook_media_hook').on('hook_media').column('hook_id').execute()
}
