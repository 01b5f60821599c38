import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, type KyselyPlugin, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Sqlite } from '../../../common/node/sqlite.ts'
import { migrations } from '../migrations/index.ts'
import { SqliteStore } from './store.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'lianqun-migrating-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const names = Object.keys(migrations)

/** Throws after a number of statements, to simulate a full disk or a power failure during a migration. */
class Cut implements KyselyPlugin {
  left: number

  constructor(statements: number) {
    this.left = statements
  }

  transformQuery: KyselyPlugin['transformQuery'] = ({ node }) => node

  transformResult: KyselyPlugin['transformResult'] = async ({ result }) => {
    this.left -= 1
    if (this.left < 0) throw new Error('cut')
    return result
  }
}

/** The migrations up to a name; that one is interrupted. */
function cutAt(name: string, cut: Cut): Record<string, Migration> {
  const known = names.slice(0, names.indexOf(name) + 1)
  return Object.fromEntries(
    known.map(each => {
      const { up } = migrations[each] as Migration
      return [each, { up: each === name ? (db: Kysely<unknown>) => up(db.withPlugin(cut)) : up }]
    }),
  )
}

function before(name: string): Record<string, Migration> {
  return Object.fromEntries(Object.entries(migrations).slice(0, names.indexOf(name)))
}

/** The schema of the file and its recorded migrations. */
function state(): unknown[] {
  const sqlite = new Sqlite(join(dir, 'workspace.db'))
  const schema = sqlite.all<{ sql: string }>('select sql from sqlite_master where sql is not null order by type, name')
  const recorded = sqlite.all<{ name: string }>('select name from kysely_migration order by name')
  sqlite.close()
  return [...schema, ...recorded]
}

async function opened(which = migrations): Promise<unknown[]> {
  await (await SqliteStore.open(dir, which)).shutdown()
  return state()
}

test.each(names)('an interrupted %s leaves the database unchanged', async name => {
  if (name !== names[0]) await opened(before(name))
  const old = name === names[0] ? [] : state()
  let statements = 0
  for (;;) {
    const cut = new Cut(statements)
    const failed = await SqliteStore.open(dir, cutAt(name, cut)).then(
      store => store.shutdown().then(() => false),
      () => true,
    )
    if (!failed) break
    statements += 1
    const left = state()
    // A first start creates Kysely's own tables first.
    if (name === names[0]) expect(left.every(row => JSON.stringify(row).includes('kysely'))).toBe(true)
    else expect(left).toEqual(old)
  }
  expect(statements).toBeGreaterThan(0)
  expect(await opened()).toEqual(await madeAtOnce())
})

async function madeAtOnce(): Promise<unknown[]> {
  rmSync(dir, { recursive: true, force: true })
  return opened()
}

const done = [
  [
    '0002_announcement_counts',
    [
      'alter table announcements add column confirmed_count integer default 0 not null',
      'alter table announcements add column client_id text',
      'create unique index announcements_client on announcements (author_id, client_id)',
      'create index announcement_confirmations_user on announcement_confirmations (user_id)',
    ],
  ],
  [
    '2026-11-25-plain-column-names',
    [
      'alter table conversations rename column faces to avatar_user_ids',
      'alter table conversations rename column moved to commit_seq',
      "update counters set name = 'commit_seq' where name = 'moved'",
    ],
  ],
] as const

test.each(
  done.flatMap(([name, statements]) => statements.map((_, i) => [name, i + 1, statements.slice(0, i + 1)] as const)),
)('a %s of which an earlier server ran %i statements is completed', async (name, _count, statements) => {
  const old = await SqliteStore.open(dir, before(name))
  for (const statement of statements) old.sqlite.exec(statement)
  await old.shutdown()
  const store = await SqliteStore.open(dir)
  expect(await store.db.selectFrom('conversations').select('avatar_user_ids').execute()).toEqual([])
  expect(store.sqlite.all('select name from counters order by name')).toEqual([
    { name: 'apps' },
    { name: 'commit_seq' },
    { name: 'directory' },
  ])
  await store.shutdown()
})

test('a second migration of a day, or one that is merged later, still runs on a database with the first', async () => {
  const add = (column: string): Migration => ({
    up: async db => void (await sql`alter table apps add column ${sql.id(column)} text`.execute(db)),
  })
  const first = { ...migrations, '2027-01-05-rooms': add('rooms') }
  await opened(first)
  const both = { ...first, '2027-01-04-late': add('late'), '2027-01-05-meetings': add('meetings') }
  await opened(both)
  const store = await SqliteStore.open(dir, both)
  const columns = store.sqlite.all<{ name: string }>('select name from pragma_table_info(?)', 'apps')
  expect(columns.map(column => column.name)).toEqual(expect.arrayContaining(['rooms', 'late', 'meetings']))
  await store.shutdown()
})
