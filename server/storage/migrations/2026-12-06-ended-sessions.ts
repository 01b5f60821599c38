import type { Kysely } from 'kysely'

/** Finds the sessions that ended a moment ago without reading all of them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createIndex('sessions_ended')
    .on('sessions')
    .column('ended_at')
    .where('ended_at' as never, 'is not', null)
    .execute()
}
