import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, test } from 'vitest'
import { startNats, type TestNats } from '../../server/testing/nats.ts'
import { startPostgres, type TestPostgres } from '../../server/testing/postgres.ts'
import { findNats, findPostgres } from '../../server/testing/programs.ts'
import { RestartableServer } from '../faults/restartable-server.ts'
import { Gateways } from './gateways.ts'
import { runLawfully, seeds } from './lawful-run.ts'

/*
 * The workload against three gateways on real PostgreSQL and real NATS, all of which are killed and stopped; a hundred
 * seeds are `npm run test:cluster`.
 */

const here = findPostgres() !== null && findNats() !== null

let folder: string
let postgres: TestPostgres
let nats: TestNats
let servers: RestartableServer[] = []

beforeAll(async () => {
  if (!here) return
  folder = mkdtempSync(join(tmpdir(), 'lianqun-gateways-'))
  postgres = await startPostgres({ durable: true })
  nats = await startNats()
  const shared = { database: await postgres.createDatabase(), bus: nats.url }
  for (let i = 0; i < 3; i++)
    servers.push(await RestartableServer.start(join(folder, `${i}`), join(folder, 'compiled'), shared))
})

afterAll(async () => {
  for (const server of servers) await server.close()
  servers = []
  await nats?.stop()
  await postgres?.stop()
  if (folder) rmSync(folder, { recursive: true, force: true })
})

test.skipIf(!here).each(seeds)('seed %i: the history is lawful', { timeout: 120_000 }, async seed => {
  await runLawfully(new Gateways(servers, postgres, nats), folder, 'g', seed)
})
