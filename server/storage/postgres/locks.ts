import { sql } from 'kysely'
import type { Trx } from '../database.ts'
import type { Lock } from '../lock.ts'
import { era } from './checkpoints.ts'

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
 * of conversations, then rows of users, each sorted, so that two transactions rarely wait for each other.
 */
export async function takeLocks(db: Trx, locks: Lock | readonly Lock[]): Promise<Begun> {
  const { workspace, conversations, users, named } = sortLocks(locks)
  const begun = await (workspace ? lockEverything(db) : lockSome(db, { conversations, users, named }))
  if (begun === undefined) throw new Error('the transaction has no id')
  return begun
}

/** A transaction: its id, which is the position of what it moves, and in which life of the cluster it has that. */
export interface Begun {
  xid: number
  era: string
}

const begun = sql.raw(`pg_current_xact_id()::text::bigint as xid, ${era} as era`)

async function lockEverything(db: Trx): Promise<Begun | undefined> {
  const { rows } = await sql<Begun>`
    with w as materialized (select pg_advisory_xact_lock(hashtextextended(${everything}, 0)))
    select ${begun}, (select count(*) from w) as locked`.execute(db)
  return rows[0]
}

async function lockSome(db: Trx, locks: { conversations: string[]; users: string[]; named: string[] }) {
  const [names, conversations, users] = [locks.named, locks.conversations, locks.users].map(list =>
    JSON.stringify(list),
  )
  const lock = () =>
    sql<Begun & { locked: number }>`
      with w as materialized (select pg_advisory_xact_lock_shared(hashtextextended(${everything}, 0))),
      n as materialized (
        select pg_advisory_xact_lock(key) from (
          select distinct hashtextextended(value, 0) as key from json_each(${names})
          where (select count(*) from w) = 1 order by 1
        ) keys
      ), c as materialized (
        select id from conversations where id in (select value from json_each(${conversations}))
          and (select count(*) from n) >= 0
        order by id for no key update
      ), u as materialized (
        select id from users where id in (select value from json_each(${users}))
          and (select count(*) from c) >= 0
        order by id for no key update
      )
      select ${begun}, (select count(*) from n) as named,
        (select count(*) from c) + (select count(*) from u) as locked`.execute(db)
  const first = (await lock()).rows[0]
  // A row that was made while the statement waited is not seen by it; the next one sees it.
  const all = locks.conversations.length + locks.users.length
  return first === undefined || first.locked === all ? first : (await lock()).rows[0]
}
