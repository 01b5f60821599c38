import { type Kysely, sql } from 'kysely'
import { hasColumn } from './columns.ts'

/**
 * Renames columns to the names of the wire and the code. Not additive: two columns for one value would diverge.
 * The first servers with this migration ran it without a transaction, so one of the two may be renamed already.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  if (await hasColumn(db, 'conversations', 'faces')) {
    await sql`alter table conversations rename column faces to avatar_user_ids`.execute(db)
  }
  if (await hasColumn(db, 'conversations', 'moved')) {
    await sql`alter table conversations rename column moved to commit_seq`.execute(db)
  }
  await sql`update counters set name = 'commit_seq' where name = 'moved'`.execute(db)
}
