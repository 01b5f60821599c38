import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { progressLine } from '../../common/node/progress-line.ts'
import { copyWorkspace } from '../../server/operate/copy.ts'
import { seedCompany } from '../../server/seed/seed.ts'
import { indexMessages, prepareMessageIndex } from '../../server/storage/message-index.ts'
import { migrations } from '../../server/storage/migrations/index.ts'
import { openPool } from '../../server/storage/postgres/pool.ts'
import { SqliteStore } from '../../server/storage/sqlite/store.ts'
import type { Store } from '../../server/storage/store.ts'
import { startPostgres } from '../../server/testing/postgres.ts'
import { insertSessions, openStore } from '../servers/company.ts'
import { progress } from '../servers/databases.ts'

export interface CompanySize {
  people: number
  groups: number
  messages: number
}

/** Increase it when the generated data change, because companies are kept between runs. */
const dataVersion = 1
const line = progressLine(process.stderr)
/** Tells of what takes a while. */
const tell = (what: string, done: number, total: number) => total >= 10_000 && line(what, done, total)

/** People with a session. */
export const signedIn = 300
export const seededId = (i: number) => `s${i}`

/**
 * The folder of a synthetic company on SQLite. Made by `server/seed`, which writes the rows of the tables in large
 * transactions, with its index for search; kept in the temporary folder between runs.
 */
export async function companyFolder(size: CompanySize): Promise<string> {
  const folder = keptFolder(size)
  const dataDir = join(folder, 'sqlite')
  const done = join(folder, 'sqlite-done')
  if (existsSync(done)) return dataDir
  rmSync(dataDir, { recursive: true, force: true })
  mkdirSync(dataDir, { recursive: true })
  progress(`making a company in ${dataDir}, once`)
  const store = await SqliteStore.open(dataDir)
  try {
    await seedCompany(store.sqlite, { ...size, seed: 1 }, tell)
    await insertSessions(
      store,
      Array.from({ length: Math.min(signedIn, size.people) }, (_, i) => seededId(i)),
    )
    await indexAll(store, size.messages)
    store.sqlite.exec('analyze')
  } finally {
    await store.shutdown()
  }
  writeFileSync(done, '')
  return dataDir
}

/**
 * The folder of a PostgreSQL that has ended, with the same company. It is copied by what moves a workspace out of a
 * folder (`lianqun-server copy`), which compares every row.
 */
export async function companyCluster(size: CompanySize, dataDir: string): Promise<{ cluster: string; name: string }> {
  const folder = keptFolder(size)
  const cluster = join(folder, 'postgres')
  const done = join(folder, 'postgres-done')
  const name = 'postgres'
  if (existsSync(done)) return { cluster, name }
  rmSync(cluster, { recursive: true, force: true })
  progress(`making the same company in ${cluster}, once`)
  // What is half done after a crash is made again.
  const postgres = await startPostgres({ settings: { shared_buffers: '512MB', max_wal_size: '8GB' } })
  try {
    const url = postgres.url(name)
    await copyWorkspace(dataDir, url, tell)
    const store = await openStore({ dataDir, database: url })
    try {
      await indexAll(store, size.messages)
    } finally {
      await store.shutdown()
    }
    await vacuum(url)
    await postgres.kill('SIGINT')
    execFileSync('cp', ['-a', postgres.dataDir, cluster])
  } finally {
    await postgres.stop()
  }
  writeFileSync(done, '')
  return { cluster, name }
}

async function vacuum(url: string): Promise<void> {
  const failed = (error: Error) => progress(`a connection of PostgreSQL: ${error.message}`)
  const pool = openPool(url, { connections: 1, failed, patienceMs: 0 })
  await pool.query('vacuum analyze')
  await pool.end()
}

function keptFolder({ people, groups, messages }: CompanySize): string {
  const schema = Object.keys(migrations).length
  const name = `company-${people}-${groups}-${messages}-schema${schema}-data${dataVersion}`
  const folder = join(tmpdir(), 'lianqun-bench', name)
  mkdirSync(folder, { recursive: true })
  return folder
}

/** Indexes all messages for search, which a server would do behind its sends. */
async function indexAll(store: Store, messages: number): Promise<void> {
  const some = 2_000
  await store.write([], ({ db }) => prepareMessageIndex(db))
  let done = 0
  do {
    tell('indexing messages', Math.min(done, messages), messages)
    done += some
  } while (await store.write([], ({ db }) => indexMessages(db, some)))
  tell('indexing messages', messages, messages)
}
