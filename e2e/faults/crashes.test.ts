import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer, type WorkspaceServer } from 'lianqun-server'
import { afterAll, beforeAll, describe, test } from 'vitest'
import type { ClientOrder, ClientReport } from './client-process.ts'
import {
  clientKilledAtWork,
  clientKilledUnsent,
  serverDiesUnacknowledged,
  serverKilledUnderLoad,
} from './crash-scenarios.ts'
import { ProcessPool } from './process-pool.ts'
import { RestartableServer } from './restartable-server.ts'

/*
 * Kills real processes with SIGKILL, on both sides. Then each client's SQLite and the server's must agree, with no
 * message lost or duplicated. LIANQUN_SEED=n runs that one seed.
 */

const only = process.env.LIANQUN_SEED
const seeds = (runs: number): number[] =>
  only === undefined ? Array.from({ length: runs }, (_, i) => i + 1) : [Number(only)]
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
    server = await RestartableServer.start(join(folder, 'restartable'), compiled)
  })

  afterAll(async () => {
    await server.close()
  })

  test.each(seeds(10))('dies between commit and acknowledgement, seed %i', { timeout }, async seed => {
    await serverDiesUnacknowledged(server, folder, seed)
  })

  test.each(seeds(8))('is killed under load, seed %i', { timeout }, async seed => {
    await serverKilledUnderLoad(server, folder, seed)
  })
})

describe('the client', () => {
  let server: WorkspaceServer
  let pool: ProcessPool<ClientOrder, ClientReport>

  beforeAll(async () => {
    server = await startServer({ dataDir: join(folder, 'server'), limits: { rate: false } })
    pool = new ProcessPool(new URL('./client-process.ts', import.meta.url), compiled)
  })

  afterAll(async () => {
    pool.close()
    await server.close()
  })

  test.each(seeds(5))('is killed between outbox and sending, seed %i', { timeout }, async seed => {
    await clientKilledUnsent(server, pool, folder, seed)
  })

  test.each(seeds(20))('is killed while it receives and sends, seed %i', { timeout }, async seed => {
    await clientKilledAtWork(server, pool, folder, seed)
  })
})
