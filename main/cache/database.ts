import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { CacheChange, CacheDatabase, CacheReads, CacheWrites } from './api.ts'
import { CacheError } from './api.ts'
import { readApps } from './apps/reads.ts'
import * as conversations from './conversations/reads.ts'
import { refresh } from './conversations/writes.ts'
import { toCacheError } from './core/errors.ts'
import { databaseExists, headerLooksWhole, keyMatches, writeCheck } from './core/key-check.ts'
import { Names } from './core/rows.ts'
import { readScope } from './core/scopes.ts'
import { openSql, type Sql } from './core/sql.ts'
import { WriteContext } from './core/write-context.ts'
import { Directory } from './directory/reads.ts'
import { messagesPage } from './messages/reads.ts'
import { searchMessages } from './messages/search.ts'
import { migrate, migrations, schemaVersion } from './migrations/index.ts'
import * as outbox from './outbox/outbox.ts'
import { restored, restoreUnsent } from './outbox/unsent-recovery.ts'
import { updatedTo } from './sync/passed-over.ts'
import * as state from './sync/reads.ts'
import * as sync from './sync/writes.ts'

export type ChangeListener = (change: CacheChange) => void

type WriteTable = {
  [K in keyof CacheWrites]: (context: WriteContext, ...args: Parameters<CacheWrites[K]>) => ReturnType<CacheWrites[K]>
}

/** Whose commit must be on the disk when the call returns: what a person wrote. The rest the server can tell again. */
const durable: ReadonlySet<keyof CacheWrites> = new Set<keyof CacheWrites>([
  'enqueueSend',
  'enqueueMembership',
  'outboxAcknowledged',
  'outboxDone',
  'outboxFailed',
  'outboxRetry',
  'outboxDiscard',
  'setDraft',
  'restoreUnsent',
])

/** The person the cache is of, kept beside the scopes so that `meta` is the caller's alone. */
const selfScope = 'self'

const writes: WriteTable = {
  applyPush: sync.applyPush,
  applyChanges: sync.applyChanges,
  applyHeads: sync.applyHeads,
  applyJoined: sync.applyJoined,
  applyHead: sync.applyHead,
  applyHistory: sync.applyHistory,
  applyEmployees: sync.applyEmployees,
  updatedTo,
  resetScope: sync.resetScope,
  resetConversations: sync.resetConversations,
  enqueueSend: outbox.enqueueSend,
  enqueueMembership: outbox.enqueueMembership,
  outboxAcknowledged: outbox.outboxAcknowledged,
  outboxDone: outbox.outboxDone,
  outboxFailed: outbox.outboxFailed,
  outboxAttempted: outbox.outboxAttempted,
  outboxRetry: outbox.outboxRetry,
  outboxDiscard: outbox.outboxDiscard,
  setDraft: outbox.setDraft,
  restoreUnsent,
  setSelf: (context, userId) => {
    context.sql.run(
      `INSERT INTO scope (name, cursor, token) VALUES (?, 0, ?)
       ON CONFLICT (name) DO UPDATE SET token = excluded.token`,
      selfScope,
      userId,
    )
    if (userId !== context.self) context.changes.anyConversation()
  },
  setMeta: (context, key, value) => {
    context.sql.run(
      'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      key,
      value,
    )
  },
}

/** The cache over one connection. Every write is one transaction; its change is told before the call returns. */
class Store {
  readonly #sql: Sql
  readonly #onChange: ChangeListener
  readonly directory: Directory
  self: string | null

  constructor(sql: Sql, onChange: ChangeListener) {
    this.#sql = sql
    this.#onChange = onChange
    this.directory = new Directory(sql)
    this.self = readScope(sql, selfScope).token
  }

  write<T>(isDurable: boolean, work: (context: WriteContext) => T): T {
    const context = new WriteContext(this.#sql, this.self)
    const result = this.#sql.transaction(isDurable, () => {
      const value = work(context)
      for (const key of context.touched) refresh(context, key)
      return value
    })
    const change = context.changes.take()
    if (change === null) return result
    if (change.scopes.includes('directory')) this.directory.forget()
    this.#onChange(change)
    return result
  }

  reads(): CacheReads {
    const sql = this.#sql
    const { directory } = this
    return {
      scope: scope => state.scopeState(sql, scope),
      headsCursor: () => state.headsCursor(sql),
      headsDigest: () => state.headsDigest(sql),
      behind: (limit, without) => state.behind(sql, limit, without),
      missing: (limit, without) => state.missing(sql, limit, without),
      missingTotal: () => state.missingTotal(sql),
      outbox: () => outbox.dueItems(sql),
      unsent: () => outbox.unsent(sql),
      restored: from => restored(sql, from),
      meta: key => state.readMeta(sql, key),
      self: () => (this.self === null ? null : new Names(sql).get(this.self)),
      app: appId => state.readApp(sql, appId),
      peopleNames: ids => state.peopleNames(sql, ids),
      conversationsPage: args => conversations.conversationsPage(sql, this.self, args),
      conversation: id => conversations.conversationItem(sql, this.self, id),
      conversationsSummary: () => conversations.conversationsSummary(sql),
      conversationMembers: id => conversations.conversationMembers(sql, directory, id),
      messagesPage: args => messagesPage(sql, this.self, args),
      searchMessages: args => searchMessages(sql, this.self, args),
      departments: () => directory.departments(),
      people: args => directory.people(args),
      person: userId => directory.person(userId, this.self),
      searchDirectory: args => directory.search(args, this.self),
      apps: () => readApps(sql),
    }
  }

  writes(): CacheWrites {
    const bind =
      <K extends keyof CacheWrites>(name: K) =>
      (...args: Parameters<CacheWrites[K]>) =>
        this.write(durable.has(name), context => writes[name](context, ...args))
    const bound = Object.fromEntries((Object.keys(writes) as (keyof CacheWrites)[]).map(name => [name, bind(name)]))
    const { setSelf } = writes
    return {
      ...(bound as unknown as CacheWrites),
      setSelf: userId => {
        this.write(false, context => setSelf(context, userId))
        this.self = userId
      },
    }
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
    const store = new Store(sql, onChange)
    return { ...store.writes(), ...store.reads(), close: () => sql.close() }
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
