import { type Kysely, sql } from 'kysely'

/** Columns get the names that the wire and the code have: not additive, because a column under two names drifts apart. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table conversations rename column faces to avatar_user_ids`.execute(db)
  await sql`alter table conversations rename column moved to commit_seq`.execute(db)
  await sql`update counters set name = 'commit_seq' where name = 'moved'`.execute(db)
}
