import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Sqlite, sqliteCode } from '../../../common/node/sqlite.ts'
import { migrations } from '../migrations/index.ts'
import { StartupError } from '../startup-error.ts'
import { fileState, isReplaced, readMark } from './file-mark.ts'
import { SqliteStore } from './store.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'lianqun-store-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

test('a database keeps its epoch and secret over restarts', async () => {
  const first = await SqliteStore.open(dir)
  const epoch = first.meta('epoch')
  const secret = first.meta('token_secret')
  await first.shutdown()
  const second = await SqliteStore.open(dir)
  expect(second.meta('epoch')).toBe(epoch)
  expect(second.meta('token_secret')).toBe(secret)
  second.newEpoch()
  expect(second.meta('epoch')).not.toBe(epoch)
  await second.shutdown()
})

test('a commit is flushed to disk', async () => {
  const store = await SqliteStore.open(dir)
  expect(store.sqlite.statement('pragma synchronous').get()).toMatchObject({ synchronous: 2 })
  expect(store.sqlite.statement('pragma journal_mode').get()).toMatchObject({ journal_mode: 'wal' })
  expect(store.sqlite.statement('pragma foreign_keys').get()).toMatchObject({ foreign_keys: 1 })
  await store.shutdown()
})

/** The migrations up to a name, as a server of that time had them. */
const upTo = (name: string) => Object.fromEntries(Object.entries(migrations).filter(([key]) => key <= name))

test('the migrations make the schema of the snapshot', async () => {
  const store = await SqliteStore.open(dir)
  const rows = store.sqlite
    .statement(
      "select sql from sqlite_master where sql is not null and name not like 'kysely%' order by type desc, name",
    )
    .all<{ sql: string }>()
  const schema = `${rows.map(row => `${row.sql};`).join('\n')}\n`
  await store.shutdown()
  await expect(schema).toMatchFileSnapshot('../schema.snapshot.sql')
})

test.each(Object.keys(migrations))('migrates a database at %s and keeps its rows', async name => {
  const old = await SqliteStore.open(dir, upTo(name))
  const renamed = name >= '2026-11-25-plain-column-names'
  const moved = name >= '2026-12-04-moves'
  const faces = renamed ? 'avatar_user_ids' : 'faces'
  const columns = moved ? faces : `${faces}, ${renamed ? 'commit_seq' : 'moved'}`
  old.sqlite.exec(`insert into employees (id, name, latin_name, department_ids, title, phone, mail, staff_no, place, revision)
      values ('a', 'n', '', '[]', '', '', '', '', '', 1);
    insert into users (id) values ('a');
    insert into conversations (id, kind, name, member_count, created_at, revision, head, last_seq, last_ordinal, ${columns})
      values ('c', 'group', 'g', 1, 1, 1, 2, 2, 1, '["a"]'${moved ? '' : ', 7'});
    ${moved ? "insert into moves (conversation_id, position) values ('c', 7);" : ''}
    update counters set value = 7 where name in ('moved', 'commit_seq')`)
  await old.shutdown()
  const store = await SqliteStore.open(dir)
  expect(await store.db.selectFrom('counters').select(['name', 'value']).orderBy('name').execute()).toEqual([
    { name: 'apps', value: 0 },
    { name: 'commit_seq', value: 7 },
    { name: 'directory', value: 0 },
  ])
  const row = await store.db.selectFrom('conversations').selectAll().executeTakeFirst()
  expect(row).toMatchObject({ id: 'c', avatar_user_ids: '["a"]', members_revision: 0, head: 2 })
  expect(await store.db.selectFrom('moves').selectAll().execute()).toEqual([{ conversation_id: 'c', position: 7 }])
  const recorded = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(store.db)
  expect(recorded.rows.map(each => each.name)).toEqual(Object.keys(migrations))
  await store.shutdown()
})

test('bots are no longer counted among the members', async () => {
  const old = await SqliteStore.open(dir, upTo('2026-12-07-hooks'))
  old.sqlite.exec(`insert into conversations (id, kind, name, member_count, created_at, revision, head, last_seq,
    last_ordinal, avatar_user_ids, details) values ('c', 'group', 'g', 2, 1, 1, 2, 2, 1, '["a"]', '{"description":"d"}')`)
  for (const [id, bot] of [
    ['a', null],
    ['b_1', 'hook'],
    ['b_left', 'hook'],
  ]) {
    old.sqlite
      .statement(`insert into employees (id, name, latin_name, department_ids, title, phone, mail, staff_no, place, bot, revision)
        values (?, 'n', '', '[]', '', '', '', '', '', ?, 1)`)
      .run(id, bot)
    old.sqlite.statement('insert into users (id) values (?)').run(id)
    old.sqlite
      .statement(`insert into members (conversation_id, user_id, role, joined_at, join_order, joined, revision, pinned,
        muted, read_seq, read_ordinal, visible_from, me_revision) values ('c', ?, 'member', 1, 1, ?, 1, 0, 0, 0, 0, 0, 0)`)
      .run(id, id === 'b_left' ? 0 : 1)
  }
  await old.shutdown()
  const store = await SqliteStore.open(dir)
  const row = await store.db.selectFrom('conversations').selectAll().executeTakeFirstOrThrow()
  expect([row.member_count, JSON.parse(row.details)]).toEqual([1, { description: 'd', bots: 1 }])
  await store.shutdown()
})

test('announcements keep their confirmations as a count', async () => {
  const old = await SqliteStore.open(dir, { '0001_first': migrations['0001_first'] as Migration })
  const { sqlite } = old
  for (const [id, deleted] of [
    ['a', 0],
    ['b', 0],
    ['left', 1],
  ]) {
    sqlite.statement("insert into employees values (?, 'n', '', '[]', '', '', '', '', '', ?, 1)").run(id, deleted)
    sqlite.statement('insert into users (id) values (?)').run(id)
  }
  for (const id of ['one', 'none']) {
    sqlite.statement("insert into announcements values (?, 't', 'b', 'a', 1)").run(id)
  }
  for (const id of ['a', 'b', 'left']) {
    sqlite.statement("insert into announcement_confirmations values ('one', ?, 1)").run(id)
  }
  await old.shutdown()
  const store = await SqliteStore.open(dir)
  const rows = await store.db.selectFrom('announcements').select(['id', 'confirmed_count']).orderBy('id').execute()
  expect(rows).toEqual([
    { id: 'none', confirmed_count: 0 },
    { id: 'one', confirmed_count: 2 },
  ])
  await store.shutdown()
})

test('refuses a database of a newer server and does not change it', async () => {
  const newer = {
    ...migrations,
    '9999_later': { up: async (db: Kysely<unknown>) => db.schema.dropTable('apps').execute() },
  }
  await (await SqliteStore.open(dir, newer)).shutdown()
  await expect(SqliteStore.open(dir)).rejects.toThrow(/newer server/)
  await (await SqliteStore.open(dir, newer)).shutdown()
})

test('two servers cannot use one folder', async () => {
  const store = await SqliteStore.open(dir)
  await expect(SqliteStore.open(dir)).rejects.toThrow(StartupError)
  await store.shutdown()
  await (await SqliteStore.open(dir)).shutdown()
})

test('values the binding cannot store are converted or refused', () => {
  const sqlite = new Sqlite(join(dir, 'x.db'))
  sqlite.exec('create table t (v)')
  sqlite.statement('insert into t values (?)').run(true)
  sqlite.statement('insert into t values (?)').run(undefined)
  expect(sqlite.statement('select v from t').all()).toEqual([{ v: 1 }, { v: null }])
  expect(() => sqlite.statement('insert into t values (?)').run({})).toThrow(TypeError)
  sqlite.close()
})

test('a full disk is a distinct error, also through Kysely, and rolls back', async () => {
  const store = await SqliteStore.open(dir)
  store.sqlite.exec('pragma max_page_count = 1')
  const filling = store.db.transaction().execute(async trx => {
    for (let i = 0; i < 1_000; i++) {
      await trx
        .insertInto('meta')
        .values({ key: `k${i}`, value: 'x'.repeat(1_000) })
        .execute()
    }
  })
  const error = await filling.catch((e: unknown) => e)
  expect(sqliteCode(error)).toBe('SQLITE_FULL')
  const left = await store.db.selectFrom('meta').select('key').where('key', 'like', 'k%').execute()
  expect(left).toEqual([])
  await store.shutdown()
})

/** Opens the store, makes a commit of a conversation and closes it again. */
async function use(close: 'closed' | 'killed' = 'closed'): Promise<void> {
  const store = await SqliteStore.open(dir)
  store.sqlite.exec("update counters set value = value + 1 where name = 'commit_seq'")
  if (close === 'closed') await store.shutdown()
  else {
    store.mark()
    store.close()
  }
}

async function open(): Promise<{ epoch: string; replaced: boolean }> {
  const store = await SqliteStore.open(dir)
  const { replaced } = store
  const epoch = store.meta('epoch')
  await store.shutdown()
  return { epoch, replaced }
}

test('a file that was only closed and opened keeps its epoch, also after a crash at any moment', async () => {
  const { epoch } = await open()
  await use()
  expect(await open()).toEqual({ epoch, replaced: false })
  await use('killed')
  expect(await open()).toEqual({ epoch, replaced: false })
  chmodSync(join(dir, 'workspace.db'), 0o640)
  expect(await open()).toEqual({ epoch, replaced: false })
})

test('a crash between naming the opening in the mark and in the file keeps the epoch', async () => {
  await open()
  const raw = (text: string) => {
    const sqlite = new Sqlite(join(dir, 'workspace.db'))
    sqlite.exec(text)
    sqlite.close()
  }
  raw(`create trigger power_cut before update on meta when new.key = 'generation'
    begin select raise(abort, 'the power is cut'); end`)
  await expect(SqliteStore.open(dir)).rejects.toThrow(/power is cut/)
  raw('drop trigger power_cut')
  expect((await open()).replaced).toBe(false)
})

test('a checkpoint is known in all later openings, also after a crash, and not in a copy from before it', async () => {
  const checkpoints: string[] = []
  const known = async (close: 'shutdown' | 'close', copy?: string) => {
    const store = await SqliteStore.open(dir)
    const { now, had } = await store.checkpoints()
    const answers = checkpoints.map(had)
    checkpoints.push(now)
    if (copy !== undefined) store.sqlite.statement(`vacuum into '${copy}'`).run()
    store.sqlite.exec("update counters set value = value + 1 where name = 'commit_seq'")
    checkpoints.push((await store.checkpoints()).now)
    await store[close]()
    return answers
  }
  expect(await known('close')).toEqual([])
  expect(await known('shutdown', join(dir, 'running.db'))).toEqual([true, true])
  expect(await known('close')).toEqual([true, true, true, true])
  for (const file of ['workspace.db', 'workspace.db-wal', 'workspace.db-shm']) rmSync(join(dir, file), { force: true })
  renameSync(join(dir, 'running.db'), join(dir, 'workspace.db'))
  // What came after the copy in the opening in which it was made, and the opening after that.
  expect(await known('shutdown')).toEqual([true, true, true, false, false, false])
  const store = await SqliteStore.open(dir)
  const { had } = await store.checkpoints()
  for (const text of ['', '.', 'other.1', `${checkpoints[0]}9`, 'x'.repeat(200)]) expect(had(text), text).toBe(false)
  await store.shutdown()
})

const backup = () => `${dir}.backup`
/** How a copy of an earlier state gets back into the folder. */
const restores: Record<string, () => void> = {
  'the file, over the other': () => copyFileSync(join(backup(), 'workspace.db'), join(dir, 'workspace.db')),
  'the file, in its place': () => renameSync(join(backup(), 'workspace.db'), join(dir, 'workspace.db')),
  'the whole folder, over the other': () => cpSync(backup(), dir, { recursive: true }),
  'the whole folder, in its place': () => {
    rmSync(dir, { recursive: true })
    renameSync(backup(), dir)
  },
  'the file alone, in an empty folder': () => {
    rmSync(dir, { recursive: true })
    cpSync(join(backup(), 'workspace.db'), join(dir, 'workspace.db'), { recursive: true })
  },
}

test.each(Object.entries(restores))('notices that a backup was put back: %s', async (_how, restore) => {
  const { epoch } = await open()
  cpSync(dir, backup(), { recursive: true })
  await use()
  restore()
  const restored = await open()
  rmSync(backup(), { recursive: true, force: true })
  expect(restored.replaced).toBe(true)
  expect(restored.epoch).not.toBe(epoch)
  expect(await open()).toEqual({ epoch: restored.epoch, replaced: false })
})

test.each(['closed', 'killed'] as const)('notices a backup that was made while the server ran, then %s', async how => {
  const store = await SqliteStore.open(dir)
  const generation = store.sqlite
    .statement("select value from meta where key = 'generation'")
    .get<{ value: string }>()?.value
  store.sqlite.exec("update counters set value = value + 1 where name = 'commit_seq'")
  if (how === 'closed') await store.shutdown()
  else {
    store.mark()
    store.close()
  }
  // As if it had been written into the same file: the driver keeps that open in this process.
  const file = fileState(dir, true)
  expect(isReplaced(readMark(dir), { generation: generation ?? null, commits: 0, file })).toBe(true)
})

test.skipIf(process.platform === 'win32')(
  'notices a copy that was written into the same file with its time',
  async () => {
    await open()
    const [path, copy] = [join(dir, 'workspace.db'), `${dir}.copy`]
    // The content is the same: the driver keeps the file open in this process.
    execFileSync('cp', ['-p', path, copy])
    execFileSync('cp', ['-p', copy, path])
    rmSync(copy)
    expect((await open()).replaced).toBe(true)
    expect((await open()).replaced).toBe(false)
  },
)

test('a mark that is not whole counts as none', async () => {
  await open()
  writeFileSync(join(dir, 'workspace.mark'), '{"generations":')
  expect((await open()).replaced).toBe(true)
  expect((await open()).replaced).toBe(false)
})

test.skipIf(process.platform === 'win32')(
  'nobody else may read the files, also those of an earlier version',
  async () => {
    chmodSync(dir, 0o755)
    writeFileSync(join(dir, 'workspace.db'), '', { mode: 0o644 })
    const store = await SqliteStore.open(dir)
    const modes = Object.fromEntries(readdirSync(dir).map(name => [name, statSync(join(dir, name)).mode & 0o077]))
    await store.shutdown()
    expect(Object.keys(modes)).toEqual(expect.arrayContaining(['workspace.db', 'workspace.db-wal', 'workspace.lock']))
    expect(Object.values(modes).every(mode => mode === 0)).toBe(true)
  },
)
