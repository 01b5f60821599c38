import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import type { Sqlite } from '../../common/node/sqlite.ts'
import { hostOf, isHalfCopied, PostgresStore } from '../storage/postgres/store.ts'
import { SqliteStore } from '../storage/sqlite/store.ts'
import { StartupError } from '../storage/startup-error.ts'
import type { Tables } from '../storage/tables.ts'

/** Rows of one transaction. */
const batch = 1_000
/** Tables that are made anew, or mean something in one database alone. */
const own = /^(kysely_|sqlite_|message_words|message_index$|openings$|copied$)/
/** Those that others refer to, and those that refer to them, in this order; the rest follows. */
const first = [
  'employees',
  'users',
  'organisation',
  'departments',
  'sessions',
  'conversations',
  'files',
  'announcements',
]

/** Tells of the rows of a table that are done, of all of them. */
export type CopyProgress = (what: string, done: number, total: number) => void

type Row = Record<string, unknown> & { copied_rowid: number }

/**
 * Copies a workspace from a folder with SQLite into an empty database of PostgreSQL, and compares both, row by row. One
 * that was interrupted goes on where it was. Its clients read everything anew; nobody is signed out.
 * @throws StartupError when the folder is in use, or the database holds another workspace
 */
export async function copyWorkspace(dataDir: string, url: string, progress: CopyProgress): Promise<number> {
  if (!existsSync(join(dataDir, 'workspace.db')))
    throw new StartupError(`There is no workspace in ${dataDir}. Name its folder with --from.`)
  const from = await SqliteStore.open(dataDir)
  try {
    const to = await PostgresStore.open(url, { copies: true })
    const { db } = to
    try {
      await begin(from, db, url)
      let rows = 0
      for (const table of tablesOf(from.sqlite)) rows += await copyTable(from.sqlite, db, table, progress)
      for (const table of tablesOf(from.sqlite)) await compareTable(from.sqlite, db, table, progress)
      await finish(from, db)
      return rows
    } finally {
      await to.shutdown()
    }
  } finally {
    await from.shutdown()
  }
}

/** Makes sure that the database is empty, or holds an unfinished copy of this workspace. */
async function begin(from: SqliteStore, db: Kysely<Tables>, url: string): Promise<void> {
  const source = `workspace ${from.meta('workspace_id')}`
  const half = await isHalfCopied(db)
  if (half) {
    const { rows } = await sql<{ name: string }>`select name from copied where name = ${source}`.execute(db)
    if (rows.length > 0) return
  }
  const someone = await db.selectFrom('users').select('id').limit(1).executeTakeFirst()
  if (half || someone !== undefined)
    throw new StartupError(`The database on ${hostOf(url)} holds a workspace already. Name an empty one.`)
  await sql`create table if not exists copied (name text primary key, last bigint not null)`.execute(db)
  // What a new database counts by itself comes from the other one.
  await sql`delete from counters`.execute(db)
  await sql`insert into copied (name, last) values (${source}, 0)`.execute(db)
}

/** The epoch stays the new one, so that no cursor of the other database is taken for one of this. */
async function finish(from: SqliteStore, db: Kysely<Tables>): Promise<void> {
  for (const key of ['workspace_id', 'token_secret'] as const)
    await db
      .updateTable('meta')
      .set({ value: from.meta(key) })
      .where('key', '=', key)
      .execute()
  await sql`drop table copied`.execute(db)
}

function tablesOf(sqlite: Sqlite): string[] {
  const names = sqlite
    .all<{ name: string }>("select name from sqlite_master where type = 'table' order by name")
    .map(({ name }) => name)
    .filter(name => !own.test(name) && name !== 'meta')
  return [...first.filter(name => names.includes(name)), ...names.filter(name => !first.includes(name))]
}

/** A row as it is in the copy. */
function asCopied(table: string, { copied_rowid: _rowid, ...row }: Row): Record<string, unknown> | null {
  // Positions count commits of one database.
  if (table === 'moves') return { ...row, position: 0 }
  if (table === 'counters' && (row.name === 'commit_seq' || row.name === 'message_index')) return null
  return row
}

function* batchesOf(sqlite: Sqlite, table: string, after: number): Generator<Row[]> {
  const statement = sqlite.statement(
    `select rowid as copied_rowid, * from ${table} where rowid > ? order by rowid limit ${batch}`,
  )
  for (let last = after; ; ) {
    const rows = statement.all<Row>(last)
    if (rows.length > 0) yield rows
    if (rows.length < batch) return
    last = rows.at(-1)?.copied_rowid ?? last
  }
}

function countOf(sqlite: Sqlite, table: string): number {
  return sqlite.all<{ n: number }>(`select count(*) as n from ${table}`)[0]?.n ?? 0
}

async function copyTable(sqlite: Sqlite, db: Kysely<Tables>, table: string, progress: CopyProgress): Promise<number> {
  const total = countOf(sqlite, table)
  if (total === 0) return 0
  const known = await sql<{ last: number }>`select last from copied where name = ${table}`.execute(db)
  const after = known.rows[0]?.last ?? 0
  let done = sqlite.all<{ n: number }>(`select count(*) as n from ${table} where rowid <= ${after}`)[0]?.n ?? 0
  progress(table, done, total)
  for (const rows of batchesOf(sqlite, table, after)) {
    await db.transaction().execute(async trx => {
      const values = rows.map(row => asCopied(table, row)).filter(row => row !== null)
      // A department may come before the one that it is in.
      const inserted = table === 'departments' ? values.map(row => ({ ...row, parent_id: null })) : values
      await sql`insert into ${sql.table(table)}
        select * from json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(inserted)}::json)`.execute(
        trx,
      )
      await sql`insert into copied (name, last) values (${table}, ${rows.at(-1)?.copied_rowid ?? 0})
        on conflict (name) do update set last = excluded.last`.execute(trx)
    })
    done += rows.length
    progress(table, done, total)
  }
  if (table === 'departments') await setParents(sqlite, db)
  return total
}

async function setParents(sqlite: Sqlite, db: Kysely<Tables>): Promise<void> {
  const rows = sqlite.all('select id, parent_id from departments')
  await sql`update departments d set parent_id = k.parent_id
    from json_to_recordset(${JSON.stringify(rows)}::json) as k(id text, parent_id text) where d.id = k.id`.execute(db)
}

/** The hashes of rows, added up: the order in which two databases give them does not count. */
class Sum {
  rows = 0
  #sum = 0n

  add(row: Record<string, unknown>): void {
    this.rows += 1
    const text = JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))
    this.#sum += createHash('sha256').update(text).digest().readBigUInt64BE(0)
  }

  toString(): string {
    return `${this.rows} rows, ${BigInt.asUintN(64, this.#sum).toString(16)}`
  }
}

/** @throws StartupError when a table is not in both databases the same */
async function compareTable(sqlite: Sqlite, db: Kysely<Tables>, table: string, progress: CopyProgress): Promise<void> {
  const total = countOf(sqlite, table)
  const here = new Sum()
  for (const rows of batchesOf(sqlite, table, 0)) for (const row of rows) addCopied(here, table, row)
  const there = new Sum()
  await db.transaction().execute(async trx => {
    await sql`declare all_rows no scroll cursor for select * from ${sql.table(table)}`.execute(trx)
    for (;;) {
      const { rows } = await sql<Record<string, unknown>>`fetch ${sql.lit(batch)} from all_rows`.execute(trx)
      for (const row of rows) there.add(row)
      progress(`${table}, compared`, there.rows, total)
      if (rows.length < batch) break
    }
  })
  if (String(here) === String(there)) return
  throw new StartupError(
    `The copy of ${table} differs: ${here} here, ${there} there. Empty the database and copy again.`,
  )
}

function addCopied(sum: Sum, table: string, row: Row): void {
  const copied = asCopied(table, row)
  if (copied !== null) sum.add(copied)
}
