import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { WorkspaceServer } from 'lianqun-server'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { ownDatabase, startTestServer } from '../../server/testing/workspace.ts'
import type { ClientOrder, ClientReport } from './client-process.ts'
import {
  clientKilledAtWork,
  clientKilledUnsent,
  serverDiesUnacknowledged,
  serverKilledUnderLoad,
} from './crash-scenarios.ts'
import { ProcessPool } from './process-pool.ts'
import { RestartableServer } from './restartable-server.ts'
import { seedsOf } from './seeds.ts'

/*
 * Kills real processes with SIGKILL, on both sides. Then each client's SQLite and the server's database must agree, with no
 * message lost or duplicated. The seeds are those of `seeds.ts`.
 */

const timeout = 60_000
let folder: string
let compiled: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lianqun-kill-'))
  compiled = join(folder, 'compiled')
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('the server', () => {
  let server: RestartableServer

  beforeAll(async () => {
    server = await RestartableServer.start(join(folder, 'restartable'), compiled, await ownDatabase())
  })

  afterAll(async () => {
    await server.close()
  })

  test.each(seedsOf(10))('dies between commit and acknowledgement, seed %i', { timeout }, async seed => {
    await serverDiesUnacknowledged(server, folder, seed)
  })

  test.each(seedsOf(8))('is killed under load, seed %i', { timeout }, async seed => {
    await serverKilledUnderLoad(server, folder, seed)
  })
})

describe('the client', () => {
  let server: WorkspaceServer
  let pool: ProcessPool<ClientOrder, ClientReport>

  beforeAll(async () => {
    server = await startTestServer({ dataDir: join(folder, 'server'), limits: { rate: false } })
    pool = new ProcessPool(new URL('./client-process.ts', import.meta.url), compiled)
  })

  afterAll(async () => {
    pool.close()
    await server.close()
  })

  test.each(seedsOf(5))('is killed between outbox and sending, seed %i', { timeout }, async seed => {
    await clientKilledUnsent(server, pool, folder, seed)
  })

  test.each(seedsOf(20))('is killed while it receives and sends, seed %i', { timeout }, async seed => {
    await clientKilledAtWork(server, pool, folder, seed)
  })
})
