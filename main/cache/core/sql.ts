import { Sqlite } from '../../../common/node/sqlite.ts'
import { toCacheError } from './errors.ts'
import { CacheError } from './types.ts'

/** What the cache binds. */
export type Value = string | number | null

/** The cache's connection: SQLite's errors come out as `CacheError`. */
export class Sql {
  readonly #db: Sqlite
  #synchronous = ''

  constructor(db: Sqlite) {
    this.#db = db
  }

  /** Runs a write and answers with the number of rows it changed. */
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

  /** A transaction. `durable`: its commit is on the disk when this returns, else it may be lost (whole) with the power. */
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

  /** Moves the journal into the file and closes. Once is enough. To remove a cache end its thread first. */
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

/** Reads JSON that the cache wrote. What is not JSON any more was damaged on the disk. */
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
