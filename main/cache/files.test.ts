import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contentText } from '@lianqun/protocol'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CacheError, type OpenFailure } from './api.ts'
import { openCache, readUnsent } from './client.ts'
import { openSql } from './core/sql.ts'
import { openDatabase } from './database.ts'
import { migrations } from './features.ts'
import { migrate, schemaVersion } from './migrations/index.ts'
import { head, heads, message, messages, push, text, uuid } from './testing.ts'

const workerUrl = new URL('./worker.ts', import.meta.url)
const key = randomBytes(32)
let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lianqun-cache-'))
  path = join(folder, 'cache.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function failureOf(work: () => unknown): OpenFailure | 'none' {
  try {
    work()
  } catch (error) {
    if (error instanceof CacheError) return error.failure
    throw error
  }
  return 'none'
}

/** Creates a cache in a thread and closes it, so that no file of it is open any more. */
async function closedCache(): Promise<void> {
  const cache = await openCache({ path, key, workerUrl })
  await cache.setSelf('me')
  await cache.applyHeads(heads(head(0)))
  await cache.applyPush(push(1, 300, messages(1, 300)), false)
  const ask = { ask: 'done' as const, urgent: true }
  await cache.enqueueSend({ clientId: uuid(1), conversationId: 'c', content: draft('unsent'), createdAt: 1, ask })
  await cache.close()
}

const draft = (value: string) => ({ type: 'text' as const, text: value, mentions: [] })

describe('migrations', () => {
  const steps = Object.entries(migrations)
  test.each([...steps.keys()])('from version %i', version => {
    const old = openSql(path, key)
    migrate(old, Object.fromEntries(steps.slice(0, version)))
    expect(schemaVersion(old)).toBe(version)
    migrate(old, migrations)
    expect(schemaVersion(old)).toBe(steps.length)
    const tables = old.all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'").map(row => row.name)
    expect(tables).toEqual(expect.arrayContaining(['conversation', 'message', 'span', 'outbox', 'employee', 'app']))
    old.close()
  })

  test('a step that fails leaves the version before it', () => {
    const sql = openSql(path, key)
    const broken = { broken: 'CREATE TABLE half (a); SELECT * FROM nowhere' }
    expect(() => migrate(sql, { ...migrations, ...broken })).toThrow('nowhere')
    expect(schemaVersion(sql)).toBe(steps.length)
    expect(sql.get("SELECT 1 FROM sqlite_schema WHERE name = 'half'")).toBeUndefined()
    sql.close()
  })

  test('a later schema is refused and left alone', async () => {
    await closedCache()
    const sql = openSql(path, key)
    sql.exec('PRAGMA user_version = 999')
    sql.close()
    expect(failureOf(() => openDatabase(path, key))).toBe('newer')
    const again = openSql(path, key)
    expect(schemaVersion(again)).toBe(999)
    expect(again.get<{ n: number }>('SELECT count(*) AS n FROM outbox')?.n).toBe(1)
    again.close()
  })
})

describe('encryption', () => {
  test('nothing of a text, an id or the schema is readable in the file or its journal', () => {
    const phrase = 'the secret plan 绝密计划'
    const db = openDatabase(path, key)
    db.applyHeads(heads(head(0)))
    db.applyPush(push(1, 1, [message(1, { content: text(phrase) })]), true)
    db.setDraft('c', phrase)
    for (const file of [path, `${path}-wal`, `${path}.check`]) {
      const bytes = readFileSync(file)
      expect(bytes.length).toBeGreaterThan(0)
      for (const plain of ['secret', '绝密', 'SQLite format', 'CREATE TABLE', Buffer.from(key)]) {
        expect(bytes.includes(plain), `${file} holds ${plain}`).toBe(false)
      }
    }
    db.close()
  })

  test('a wrong key is not reported as a damaged file', async () => {
    await closedCache()
    expect(failureOf(() => openDatabase(path, randomBytes(32)))).toBe('key')
    expect(failureOf(() => openDatabase(path, key))).toBe('none')
  })

  test('nor is it without the check file, which is written again', async () => {
    await closedCache()
    rmSync(`${path}.check`)
    expect(failureOf(() => openDatabase(path, randomBytes(32)))).toBe('key')
    expect(failureOf(() => openDatabase(path, key))).toBe('none')
    expect(existsSync(`${path}.check`)).toBe(true)
  })

  test('a key of another length throws a RangeError', () => {
    expect(() => openDatabase(path, randomBytes(16))).toThrow(RangeError)
  })
})

describe('damaged files', () => {
  test('a first page of noise', async () => {
    await closedCache()
    const bytes = readFileSync(path)
    randomBytes(200).copy(bytes, 0)
    writeFileSync(path, bytes)
    expect(failureOf(() => openDatabase(path, key))).toBe('corrupt')
    rmSync(`${path}.check`)
    expect(failureOf(() => openDatabase(path, key))).toBe('corrupt')
  })

  test('reading a damaged page deep in the file rejects with a CacheError across the thread', async () => {
    await closedCache()
    const bytes = readFileSync(path)
    for (let at = 4096; at < bytes.length; at += 4096) randomBytes(4096).copy(bytes, at)
    writeFileSync(path, bytes)
    const failure = await openCache({ path, key, workerUrl })
      .then(cache => cache.messagesPage({ id: 'c', anchor: { at: 'latest' }, limit: 50 }))
      .catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(CacheError)
    expect(failure).toMatchObject({ failure: 'corrupt' })
  })

  test('onFailure is called once when the file fails calls', async () => {
    await closedCache()
    const failures: CacheError[] = []
    const damaged = await openCache({ path, key, workerUrl })
    const bytes = readFileSync(path)
    for (let at = 4096; at < bytes.length; at += 4096) randomBytes(4096).copy(bytes, at)
    writeFileSync(path, bytes)
    damaged.onFailure(failure => failures.push(failure))
    const read = () => damaged.messagesPage({ id: 'c', anchor: { at: 'latest' }, limit: 50 })
    await expect(read()).rejects.toBeInstanceOf(CacheError)
    await expect(read()).rejects.toBeInstanceOf(CacheError)
    expect(failures.map(({ failure }) => failure)).toEqual(['corrupt'])
    await expect(damaged.close()).resolves.toBeUndefined()
  })

  test('a folder in the way', () => {
    expect(failureOf(() => openDatabase(folder, key))).toBe('io')
  })
})

describe('unsent messages and drafts', () => {
  const next = () => openDatabase(join(folder, 'next.db'), randomBytes(32))

  test('are moved from a cache of a later version to the next one, once', async () => {
    await closedCache()
    const sql = openSql(path, key)
    sql.exec("INSERT INTO draft (conversation_id, text) VALUES ('d', 'half a thought')")
    sql.exec('ALTER TABLE outbox ADD COLUMN later TEXT; PRAGMA user_version = 999')
    sql.close()
    const unsent = await readUnsent({ path, key, workerUrl })
    expect(unsent).toMatchObject({ complete: true, drafts: [{ conversationId: 'd', text: 'half a thought' }] })
    const db = next()
    db.restoreUnsent('old', unsent)
    expect(db.outbox()).toMatchObject([{ kind: 'send', clientId: uuid(1), content: draft('unsent') }])
    expect(db.unsent()).toBe(2)
    expect(db.restored('old')).toBe(true)
    // What it asks for is asked once it is sent.
    const sent = { ...message(301), senderId: 'me', clientId: uuid(1), content: draft('unsent') }
    db.outboxAcknowledged(uuid(1), null, sent)
    expect(db.outbox()).toMatchObject([
      { kind: 'change', request: { method: 'message.request', params: { seq: 301, ask: 'done', urgent: true } } },
    ])
    // A message that was discarded since does not come back.
    db.outboxDiscard(uuid(1))
    db.restoreUnsent('old', unsent)
    expect(db.outbox().filter(({ kind }) => kind === 'send')).toEqual([])
    db.close()
  })

  test('are read from a file whose messages are damaged', async () => {
    await closedCache()
    const sql = openSql(path, key)
    const pages = sql.all<{ pageno: number }>("SELECT pageno FROM dbstat WHERE name = 'message'")
    sql.close()
    const bytes = readFileSync(path)
    for (const { pageno } of pages) randomBytes(4096).copy(bytes, (pageno - 1) * 4096)
    writeFileSync(path, bytes)
    const unsent = await readUnsent({ path, key, workerUrl })
    expect(unsent).toMatchObject({ complete: true, messages: [{ clientId: uuid(1), state: 'pending' }] })
  })

  test('that cannot be read make the result incomplete, without an error', async () => {
    await closedCache()
    const bytes = readFileSync(path)
    for (let at = 0; at < bytes.length; at += 4096) randomBytes(4096).copy(bytes, at)
    writeFileSync(path, bytes)
    const nothing = { messages: [], drafts: [], complete: false }
    expect(await readUnsent({ path, key, workerUrl })).toEqual(nothing)
    expect(await readUnsent({ path, key: randomBytes(32), workerUrl })).toEqual(nothing)
  })

  test('of a later version: an unknown state is pending, an unknown kind makes the result incomplete', async () => {
    await closedCache()
    const sql = openSql(path, key)
    sql.exec('PRAGMA ignore_check_constraints = ON')
    sql.run("UPDATE outbox SET state = 'uploading'")
    sql.close()
    const unsent = await readUnsent({ path, key, workerUrl })
    expect(unsent).toMatchObject({ complete: true, messages: [{ state: 'pending' }] })
    const db = next()
    const picture = {
      ...unsent.messages[0],
      clientId: uuid(9),
      content: '{"type":"image"}',
    } as (typeof unsent.messages)[0]
    db.restoreUnsent('old', { ...unsent, messages: [...unsent.messages, picture] })
    expect(db.outbox().map(item => item.clientId)).toEqual([uuid(1)])
    db.close()
    const again = openSql(path, key)
    again.exec('PRAGMA ignore_check_constraints = ON')
    again.run("UPDATE outbox SET kind = 'scheduled'")
    again.close()
    expect(await readUnsent({ path, key, workerUrl })).toMatchObject({ complete: false, messages: [] })
  })

  test('that cannot be sent show as failed and do not stop the others', () => {
    const db = next()
    db.applyHeads(heads(head(0)))
    for (const [n, content] of ['   ', 'good'].map((value, i) => [i + 1, draft(value)] as const))
      db.enqueueSend({ clientId: uuid(n), conversationId: 'c', content, createdAt: n })
    expect(db.outbox().map(item => item.clientId)).toEqual([uuid(2)])
    const { items } = db.messagesPage({ id: 'c', anchor: { at: 'latest' }, limit: 50 })
    expect(items.map(item => item.state)).toEqual(['failed', 'sending'])
    expect(db.conversation('c')?.outbox?.content).toMatchObject({ text: 'good' })
    db.outboxDiscard(uuid(1))
    expect(db.unsent()).toBe(1)
    db.close()
  })
})

test('a full disk fails with `full`, and committed rows stay', () => {
  const sql = openSql(path, key)
  migrate(sql, migrations)
  const pages = sql.get<{ page_count: number }>('PRAGMA page_count')?.page_count ?? 0
  sql.exec(`PRAGMA max_page_count = ${pages + 4}`)
  const insert = (n: number) =>
    sql.transaction(true, () => {
      for (let i = 0; i < n; i++) sql.run('INSERT INTO meta (key, value) VALUES (?, ?)', `${n}-${i}`, 'x'.repeat(500))
    })
  insert(1)
  expect(failureOf(() => insert(500))).toBe('full')
  expect(sql.get<{ n: number }>('SELECT count(*) AS n FROM meta')?.n).toBe(1)
  insert(2)
  sql.close()
})

test('a process killed during a transaction leaves all earlier commits and nothing of that one', async () => {
  const script = `
    import { openDatabase } from ${JSON.stringify(new URL('./database.ts', import.meta.url).href)}
    import { openSql } from ${JSON.stringify(new URL('./core/sql.ts', import.meta.url).href)}
    const key = Buffer.from('${key.toString('hex')}', 'hex')
    const db = openDatabase(${JSON.stringify(path)}, key)
    for (let i = 0; i < 20; i++) {
      const clientId = '0190a1b2-c3d4-7e5f-8a6b-' + String(i).padStart(12, '0')
      db.enqueueSend({ clientId, conversationId: 'c', content: { type: 'text', text: 'n' + i, mentions: [] }, createdAt: i })
    }
    const sql = openSql(${JSON.stringify(path)}, key)
    sql.exec('BEGIN IMMEDIATE')
    sql.exec("DELETE FROM outbox")
    sql.exec("INSERT INTO meta (key, value) SELECT value, hex(randomblob(4000)) FROM generate")
  `.replace(
    'SELECT value, hex(randomblob(4000)) FROM generate',
    'WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 20000) SELECT value, hex(randomblob(2000)) FROM n',
  )
  const child = spawn(
    process.execPath,
    ['--input-type=module', '-e', `${script}\nconsole.log('middle'); setInterval(() => {}, 1000)`],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  await once(child.stdout, 'data')
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
  const db = openDatabase(path, key)
  expect(db.outbox().map(item => item.kind === 'send' && contentText(item.content))).toEqual(
    Array.from({ length: 20 }, (_, i) => `n${i}`),
  )
  expect(db.meta('1')).toBeNull()
  db.close()
})

test('a copy of the files of an open cache has all commits', () => {
  const db = openDatabase(path, key)
  db.enqueueSend({ clientId: uuid(1), conversationId: 'c', content: draft('kept'), createdAt: 1 })
  const copy = join(folder, 'copy.db')
  for (const suffix of ['', '-wal', '.check']) copyFileSync(path + suffix, copy + suffix)
  db.close()
  const reopened = openDatabase(copy, key)
  expect(reopened.unsent()).toBe(1)
  reopened.close()
})

describe('the thread', () => {
  test('answers in order, sends each change before its call resolves, and finishes all calls on close', async () => {
    const cache = await openCache({ path, key, workerUrl })
    const events: string[] = []
    cache.onChange(change => events.push(`change ${change.conversations}`))
    const first = cache.applyHeads(heads(head(0))).then(() => events.push('heads'))
    const second = cache.applyPush(push(1, 1, [message(1)]), true).then(result => events.push(result.status))
    const third = cache.conversationsSummary().then(summary => events.push(`unread ${summary.unread}`))
    const closed = cache.close().then(() => events.push('closed'))
    await Promise.all([first, second, third, closed])
    const answers = ['heads', 'applied', 'unread 1', 'closed']
    expect(events.filter(event => event !== 'change c')).toEqual(answers)
    const changed = events.flatMap((event, i) => (event === 'change c' ? [i] : []))
    expect(changed).toHaveLength(2)
    expect(changed[0]).toBeLessThan(events.indexOf('heads'))
    expect(changed[1]).toBeLessThan(events.indexOf('applied'))
    await expect(cache.unsent()).rejects.toMatchObject({ failure: 'io' })
  })

  test('refuses to open with the reason', async () => {
    await closedCache()
    await expect(openCache({ path, key: randomBytes(32), workerUrl })).rejects.toMatchObject({ failure: 'key' })
    await expect(openCache({ path, key: randomBytes(32), workerUrl })).rejects.toBeInstanceOf(CacheError)
  })

  test('when it dies, onFailure is called and calls reject', async () => {
    const dying = new URL('./testing-dying-worker.ts', import.meta.url)
    const cache = await openCache({ path, key, workerUrl: dying })
    const failed = new Promise<CacheError>(resolve => cache.onFailure(resolve))
    await expect(cache.unsent()).rejects.toBeInstanceOf(CacheError)
    expect((await failed).failure).toBe('io')
    await expect(cache.unsent()).rejects.toBeInstanceOf(CacheError)
  })
})
