import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { WorkspaceServer } from 'lianqun-server'
import { afterAll, beforeAll, test } from 'vitest'
import { startTestServer } from '../../server/testing/workspace.ts'
import { convergeUnderFaults } from './convergence.ts'
import { seedsOf } from './seeds.ts'

/*
 * A hostile network between real clients and the real server: frames are dropped, delayed, duplicated, reordered,
 * connections cut or left half-open, clients restarted. At the end each client's SQLite and the server's database must agree,
 * with no message lost or duplicated. The seeds are those of `seeds.ts`.
 */

let server: WorkspaceServer
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lianqun-faults-'))
  server = await startTestServer({ dataDir: join(folder, 'server'), limits: { rate: false } })
})

afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

test.each(seedsOf(50, 200))('seed %i: clients and server agree', { timeout: 60_000 }, async seed => {
  await convergeUnderFaults(server, folder, seed)
})
