import { ProtocolError } from '@lianqun/protocol'
import { sql } from 'kysely'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CuttingProxy } from '../../testing/cutting-proxy.ts'
import { startPostgres, type TestPostgres } from '../../testing/postgres.ts'
import { openPool } from './pool.ts'
import { PostgresStore } from './store.ts'

/* PostgreSQL crashes and recovers by itself: it gives the ids of what was lost to others, in the same timeline. */

const here = process.env.LIANQUN_TEST_DATABASE === 'postgres'
/** Milliseconds: PostgreSQL is started again and again. */
const patience = 120_000

const onPostgres = (name: string, fn: () => Promise<void>) => test.skipIf(!here)(name, { timeout: patience }, fn)

let postgres: TestPostgres
let proxy: CuttingProxy
let database: string
/** Two processes, of which the first comes through the proxy. */
let far: PostgresStore
let near: PostgresStore

beforeEach(async () => {
  if (!here) return
  postgres = await startPostgres({ durable: true })
  proxy = await CuttingProxy.start(() => postgres.port)
  database = await postgres.createDatabase()
  const through = new URL(database)
  through.port = String(proxy.port)
  near = await PostgresStore.open(database, { connections: 3 })
  far = await PostgresStore.open(through.href, { connections: 3 })
  await sql`create table said (who text not null)`.execute(near.db)
}, patience)
afterEach(async () => {
  if (!here) return
  await far.shutdown()
  await near.shutdown()
  await proxy.close()
  await postgres.stop()
}, patience)

/** Stores a row; `then` runs before the commit. Returns the position of the commit. */
function say(store: PostgresStore, who: string, then: () => void = () => {}): Promise<number> {
  return store.write([], async ({ db, position }) => {
    await sql`insert into said values (${who})`.execute(db)
    then()
    return position()
  })
}

async function count(who: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from said where who = ${who}`.execute(near.db)
  return rows[0]?.count ?? 0
}

async function crash(): Promise<void> {
  await postgres.kill('SIGKILL')
  await postgres.restart()
}

onPostgres('a commit that was lost is not taken for the one that got its id', async () => {
  await say(near, 'warm')
  let stalls = 0
  const sent = say(far, 'far', () => {
    stalls += 1
    // The commit does not get through.
    if (stalls === 1) proxy.stall()
  }).then(
    () => 'stored',
    (error: unknown) => error,
  )
  await expect.poll(async () => stalls).toBe(1)
  await crash()
  for (let i = 0; i < 6; i++) await say(near, 'near')
  proxy.cut()
  proxy.resume()
  const outcome = await sent
  expect(outcome === 'stored' || outcome instanceof ProtocolError, String(outcome)).toBe(true)
  expect(await count('far')).toBe(outcome === 'stored' ? 1 : 0)
})

onPostgres('what is committed after a crash has a higher position than anybody was told of', async () => {
  await say(near, 'warm')
  // Ids that are in no log that reaches the disk.
  for (let i = 0; i < 20; i++)
    await expect(
      near.write([], async () => {
        throw new Error('refused')
      }),
    ).rejects.toThrow('refused')
  const told = await near.read(db => near.horizon(db))
  await crash()
  expect(await say(near, 'after')).toBeGreaterThanOrEqual(told.settled)
})

onPostgres('a commit whose connection breaks off gives the connection back', async () => {
  await sql`create function late() returns trigger language plpgsql as
    $$ begin perform pg_sleep(0.2); return null; end $$`.execute(near.db)
  await sql`create constraint trigger late after insert on said deferrable initially deferred
    for each row execute function late()`.execute(near.db)
  const admin = new pg.Client({ connectionString: database })
  await admin.connect()
  const cut = `select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'lianqun' and state = 'active' and query = 'commit'`
  // More than there are connections.
  for (let i = 0; i < 5; i++) {
    const sent = say(near, `cut ${i}`)
    await expect.poll(async () => (await admin.query(cut)).rowCount, { interval: 10 }).toBeGreaterThan(0)
    await sent.catch(() => {})
  }
  await admin.end()
  expect(await near.works()).toBe(true)
})

onPostgres('a connection of which no answer comes any more is given up', async () => {
  const through = new URL(database)
  through.port = String(proxy.port)
  const pool = openPool(through.href, { connections: 1, failed: () => {}, patienceMs: 400 })
  try {
    const client = await pool.connect()
    await client.query('select 1', [])
    proxy.mute()
    await expect(client.query('select 2', [])).rejects.toThrow('Connection terminated')
    client.release(true)
    expect((await pool.query('select 3 as n', [])).rows).toEqual([{ n: 3 }])
  } finally {
    proxy.cutMuted()
    await pool.end()
  }
})
