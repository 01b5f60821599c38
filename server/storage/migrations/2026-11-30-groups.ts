import type { Kysely } from 'kysely'

/** Settings of groups, roles and nicknames of members, and what was done to a group. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('conversations')
    .addColumn('details', 'text', c => c.notNull().defaultTo('{}'))
    .execute()
  await db.schema.alterTable('members').addColumn('nickname', 'text').execute()
  await db.schema.alterTable('members').addColumn('last_sent_at', 'bigint').execute()
  await db.schema.alterTable('members').addColumn('left_reason', 'text').execute()
  await db.schema
    .createTable('group_audit')
    .addColumn('conversation_id', 'text', c => c.notNull())
    .addColumn('id', 'bigint', c => c.notNull())
    .addColumn('at', 'bigint', c => c.notNull())
    .addColumn('actor_id', 'text', c => c.notNull())
    .addColumn('action', 'text', c => c.notNull())
    .addColumn('before', 'text')
    .addColumn('after', 'text')
    .addPrimaryKeyConstraint('group_audit_pk', ['conversation_id', 'id'])
    .execute()
}
