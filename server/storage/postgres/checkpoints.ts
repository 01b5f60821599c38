import { sql } from 'kysely'
import type { Reader, Trx } from '../database.ts'

/*
 * A checkpoint is the timeline of the cluster and the next transaction id. A client sends back the last one that it was
 * given. A standby that took over, or a cluster that was put back from a backup, goes on in a new timeline: of the one
 * before it has only what came before the id at which the new one was noticed.
 */

/** Where a database is. `cluster`: names it and its database; ids mean something only there. */
export interface Place {
  cluster: string
  timeline: number
  newest: number
}

export async function readPlace(db: Reader): Promise<Place> {
  const { rows } = await sql<Place>`
    select (select system_identifier from pg_control_system())::text || '.' ||
        (select oid from pg_database where datname = current_database())::text as cluster,
      (select timeline_id from pg_control_checkpoint()) as timeline,
      pg_snapshot_xmax(pg_current_snapshot())::text::bigint as newest`.execute(db)
  const [row] = rows
  if (row === undefined) throw new Error('the database does not say where it is')
  return row
}

/** Notes from which id on the timeline goes, the first time it is seen. */
export async function noteTimeline(db: Trx): Promise<void> {
  const { timeline, newest } = await readPlace(db)
  await sql`insert into openings (number, name, commits) values (${timeline}, ${String(timeline)}, ${newest})
    on conflict do nothing`.execute(db)
}

/** Whether this database was at a checkpoint. One that cannot be read is not known. */
export async function hasCheckpoint(db: Reader, text: string): Promise<boolean> {
  const [, timeline, seen] = /^(\d{1,9})\.(\d{1,15})$/.exec(text) ?? []
  if (timeline === undefined) return false
  const here = await readPlace(db)
  if (Number(timeline) > here.timeline) return false
  const { rows } = await sql<{ commits: number }>`
    select commits from openings where number > ${Number(timeline)} order by number limit 1`.execute(db)
  return Number(seen) <= (rows[0]?.commits ?? here.newest)
}
