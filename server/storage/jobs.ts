import { sql } from 'kysely'
import type { Reader, Trx } from './database.ts'
import { isPostgres } from './dialect.ts'
import { idList } from './id-list.ts'
import type { JobRow } from './tables.ts'

/*
 * The table of jobs. A job is taken by moving its `run_at` to the end of a lease and giving it a token: who holds the token
 * may end it, and when the lease runs out another takes it. So no transaction is open while it is done.
 */

/** A job that somebody has taken. */
export type Taken = Pick<JobRow, 'kind' | 'key' | 'token'>

/** Adds jobs. One of the same kind and key begins anew: who does it now is no longer the one to end it. */
export async function insertJobs(db: Trx, rows: readonly JobRow[]): Promise<void> {
  // In one order, so that two transactions do not wait for each other.
  const sorted = [...rows].sort((a, b) => (`${a.kind} ${a.key}` < `${b.kind} ${b.key}` ? -1 : 1))
  for (const row of sorted)
    await db
      .insertInto('jobs')
      .values(row)
      .onConflict(oc =>
        oc.columns(['kind', 'key']).doUpdateSet({
          lane: row.lane,
          payload: row.payload,
          created_at: row.created_at,
          run_at: row.run_at,
          attempts: row.attempts,
          token: null,
        }),
      )
      .execute()
}

/** Makes the one row of work that is done every `everyMs`, due at once; one that waits for longer than that does no more. */
export async function planJob(db: Trx, row: JobRow, everyMs: number): Promise<void> {
  const latest = row.run_at + everyMs
  await db
    .insertInto('jobs')
    .values(row)
    .onConflict(oc =>
      oc
        .columns(['kind', 'key'])
        .doUpdateSet({ run_at: latest })
        .where('jobs.token', 'is', null)
        .where('jobs.run_at', '>', latest),
    )
    .execute()
}

/**
 * Takes up to `limit` jobs of a kind that are due, the oldest first, until `until`: one of each lane, and none of the
 * `lanes` in which somebody works. Those that another process takes at the same moment are passed over.
 */
export async function takeJobs(
  db: Trx,
  want: { kind: string; lanes: readonly string[]; limit: number; now: number; until: number; token: string },
): Promise<JobRow[]> {
  const due = db
    .selectFrom('jobs')
    .selectAll()
    .where('kind', '=', want.kind)
    .where('run_at', '<=', want.now)
    .where('lane', 'not in', idList(want.lanes))
    .orderBy('run_at')
    .orderBy('key')
    .limit(want.limit)
  const rows = await (isPostgres(db) ? due.forUpdate().skipLocked() : due).execute()
  const busy = new Set<string>()
  const taken = rows.filter(({ lane }) => lane === '' || (!busy.has(lane) && busy.add(lane)))
  if (taken.length === 0) return []
  await db
    .updateTable('jobs')
    .set({ token: want.token, run_at: want.until, attempts: sql<number>`attempts + 1` })
    .where('kind', '=', want.kind)
    .where('key', 'in', idList(taken.map(({ key }) => key)))
    .execute()
  return taken.map(row => ({ ...row, token: want.token, run_at: want.until, attempts: Number(row.attempts) + 1 }))
}

/** Removes a job that is done with. Returns whether it was still that of the token. */
export async function removeJob(db: Trx, { kind, key, token }: Taken): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('jobs')
    .where('kind', '=', kind)
    .where('key', '=', key)
    .where('token', '=', token)
    .executeTakeFirst()
  return numDeletedRows > 0
}

/** Changes a job that was taken, as long as it is that of the token. Returns whether it was. */
export async function setJob(
  db: Trx,
  { kind, key, token }: Taken,
  values: Partial<Pick<JobRow, 'run_at' | 'attempts' | 'token'>>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('jobs')
    .set(values)
    .where('kind', '=', kind)
    .where('key', '=', key)
    .where('token', '=', token)
    .executeTakeFirst()
  return numUpdatedRows > 0
}

/** Ends the leases of a process that was killed, where there can be no other one. */
export async function endLeases(db: Trx, now: number): Promise<void> {
  if (isPostgres(db)) return
  await db.updateTable('jobs').set({ token: null, run_at: now }).where('token', 'is not', null).execute()
}

/** The jobs of a kind: how many are due, and when the next one will be. */
export interface JobQueue {
  kind: string
  due: number
  nextAt: number | null
}

export async function readJobQueues(db: Reader, now: number): Promise<JobQueue[]> {
  const { rows } = await sql<{ kind: string; due: number; next_at: number | null }>`
    select kind, sum(case when run_at <= ${now} then 1 else 0 end) as due,
      min(case when run_at > ${now} then run_at end) as next_at
    from jobs group by kind`.execute(db)
  return rows.map(row => ({ kind: row.kind, due: Number(row.due), nextAt: row.next_at && Number(row.next_at) }))
}
