import { Sqlite } from '../../../common/node/sqlite.ts'
import { toCacheError } from './errors.ts'
import { CacheError } from './types.ts'

/** A value that the cache binds to a statement. */
export type Value = string | number | null

/** The cache's connection. Throws SQLite's errors as `CacheError`. */
export class Sql {
  readonly #db: Sqlite
  #synchronous = ''

  constructor(db: Sqlite) {
    this.#db = db
  }

  /** Runs a write and returns the number of rows it changed. */
  run(text: string, ...values: Value[]): number {
    try {
      return this.#db.run(text, ...values)
    } catch (error) {
      throw toCacheError(error)
    }
  }

  /** The first row. */
  get<T>(text: string, ...values: Value[]): T | undefined {
    return this.all<T>(text, ...values)[0]
  }

  all<T>(text: string, ...values: Value[]): T[] {
    try {
      return this.#db.all<T>(text, ...values)
    } catch (error) {
      throw toCacheError(error)
    }
  }

  exec(text: string): void {
    try {
      this.#db.exec(text)
    } catch (error) {
      throw toCacheError(error)
    }
  }

  /**
   * Runs a transaction. `durable`: its commit is on the disk when this returns, else a power loss may undo it as a
   * whole.
   */
  transaction<T>(durable: boolean, work: () => T): T {
    const synchronous = durable ? 'FULL' : 'NORMAL'
    if (synchronous !== this.#synchronous) {
      this.exec(`PRAGMA synchronous = ${synchronous}`)
      this.#synchronous = synchronous
    }
    try {
      return this.#db.transaction(work)
    } catch (error) {
      throw toCacheError(error)
    }
  }

  /** Moves the journal into the file and closes it. A second call does nothing. End the thread to delete the file. */
  close(): void {
    if (!this.#db.open) return
    this.#db.clearStatements()
    try {
      this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    } finally {
      this.#db.close()
    }
  }
}

/** Parses JSON that the cache wrote. Invalid JSON means that the file is damaged. */
export function readJson<T>(text: string): T {
  try {
    return JSON.parse(text) as T
  } catch {
    throw new CacheError('corrupt', 'The message cache is damaged. Reset it to read it from the server again.')
  }
}

/** Opens an encrypted file. */
export function openSql(path: string, key: Uint8Array): Sql {
  try {
    return new Sql(new Sqlite(path, { key }))
  } catch (error) {
    const known = toCacheError(error)
    if (known instanceof CacheError) throw known
    throw new CacheError(
      'io',
      `The message cache could not be opened: ${error instanceof Error ? error.message : error}`,
    )
  }
}
