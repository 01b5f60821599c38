import { sql } from 'kysely'
import type pg from 'pg'
import type { Reader } from '../database.ts'
import type { Checkpoints } from '../store.ts'

/*
 * A checkpoint is the timeline of the cluster and the place in its log up to which it is safe. A client sends back the
 * last one that it was given. A standby that took over, or a cluster that was put back from a backup, goes on in a new
 * timeline: of the one before it has what came before the place at which the new one forks off.
 */

/** Where a database is. `cluster`: names it and its database; positions mean something only there. */
export interface Place {
  cluster: string
  timeline: number
  /** The place in the log, in bytes: what is committed and seen by others is before it. */
  flushed: number
}

/** What pg_control says of the timeline is of the last checkpoint of the cluster, which may be older than the timeline. */
const timeline = `('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int`

export async function readPlace(db: Reader): Promise<Place> {
  const { rows } = await sql<Place>`
    select (select system_identifier from pg_control_system())::text || '.' ||
        (select oid from pg_database where datname = current_database())::text as cluster,
      ${sql.raw(timeline)} as timeline,
      (pg_current_wal_flush_lsn() - '0/0')::bigint as flushed`.execute(db)
  const [row] = rows
  if (row === undefined) throw new Error('the database does not say where it is')
  return row
}

/** The end of the log at which the last recovery came to an end; null where there was none since the start. */
const recovered = `(pg_last_wal_replay_lsn() - '0/0')::bigint`

/** Names the life of a cluster since its last start or recovery: a crash gives ids of transactions out again. */
export const era = `concat_ws('.', ${timeline}, ${recovered}, extract(epoch from pg_postmaster_start_time()))`

/**
 * More than are given out between a commit and the crash after it. Skipped after a recovery, so that what is committed from
 * then on has higher positions than anybody was told of.
 */
const skippedIds = 10_000

/** The life of a cluster as a connection meets it. `timeline`: its number; `settled`: as of `Horizon`. */
export interface Meeting {
  era: string
  timeline: number
  settled: number
}

/**
 * Where a connection has come to, before this process writes anything there. A new timeline is noted with the place at
 * which it forked off the one before, for a restart forgets it.
 * @throws an error with the code of a server that takes nobody in yet, while it is a standby
 */
export async function meet(client: pg.PoolClient, known: Meeting | null): Promise<Meeting> {
  const { rows } = await client.query<{ standby: boolean }>('select pg_is_in_recovery() as standby')
  if (rows[0]?.standby !== false) throw Object.assign(new Error('the database is a standby'), { code: '57P03' })
  const {
    rows: [row],
  } = await client.query<Meeting & { recovered: number | null }>(`
    select ${era} as era, ${timeline} as timeline, ${recovered} as recovered,
      pg_snapshot_xmin(pg_current_snapshot())::text::bigint as settled`)
  if (row === undefined) throw new Error('the database does not say where it is')
  // Of a cluster that did not come out of a recovery nothing says where it forked off: nothing of before counts then.
  if (row.timeline !== known?.timeline)
    await client.query('insert into openings (number, name, commits) values ($1, $2, $3) on conflict do nothing', [
      row.timeline,
      String(row.timeline),
      row.recovered ?? 0,
    ])
  if (row.era !== known?.era && row.recovered !== null)
    await client.query(`do $$ begin
      for i in 1..${skippedIds} loop perform pg_current_xact_id(); commit; end loop;
    end $$`)
  return { era: row.era, timeline: row.timeline, settled: row.settled }
}

export async function readCheckpoints(db: Reader): Promise<Checkpoints> {
  const here = await readPlace(db)
  const { rows: forks } = await sql<{ number: number; commits: number }>`
    select number, commits from openings order by number`.execute(db)
  return {
    now: `${here.timeline}.${here.flushed}`,
    had(checkpoint) {
      const [, number, seen] = /^(\d{1,9})\.(\d{1,15})$/.exec(checkpoint) ?? []
      // One that cannot be read is not known.
      if (number === undefined || Number(number) > here.timeline) return false
      if (Number(number) === here.timeline) return Number(seen) <= here.flushed
      // Where nobody noted the fork it is not known.
      const next = forks.find(fork => fork.number > Number(number))
      return next !== undefined && Number(seen) <= next.commits
    },
  }
}
