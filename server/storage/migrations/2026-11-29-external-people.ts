import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** Stores who is of another organisation. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('employees')
    .addColumn('external', 'integer', c => c.notNull().defaultTo(sql`0`))
    .execute()
}
