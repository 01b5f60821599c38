import { sql } from 'kysely'
import type { Reader } from '../database.ts'

/** A transaction that has an id and has not ended. */
export interface OpenWriter {
  /** In words, to begin a sentence with. */
  who: string
  /** For how long, in seconds, and since when it is open; null: this user may not see it. */
  seconds: number | null
  since: string | null
}

/**
 * The oldest transaction of the cluster that writes, prepared ones included, of whatever database: it holds back what is
 * settled. Null: there is none but ours.
 */
export async function readOldestWriter(db: Reader): Promise<OpenWriter | null> {
  const { rows } = await sql<OpenWriter>`
    select who, since::text as since, extract(epoch from now() - since)::float8 as seconds from (
      select xact_start as since, age(backend_xid) as age,
        format('Process %s of %s, database %s, user %s, %s', pid, coalesce(nullif(application_name, ''), '?'), datname,
          usename, coalesce(state, 'in a state that this user may not see')) as who
      from pg_stat_activity where backend_xid is not null and pid <> pg_backend_pid()
      union all
      select prepared, age(transaction),
        format('The prepared transaction %s, database %s, user %s', gid, database, owner)
      from pg_prepared_xacts
    ) open order by age desc limit 1`.execute(db)
  return rows[0] ?? null
}
