import { sql } from 'kysely'
import type { Trx } from '../database.ts'
import type { Lock } from '../lock.ts'

/** The lock that every transaction shares, and one on the whole workspace has for itself. */
const everything = 'workspace'

/** The locks by how they are taken. */
export function sortLocks(locks: Lock | readonly Lock[]) {
  const all = typeof locks === 'string' ? [locks] : [...new Set(locks)]
  const after = (prefix: string) => all.filter(lock => lock.startsWith(prefix)).map(lock => lock.slice(prefix.length))
  return {
    workspace: all.includes('workspace'),
    conversations: after('conversation:'),
    users: after('user:'),
    named: all.filter(lock => lock !== 'workspace' && !/^(conversation|user):/.test(lock)),
  }
}

/**
 * Takes locks until the end of the transaction, all in one order: first those without a row (advisory locks), then rows
 * of conversations, then rows of users, each sorted, so that two transactions rarely wait for each other. Returns the
 * transaction's id, which is the position of what it moves.
 */
export async function takeLocks(db: Trx, locks: Lock | readonly Lock[]): Promise<number> {
  const { workspace, conversations, users, named } = sortLocks(locks)
  const { rows } = await sql<{ xid: number }>`
    with w as materialized (
      select ${workspace ? sql`pg_advisory_xact_lock` : sql`pg_advisory_xact_lock_shared`}(hashtextextended(${everything}, 0))
    ), n as materialized (
      select pg_advisory_xact_lock(key) from (
        select distinct hashtextextended(value, 0) as key from json_each(${JSON.stringify(named)})
        where (select count(*) from w) = 1 order by 1
      ) keys
    )
    select pg_current_xact_id()::text::bigint as xid, (select count(*) from n) as named`.execute(db)
  if (!workspace && conversations.length + users.length > 0) {
    await sql`
      with c as materialized (
        select id from conversations where id in (select value from json_each(${JSON.stringify(conversations)}))
        order by id for no key update
      ), u as materialized (
        select id from users where id in (select value from json_each(${JSON.stringify(users)}))
          and (select count(*) from c) >= 0
        order by id for no key update
      )
      select count(*) from u`.execute(db)
  }
  const xid = rows[0]?.xid
  if (xid === undefined) throw new Error('the transaction has no id')
  return xid
}
