import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer, type WorkspaceServer } from 'lianqun-server'
import { afterAll, beforeAll, test } from 'vitest'
import { convergeUnderFaults } from './convergence.ts'

/*
 * A hostile network between real clients and the real server: frames are dropped, delayed, duplicated, reordered,
 * connections cut or left half-open, clients restarted. At the end each client's SQLite and the server's must agree,
 * with no message lost or duplicated. LIANQUN_SEED=n runs that one seed, LIANQUN_SEED=all many more.
 */

const runs = { usual: 50, all: 200 }
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

const asked = process.env.LIANQUN_SEED
const first = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1)
const seeds = asked === undefined ? first(runs.usual) : asked === 'all' ? first(runs.all) : [Number(asked)]

test.each(seeds)('seed %i: clients and server agree', { timeout: 60_000 }, async seed => {
  await convergeUnderFaults(server, folder, seed)
})
