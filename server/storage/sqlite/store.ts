import { accessSync, chmodSync, closeSync, constants, existsSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { Kysely, SqliteAdapter, SqliteDialect } from 'kysely'
import type { Migration } from 'kysely/migration'
import { Sqlite, sqliteCode } from '../../../common/node/sqlite.ts'
import type { Reader } from '../database.ts'
import type { Lock } from '../lock.ts'
import type { MessageStore } from '../message-store.ts'
import { initialise, migrate, newSecret } from '../migrate.ts'
import { migrations as allMigrations } from '../migrations/index.ts'
import { randomId } from '../random-id.ts'
import { messageOf, StartupError } from '../startup-error.ts'
import type { Checkpoints, Horizon, MetaKey, Store, Transaction } from '../store.ts'
import type { Tables } from '../tables.ts'
import { type FileMark, type FileState, fileState, isReplaced, readMark, writeMark } from './file-mark.ts'
import { kyselyDatabase } from './kysely-database.ts'
import { SqliteMessageStore } from './message-store.ts'
import { checkpoint, hasCheckpoint, recordOpening } from './openings.ts'

/** Tells Kysely that SQLite has transactional schema changes, so that all migrations run in one transaction. */
class TransactionalDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter()
  }
}

class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/**
 * The database file of a workspace. It has one connection, so everything that spans several statements runs
 * under one lock, whatever locks the caller names: `read` and `exclusive` each see a consistent state. Code inside
 * must wait for nothing but the database and, in a large change, a turn of the event loop, or the whole server waits
 * with it. What reads outside of the lock meanwhile sees what is not committed.
 */
export class SqliteStore implements Store {
  readonly sqlite: Sqlite
  readonly db: Kysely<Tables>
  readonly messages: MessageStore
  /** Whether the file is not the one that was last closed here, such as a backup: the epoch is new then. */
  replaced = false
  readonly #lock: Sqlite
  readonly #dataDir: string
  #generation = ''
  #opening = ''
  #tail: Promise<unknown> = Promise.resolve()
  #closed = false

  private constructor(sqlite: Sqlite, lock: Sqlite, dataDir: string) {
    this.#dataDir = dataDir
    this.sqlite = sqlite
    this.#lock = lock
    this.db = new Kysely<Tables>({ dialect: new TransactionalDialect({ database: kyselyDatabase(sqlite) }) })
    this.messages = new SqliteMessageStore(this)
  }

  /**
   * Opens `<dataDir>/workspace.db`, creates it when missing, and migrates it.
   * @throws StartupError when the folder cannot be written, or the schema is newer than this server.
   */
  static async open(dataDir: string, migrations: Record<string, Migration> = allMigrations): Promise<SqliteStore> {
    try {
      mkdirSync(dataDir, { recursive: true, mode: 0o700 })
      accessSync(dataDir, constants.W_OK)
    } catch (error) {
      throw new StartupError(
        `The data folder ${dataDir} cannot be written (${messageOf(error)}). ` +
          'Give this user write access to it, or name another with --data.',
      )
    }
    keepPrivate(join(dataDir, 'workspace.lock'))
    const lock = lockFolder(dataDir)
    let sqlite: Sqlite
    let before: { mark: FileMark | null; file: FileState | null }
    try {
      // Before SQLite touches the file.
      before = { mark: readMark(dataDir), file: fileState(dataDir, true) }
      keepPrivate(join(dataDir, 'workspace.db'))
      sqlite = new Sqlite(join(dataDir, 'workspace.db'), { timeout: 5_000 })
      sqlite.exec('pragma synchronous = FULL')
      sqlite.exec('pragma foreign_keys = ON')
      // What was recalled leaves no bytes in the pages.
      sqlite.exec('pragma secure_delete = ON')
      sqlite.exec('pragma busy_timeout = 5000')
      sqlite.statement('pragma journal_mode = WAL').get()
    } catch (error) {
      lock.close()
      throw openingError(error, dataDir)
    }
    const store = new SqliteStore(sqlite, lock, dataDir)
    try {
      await migrate(store.db, migrations)
      store.sqlite.clearStatements()
      await initialise(store.db)
      store.#begin(before)
    } catch (error) {
      store.close()
      throw openingError(error, dataDir)
    }
    return store
  }

  /** Begins a new epoch for a file that is not the one that was last closed, and marks this opening of it. */
  #begin({ mark, file }: { mark: FileMark | null; file: FileState | null }): void {
    const row = this.sqlite.statement("select value from meta where key = 'generation'").get<{ value: string }>()
    const generation = row?.value ?? null
    this.replaced = isReplaced(mark, { generation, commits: this.#commits(), file })
    if (this.replaced) this.#beginEpoch()
    const next = randomId(12)
    // Both names first: a crash between the two writes leaves a file and a mark that agree.
    this.#mark(generation === null ? [next] : [generation, next])
    this.sqlite.transaction(() => {
      this.#nameGeneration(next)
      recordOpening(this.sqlite, next, this.#commits())
    })
    this.#opening = next
    this.mark()
  }

  async checkpoints(): Promise<Checkpoints> {
    const commits = this.#commits()
    return {
      now: checkpoint(this.#opening, commits),
      had: text => hasCheckpoint(this.sqlite, text, commits),
    }
  }

  /** The number of commits: each is there before the next begins. */
  async horizon(): Promise<Horizon> {
    const newest = this.#commits()
    return { settled: newest + 1, newest }
  }

  /** Counts a commit. Call it once in a transaction. */
  nextPosition(): number {
    const row = this.sqlite
      .statement("update counters set value = value + 1 where name = 'commit_seq' returning value")
      .get<{ value: number }>()
    if (!row) throw new Error('the commits are not counted')
    return row.value
  }

  #nameGeneration(name: string): void {
    this.sqlite
      .statement("insert into meta (key, value) values ('generation', ?) on conflict (key) do update set value = ?")
      .run(name, name)
    this.#generation = name
  }

  /** Notes how far the database has come; now and then, so that a restored file is noticed after a crash too. */
  mark(): void {
    this.#mark([this.#generation])
  }

  #mark(generations: string[], closed = false, commits = this.#commits()): void {
    const file = fileState(this.#dataDir, closed)
    if (file) writeMark(this.#dataDir, { generations, commits, file })
  }

  #commits(): number {
    const row = this.sqlite.statement("select value from counters where name = 'commit_seq'").get<{ value: number }>()
    return Number(row?.value ?? 0)
  }

  meta(key: MetaKey): string {
    const row = this.sqlite.statement('select value from meta where key = ?').get<{ value: string }>(key)
    if (!row) throw new Error(`meta has no ${key}`)
    return row.value
  }

  async newEpoch(): Promise<void> {
    this.#beginEpoch()
  }

  #beginEpoch(): void {
    this.#setMeta('epoch', randomId(12))
  }

  async newTokenSecret(): Promise<void> {
    this.#setMeta('token_secret', newSecret())
  }

  #setMeta(key: 'epoch' | 'token_secret', value: string): void {
    this.sqlite.statement('update meta set value = ? where key = ?').run(value, key)
  }

  /** Runs `fn` with `locks` held. SQLite ignores the names and runs one `fn` at a time. Not reentrant. */
  exclusive<T>(_locks: Lock | readonly Lock[], fn: (db: Reader) => T | Promise<T>): Promise<T> {
    const result = this.#tail.then(() => fn(this.db))
    this.#tail = result.then(ignore, ignore)
    return result
  }

  read<T>(fn: (db: Reader) => Promise<T>): Promise<T> {
    return this.exclusive([], fn)
  }

  write<T>(
    locks: Lock | readonly Lock[],
    fn: (tx: Transaction) => Promise<T>,
    committed: (result: T) => void = ignore,
  ): Promise<T> {
    return this.exclusive(locks, async db => {
      const position = async () => this.nextPosition()
      const result = await db.transaction().execute(trx => fn({ db: trx, position }))
      committed(result)
      return result
    })
  }

  async works(): Promise<boolean> {
    try {
      return this.sqlite.statement('select 1 as one').get<{ one: number }>()?.one === 1
    } catch {
      // That it does not is the answer.
      return false
    }
  }

  /** One synchronous transaction of prepared statements. Call it within `exclusive`. */
  inTransaction<T>(fn: () => T): T {
    return this.sqlite.transaction(fn)
  }

  readonly upkeep = {
    'marking the database': { every: 'minute', run: async () => this.mark() },
    // What was removed stands in the write-ahead log until it is moved into the database.
    'emptying the journal': { every: 'hour', run: () => this.emptyJournal() },
  } as const

  emptyJournal(): Promise<void> {
    return this.exclusive('workspace', () => {
      if (!this.#closed) this.sqlite.statement('pragma wal_checkpoint(TRUNCATE)').all()
    })
  }

  /** Checkpoints the write-ahead log, too. */
  async shutdown(): Promise<void> {
    await this.exclusive('workspace', () => {
      if (this.#closed) return
      // A copy that was made while the database was open has another name, and is known by it when it is put back.
      const opened = this.#generation
      const closed = randomId(12)
      this.#mark([opened, closed])
      this.#nameGeneration(closed)
      this.sqlite.statement('pragma wal_checkpoint(TRUNCATE)').all()
      const commits = this.#commits()
      this.close(() => this.#mark([closed], true, commits))
    })
  }

  /** `before`: what is done while the file is closed and the folder not yet free for another server. */
  close(before: () => void = () => {}): void {
    if (this.#closed) return
    this.#closed = true
    this.sqlite.close()
    try {
      before()
    } finally {
      this.#lock.exec('rollback')
      this.#lock.close()
    }
  }
}

/**
 * Lets only the user of the server read a file, which is made when missing: the database holds secrets, and SQLite
 * gives the files beside it the mode that it has. A file system without modes, or another's file, stays as it is.
 */
function keepPrivate(path: string): void {
  closeSync(openSync(path, 'a', 0o600))
  for (const file of [path, `${path}-wal`, `${path}-shm`]) {
    try {
      if (existsSync(file)) chmodSync(file, 0o600)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && ['EPERM', 'ENOTSUP', 'ENOSYS'].includes(String(error.code)))) {
        throw error
      }
    }
  }
}

/** One server per folder: two would miss each other's changes. The operating system frees the lock on exit. */
function lockFolder(dataDir: string): Sqlite {
  const lock = new Sqlite(join(dataDir, 'workspace.lock'), { timeout: 5_000 })
  try {
    lock.exec('pragma busy_timeout = 0')
    lock.exec('begin exclusive')
    return lock
  } catch (error) {
    lock.close()
    if (sqliteCode(error)?.startsWith('SQLITE_BUSY')) {
      throw new StartupError(
        `Another server uses ${dataDir} already. Stop it first, or name another folder with --data.`,
      )
    }
    throw openingError(error, dataDir)
  }
}

function ignore(): void {
  // The caller of exclusive() gets the error.
}

function openingError(error: unknown, dataDir: string): Error {
  if (error instanceof StartupError) return error
  const code = sqliteCode(error)
  const text = messageOf(error)
  if (code === 'SQLITE_FULL')
    return new StartupError(`The disk of ${dataDir} is full. Free some space and start again.`)
  if (code === 'SQLITE_NOTADB' || code === 'SQLITE_CORRUPT') {
    return new StartupError(`${dataDir}/workspace.db is damaged (${text}). Restore it from a backup.`)
  }
  return new StartupError(`The database in ${dataDir} cannot be opened: ${text}`)
}
