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

/** The person the cache is of, kept beside the scopes so that `meta` is the caller's alone. */
const selfScope = 'self'

/** The cache over one connection. Every write is one transaction; its change is told before the call returns. */
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
 * Opens the encrypted cache at `path`, made if there is none, and brings it to the newest schema. `key`: 32 bytes.
 * Throws `CacheError`: `key` (it was made with another key), `corrupt`, `newer`, `full`, `io`. A damaged page deep in
 * the file is not looked for here (that would read all of it); it comes up as `corrupt` when it is read.
 */
export function openDatabase(path: string, key: Uint8Array, onChange: ChangeListener = () => {}): CacheDatabase {
  if (key.length !== 32) throw new RangeError(`The key of the cache has ${key.length} bytes, not 32.`)
  const existed = prepareFiles(path, key)
  const sql = openSql(path, key)
  try {
    configure(sql)
    if (existed && schemaVersion(sql) > 0) sql.get('SELECT count(*) FROM sqlite_schema')
    migrate(sql, migrations)
    if (existed && keyMatches(path, key) === null) writeCheck(path, key)
    const store = new Store(sql)
    const reads = openReads(store)
    store.onCommit(onChange)
    const own = {
      setSelf: (userId: string) => store.setSelf(userId),
      self: () => (store.self === null ? null : new Names(sql).get(store.self)),
      close: () => sql.close(),
    }
    return mergeOnce('calls of the cache', [store.writes(), reads, own])
  } catch (error) {
    abandon(sql)
    throw explained(error, path, key)
  }
}

/** Writes the check file of a new cache; of one there is, compares the key. Answers whether there is one. */
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

/** Without a check file a damaged first page and a wrong key look alike; the plain part of the header decides. */
function explained(error: unknown, path: string, key: Uint8Array): unknown {
  if (!(error instanceof CacheError) || error.failure !== 'corrupt') return error
  return keyMatches(path, key) === null && headerLooksWhole(path) ? wrongKey() : error
}

const cacheKiB = 32 * 1024

function configure(sql: Sql): void {
  sql.exec(`PRAGMA cache_size = -${cacheKiB}`)
  sql.exec('PRAGMA journal_mode = WAL')
  // What a query sorts aside must not lie unencrypted on the disk.
  sql.exec('PRAGMA temp_store = MEMORY')
  sql.exec('PRAGMA foreign_keys = ON')
  sql.exec('PRAGMA cell_size_check = ON')
  sql.exec('PRAGMA recursive_triggers = OFF')
  sql.exec('PRAGMA trusted_schema = OFF')
}

/** Closes a file that could not be read: why it couldn't is told already, so a failure to close it well is not. */
function abandon(sql: Sql): void {
  try {
    sql.close()
  } catch (error) {
    if (!(toCacheError(error) instanceof CacheError)) throw error
  }
}
