import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { digestOfHeads, limits } from '@lianqun/protocol'
import { afterEach, expect, test } from 'vitest'
import { startServer } from '../index.ts'
import { SqliteStore } from '../storage/sqlite/store.ts'
import { connect, testDevice } from '../testing/client.ts'
import { fingerprint, seedAccount, seedCompany } from './seed.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const size = { people: 60, groups: 80, messages: 900, seed: 1 }

async function emptyStore(): Promise<{ store: SqliteStore; folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'lianqun-seed-'))
  folders.push(folder)
  return { store: await SqliteStore.open(folder), folder }
}

/** One query per rule; each returns rows that break it. */
const rules = {
  'members, ordinals and heads are counted': `select c.id from conversations c where
     c.member_count <> (select count(*) from members m where m.conversation_id = c.id)
     or c.last_ordinal <> (select max(ordinal) from messages m where m.conversation_id = c.id)
     or c.last_seq <> (select max(seq) from messages m where m.conversation_id = c.id)`,
  'revisions are dense': `select c.id from conversations c where c.head <> 1
     + (select count(*) from members m where m.conversation_id = c.id and m.revision between 2 and c.head)
     + (select count(*) from messages m where m.conversation_id = c.id and m.revision between 2 and c.head)
     or exists (select 1 from members a join messages b on b.conversation_id = a.conversation_id
       and b.revision = a.revision where a.conversation_id = c.id)`,
  'a person’s own revisions are dense': `select u.id from users u where u.me_revision <>
     (select count(distinct me_revision) from members m where m.user_id = u.id and m.me_revision <= u.me_revision)
     or u.me_revision <> (select count(*) from members m where m.user_id = u.id)`,
  'read marks point at messages': `select m.user_id from members m where m.read_seq > 0 and not exists (
     select 1 from messages x where x.conversation_id = m.conversation_id and x.seq = m.read_seq
       and x.ordinal = m.read_ordinal)`,
  'who wrote has read it': `select m.user_id from members m where m.read_ordinal < (
     select max(ordinal) from messages x where x.conversation_id = m.conversation_id and x.sender_id = m.user_id)`,
  'senders are members': `select x.seq from messages x where not exists (
     select 1 from members m where m.conversation_id = x.conversation_id and m.user_id = x.sender_id)`,
  'movements are counted': `select conversation_id from moves where position > (select value from counters where name = 'commit_seq')
     or position in (select position from moves group by position having count(*) > 1)`,
  'each conversation has moved': `select id from conversations where id not in (select conversation_id from moves)`,
  'the directory is dense': `select 1 where (select value from counters where name = 'directory') <>
     (select count(*) from departments) + (select count(*) from employees)`,
  'times ascend': `select a.seq from messages a join messages b on b.conversation_id = a.conversation_id
     and b.seq = a.seq + 1 and b.sent_at < a.sent_at`,
}

function broken(store: SqliteStore): string[] {
  return Object.entries(rules).flatMap(([rule, sql]) => (store.sqlite.statement(sql).all().length > 0 ? [rule] : []))
}

test('the same seed makes the same company, another seed another one', async () => {
  const prints: string[] = []
  for (const seed of [1, 1, 2]) {
    const { store } = await emptyStore()
    expect(await seedCompany(store.sqlite, { ...size, seed }, () => {})).toBe(true)
    prints.push(fingerprint(store.sqlite))
    await store.shutdown()
  }
  expect(prints[0]).toBe(prints[1])
  expect(prints[0]).not.toBe(prints[2])
})

test('one group in ten thousand is as large as a group may be', async () => {
  const { store } = await emptyStore()
  await seedCompany(store.sqlite, { people: 300, groups: 10_000, messages: 0, seed: 1 }, () => {})
  const large = store.sqlite.statement('select id, member_count as n from conversations where member_count > 200').all()
  expect(large).toEqual([{ id: 'sg9999', n: 300 }])
  await store.shutdown()
})

test('the rows are consistent, and a client can sign in, read and write', async () => {
  const { store, folder } = await emptyStore()
  await seedCompany(store.sqlite, { ...size, seed: 7 }, () => {})
  expect(broken(store)).toEqual([])
  const count = (sql: string) => store.sqlite.statement(sql).get<{ n: number }>()?.n
  expect(count('select count(*) as n from messages where content like \'%"text"%\'')).toBe(size.messages)
  expect(count("select count(*) as n from conversations where kind = 'group'")).toBe(size.groups)
  await store.shutdown()

  const server = await startServer({ dataDir: folder })
  const client = await connect(server.url)
  await client.request('auth.signIn', { ...seedAccount, device: testDevice() })
  await client.request('sync.hello', {})
  const { heads } = await client.request('sync.heads', { cursor: null, limit: limits.headsPage })
  const groups = heads.filter(head => head.conversation.kind === 'group')
  expect(groups).toHaveLength(size.groups)
  expect(heads.length).toBeGreaterThan(groups.length)
  const digest = digestOfHeads(heads.map(head => [head.conversation.id, head.revision]))
  expect(await client.request('sync.heartbeat', { heads: digest })).toMatchObject({ headsAgree: true })

  const busy = groups.find(head => head.lastOrdinal > 3)
  if (!busy) throw new Error('no group is busy')
  const conversationId = busy.conversation.id
  const page = await client.request('message.history', { conversationId, limit: limits.historyPage })
  expect(page.messages).toHaveLength(busy.lastOrdinal + 1)
  const content = { type: 'text' as const, text: '新的', mentions: [] }
  const { message } = await client.request('message.send', { conversationId, clientId: crypto.randomUUID(), content })
  expect(message).toMatchObject({ seq: busy.revision + 1, ordinal: busy.lastOrdinal + 1 })
  await client.close()
  await server.close()
})

test('a stopped seed leaves a smaller, consistent company', async () => {
  const { store } = await emptyStore()
  const stopping = new AbortController()
  const parts: number[] = []
  const progress = (what: string, done: number) => {
    if (what === 'people') return
    parts.push(done)
    stopping.abort()
  }
  const whole = await seedCompany(store.sqlite, { ...size, messages: 25_000 }, progress, stopping.signal)
  expect(whole).toBe(false)
  expect(parts).toHaveLength(1)
  expect(broken(store)).toEqual([])
  await store.shutdown()
})

test('the command line seeds a folder once', async () => {
  const { store, folder } = await emptyStore()
  await store.shutdown()
  const cli = fileURLToPath(new URL('./cli.ts', import.meta.url))
  const run = (...args: string[]) =>
    new Promise<{ code: number | null; out: string; err: string }>(resolve => {
      const child = spawn(process.execPath, [cli, '--data', folder, ...args], { stdio: 'pipe' })
      let out = ''
      let err = ''
      child.stdout.on('data', data => {
        out += String(data)
      })
      child.stderr.on('data', data => {
        err += String(data)
      })
      child.on('close', code => resolve({ code, out, err }))
    })
  expect(await run('--people', '2')).toMatchObject({ code: 1, err: expect.stringContaining('at least 3 people') })
  const first = await run('--people', '20', '--groups', '10', '--messages', '50')
  expect(first).toMatchObject({ code: 0, out: expect.stringContaining('seed0 with the password lianqun-seed') })
  expect(first.err).toContain('100 %')
  expect(await run()).toMatchObject({ code: 1, err: expect.stringContaining('company') })
})
