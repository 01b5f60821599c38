import type { Sqlite } from '../../../common/node/sqlite.ts'

/*
 * Each opening of the database has a random name, which is in the file before a client is served. A checkpoint is such
 * a name and the number of commits. A client sends back the last one that it was given: in a file that was put back
 * from a copy, the openings and commits since that copy are missing, whatever its name, times and counters are.
 */

/** Records an opening of the database. Call it in a transaction that is on the disk before a client is served. */
export function recordOpening(sqlite: Sqlite, name: string, commits: number): void {
  // No migration: an earlier server can open the file all the same.
  sqlite.exec(
    'create table if not exists openings (number integer primary key, name text not null unique, commits bigint not null)',
  )
  sqlite
    .statement('insert into openings (number, name, commits) select coalesce(max(number), 0) + 1, ?, ? from openings')
    .run(name, commits)
}

export function checkpoint(opening: string, commits: number): string {
  return `${opening}.${commits}`
}

/** Whether this database was at a checkpoint; `commits`: how many it has now. One that cannot be read is not known. */
export function hasCheckpoint(sqlite: Sqlite, text: string, commits: number): boolean {
  const [, name, seen] = /^([\w-]+)\.(\d{1,15})$/.exec(text) ?? []
  if (name === undefined) return false
  const opening = sqlite.statement('select number from openings where name = ?').get<{ number: number }>(name)
  if (opening === undefined) return false
  const next = sqlite
    .statement('select commits from openings where number > ? order by number limit 1')
    .get<{ commits: number }>(opening.number)
  return Number(seen) <= Number(next?.commits ?? commits)
}
