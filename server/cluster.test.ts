import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ServerLimits, startServer, type WorkspaceServer } from './index.ts'
import { PostgresStore } from './storage/postgres/store.ts'
import { connectAs, type TestClient, testDevice } from './testing/client.ts'
import { startNats, type TestNats } from './testing/nats.ts'
import { createDatabase, dropDatabase } from './testing/postgres.ts'
import { findNats } from './testing/programs.ts'
import { makeGroup, say } from './testing/workspace.ts'

/* Two servers of one workspace, on real PostgreSQL and real NATS. */

const postgres = process.env.LIANQUN_TEST_POSTGRES ?? ''
const here = postgres !== '' && findNats() !== null

let dataDir: string
let database: string
let nats: TestNats
let servers: WorkspaceServer[]

beforeEach(async () => {
  if (!here) return
  dataDir = mkdtempSync(join(tmpdir(), 'lianqun-cluster-'))
  database = await createDatabase(postgres, process.env.LIANQUN_TEST_TEMPLATE)
  nats = await startNats()
  servers = []
  for (let i = 0; i < 2; i++) servers.push(await start())
  await first().domain.transaction(async operations => {
    for (const id of ['a', 'b', 'c']) await operations.createEmployee({ id, name: id.toUpperCase() })
  })
})
afterEach(async () => {
  if (!here) return
  for (const server of servers) await server.close()
  await nats.stop()
  await dropDatabase(database)
  rmSync(dataDir, { recursive: true, force: true })
})

function start(limits: Partial<ServerLimits> = {}, onOutdated?: (why: string) => void): Promise<WorkspaceServer> {
  return startServer({
    dataDir,
    ...(onOutdated && { onOutdated }),
    database,
    bus: nats.url,
    linkPreviews: false,
    limits: { rate: false, compareEveryMs: 50, presenceEveryMs: 20, presenceAskMs: 5, presenceTtlMs: 5_000, ...limits },
  })
}
const first = () => servers[0] as WorkspaceServer
const second = () => servers[1] as WorkspaceServer

async function client(server: WorkspaceServer, userId: string): Promise<TestClient> {
  return connectAs(server.url, await first().domain.issueSession(userId, testDevice()))
}

test.skipIf(!here)(
  'members at different servers hear of groups, messages, typing, read marks and of leaving',
  async () => {
    const a = await client(first(), 'a')
    const b = await client(second(), 'b')
    const id = await makeGroup(a, ['b', 'c'], '跨机')
    expect((await b.waitFor('sync.joined')).head.conversation).toMatchObject({ id, name: '跨机' })
    const message = await say(a, id, '听得到吗')
    const push = await b.waitFor('sync.push', p => p.to === message.seq && p.scope === `conversation:${id}`)
    expect(push.changes).toMatchObject([{ entity: 'message', value: { content: { text: '听得到吗' } } }])
    b.notify('conversation.typing', { conversationId: id })
    expect(await a.waitFor('conversation.typing')).toEqual({ conversationId: id, userId: 'b' })
    await a.request('conversation.open', { conversationId: id })
    await b.request('membership.update', { conversationId: id, readSeq: message.seq })
    expect((await a.waitFor('conversation.receipts')).receipts).toEqual([{ userId: 'b', readSeq: message.seq }])
    await a.request('conversation.removeMembers', { conversationId: id, userIds: ['b'] })
    await b.waitFor('sync.push', p => p.scope === 'me' && JSON.stringify(p.changes).includes('"joined":false'))
    b.clear()
    const hidden = await say(a, id, 'b 听不到')
    const c = await client(second(), 'c')
    await c.request('sync.hello', {})
    expect((await c.request('sync.heads', { cursor: null, limit: 10 })).heads[0]?.revision).toBe(hidden.seq)
    expect(b.events).toEqual([])
  },
)

test.skipIf(!here)(
  'without the bus what was committed is found in the database, and a session that ended ends',
  async () => {
    const a = await client(first(), 'a')
    const b = await client(second(), 'b')
    const id = await makeGroup(a, ['b', 'c'])
    await b.waitFor('sync.joined')
    await nats.kill('SIGKILL')
    const message = await say(a, id, '总线断了')
    expect(await b.waitFor('sync.head', p => p.revision === message.seq)).toMatchObject({ lastMessage: message })
    const own = await client(second(), 'a')
    await a.request('membership.update', { conversationId: id, pinned: true })
    const mine = await own.waitFor('sync.push', p => p.scope === 'me')
    expect(mine.changes).toMatchObject([{ entity: 'membership', value: { conversationId: id, pinned: true } }])
    await first().domain.transaction(operations => operations.createEmployee({ id: 'new', name: '新人' }))
    const known = await own.waitFor('sync.push', p => p.scope === 'directory')
    expect(known.changes).toMatchObject([{ entity: 'employee', value: { id: 'new' } }])
    await first().domain.revoke('b')
    expect((await b.closed).reason).toBe('revoked')
    await nats.restart()
  },
)

test.skipIf(!here)('a session whose end was found by nothing else is found by comparing all', async () => {
  servers.push(await start({ compareAllMs: 100 }))
  const b = await client(servers[2] as WorkspaceServer, 'b')
  const store = await PostgresStore.open(database)
  // As if the clock of the process that ended it had been wrong.
  await store.write([], ({ db }) => db.updateTable('sessions').set({ ended_at: 1 }).execute())
  await store.shutdown()
  expect((await b.closed).reason).toBe('revoked')
})

test.skipIf(!here)(
  'who is at another server is there, is away and leaves, and goes with a server that is no more',
  async () => {
    const a = await client(first(), 'a')
    const b = await client(second(), 'b')
    const is = (userId: string, state: string) =>
      a.waitFor('presence.changed', ({ people }) => people.some(p => p.userId === userId && p.state === state))
    await a.request('presence.watch', { userIds: ['b', 'c'] })
    await is('b', 'online')
    await b.request('presence.report', { state: 'away' })
    await is('b', 'away')
    const c = await client(second(), 'c')
    await is('c', 'online')
    a.clear()
    await c.close()
    await is('c', 'offline')
    a.clear()
    await nats.kill('SIGKILL')
    await nats.restart()
    await client(second(), 'c')
    await is('c', 'online')
    await b.request('presence.report', { state: 'online' })
    await is('b', 'online')
    a.clear()
    // It says nothing of who was at it, as one that is killed: they come back, or are gone when what it said is too old.
    await servers.pop()?.close()
    await Promise.all([is('b', 'offline'), is('c', 'offline')])
  },
)

test.skipIf(!here)('two servers that write one conversation at once give each message a place of its own', async () => {
  const a = await client(first(), 'a')
  const b = await client(second(), 'b')
  const id = await makeGroup(a, ['b', 'c'])
  const sent = await Promise.all(Array.from({ length: 200 }, (_, i) => say(i % 2 === 0 ? a : b, id, `${i}`)))
  const seqs = sent.map(message => message.seq).sort((x, y) => x - y)
  expect(seqs).toEqual(Array.from({ length: 200 }, (_, i) => (seqs[0] ?? 0) + i))
  const heads = await b.request('sync.heads', { cursor: null, limit: 10 })
  expect(heads.heads[0]).toMatchObject({ revision: seqs.at(-1), lastOrdinal: 200 })
})

test.skipIf(!here)('a process is told that the workspace was put back from a backup while it runs', async () => {
  const told = Promise.withResolvers<string>()
  servers.push(await start({}, told.resolve))
  const store = await PostgresStore.open(database)
  await store.newEpoch()
  await store.shutdown()
  expect(await told.promise).toContain('new epoch')
})

test.skipIf(!here)('a process that cannot start ends, also where it has joined the others', async () => {
  const bin = fileURLToPath(new URL('./bin/lianqun-server.js', import.meta.url))
  const args = ['--data', dataDir, '--database', database, '--bus', nats.url, '--port', String(first().port)]
  const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
  let errors = ''
  child.stderr.on('data', data => {
    errors += data
  })
  const [code] = await once(child, 'close')
  expect([code, errors]).toEqual([1, expect.stringContaining('in use')])
})
