import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startPostgres, startStandby, type TestPostgres } from './postgres.ts'
import { findPostgres } from './programs.ts'

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  // A server that is killed breaks the connection at any time.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows
  } finally {
    await client.end()
  }
}

/** Milliseconds; other tests start many processes at the same time. */
const patience = 120_000

describe.skipIf(!findPostgres())('a private PostgreSQL', { timeout: patience }, () => {
  let postgres: TestPostgres
  beforeAll(async () => {
    postgres = await startPostgres({ durable: true })
  }, patience)
  afterAll(() => postgres.stop(), patience)

  test('hands out empty databases that know nothing of each other', async () => {
    const [one, two] = await Promise.all([postgres.createDatabase(), postgres.createDatabase()])
    await query(one, 'create table t as select 1 as n')
    expect(await query(one, 'select n from t')).toEqual([[1]])
    await expect(query(two, 'select n from t')).rejects.toThrow('relation "t" does not exist')
    expect(await query(one, 'show server_encoding')).toEqual([['UTF8']])
    expect(await query(one, 'show fsync')).toEqual([['on']])
  })

  test('is there again after kill -9, on the same port and with what was committed', async () => {
    const url = await postgres.createDatabase()
    await query(url, 'create table t as select 7 as n')
    const idle = new Client({ connectionString: url })
    // More than one error may come; the first is waited for.
    const cut = new Promise(resolve => idle.on('error', resolve))
    await idle.connect()
    await postgres.kill('SIGKILL')
    await cut
    await expect(query(url, 'select n from t')).rejects.toThrow()
    await postgres.restart()
    expect(await query(url, 'select n from t')).toEqual([[7]])
  })

  test('stands still and goes on', async () => {
    const client = new Client({ connectionString: postgres.url() })
    await client.connect()
    await postgres.kill('SIGSTOP')
    const answer = client.query('select 1 as n')
    await postgres.kill('SIGCONT')
    expect((await answer).rows).toEqual([{ n: 1 }])
    await client.end()
  })

  test('a standby follows, refuses writes, and takes over', async () => {
    const url = await postgres.createDatabase()
    await query(url, 'create table t as select 1 as n')
    const standby = await startStandby(postgres)
    try {
      const there = standby.url(new URL(url).pathname.slice(1))
      await query(url, 'insert into t values (2)')
      await expect.poll(() => query(there, 'select n from t order by n'), { timeout: patience / 2 }).toEqual([[1], [2]])
      await expect(query(there, 'insert into t values (3)')).rejects.toThrow('read-only')
      await standby.promote()
      await query(there, 'insert into t values (3)')
      expect(await query(there, 'select count(*)::int from t')).toEqual([[3]])
    } finally {
      await standby.stop()
    }
    expect(existsSync(dirname(standby.dataDir))).toBe(false)
  })

  test('ends with the process that started it, even when that one is killed', async () => {
    const code = `import { startPostgres } from '${import.meta.dirname}/postgres.ts'
      const postgres = await startPostgres()
      console.log(postgres.url() + ' ' + postgres.dataDir)
      setInterval(() => undefined, 1000)`
    const owner = spawn(process.execPath, ['--input-type=module-typescript', '-e', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = (await once(owner.stdout, 'data')) as [Buffer]
    const [url, dataDir] = line.toString().trim().split(' ') as [string, string]
    expect(await query(url, 'select 1')).toEqual([[1]])
    owner.kill('SIGKILL')
    await expect.poll(() => existsSync(dirname(dataDir)), { timeout: patience / 2 }).toBe(false)
    await expect(query(url, 'select 1')).rejects.toThrow('ECONNREFUSED')
  })
})
