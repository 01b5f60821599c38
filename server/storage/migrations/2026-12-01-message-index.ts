import { type Kysely, sql } from 'kysely'
import { isPostgres } from '../dialect.ts'

/**
 * The full-text index of messages: it holds no text, only where each word is. `message_index` gives a place in it to a
 * message; places grow with the time at which it was sent. Both are filled afterwards, from the first message on.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  if (isPostgres(db)) return postgresIndex(db)
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

/** On PostgreSQL the words are beside the place; each message that is stored waits in `unindexed`. */
async function postgresIndex(db: Kysely<unknown>): Promise<void> {
  await sql`create table message_index (
    id bigint primary key, conversation_id text not null, seq bigint not null, tokens tsvector not null,
    constraint message_index_message unique (conversation_id, seq))`.execute(db)
  await sql`create index message_index_tokens on message_index using gin (tokens)`.execute(db)
  await sql`create table unindexed (
    conversation_id text not null, seq bigint not null, primary key (conversation_id, seq))`.execute(db)
  await sql`create function note_unindexed() returns trigger language plpgsql as
    'begin insert into unindexed values (new.conversation_id, new.seq) on conflict do nothing; return null; end'`.execute(
    db,
  )
  await sql`create trigger messages_unindexed after insert on messages
    for each row execute function note_unindexed()`.execute(db)
}
