import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** Stores each person's labels for conversations; a deleted one stays as its tombstone. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('labels')
    .addColumn('user_id', 'text', c => c.notNull().references('users.id'))
    .addColumn('id', 'text', c => c.notNull())
    .addColumn('name', 'text', c => c.notNull())
    .addColumn('hue', 'integer', c => c.notNull())
    .addColumn('rules', 'text', c => c.notNull())
    .addColumn('deleted', 'integer', c => c.notNull().defaultTo(sql`0`))
    .addColumn('revision', 'bigint', c => c.notNull())
    .addPrimaryKeyConstraint('labels_pk', ['user_id', 'id'])
    .execute()
  await db.schema.createIndex('labels_revision').on('labels').columns(['user_id', 'revision']).execute()
}
