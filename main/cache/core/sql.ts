import Database from 'libsql'
import { toCacheError } from './errors.ts'
import { CacheError } from './types.ts'

/** What can be bound. Never a boolean: the driver ends the process on one. */
export type Value = string | number | null

type Statement = ReturnType<Database.Database['prepare']>

/** A connection with its prepared statements, each prepared once. SQLite's errors come out as `CacheError`. */
export class Sql {
  readonly #db: Database.Database
  readonly #statements = new Map<string, Statement>()
  #synchronous = ''

  constructor(db: Database.Database) {
    this.#db = db
  }

  #prepare(text: string): Statement {
    let statement = this.#statements.get(text)
    if (statement === undefined) {
      statement = this.#db.prepare(text)
      this.#statements.set(text, statement)
    }
    return statement
  }

  /** Runs a write and answers with the number of rows it changed. */
  run(text: string, ...values: Value[]): number {
    try {
      return this.#prepare(text).run(values).changes
    } catch (error) {
      throw toCacheError(error)
    }
  }

  /** The first row. Not the driver's own `get`, which now and then misses a row that this transaction wrote. */
  get<T>(text: string, ...values: Value[]): T | undefined {
    return this.all<T>(text, ...values)[0]
  }

  all<T>(text: string, ...values: Value[]): T[] {
    try {
      return this.#prepare(text).all(values) as T[]
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
    this.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      this.exec('COMMIT')
      return result
    } catch (error) {
      this.#rollback(error)
      throw error
    }
  }

  #rollback(cause: unknown): void {
    if (!this.#db.inTransaction) return
    try {
      this.#db.exec('ROLLBACK')
    } catch (error) {
      throw new AggregateError([cause, error], 'A transaction failed and could not be rolled back.')
    }
  }

  /**
   * Moves the journal into the file and closes. Once is enough. The driver keeps the file open until its statements
   * are collected or the thread ends, so to remove a cache end its thread first.
   */
  close(): void {
    if (!this.#db.open) return
    this.#statements.clear()
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

/** Opens a file. The driver takes the key as a passphrase, so the bytes go in as hex. */
export function openSql(path: string, key: Uint8Array): Sql {
  const options = { encryptionCipher: 'aes256cbc', encryptionKey: Buffer.from(key).toString('hex') }
  try {
    return new Sql(new Database(path, options as Database.Options))
  } catch (error) {
    const known = toCacheError(error)
    if (known instanceof CacheError) throw known
    throw new CacheError(
      'io',
      `The message cache could not be opened: ${error instanceof Error ? error.message : error}`,
    )
  }
}
