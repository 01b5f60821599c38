import { Client } from 'pg'
import { expect, test } from 'vitest'
import { createDatabase, dropDatabase } from './postgres.ts'

const server = process.env.LIANQUN_TEST_POSTGRES ?? ''

test.skipIf(server === '')('the PostgreSQL of the run hands out databases to every worker', async () => {
  const url = await createDatabase(server)
  const client = new Client({ connectionString: url })
  const cut = new Promise(resolve => client.on('error', resolve))
  await client.connect()
  expect((await client.query('select count(*)::int as n from pg_stat_user_tables')).rows).toEqual([{ n: 0 }])
  await dropDatabase(url)
  await cut
  await expect(new Client({ connectionString: url }).connect()).rejects.toThrow('does not exist')
  await expect(dropDatabase(server)).rejects.toThrow('not a database of a test')
})
