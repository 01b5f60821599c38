import { type Kysely, sql } from 'kysely'

/** Whether a table has a column, for migrations that an earlier server may have run in part. */
export async function hasColumn(db: Kysely<unknown>, table: string, column: string): Promise<boolean> {
  const { rows } = await sql`select 1 from pragma_table_info(${table}) where name = ${column}`.execute(db)
  return rows.length > 0
}
