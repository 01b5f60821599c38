import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { RestartableServer } from '../faults/restartable-server.ts'
import { countEvents } from './check/check.ts'
import { SingleServer } from './cluster.ts'
import { runLawfully, seeds } from './lawful-run.ts'

/* The workload against one server with SQLite, which is killed and started again. */

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

test.each(seeds)('seed %i: the history is lawful', { timeout: 120_000 }, async seed => {
  const history = await runLawfully(new SingleServer(server), folder, 's', seed)
  expect(countEvents(history), 'a history of something').toMatchObject({
    fault: expect.any(Number),
    push: expect.any(Number),
  })
})
