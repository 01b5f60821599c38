import Libsql from 'libsql'

/** What SQLite stores in a column. */
type SqlValue = string | number | bigint | null | Uint8Array

/** A prepared statement. Rows come as objects by column name. */
export interface Statement {
  readonly reader: boolean
  get<Row>(...parameters: readonly unknown[]): Row | undefined
  all<Row>(...parameters: readonly unknown[]): Row[]
  run(...parameters: readonly unknown[]): number
}

interface NativeStatement {
  readonly reader: boolean
  get(parameters: SqlValue[]): unknown
  all(parameters: SqlValue[]): unknown[]
  run(parameters: SqlValue[]): { changes: number; lastInsertRowid: number | bigint }
}

interface NativeDatabase {
  readonly inTransaction: boolean
  prepare(sql: string): NativeStatement
  exec(sql: string): unknown
  close(): void
}

const NativeDatabase = Libsql as unknown as new (path: string, options: { timeout: number }) => NativeDatabase

/** The binding aborts the whole process on a boolean, so every value passes here first. */
function bindable(parameters: readonly unknown[]): SqlValue[] {
  return parameters.map(value => {
    if (value === undefined || value === null) return null
    if (typeof value === 'boolean') return value ? 1 : 0
    if (typeof value === 'string' || typeof value === 'bigint' || value instanceof Uint8Array) return value
    if (typeof value === 'number' && Number.isFinite(value)) return value
    throw new TypeError(`cannot store a ${typeof value} in SQLite`)
  })
}

const cachedStatements = 400

/**
 * One SQLite connection: prepares each text once, and looks enough like better-sqlite3 for Kysely's SqliteDialect.
 * All calls are synchronous. Do not use RETURNING: the binding runs such a statement again when it is reused.
 */
export class Sqlite {
  readonly #db: NativeDatabase
  readonly #statements = new Map<string, Statement>()

  constructor(path: string) {
    this.#db = new NativeDatabase(path, { timeout: 5_000 })
  }

  /** Runs statements that give no rows. */
  exec(sql: string): void {
    this.#db.exec(sql)
  }

  get inTransaction(): boolean {
    return this.#db.inTransaction
  }

  /** A statement for this text, prepared once. */
  statement(sql: string): Statement {
    const known = this.#statements.get(sql)
    if (known) return known
    const native = this.#db.prepare(sql)
    const statement: Statement = {
      reader: native.reader,
      // Not the driver's own `get`, which now and then misses a row that this transaction wrote.
      get: <Row>(...parameters: readonly unknown[]) => native.all(bindable(parameters))[0] as Row | undefined,
      all: <Row>(...parameters: readonly unknown[]) => native.all(bindable(parameters)) as Row[],
      run: (...parameters) => native.run(bindable(parameters)).changes,
    }
    if (this.#statements.size >= cachedStatements) {
      const oldest = this.#statements.keys().next().value
      if (oldest !== undefined) this.#statements.delete(oldest)
    }
    this.#statements.set(sql, statement)
    return statement
  }

  /** For Kysely. */
  prepare(sql: string) {
    const isRollback = sql === 'rollback'
    const statement = this.statement(sql)
    return {
      reader: statement.reader,
      all: (parameters: readonly unknown[]) => statement.all<unknown>(...parameters),
      run: (parameters: readonly unknown[]) => {
        // SQLite has rolled back by itself after a full disk; a second rollback would hide that error.
        if (isRollback && !this.#db.inTransaction) return { changes: 0, lastInsertRowid: 0 }
        return { changes: statement.run(...parameters), lastInsertRowid: 0 }
      },
      iterate: (parameters: readonly unknown[]) => statement.all<unknown>(...parameters)[Symbol.iterator](),
    }
  }

  /** Forgets the prepared statements; after the schema has changed. */
  clearStatements(): void {
    this.#statements.clear()
  }

  close(): void {
    this.#statements.clear()
    this.#db.close()
  }
}

/** The SQLite error code of an error (`SQLITE_FULL`, …), or null. */
export function sqliteCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null
  return typeof error.code === 'string' && error.code.startsWith('SQLITE') ? error.code : null
}
