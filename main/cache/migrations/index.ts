import type { Sql } from '../core/sql.ts'
import { CacheError } from '../core/types.ts'
import { schemaV1 } from './2026-11-23-first.ts'
import { passedOver } from './2026-11-25-passed-over.ts'
import { plainNames } from './2026-11-25-plain-names.ts'

/** One step of the schema. Its place in the list, counted from 1, is the version it leads to. */
export type Migration = (sql: Sql) => void

/** Steps are only ever added: a step that was released is never changed. */
export const migrations: readonly Migration[] = [schemaV1, plainNames, passedOver].map(step => sql => sql.exec(step))

export function schemaVersion(sql: Sql): number {
  return sql.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0
}

/**
 * Brings a file to the newest version, each step in a transaction of its own: a crash leaves the version before or
 * after a step. A file of a later version is refused (`newer`) and not touched.
 */
export function migrate(sql: Sql, steps: readonly Migration[] = migrations): void {
  const version = schemaVersion(sql)
  if (version > steps.length) {
    throw new CacheError(
      'newer',
      `The message cache was written by a later version of the app (schema ${version}, this app knows ${steps.length}). Update the app.`,
    )
  }
  for (const [index, step] of steps.entries()) {
    if (index < version) continue
    sql.transaction(true, () => {
      step(sql)
      sql.exec(`PRAGMA user_version = ${index + 1}`)
    })
  }
}
