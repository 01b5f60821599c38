import type { Kysely } from 'kysely'

/** Work that is to be done after a commit, or again and again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('jobs')
    .addColumn('kind', 'text', column => column.notNull())
    .addColumn('key', 'text', column => column.notNull())
    .addColumn('lane', 'text', column => column.notNull())
    .addColumn('payload', 'text', column => column.notNull())
    .addColumn('created_at', 'bigint', column => column.notNull())
    .addColumn('run_at', 'bigint', column => column.notNull())
    .addColumn('attempts', 'integer', column => column.notNull())
    .addColumn('token', 'text')
    .addPrimaryKeyConstraint('jobs_key', ['kind', 'key'])
    .execute()
  await db.schema.createIndex('jobs_run_at').on('jobs').columns(['kind', 'run_at']).execute()
}
