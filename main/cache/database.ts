import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { mergeOnce } from '../../common/merge-once.ts'
import type { CacheDatabase } from './api.ts'
import { refresh } from './conversations/writes.ts'
import { toCacheError } from './core/errors.ts'
import type { ReadContext } from './core/feature.ts'
import { databaseExists, headerLooksWhole, keyMatches, writeCheck } from './core/key-check.ts'
import { Names } from './core/rows.ts'
import { readScope, writeScope } from './core/scopes.ts'
import { openSql, type Sql } from './core/sql.ts'
import { type CacheChange, CacheError } from './core/types.ts'
import { WriteContext } from './core/write-context.ts'
import { type CacheWrites, durable, entities, migrations, openReads, writes } from './features.ts'
import { migrate, schemaVersion } from './migrations/index.ts'

export type ChangeListener = (change: CacheChange) => void

/** The user id is stored in the table of scopes, so that `meta` has only keys of the caller. */
const selfScope = 'self'

/** The cache over one connection. Every write is one transaction; listeners get its change before the call returns. */
class Store implements ReadContext {
  readonly sql: Sql
  readonly #listeners: ChangeListener[] = []
  self: string | null

  constructor(sql: Sql) {
    this.sql = sql
    this.self = readScope(sql, selfScope).token
  }

  onCommit(listener: ChangeListener): void {
    this.#listeners.push(listener)
  }

  #write<T>(isDurable: boolean, work: (context: WriteContext) => T): T {
    const context = new WriteContext(this.sql, this.self, entities)
    const result = this.sql.transaction(isDurable, () => {
      const value = work(context)
      for (const key of context.touched) refresh(context, key)
      return value
    })
    const change = context.changes.take()
    if (change !== null) for (const listener of this.#listeners) listener(change)
    return result
  }

  writes(): CacheWrites {
    const bound = Object.entries(writes).map(([name, write]) => [
      name,
      (...args: unknown[]) =>
        this.#write(durable.has(name), context =>
          (write as (context: WriteContext, ...args: unknown[]) => unknown)(context, ...args),
        ),
    ])
    return Object.fromEntries(bound) as CacheWrites
  }

  setSelf(userId: string): void {
    this.#write(false, context => {
      writeScope(context.sql, selfScope, { epoch: null, cursor: 0, token: userId })
      if (userId !== context.self) context.changes.anyConversation()
    })
    this.self = userId
  }
}

/**
 * Opens the encrypted cache at `path`, creates it if there is none, and migrates it to the newest schema. `key`: 32
 * bytes. Throws `CacheError`: `key` (it was created with another key), `corrupt`, `newer`, `full`, `io`. It does not
 * search the whole file for damaged pages; reading one throws `corrupt` later.
 */
export function openDatabase(path: string, key: Uint8Array, onChange: ChangeListener = () => {}): CacheDatabase {
  if (key.length !== 32) throw new RangeError(`The key of the cache has ${key.length} bytes, not 32.`)
  const existed = prepareFiles(path, key)
  const sql = openSql(path, key)
  try {
    configure(sql)
    if (existed && schemaVersion(sql) > 0) sql.get('SELECT count(*) FROM sqlite_schema')
    const database = databaseOver(sql, onChange)
    if (existed && keyMatches(path, key) === null) writeCheck(path, key)
    return database
  } catch (error) {
    abandon(sql)
    throw explainFailure(error, path, key)
  }
}

/** The cache over an open connection, which it migrates to the newest schema. Throws `CacheError`. */
export function databaseOver(sql: Sql, onChange: ChangeListener = () => {}): CacheDatabase {
  migrate(sql, migrations)
  const store = new Store(sql)
  const reads = openReads(store)
  store.onCommit(onChange)
  const own = {
    setSelf: (userId: string) => store.setSelf(userId),
    self: () => (store.self === null ? null : new Names(sql).get(store.self)),
    close: () => sql.close(),
  }
  return mergeOnce('calls of the cache', [store.writes(), reads, own])
}

/** Writes the check file of a new cache, or compares the key of an existing one. Returns whether the cache exists. */
function prepareFiles(path: string, key: Uint8Array): boolean {
  try {
    mkdirSync(dirname(path), { recursive: true })
    if (!databaseExists(path)) {
      writeCheck(path, key)
      return false
    }
    if (keyMatches(path, key) === false) throw wrongKey()
    return true
  } catch (error) {
    const known = toCacheError(error)
    if (known instanceof CacheError) throw known
    throw new CacheError(
      'io',
      `The message cache could not be prepared: ${error instanceof Error ? error.message : error}`,
    )
  }
}

function wrongKey(): CacheError {
  return new CacheError(
    'key',
    'The message cache was made with another key. Reset it to read it from the server again.',
  )
}

/** Without a check file, the unencrypted part of the header tells a wrong key from a damaged first page. */
function explainFailure(error: unknown, path: string, key: Uint8Array): unknown {
  if (!(error instanceof CacheError) || error.failure !== 'corrupt') return error
  return keyMatches(path, key) === null && headerLooksWhole(path) ? wrongKey() : error
}

const cacheKiB = 32 * 1024

function configure(sql: Sql): void {
  sql.exec(`PRAGMA cache_size = -${cacheKiB}`)
  sql.exec('PRAGMA journal_mode = WAL')
  // Temporary tables would be unencrypted on the disk.
  sql.exec('PRAGMA temp_store = MEMORY')
  sql.exec('PRAGMA foreign_keys = ON')
  // Where it costs no writing of its own, what is deleted is overwritten.
  sql.exec('PRAGMA secure_delete = FAST')
  sql.exec('PRAGMA cell_size_check = ON')
  sql.exec('PRAGMA recursive_triggers = OFF')
  sql.exec('PRAGMA trusted_schema = OFF')
}

/** Closes a file that could not be opened. That error is thrown already, so one of SQLite on closing is ignored. */
function abandon(sql: Sql): void {
  try {
    sql.close()
  } catch (error) {
    if (!(toCacheError(error) instanceof CacheError)) throw error
  }
}
