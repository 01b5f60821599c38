import { type Kysely, sql } from 'kysely'

/** Replies and their threads, edits, reactions, and messages that are pinned or marked. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('messages').addColumn('attributes', 'text').execute()
  await db.schema.alterTable('messages').addColumn('thread', 'bigint').execute()
  await db.schema
    .createIndex('messages_thread')
    .on('messages')
    .columns(['conversation_id', 'thread', 'seq'])
    .where(sql.ref('thread'), 'is not', null)
    .execute()
  await db.schema
    .createTable('message_reactions')
    .addColumn('conversation_id', 'text', c => c.notNull())
    .addColumn('seq', 'bigint', c => c.notNull())
    .addColumn('emoji', 'text', c => c.notNull())
    .addColumn('user_id', 'text', c => c.notNull())
    .addColumn('reacted_at', 'bigint', c => c.notNull())
    .addPrimaryKeyConstraint('message_reactions_pk', ['conversation_id', 'seq', 'emoji', 'user_id'])
    .execute()
  await db.schema
    .createTable('message_edits')
    .addColumn('conversation_id', 'text', c => c.notNull())
    .addColumn('seq', 'bigint', c => c.notNull())
    .addColumn('edit', 'integer', c => c.notNull())
    .addColumn('content', 'text', c => c.notNull())
    .addColumn('edited_at', 'bigint', c => c.notNull())
    .addPrimaryKeyConstraint('message_edits_pk', ['conversation_id', 'seq', 'edit'])
    .execute()
  await db.schema
    .createTable('message_flags')
    .addColumn('conversation_id', 'text', c => c.notNull())
    .addColumn('flag', 'text', c => c.notNull())
    .addColumn('seq', 'bigint', c => c.notNull())
    .addPrimaryKeyConstraint('message_flags_pk', ['conversation_id', 'flag', 'seq'])
    .execute()
}
