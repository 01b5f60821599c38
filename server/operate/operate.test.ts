import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startServer } from '../index.ts'
import { PostgresStore } from '../storage/postgres/store.ts'
import { bucketKeys, startBucket } from '../testing/bucket.ts'
import { connectAs, testDevice } from '../testing/client.ts'
import { createDatabase, dropDatabase } from '../testing/postgres.ts'
import { makeGroup, say } from '../testing/workspace.ts'
import { runOperatorCommand } from './commands.ts'
import { copyWorkspace } from './copy.ts'
import { examine } from './doctor.ts'

const postgres = process.env.LIANQUN_TEST_POSTGRES ?? ''
const here = postgres !== ''

let dataDir: string
let database: string
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'lianqun-operate-'))
  if (here) database = await createDatabase(postgres)
})
afterEach(async () => {
  rmSync(dataDir, { recursive: true, force: true })
  if (here) await dropDatabase(database)
})

/** A workspace in the folder with some of everything. Returns what its client sees. */
async function fill(): Promise<{ conversationId: string; texts: string[] }> {
  const server = await startServer({ dataDir, linkPreviews: false, limits: { rate: false } })
  await server.domain.transaction(async operations => {
    await operations.createDepartment({ id: 'd2', name: '二组' })
    await operations.createDepartment({ id: 'd1', name: '一部' })
    await operations.updateDepartment('d2', { parentId: 'd1' })
    for (const id of ['a', 'b', 'c']) await operations.createEmployee({ id, name: id, departmentIds: ['d2'] })
  })
  const a = await connectAs(server.url, await server.domain.issueSession('a', testDevice()))
  const conversationId = await makeGroup(a, ['b', 'c'], '迁移')
  const texts = Array.from({ length: 30 }, (_, i) => `第 ${i} 条 it’s "quoted" \\ 😀`)
  for (const text of texts) await say(a, conversationId, text)
  await a.request('message.react', { conversationId, seq: (await last(a, conversationId)) ?? 0, emoji: '👍', on: true })
  await server.close()
  return { conversationId, texts }
}

async function last(client: Awaited<ReturnType<typeof connectAs>>, conversationId: string) {
  return (await client.request('message.history', { conversationId, limit: 1 })).messages.at(-1)?.seq
}

test.skipIf(!here)('a workspace is copied from its folder, also after an interruption, and goes on there', async () => {
  const { conversationId, texts } = await fill()
  let parts = 0
  const cut = copyWorkspace(dataDir, database, what => {
    if (what === 'messages' && ++parts > 1) throw new Error('the machine stops')
  })
  await expect(cut).rejects.toThrow('the machine stops')
  const phases = new Set<string>()
  expect(await copyWorkspace(dataDir, database, what => void phases.add(what))).toBeGreaterThan(40)
  expect([...phases]).toEqual(expect.arrayContaining(['messages', 'messages, compared', 'departments']))
  await expect(copyWorkspace(dataDir, database, () => {})).rejects.toThrow('holds a workspace already')

  const server = await startServer({ dataDir, database, linkPreviews: false })
  const a = await connectAs(server.url, await server.domain.issueSession('a', testDevice()))
  const { heads } = await a.request('sync.heads', { cursor: null, limit: 10 })
  expect(heads[0]?.conversation).toMatchObject({ id: conversationId, name: '迁移' })
  const { messages } = await a.request('message.history', { conversationId, limit: 50 })
  const said = messages.flatMap(({ content }) => (content.type === 'text' ? [content.text] : []))
  expect(said).toEqual(texts)
  const found = await a.request('message.search', { query: '第 29 条', limit: 5 })
  expect(found.messages).toHaveLength(1)
  await say(a, conversationId, '在新库里')
  await server.close()
})

test.skipIf(!here)('a row that differs in the copy is found', async () => {
  await fill()
  const cut = copyWorkspace(dataDir, database, what => {
    if (what.endsWith('compared')) throw new Error('the machine stops')
  })
  await expect(cut).rejects.toThrow('the machine stops')
  const store = await PostgresStore.open(database, { copies: true })
  await sql`update messages set content = replace(content, '第', '弟')`.execute(store.db)
  await store.shutdown()
  const again = copyWorkspace(dataDir, database, () => {})
  await expect(again).rejects.toThrow(/The copy of messages differs: 31 rows, \w+ here, 31 rows, \w+ there/)
})

test.skipIf(!here)(
  'the doctor names a transaction that does not end, also to who may not see since when it is open',
  async () => {
    const store = await PostgresStore.open(database)
    const plain = `plain_${new URL(database).pathname.slice(1)}`
    await sql`create role ${sql.id(plain)} login`.execute(store.db)
    await sql`grant select on all tables in schema public to ${sql.id(plain)}`.execute(store.db)
    const url = new URL(database)
    url.username = plain
    const lag = async () => (await examine({ dataDir, database: url.href, env: {} })).find(({ what }) => what === 'lag')
    await store.write([], async () => {
      expect(await lag()).toMatchObject({
        state: 'doubtful',
        says: expect.stringContaining('grant it pg_read_all_stats'),
      })
    })
    await sql`drop owned by ${sql.id(plain)}`.execute(store.db)
    await sql`drop role ${sql.id(plain)}`.execute(store.db)
    await store.shutdown()
  },
)

test.skipIf(!here)('the doctor says what is well and what is not', async () => {
  const store = await PostgresStore.open(database)
  const wells = await examine({ dataDir, database, env: {} })
  expect(wells.filter(({ state }) => state !== 'good').map(({ what }) => what)).toEqual(['fsync'])
  await sql`insert into kysely_migration (name, timestamp) values ('2099-01-01-later', '')`.execute(store.db)
  expect((await examine({ dataDir, database, env: {} })).find(({ what }) => what === 'schema')).toMatchObject({
    state: 'bad',
  })
  await store.shutdown()
  writeFileSync(join(dataDir, 'file'), '')
  const nowhere = await examine({
    dataDir: join(dataDir, 'file', 'data'),
    database: 'postgres://nobody:secret@127.0.0.1:1/x',
    bus: 'nats://127.0.0.1:1',
    env: {},
  })
  expect(nowhere.map(({ what, state }) => [what, state])).toEqual([
    ['folder', 'bad'],
    ['database', 'bad'],
    ['bus', 'bad'],
    ['blobs', 'doubtful'],
  ])
  expect(JSON.stringify(nowhere)).not.toContain('secret')
})

test('a command takes its own options alone: what it would not heed is refused', async () => {
  const run = (command: 'copy' | 'migrate', ...args: string[]) => runOperatorCommand(command, args, {}, () => {})
  await expect(run('copy', '--from', dataDir, '--to', 'postgres://a', '--database', 'postgres://b')).rejects.toThrow(
    /'--database'[\s\S]*--help/,
  )
  await expect(run('migrate', '--to', 'postgres://a')).rejects.toThrow(/'--to'/)
  await expect(run('migrate')).rejects.toThrow(/Name the database with --database/)
})

test('a folder without a workspace is not copied, and none is made', async () => {
  const nowhere = join(dataDir, 'nowhere')
  await expect(copyWorkspace(nowhere, 'postgres://127.0.0.1:1/x', () => {})).rejects.toThrow(
    /no workspace in .*nowhere/,
  )
  expect(existsSync(nowhere)).toBe(false)
})

test.skipIf(!here)('a copy that was interrupted is not served', async () => {
  const store = await PostgresStore.open(database)
  await sql`create table copied (name text primary key, last bigint not null)`.execute(store.db)
  await store.shutdown()
  await (await PostgresStore.open(database)).shutdown()
  const copying = await PostgresStore.open(database, { copies: true })
  await sql`insert into copied values ('workspace w', 0)`.execute(copying.db)
  await copying.shutdown()
  await expect(PostgresStore.open(database)).rejects.toThrow(/copy that is not finished/)
  expect((await examine({ dataDir, database, env: {} })).find(({ what }) => what === 'copy')).toMatchObject({
    state: 'bad',
  })
})

test.skipIf(!here)('a database of another encoding is refused before anything is made in it', async () => {
  const name = `latin_${new URL(database).pathname.slice(1)}`
  const admin = await PostgresStore.open(database)
  await sql`create database ${sql.id(name)} encoding 'LATIN1' locale 'C' template template0`.execute(admin.db)
  const url = new URL(database)
  url.pathname = `/${name}`
  await expect(PostgresStore.open(url.href)).rejects.toThrow(/encoding LATIN1.*UTF8/)
  await sql`drop database ${sql.id(name)}`.execute(admin.db)
  await admin.shutdown()
})

test('the doctor looks for the bucket', async () => {
  const bucket = await startBucket()
  const blobs = async (address: string) =>
    (await examine({ dataDir, blobs: address, env: bucketKeys })).find(({ what }) => what === 'blobs')
  expect(await blobs(bucket.address)).toMatchObject({ state: 'good' })
  expect(await blobs(`${bucket.address}-other`)).toMatchObject({
    state: 'bad',
    says: expect.stringContaining('no bucket'),
  })
  await bucket.stop()
  expect(await blobs(bucket.address)).toMatchObject({ state: 'bad' })
})
