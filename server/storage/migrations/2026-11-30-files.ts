import { type Kysely, sql } from 'kysely'

/** Files, and the messages that show them. The bytes are in the blob store, by the SHA-256 of what is served. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('files')
    .addColumn('id', 'text', c => c.primaryKey())
    .addColumn('sha256', 'text', c => c.notNull())
    .addColumn('source_sha256', 'text', c => c.notNull())
    .addColumn('name', 'text', c => c.notNull())
    .addColumn('size', 'bigint', c => c.notNull())
    .addColumn('media_type', 'text', c => c.notNull())
    .addColumn('width', 'integer')
    .addColumn('height', 'integer')
    .addColumn('duration_ms', 'integer')
    .addColumn('placeholder', 'text')
    .addColumn('previews', 'integer', c => c.notNull().defaultTo(sql`0`))
    .addColumn('uploader_id', 'text', c => c.notNull())
    .addColumn('created_at', 'bigint', c => c.notNull())
    .execute()
  await db.schema.createIndex('files_sha256').on('files').column('sha256').execute()
  await db.schema.createIndex('files_source').on('files').column('source_sha256').execute()
  await db.schema
    .createTable('file_refs')
    .addColumn('conversation_id', 'text', c => c.notNull())
    .addColumn('seq', 'bigint', c => c.notNull())
    .addColumn('file_id', 'text', c => c.notNull().references('files.id'))
    .addPrimaryKeyConstraint('file_refs_pk', ['conversation_id', 'seq', 'file_id'])
    .execute()
  await db.schema.createIndex('file_refs_file').on('file_refs').column('file_id').execute()
}
