import { type Kysely, sql } from 'kysely'
import { hasColumn } from './columns.ts'

/**
 * Stores counts of confirmations, and a client id per announcement so that a retry makes no second one. The
 * first servers with this migration ran it without a transaction, so a part of it may be done already.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  if (!(await hasColumn(db, 'announcements', 'confirmed_count'))) {
    await db.schema
      .alterTable('announcements')
      .addColumn('confirmed_count', 'integer', c => c.notNull().defaultTo(sql`0`))
      .execute()
  }
  if (!(await hasColumn(db, 'announcements', 'client_id'))) {
    await db.schema.alterTable('announcements').addColumn('client_id', 'text').execute()
  }
  await db.schema
    .createIndex('announcements_client')
    .ifNotExists()
    .unique()
    .on('announcements')
    .columns(['author_id', 'client_id'])
    .execute()
  await db.schema
    .createIndex('announcement_confirmations_user')
    .ifNotExists()
    .on('announcement_confirmations')
    .column('user_id')
    .execute()
  await sql`update announcements set confirmed_count = (
    select count(*) from announcement_confirmations as c join employees as e on e.id = c.user_id
    where c.announcement_id = announcements.id and e.deleted = 0
  )`.execute(db)
}
