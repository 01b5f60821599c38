import { sql } from 'kysely'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDatabase, dropDatabase } from '../../testing/postgres.ts'
import type { ConversationRow } from '../tables.ts'
import { PostgresStore } from './store.ts'

const postgres = process.env.LIANQUN_TEST_POSTGRES ?? ''
const onPostgres = test.skipIf(postgres === '')

let database: string
let store: PostgresStore
/** Another program at the same database. */
let other: pg.Client

beforeEach(async () => {
  if (postgres === '') return
  database = await createDatabase(postgres, process.env.LIANQUN_TEST_TEMPLATE)
  store = await PostgresStore.open(database, { connections: 3 })
  other = new pg.Client({ connectionString: database })
  await other.connect()
})
afterEach(async () => {
  if (postgres === '') return
  await other.end()
  await store.shutdown()
  await dropDatabase(database)
})

onPostgres('a statement that comes again is prepared, and outlives a migration by another process', async () => {
  const ask = () => store.db.selectFrom('apps').selectAll().where('id', '=', 'a').execute()
  const askInRead = () => store.read(db => db.selectFrom('apps').selectAll().where('id', '=', 'b').execute())
  for (let i = 0; i < 3; i++) await ask()
  const { rows } = await store.read(async db => {
    await db.selectFrom('apps').selectAll().where('id', '=', 'b').execute()
    return sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(db)
  })
  expect(rows.map(({ statement }) => statement)).toContain('select * from "apps" where "id" = $1')
  for (const column of ['one', 'two']) {
    await other.query(`alter table apps add column ${column} text`)
    expect(await askInRead()).toEqual([])
    expect(await ask()).toEqual([])
  }
})

onPostgres('a lock without a row keeps others out, also where no row is locked', async () => {
  const order: string[] = []
  const inside = Promise.withResolvers<void>()
  const go = Promise.withResolvers<void>()
  const first = store.write('directory', async () => {
    inside.resolve()
    await go.promise
    order.push('first')
  })
  await inside.promise
  const second = store.write('directory', async () => void order.push('second'))
  const third = store.write('apps', async () => void order.push('another lock'))
  await third
  go.resolve()
  await Promise.all([first, second])
  expect(order).toEqual(['another lock', 'first', 'second'])
})

onPostgres('a row that was made while its lock was waited for is locked', async () => {
  const inside = Promise.withResolvers<void>()
  const go = Promise.withResolvers<void>()
  const making = store.write('workspace', async ({ db }) => {
    inside.resolve()
    await go.promise
    await db.insertInto('conversations').values(late).execute()
  })
  await inside.promise
  const begun = store.write('conversation:late', () =>
    other.query(`select 1 from conversations where id = 'late' for update nowait`),
  )
  await until(async () => (await other.query(`select 1 from pg_locks where not granted`)).rowCount === 1)
  go.resolve()
  await making
  await expect(begun).rejects.toMatchObject({ code: '55P03' })
})

const late: ConversationRow = {
  id: 'late',
  kind: 'group',
  name: 'Late',
  owner_id: null,
  member_count: 0,
  avatar_user_ids: '[]',
  details: '{}',
  created_at: 0,
  revision: 1,
  head: 0,
  last_seq: 0,
  last_ordinal: 0,
  members_revision: 0,
  listened: 0,
  direct_key: null,
  creator_id: null,
  client_id: null,
  content_hash: null,
}

async function until(so: () => Promise<boolean>): Promise<void> {
  await expect.poll(so).toBe(true)
}
