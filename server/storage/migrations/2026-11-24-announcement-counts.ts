import { type Kysely, sql } from 'kysely'

/** Counts that are kept instead of counted, and a name for each announcement so that a retry is not a second one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('announcements')
    .addColumn('confirmed_count', 'integer', c => c.notNull().defaultTo(sql`0`))
    .execute()
  await db.schema.alterTable('announcements').addColumn('client_id', 'text').execute()
  await db.schema
    .createIndex('announcements_client')
    .unique()
    .on('announcements')
    .columns(['author_id', 'client_id'])
    .execute()
  await db.schema
    .createIndex('announcement_confirmations_user')
    .on('announcement_confirmations')
    .column('user_id')
    .execute()
  await sql`update announcements set confirmed_count = (
    select count(*) from announcement_confirmations as c join employees as e on e.id = c.user_id
    where c.announcement_id = announcements.id and e.deleted = 0
  )`.execute(db)
}
