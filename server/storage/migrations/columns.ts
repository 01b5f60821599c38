import { type Kysely, sql } from 'kysely'
import { isPostgres } from '../dialect.ts'

/** Whether a table has a column, for migrations that an earlier server may have run in part. */
export async function hasColumn(db: Kysely<unknown>, table: string, column: string): Promise<boolean> {
  const query = isPostgres(db)
    ? sql`select 1 from information_schema.columns
        where table_schema = current_schema() and table_name = ${table} and column_name = ${column}`
    : sql`select 1 from pragma_table_info(${table}) where name = ${column}`
  const { rows } = await query.execute(db)
  return rows.length > 0
}
