import { type Kysely, sql } from 'kysely'

/**
 * The full-text index of messages: it holds no text, only where each word is. `message_index` gives a place in it to a
 * message; places grow with the time at which it was sent. Both are filled afterwards, from the first message on.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('message_index')
    .addColumn('id', 'integer', c => c.primaryKey())
    .addColumn('conversation_id', 'text', c => c.notNull())
    .addColumn('seq', 'bigint', c => c.notNull())
    .addUniqueConstraint('message_index_message', ['conversation_id', 'seq'])
    .execute()
  await sql`CREATE VIRTUAL TABLE message_words USING fts5 (tokens, content = '', columnsize = 0, tokenize = 'ascii')`.execute(
    db,
  )
  // What is taken out of the index leaves no words in its pages.
  await sql`INSERT INTO message_words (message_words, rank) VALUES ('secure-delete', 1)`.execute(db)
}
