import { Client } from 'pg'
import { expect, test } from 'vitest'
import { createDatabase } from './postgres.ts'

const server = process.env.LIANQUN_TEST_POSTGRES ?? ''

test.skipIf(server === '')('the PostgreSQL of the run hands out databases to every worker', async () => {
  const client = new Client({ connectionString: await createDatabase(server) })
  await client.connect()
  expect((await client.query('select count(*)::int as n from pg_stat_user_tables')).rows).toEqual([{ n: 0 }])
  await client.end()
})
