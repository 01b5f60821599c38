import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer, type WorkspaceServer } from 'lianqun-server'
import { afterAll, beforeAll, test } from 'vitest'
import { convergeUnderFaults } from './convergence.ts'

/*
 * A hostile network between real clients and the real server: frames are dropped, delayed, duplicated, reordered,
 * connections cut or left half-open, clients restarted. At the end each client's SQLite and the server's must agree,
 * with no message lost or duplicated. LIANQUN_SEED=n runs that one seed.
 */

const runs = 200
let server: WorkspaceServer
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lianqun-faults-'))
  server = await startServer({ dataDir: join(folder, 'server'), limits: { rate: false } })
})

afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

const only = process.env.LIANQUN_SEED
const seeds = only === undefined ? Array.from({ length: runs }, (_, i) => i + 1) : [Number(only)]

test.each(seeds)('seed %i: clients and server agree', { timeout: 60_000 }, async seed => {
  await convergeUnderFaults(server, folder, seed)
})
