import type { Sql } from '../core/sql.ts'
import { CacheError } from '../core/types.ts'
import { schemaV1 } from './2026-11-23-first.ts'
import { passedOver } from './2026-11-25-passed-over.ts'
import { plainNames } from './2026-11-25-plain-names.ts'

/**
 * Steps of the schema, as SQL, by the names that files record; each part of the cache has its own. They run in the
 * order of this table. A released step is never changed.
 */
export type Migrations = Readonly<Record<string, string>>

/** The steps from before parts had their own, in the order in which files took them: they recorded only how many. */
export const firstMigrations: Migrations = {
  '2026-11-23-first': schemaV1,
  '2026-11-25-plain-names': plainNames,
  '2026-11-25-passed-over': passedOver,
}

/** The steps of all parts after the first ones, in the order of their names. */
export function allMigrations(ofParts: Migrations): Migrations {
  const added = Object.entries(ofParts).sort(([a], [b]) => (a < b ? -1 : 1))
  return { ...firstMigrations, ...Object.fromEntries(added) }
}

/** How many steps a file has taken; 0 of an empty one. */
export function schemaVersion(sql: Sql): number {
  return sql.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0
}

function hasNames(sql: Sql): boolean {
  return sql.get("SELECT 1 FROM sqlite_schema WHERE name = 'migration'") !== undefined
}

/** The names of the steps that a file has taken. */
export function takenMigrations(sql: Sql): string[] {
  if (hasNames(sql)) return sql.all<{ name: string }>('SELECT name FROM migration').map(({ name }) => name)
  return Object.keys(firstMigrations).slice(0, schemaVersion(sql))
}

/**
 * Brings a file to the newest schema: it takes each step that it lacks, also one that was merged later than another of
 * a later day, in a transaction of its own. A file that took a step of a later version is refused (`newer`) and not
 * touched.
 */
export function migrate(sql: Sql, migrations: Migrations): void {
  const taken = takenMigrations(sql)
  const unknown = taken.find(name => !Object.hasOwn(migrations, name))
  const version = schemaVersion(sql)
  if (unknown !== undefined || version > taken.length) {
    throw new CacheError(
      'newer',
      `The message cache was written by a later version of the app (${unknown ?? `schema ${version}`}). Update the app.`,
    )
  }
  const record = (names: readonly string[], count: number) => {
    sql.exec('CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY) WITHOUT ROWID')
    for (const name of names) sql.run('INSERT OR IGNORE INTO migration (name) VALUES (?)', name)
    sql.exec(`PRAGMA user_version = ${count}`)
  }
  if (taken.length > 0 && !hasNames(sql)) sql.transaction(true, () => record(taken, taken.length))
  let count = taken.length
  for (const [name, step] of Object.entries(migrations)) {
    if (taken.includes(name)) continue
    sql.transaction(true, () => {
      sql.exec(step)
      record([name], count + 1)
    })
    count++
  }
}
