import { type Kysely, sql } from 'kysely'

/** Unfinished uploads whose bytes are in a bucket, so that any process goes on with them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('uploads')
    .addColumn('id', 'text', column => column.primaryKey())
    .addColumn('user_id', 'text', column => column.notNull())
    .addColumn('size', 'bigint', column => column.notNull())
    .addColumn('received', 'bigint', column => column.notNull())
    .addColumn('metadata', 'text', column => column.notNull())
    .addColumn('created_at', 'bigint', column => column.notNull())
    .addColumn('holder', 'text')
    .addColumn('held_until', 'bigint', column => column.notNull().defaultTo(sql`0`))
    .addColumn('wanted', 'integer', column => column.notNull().defaultTo(sql`0`))
    .execute()
  await db.schema.createIndex('uploads_user').on('uploads').columns(['user_id']).execute()
  await db.schema
    .createTable('upload_parts')
    .addColumn('upload_id', 'text', column => column.notNull())
    .addColumn('start', 'bigint', column => column.notNull())
    .addColumn('bytes', 'bigint', column => column.notNull())
    .addColumn('name', 'text', column => column.notNull())
    .addPrimaryKeyConstraint('upload_parts_pk', ['upload_id', 'start'])
    .execute()
}
