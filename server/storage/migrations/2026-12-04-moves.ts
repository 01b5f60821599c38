import { type Kysely, sql } from 'kysely'
import { isPostgres } from '../dialect.ts'

/**
 * Keeps when a conversation changed last in a table of its own: a large row is then written without an index being
 * written, and PostgreSQL needs no counter that every commit writes. Stores when somebody joined or left last.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('moves')
    .addColumn('conversation_id', 'text', c => c.primaryKey())
    .addColumn('position', 'bigint', c => c.notNull())
    .execute()
  await sql`insert into moves (conversation_id, position) select id, commit_seq from conversations`.execute(db)
  await db.schema.createIndex('moves_position').on('moves').columns(['position', 'conversation_id']).execute()
  await db.schema.alterTable('conversations').dropColumn('commit_seq').execute()
  await db.schema
    .alterTable('conversations')
    .addColumn('members_revision', 'bigint', c => c.notNull().defaultTo(sql`0`))
    .execute()
  if (!isPostgres(db)) return
  // Room for the next version of a row beside the last one, in the tables that commits change and do not add to.
  for (const table of ['conversations', 'moves', 'members', 'users'])
    await sql`alter table ${sql.table(table)} set (fillfactor = 75)`.execute(db)
  await sql`create table openings (number bigint primary key, name text not null unique, commits bigint not null)`.execute(
    db,
  )
}
