import { type Kysely, PostgresAdapter } from 'kysely'

/** Whether a database is PostgreSQL; otherwise it is SQLite. For the few statements that cannot be the same on both. */
export function isPostgres<T>(db: Kysely<T>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter
}
