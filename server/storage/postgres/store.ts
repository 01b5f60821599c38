import { setTimeout as wait } from 'node:timers/promises'
import { ProtocolError } from '@lianqun/protocol'
import { Kysely, PostgresDialect, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type pg from 'pg'
import { within } from '../../../common/within.ts'
import type { Reader } from '../database.ts'
import { isConflict, isDisconnected, isTooSlow } from '../faults.ts'
import type { Lock } from '../lock.ts'
import type { MessageStore } from '../message-store.ts'
import { initialise, migrate, newSecret } from '../migrate.ts'
import { migrations as allMigrations } from '../migrations/index.ts'
import { randomId } from '../random-id.ts'
import { messageOf, StartupError } from '../startup-error.ts'
import type { Checkpoints, Horizon, MetaKey, Store, Transaction } from '../store.ts'
import type { Tables } from '../tables.ts'
import { era as eraNow, type Meeting, meet, readCheckpoints, readPlace } from './checkpoints.ts'
import { type Begun, takeLocks } from './locks.ts'
import { PostgresMessageStore } from './message-store.ts'
import { openPool, type PoolOptions } from './pool.ts'
import { readOldestWriter } from './writers.ts'

/** How often a transaction is begun again, and how long it waits before, in milliseconds: up to this much, and doubled. */
const mostAttempts = 8
const firstWaitMs = 4
/** How long the fate of a commit is asked for whose connection broke off, in milliseconds. */
const fateMs = 10_000

export interface PostgresOptions {
  /** Most connections of this process; 10 by default. */
  connections?: number
  /** Reports what nobody waits for. */
  failed?: (error: Error) => void
  migrations?: Record<string, Migration>
  /** Opens also what `copy` has begun and not finished. */
  copies?: boolean
}

/**
 * A workspace in a database of PostgreSQL, which any number of processes share. The locks are those of PostgreSQL, held to
 * the end of the transaction: of conversations and users their rows, so that revisions are dense and in the order of the
 * commits.
 */
export class PostgresStore implements Store {
  readonly db: Kysely<Tables>
  readonly messages: MessageStore
  /** Whether the database is a copy from another cluster: the epoch is new then. */
  replaced = false
  readonly #meta = new Map<string, string>()
  readonly #takenOver: ((settled: number) => void)[] = []
  /** What the newest connection met; null: there was none yet. */
  #met: Meeting | null = null
  #closed = false

  private constructor(url: string, options: PoolOptions) {
    const pool = openPool(url, { ...options, meet: client => this.#meet(client) })
    this.db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
    this.messages = new PostgresMessageStore(this)
  }

  /**
   * Opens the database of a url (`postgres://user@host/database`) and migrates it.
   * @throws StartupError when it cannot be reached, or its schema is newer than this server
   */
  static async open(url: string, options: PostgresOptions = {}): Promise<PostgresStore> {
    const failed = options.failed ?? (() => {})
    const store = new PostgresStore(url, { connections: options.connections ?? 10, failed })
    try {
      await prepare(url, options.migrations ?? allMigrations, failed)
      if (!options.copies) await requireWhole(store.db)
      await store.#begin()
      for (const { key, value } of await store.db.selectFrom('meta').selectAll().execute()) store.#meta.set(key, value)
      return store
    } catch (error) {
      await store.shutdown()
      throw openingError(error, url)
    }
  }

  /** Begins a new epoch in a copy that was put into another cluster: the positions in it mean nothing there. */
  async #begin(): Promise<void> {
    this.replaced = await this.write('workspace', async ({ db }) => {
      const { cluster } = await readPlace(db)
      const known = await db.selectFrom('meta').select('value').where('key', '=', 'cluster').executeTakeFirst()
      if (known?.value === cluster) return false
      await db
        .insertInto('meta')
        .values({ key: 'cluster', value: cluster })
        .onConflict(oc => oc.column('key').doUpdateSet({ value: cluster }))
        .execute()
      if (known === undefined) return false
      await db.updateTable('moves').set({ position: 0 }).execute()
      await db
        .updateTable('meta')
        .set({ value: randomId(12) })
        .where('key', '=', 'epoch')
        .execute()
      return true
    })
  }

  /** Several statements see one state; none of them writes. */
  read<T>(fn: (db: Reader) => Promise<T>): Promise<T> {
    return this.#again(() =>
      this.db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(fn),
    )
  }

  async write<T>(
    locks: Lock | readonly Lock[],
    fn: (tx: Transaction) => Promise<T>,
    committed: (result: T) => void = () => {},
  ): Promise<T> {
    const result = await this.#again(() => this.#transaction(locks, fn))
    committed(result)
    return result
  }

  async #meet(client: pg.PoolClient): Promise<void> {
    const known = this.#met
    const met = await meet(client, known)
    // Two connections may meet it at once.
    if (this.#met !== known) return
    this.#met = met
    if (known !== null && met.timeline !== known.timeline) for (const listener of this.#takenOver) listener(met.settled)
  }

  onTakenOver(listener: (settled: number) => void): void {
    this.#takenOver.push(listener)
  }

  async #transaction<T>(locks: Lock | readonly Lock[], fn: (tx: Transaction) => Promise<T>): Promise<T> {
    const db = await this.db.startTransaction().setIsolationLevel('read committed').execute()
    // The error that ended it says more than one of the rollback, which gives the connection back.
    const giveUp = () =>
      db
        .rollback()
        .execute()
        .catch(() => {})
    let begun: Begun
    let result: T
    try {
      begun = await takeLocks(db, locks)
      const { xid } = begun
      result = await fn({ db, position: async () => xid })
    } catch (error) {
      await giveUp()
      throw error
    }
    try {
      await db.commit().execute()
    } catch (error) {
      await giveUp()
      if (!isDisconnected(error)) throw error
      if (!(await this.#isCommitted(begun))) throw error
    }
    return result
  }

  /** What became of a commit whose connection broke off. @throws unavailable when that cannot be known */
  async #isCommitted(begun: Begun): Promise<boolean> {
    const end = Date.now() + fateMs
    for (;;) {
      const fate = await this.#fateOf(begun)
      if (fate === 'committed') return true
      if (fate === 'aborted') return false
      if (Date.now() > end) throw unavailable()
      await wait(50)
    }
  }

  async #fateOf({ xid, era }: Begun): Promise<string | null> {
    try {
      const { rows } = await sql<{ fate: string | null; era: string }>`
        select pg_xact_status(${String(xid)}::xid8) as fate, ${sql.raw(eraNow)} as era`.execute(this.db)
      // After a crash, and by whoever took over, the ids of what was lost are given to others.
      if (rows[0]?.era !== era) throw unavailable()
      return rows[0].fate
    } catch (error) {
      if (error instanceof ProtocolError) throw error
      if (isDisconnected(error)) return null
      // A standby that never heard of it has taken over: what it held is gone.
      throw unavailable()
    }
  }

  /** Runs what leaves nothing behind when it fails, again where another transaction or a broken connection was in its way. */
  async #again<T>(fn: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await fn()
      } catch (error) {
        if (isTooSlow(error)) throw unavailable()
        if (!isConflict(error) && !isDisconnected(error)) throw error
        if (attempt >= mostAttempts || this.#closed) throw isDisconnected(error) ? unavailable() : error
        await wait(Math.random() * firstWaitMs * 2 ** attempt)
      }
    }
  }

  async horizon(db: Reader): Promise<Horizon> {
    const { rows } = await sql<Horizon>`
      select pg_snapshot_xmin(s)::text::bigint as settled, pg_snapshot_xmax(s)::text::bigint as newest
      from pg_current_snapshot() s`.execute(db)
    const [row] = rows
    if (row === undefined) throw new Error('there is no snapshot')
    return row
  }

  meta(key: MetaKey): string {
    const value = this.#meta.get(key)
    if (value === undefined) throw new Error(`meta has no ${key}`)
    return value
  }

  newEpoch(): Promise<void> {
    return this.#setMeta('epoch', randomId(12))
  }

  newTokenSecret(): Promise<void> {
    return this.#setMeta('token_secret', newSecret())
  }

  async #setMeta(key: MetaKey, value: string): Promise<void> {
    await this.write('workspace', ({ db }) => db.updateTable('meta').set({ value }).where('key', '=', key).execute())
    this.#meta.set(key, value)
  }

  checkpoints(db: Reader): Promise<Checkpoints> {
    return readCheckpoints(db)
  }

  async oldestWriter(): Promise<string | null> {
    const writer = await readOldestWriter(this.db)
    return writer && `${writer.who} since ${writer.since ?? 'a time that this user may not see'}`
  }

  async works(): Promise<boolean> {
    try {
      // Some services let a full database be read alone.
      const asked = sql<{ writes: boolean }>`select current_setting('transaction_read_only') = 'off' as writes`
      const { rows } = await within(asked.execute(this.db), 5_000, () => new Error('too slow'))
      return rows[0]?.writes === true
    } catch {
      // That it does not is the answer.
      return false
    }
  }

  readonly upkeep = {}

  async shutdown(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.db.destroy()
  }
}

/** @throws StartupError for a copy of another database that is not finished: what were said there would be lost */
async function requireWhole(db: Reader): Promise<void> {
  if (await isHalfCopied(db))
    throw new StartupError(
      'The database holds a copy that is not finished. Run lianqun-server copy again, with the same --from and --to.',
    )
}

/** Whether `copy` has begun here and not finished. */
export async function isHalfCopied(db: Reader): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`select to_regclass('copied') is not null as there`.execute(db)
  if (rows[0]?.there !== true) return false
  // A copy that was refused has left it empty.
  const begun = await sql`select 1 from copied limit 1`.execute(db)
  return begun.rows.length > 0
}

/** Migrates a database, however long it takes. */
async function prepare(url: string, migrations: Record<string, Migration>, failed: (error: Error) => void) {
  const pool = openPool(url, { connections: 2, failed, patienceMs: 0 })
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  try {
    const { rows } = await sql<{ server_encoding: string }>`show server_encoding`.execute(db)
    const encoding = rows[0]?.server_encoding
    if (encoding !== 'UTF8')
      throw new StartupError(
        `The database has the encoding ${encoding}. Create it with UTF8: createdb --encoding=UTF8.`,
      )
    await migrate(db, migrations)
    await initialise(db)
  } finally {
    await db.destroy()
  }
}

function unavailable(): ProtocolError {
  return new ProtocolError('unavailable', {
    retryAfterMs: 1_000,
    message: 'The database cannot be reached. Try again.',
  })
}

/** The host of a url, for messages: never its password. */
export function hostOf(url: string): string {
  return URL.parse(url)?.host || 'the database'
}

function openingError(error: unknown, url: string): Error {
  if (error instanceof StartupError) return error
  const text = messageOf(error)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (URL.parse(url) === null)
    return new StartupError('The address of the database cannot be read. A password in it is percent-encoded.')
  const place = hostOf(url)
  if (/does not support SSL/.test(text))
    return new StartupError(`The database on ${place} does not encrypt: turn ssl on there, or leave sslmode out here.`)
  if (code === '25006')
    return new StartupError(
      `The database on ${place} takes no writes: it is a standby, or its recovery has paused (pg_wal_replay_resume).`,
    )
  if (isTooSlow(error))
    return new StartupError(`The database on ${place} is busy, or something in it is locked: ${text}`)
  if (code === '3D000') return new StartupError(`There is no such database on ${place} (${text}). Create it first.`)
  if (/^28/.test(code)) return new StartupError(`The database on ${place} does not let this user in: ${text}`)
  if (code === '42501')
    return new StartupError(
      `The user of the database on ${place} may not make tables in it: ${text}. Grant it create on the schema.`,
    )
  if (error instanceof ProtocolError || isDisconnected(error))
    return new StartupError(`The database on ${place} cannot be reached: ${text}. Start it, or check --database.`)
  return new StartupError(`The database on ${place} cannot be opened: ${text}`)
}
