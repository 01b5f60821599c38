import type { Kysely } from 'kysely'

/** Groups that follow a department. `name`: the last name that the group took from it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('department_groups')
    .addColumn('conversation_id', 'text', c => c.primaryKey())
    .addColumn('department_id', 'text', c => c.notNull().unique())
    .addColumn('name', 'text', c => c.notNull())
    .execute()
}
