import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

type Database = Kysely<unknown>

async function first(db: Database): Promise<void> {
  const schema = db.schema
  const flag = sql<number>`0`
  await schema
    .createTable('meta')
    .addColumn('key', 'text', c => c.primaryKey())
    .addColumn('value', 'text', c => c.notNull())
    .execute()
  await schema
    .createTable('counters')
    .addColumn('name', 'text', c => c.primaryKey())
    .addColumn('value', 'bigint', c => c.notNull())
    .execute()
  await sql`insert into counters (name, value) values ('directory', 0), ('apps', 0), ('moved', 0)`.execute(db)

  await schema
    .createTable('organisation')
    .addColumn('id', 'text', c => c.primaryKey())
    .addColumn('name', 'text', c => c.notNull())
    .addColumn('latin_name', 'text', c => c.notNull())
    .addColumn('revision', 'bigint', c => c.notNull())
    .execute()
  await schema
    .createTable('departments')
    .addColumn('id', 'text', c => c.primaryKey())
    .addColumn('parent_id', 'text', c => c.references('departments.id'))
    .addColumn('name', 'text', c => c.notNull())
    .addColumn('latin_name', 'text', c => c.notNull())
    .addColumn('sort_order', 'integer', c => c.notNull())
    .addColumn('leader_ids', 'text', c => c.notNull())
    .addColumn('deleted', 'integer', c => c.notNull().defaultTo(flag))
    .addColumn('revision', 'bigint', c => c.notNull())
    .execute()
  await schema.createIndex('departments_revision').on('departments').column('revision').execute()
  await schema
    .createTable('employees')
    .addColumn('id', 'text', c => c.primaryKey())
    .addColumn('name', 'text', c => c.notNull())
    .addColumn('latin_name', 'text', c => c.notNull())
    .addColumn('department_ids', 'text', c => c.notNull())
    .addColumn('title', 'text', c => c.notNull())
    .addColumn('phone', 'text', c => c.notNull())
    .addColumn('mail', 'text', c => c.notNull())
    .addColumn('staff_no', 'text', c => c.notNull())
    .addColumn('place', 'text', c => c.notNull())
    .addColumn('deleted', 'integer', c => c.notNull().defaultTo(flag))
    .addColumn('revision', 'bigint', c => c.notNull())
    .execute()
  await schema.createIndex('employees_revision').on('employees').column('revision').execute()

  await schema
    .createTable('users')
    .addColumn('id', 'text', c => c.primaryKey().references('employees.id'))
    .addColumn('account', 'text', c => c.unique())
    .addColumn('password_hash', 'text')
    .addColumn('admin', 'integer', c => c.notNull().defaultTo(flag))
    .addColumn('publisher', 'integer', c => c.notNull().defaultTo(flag))
    .addColumn('disabled', 'integer', c => c.notNull().defaultTo(flag))
    .addColumn('me_revision', 'bigint', c => c.notNull().defaultTo(flag))
    .execute()
  await schema
    .createTable('preferences')
    .addColumn('user_id', 'text', c => c.primaryKey().references('users.id'))
    .addColumn('favourite_apps', 'text', c => c.notNull())
    .addColumn('revision', 'bigint', c => c.notNull())
    .execute()
  await schema
    .createTable('sessions')
    .addColumn('id', 'text', c => c.primaryKey())
    .addColumn('user_id', 'text', c => c.notNull().references('users.id'))
    .addColumn('device_id', 'text', c => c.notNull())
    .addColumn('name', 'text', c => c.notNull())
    .addColumn('platform', 'text', c => c.notNull())
    .addColumn('created_at', 'bigint', c => c.notNull())
    .addColumn('last_seen_at', 'bigint', c => c.notNull())
    .addColumn('refresh_hash', 'text', c => c.notNull().unique())
    .addColumn('previous_hash', 'text')
    .addColumn('refresh_expires_at', 'bigint', c => c.notNull())
    .addColumn('ended_at', 'bigint')
    .execute()
  await schema.createIndex('sessions_user').on('sessions').columns(['user_id', 'device_id']).execute()
  await schema.createIndex('sessions_previous').on('sessions').column('previous_hash').execute()
  await schema
    .createTable('retired_tokens')
    .addColumn('hash', 'text', c => c.primaryKey())
    .addColumn('session_id', 'text', c => c.notNull().references('sessions.id').onDelete('cascade'))
    .addColumn('retired_at', 'bigint', c => c.notNull())
    .execute()
  await schema.createIndex('retired_tokens_session').on('retired_tokens').column('session_id').execute()

  await schema
    .createTable('conversations')
    .addColumn('id', 'text', c => c.primaryKey())
    .addColumn('kind', 'text', c => c.notNull())
    .addColumn('name', 'text', c => c.notNull())
    .addColumn('owner_id', 'text')
    .addColumn('member_count', 'integer', c => c.notNull())
    .addColumn('faces', 'text', c => c.notNull())
    .addColumn('created_at', 'bigint', c => c.notNull())
    .addColumn('revision', 'bigint', c => c.notNull())
    .addColumn('head', 'bigint', c => c.notNull())
    .addColumn('last_seq', 'bigint', c => c.notNull())
    .addColumn('last_ordinal', 'bigint', c => c.notNull())
    .addColumn('moved', 'bigint', c => c.notNull())
    .addColumn('direct_key', 'text', c => c.unique())
    .addColumn('creator_id', 'text')
    .addColumn('client_id', 'text')
    .addColumn('content_hash', 'text')
    .addUniqueConstraint('conversations_client', ['creator_id', 'client_id'])
    .execute()
  await schema
    .createTable('members')
    .addColumn('conversation_id', 'text', c => c.notNull().references('conversations.id'))
    .addColumn('user_id', 'text', c => c.notNull().references('users.id'))
    .addColumn('role', 'text', c => c.notNull())
    .addColumn('joined_at', 'bigint', c => c.notNull())
    .addColumn('join_order', 'bigint', c => c.notNull())
    .addColumn('joined', 'integer', c => c.notNull())
    .addColumn('revision', 'bigint', c => c.notNull())
    .addColumn('pinned', 'integer', c => c.notNull().defaultTo(flag))
    .addColumn('muted', 'integer', c => c.notNull().defaultTo(flag))
    .addColumn('read_seq', 'bigint', c => c.notNull())
    .addColumn('read_ordinal', 'bigint', c => c.notNull())
    .addColumn('visible_from', 'bigint', c => c.notNull())
    .addColumn('me_revision', 'bigint', c => c.notNull())
    .addPrimaryKeyConstraint('members_pk', ['conversation_id', 'user_id'])
    .execute()
  await schema.createIndex('members_revision').on('members').columns(['conversation_id', 'revision']).execute()
  await schema.createIndex('members_me').on('members').columns(['user_id', 'me_revision']).execute()
  await schema
    .createTable('messages')
    .addColumn('conversation_id', 'text', c => c.notNull().references('conversations.id'))
    .addColumn('seq', 'bigint', c => c.notNull())
    .addColumn('revision', 'bigint', c => c.notNull())
    .addColumn('ordinal', 'bigint', c => c.notNull())
    .addColumn('sender_id', 'text', c => c.notNull())
    .addColumn('client_id', 'text')
    .addColumn('content_hash', 'text')
    .addColumn('sent_at', 'bigint', c => c.notNull())
    .addColumn('content', 'text', c => c.notNull())
    .addPrimaryKeyConstraint('messages_pk', ['conversation_id', 'seq'])
    .addUniqueConstraint('messages_client', ['sender_id', 'client_id'])
    .execute()
  await schema.createIndex('messages_revision').on('messages').columns(['conversation_id', 'revision']).execute()
  await schema
    .createTable('mentions')
    .addColumn('conversation_id', 'text', c => c.notNull())
    .addColumn('user_id', 'text', c => c.notNull())
    .addColumn('seq', 'bigint', c => c.notNull())
    .addColumn('sender_id', 'text', c => c.notNull())
    .addPrimaryKeyConstraint('mentions_pk', ['conversation_id', 'user_id', 'seq'])
    .execute()

  await schema
    .createTable('apps')
    .addColumn('id', 'text', c => c.primaryKey())
    .addColumn('name', 'text', c => c.notNull())
    .addColumn('latin_name', 'text', c => c.notNull())
    .addColumn('description', 'text', c => c.notNull())
    .addColumn('latin_description', 'text', c => c.notNull())
    .addColumn('app_group', 'text', c => c.notNull())
    .addColumn('icon', 'text', c => c.notNull())
    .addColumn('hue', 'integer', c => c.notNull())
    .addColumn('start_url', 'text', c => c.notNull())
    .addColumn('allowed_origins', 'text', c => c.notNull())
    .addColumn('permissions', 'text', c => c.notNull())
    .addColumn('sort_order', 'integer', c => c.notNull())
    .addColumn('deleted', 'integer', c => c.notNull().defaultTo(flag))
    .addColumn('revision', 'bigint', c => c.notNull())
    .execute()
  await schema
    .createTable('announcements')
    .addColumn('id', 'text', c => c.primaryKey())
    .addColumn('title', 'text', c => c.notNull())
    .addColumn('body', 'text', c => c.notNull())
    .addColumn('author_id', 'text', c => c.notNull().references('users.id'))
    .addColumn('created_at', 'bigint', c => c.notNull())
    .execute()
  await schema.createIndex('announcements_created').on('announcements').columns(['created_at', 'id']).execute()
  await schema
    .createTable('announcement_confirmations')
    .addColumn('announcement_id', 'text', c => c.notNull().references('announcements.id').onDelete('cascade'))
    .addColumn('user_id', 'text', c => c.notNull().references('users.id'))
    .addColumn('confirmed_at', 'bigint', c => c.notNull())
    .addPrimaryKeyConstraint('announcement_confirmations_pk', ['announcement_id', 'user_id'])
    .execute()
}

/** Counts that are kept instead of counted, and a name for each announcement so that a retry is not a second one. */
async function announcementCounts(db: Database): Promise<void> {
  await db.schema
    .alterTable('announcements')
    .addColumn('confirmed_count', 'integer', c => c.notNull().defaultTo(sql`0`))
    .execute()
  await db.schema.alterTable('announcements').addColumn('client_id', 'text').execute()
  await db.schema
    .createIndex('announcements_client')
    .unique()
    .on('announcements')
    .columns(['author_id', 'client_id'])
    .execute()
  await db.schema
    .createIndex('announcement_confirmations_user')
    .on('announcement_confirmations')
    .column('user_id')
    .execute()
  await sql`update announcements set confirmed_count = (
    select count(*) from announcement_confirmations as c join employees as e on e.id = c.user_id
    where c.announcement_id = announcements.id and e.deleted = 0
  )`.execute(db)
}

/** Every migration there ever was, by number. A released one is never changed: add the next. */
export const migrations: Record<string, Migration> = {
  '0001_first': { up: first },
  '0002_announcement_counts': { up: announcementCounts },
}
