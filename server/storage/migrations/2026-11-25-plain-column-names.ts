import { type Kysely, sql } from 'kysely'
import { hasColumn } from './columns.ts'

/**
 * Columns get the names that the wire and the code have: not additive, because a column under two names drifts apart.
 * The first servers with this migration ran it without a transaction, so that one of the two may be renamed already.
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
