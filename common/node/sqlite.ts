import Libsql from 'libsql'

/** A value that SQLite stores in a column. */
export type SqlValue = string | number | bigint | null | Uint8Array

/** A prepared statement. Rows come as objects by column name. */
export interface Statement {
  readonly reader: boolean
  get<Row>(...parameters: readonly unknown[]): Row | undefined
  all<Row>(...parameters: readonly unknown[]): Row[]
  run(...parameters: readonly unknown[]): number
}

export interface SqliteOptions {
  /** How long a statement waits for another connection's lock, in milliseconds. */
  timeout?: number
  /** Encrypts the file. */
  key?: Uint8Array
}

interface NativeStatement {
  readonly reader: boolean
  all(parameters: readonly SqlValue[]): unknown[]
  run(parameters: readonly SqlValue[]): { changes: number }
}

interface NativeOptions {
  timeout: number
  encryptionCipher?: string
  encryptionKey?: string
}

interface NativeDatabase {
  readonly inTransaction: boolean
  readonly open: boolean
  prepare(sql: string): NativeStatement
  exec(sql: string): unknown
  close(): void
}

const NativeDatabase = Libsql as unknown as new (path: string, options: NativeOptions) => NativeDatabase

/** Converts values for the driver, which aborts the whole process when it gets a boolean. */
function bindable(parameters: readonly unknown[]): SqlValue[] {
  return parameters.map(value => {
    if (value === undefined || value === null) return null
    if (typeof value === 'boolean') return value ? 1 : 0
    if (typeof value === 'string' || typeof value === 'bigint' || value instanceof Uint8Array) return value
    if (typeof value === 'number' && Number.isFinite(value)) return value
    throw new TypeError(`cannot store a ${typeof value} in SQLite`)
  })
}

/** The driver takes the key as a passphrase, so the bytes go in as hex. */
function nativeOptions({ timeout = 0, key }: SqliteOptions): NativeOptions {
  if (key === undefined) return { timeout }
  return { timeout, encryptionCipher: 'aes256cbc', encryptionKey: Buffer.from(key).toString('hex') }
}

/** Prepared statements are kept in two generations of this size: the recent ones and the ones before. */
const recentStatements = 200

/**
 * One SQLite connection with a cache of prepared statements. All calls are synchronous. Do not use RETURNING: the
 * driver runs such a statement again when it is reused.
 */
export class Sqlite {
  readonly #db: NativeDatabase
  #recent = new Map<string, Statement>()
  #earlier = new Map<string, Statement>()

  constructor(path: string, options: SqliteOptions = {}) {
    this.#db = new NativeDatabase(path, nativeOptions(options))
  }

  get open(): boolean {
    return this.#db.open
  }

  get inTransaction(): boolean {
    return this.#db.inTransaction
  }

  /** Runs statements that return no rows. */
  exec(sql: string): void {
    this.#db.exec(sql)
  }

  /** Runs a write and returns the number of rows it changed. */
  run(sql: string, ...parameters: readonly unknown[]): number {
    return this.statement(sql).run(...parameters)
  }

  all<Row>(sql: string, ...parameters: readonly unknown[]): Row[] {
    return this.statement(sql).all(...parameters)
  }

  /** The prepared statement for this text. Statements that have not been used for a while are dropped. */
  statement(sql: string): Statement {
    const known = this.#recent.get(sql)
    if (known) return known
    const statement = this.#earlier.get(sql) ?? this.#prepare(sql)
    if (this.#recent.size >= recentStatements) {
      this.#earlier = this.#recent
      this.#recent = new Map()
    }
    this.#recent.set(sql, statement)
    return statement
  }

  #prepare(sql: string): Statement {
    const native = this.#db.prepare(sql)
    return {
      reader: native.reader,
      // The driver's own `get` sometimes misses a row that the same transaction wrote.
      get: <Row>(...parameters: readonly unknown[]) => native.all(bindable(parameters))[0] as Row | undefined,
      all: <Row>(...parameters: readonly unknown[]) => native.all(bindable(parameters)) as Row[],
      run: (...parameters) => native.run(bindable(parameters)).changes,
    }
  }

  /** Runs `work` in a write transaction. An error of `work` rolls it back and is thrown again. */
  transaction<T>(work: () => T): T {
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
    // After some errors, such as a full disk, SQLite has rolled back by itself.
    if (!this.#db.inTransaction) return
    try {
      this.#db.exec('ROLLBACK')
    } catch (error) {
      throw new AggregateError([cause, error], 'A transaction failed and could not be rolled back.')
    }
  }

  /** Drops the prepared statements; to be called after the schema has changed. */
  clearStatements(): void {
    this.#recent.clear()
    this.#earlier.clear()
  }

  /** Closes the connection. The driver keeps the file open until the statements are collected or the thread ends. */
  close(): void {
    this.clearStatements()
    this.#db.close()
  }
}

/** The SQLite error code of an error (`SQLITE_FULL`, …), or null. */
export function sqliteCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null
  return typeof error.code === 'string' && error.code.startsWith('SQLITE') ? error.code : null
}
