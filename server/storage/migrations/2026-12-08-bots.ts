import type { Kysely } from 'kysely'
import { isPostgres } from '../dialect.ts'

/** Bots with a token, what they are told, their forms, and what they keep. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('conversations')
    .addColumn('listened', 'integer', c => c.notNull().defaultTo(0))
    .execute()
  await db.schema.alterTable('cards').addColumn('original', 'text').execute()
  await db.schema
    .createTable('bots')
    .addColumn('id', 'text', c => c.primaryKey().references('users.id'))
    .addColumn('owner_id', 'text', c => c.notNull())
    .addColumn('client_id', 'text', c => c.notNull())
    .addColumn('token_hash', 'text', c => c.notNull().unique())
    .addColumn('secret', 'text', c => c.notNull())
    .addColumn('scopes', 'text', c => c.notNull())
    .addColumn('manifest', 'text', c => c.notNull())
    .addColumn('enabled', 'integer', c => c.notNull())
    .addColumn('shared', 'integer', c => c.notNull())
    .addColumn('webhook_url', 'text')
    .addColumn('webhook_format', 'text', c => c.notNull())
    .addColumn('created_at', 'bigint', c => c.notNull())
    .addUniqueConstraint('bots_client', ['owner_id', 'client_id'])
    .execute()
  await db.schema
    .createTable('bot_events')
    .addColumn('id', isPostgres(db) ? 'bigserial' : 'integer', c =>
      isPostgres(db) ? c.primaryKey() : c.primaryKey().autoIncrement(),
    )
    .addColumn('bot_id', 'text', c => c.notNull())
    .addColumn('conversation_id', 'text')
    .addColumn('type', 'text', c => c.notNull())
    .addColumn('payload', 'text', c => c.notNull())
    .addColumn('at', 'bigint', c => c.notNull())
    .addColumn('state', 'text', c => c.notNull())
    .addColumn('attempts', 'integer', c => c.notNull())
    .addColumn('leased_until', 'bigint', c => c.notNull())
    .addColumn('problem', 'text', c => c.notNull())
    .addColumn('answer', 'text')
    .execute()
  await db.schema.createIndex('bot_events_state').on('bot_events').columns(['bot_id', 'state', 'id']).execute()
  await db.schema.createIndex('bot_events_at').on('bot_events').column('at').execute()
  await db.schema
    .createTable('bot_cursors')
    .addColumn('conversation_id', 'text', c => c.primaryKey())
    .addColumn('revision', 'bigint', c => c.notNull())
    .execute()
  await db.schema
    .createTable('bot_views')
    .addColumn('id', 'text', c => c.primaryKey())
    .addColumn('bot_id', 'text', c => c.notNull())
    .addColumn('user_id', 'text', c => c.notNull())
    .addColumn('home', 'integer', c => c.notNull())
    .addColumn('session_id', 'text')
    .addColumn('conversation_id', 'text')
    .addColumn('version', 'integer', c => c.notNull())
    .addColumn('view', 'text', c => c.notNull())
    .addColumn('secrets', 'text', c => c.notNull())
    .addColumn('data', 'text')
    .addColumn('at', 'bigint', c => c.notNull())
    .execute()
  await db.schema.createIndex('bot_views_person').on('bot_views').columns(['bot_id', 'user_id', 'home']).execute()
  await db.schema.createIndex('bot_views_at').on('bot_views').column('at').execute()
  await db.schema
    .createTable('bot_values')
    .addColumn('bot_id', 'text', c => c.notNull())
    .addColumn('key', 'text', c => c.notNull())
    .addColumn('value', 'text', c => c.notNull())
    .addColumn('version', 'integer', c => c.notNull())
    .addPrimaryKeyConstraint('bot_values_pk', ['bot_id', 'key'])
    .execute()
}
