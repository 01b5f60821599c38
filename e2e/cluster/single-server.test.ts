import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { RestartableServer } from '../faults/restartable-server.ts'
import { checkHistory, countEvents, describeViolations } from './check/check.ts'
import { SingleServer } from './cluster.ts'
import { HistoryWriter, readHistory } from './history.ts'
import { runWorkload } from './workload.ts'

/*
 * The workload against one server with SQLite, which is killed and started again. LIANQUN_SEED=n runs that one seed,
 * LIANQUN_SEED=all many more;
 * LIANQUN_HISTORY=<folder> keeps the histories, for `node e2e/cluster/check/check.ts`.
 */

const kept = process.env.LIANQUN_HISTORY
const asked = process.env.LIANQUN_SEED
const first = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1)
const seeds = asked === undefined ? first(10) : asked === 'all' ? first(100) : [Number(asked)]
let folder: string
let server: RestartableServer

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lianqun-cluster-'))
  server = await RestartableServer.start(join(folder, 'server'), join(folder, 'compiled'))
})

afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

let runs = 0

test.each(seeds)('seed %i: the history is lawful', { timeout: 120_000 }, async seed => {
  // A second try has people of its own.
  const name = `s${seed}r${++runs}`
  const path = join(kept ?? folder, `${name}-${process.pid}.jsonl`)
  const writer = new HistoryWriter(path)
  try {
    const { disagreeing } = await runWorkload({
      cluster: new SingleServer(server),
      record: writer.record,
      seed,
      name,
      faults: 2,
    })
    expect(disagreeing, 'devices whose heads differ at the end').toEqual([])
  } finally {
    writer.close()
  }
  const history = readHistory([path])
  expect(describeViolations(checkHistory(history)), `seed ${seed}, ${path}`).toBe('')
  expect(countEvents(history), 'a history of something').toMatchObject({
    fault: expect.any(Number),
    push: expect.any(Number),
  })
})
