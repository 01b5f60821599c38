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

/** A timeline as a connection meets it. `settled`: as of `Horizon`. */
export interface Timeline {
  number: number
  settled: number
}

/**
 * Which timeline a connection is in, noted with the place at which it forked off the one before.
 * @throws an error with the code of a server that takes nobody in yet, while it is a standby
 */
export async function meetTimeline(client: pg.PoolClient, known: number): Promise<Timeline> {
  // Of a cluster that did not come out of a recovery nothing says where it forked off: nothing of before counts then.
  const { rows } = await client.query<{ number: number | null; settled: number; fork: number }>(`
    select case when pg_is_in_recovery() then null else ${timeline} end as number,
      pg_snapshot_xmin(pg_current_snapshot())::text::bigint as settled,
      coalesce((pg_last_wal_replay_lsn() - '0/0')::bigint, 0) as fork`)
  const [row] = rows
  const number = row?.number ?? null
  if (row === undefined || number === null)
    throw Object.assign(new Error('the database is a standby'), { code: '57P03' })
  // Before this process writes anything, for a restart forgets the place.
  if (number !== known)
    await client.query('insert into openings (number, name, commits) values ($1, $2, $3) on conflict do nothing', [
      number,
      String(number),
      row.fork,
    ])
  return { number, settled: row.settled }
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
      const next = forks.find(fork => fork.number > Number(number))
      return Number(seen) <= (next?.commits ?? here.flushed)
    },
  }
}
