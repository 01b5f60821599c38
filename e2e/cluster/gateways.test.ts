import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startNats, type TestNats } from '../../server/testing/nats.ts'
import { startPostgres, type TestPostgres } from '../../server/testing/postgres.ts'
import { findNats, findPostgres } from '../../server/testing/programs.ts'
import { RestartableServer } from '../faults/restartable-server.ts'
import { checkHistory, describeViolations } from './check/check.ts'
import { Gateways } from './gateways.ts'
import { HistoryWriter, readHistory } from './history.ts'
import { runWorkload } from './workload.ts'

/*
 * The workload against three gateways on real PostgreSQL and real NATS, all of which are killed and stopped.
 * LIANQUN_SEED=n runs that one seed, LIANQUN_SEED=all a hundred (`npm run test:cluster`); LIANQUN_HISTORY=<folder> keeps the
 * histories, for `node e2e/cluster/check/check.ts`.
 */

const kept = process.env.LIANQUN_HISTORY
const asked = process.env.LIANQUN_SEED
const first = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1)
const seeds = asked === undefined ? first(10) : asked === 'all' ? first(100) : [Number(asked)]
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

let runs = 0

test.skipIf(!here).each(seeds)('seed %i: the history is lawful', { timeout: 120_000 }, async seed => {
  // A second try has people of its own.
  const name = `g${seed}r${++runs}`
  const path = join(kept ?? folder, `${name}-${process.pid}.jsonl`)
  const writer = new HistoryWriter(path)
  try {
    const { disagreeing } = await runWorkload({
      cluster: new Gateways(servers, postgres, nats),
      record: writer.record,
      seed,
      name,
      faults: 2,
    })
    expect(disagreeing, 'devices whose heads differ at the end').toEqual([])
  } finally {
    writer.close()
  }
  expect(describeViolations(checkHistory(readHistory([path]))), `seed ${seed}, ${path}`).toBe('')
})
