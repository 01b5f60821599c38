import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer, type WorkspaceServer } from 'lianqun-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkHistory, describeViolations } from './check/check.ts'
import type { Cluster } from './cluster.ts'
import { type HistoryRecord, historyOf, recorderInto } from './history.ts'
import { LyingGateway, lies } from './lying-gateway.ts'
import { runWorkload } from './workload.ts'

/*
 * The workload and the checks find what a server does wrong: between the devices and a lawful server there is a gateway
 * that may lie in one way.
 */

let folder: string
let server: WorkspaceServer
let runs = 0

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lianqun-lies-'))
  server = await startServer({ dataDir: folder, limits: { rate: false } })
})

afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

test.each(lies)('$property: a gateway that $what', async lie => {
  const gateway = await LyingGateway.start(server.url, lie)
  const cluster: Cluster = {
    urls: () => [gateway.url],
    createEmployee: async id => {
      await server.domain.createEmployee({ id, name: id })
    },
    issueSession: (userId, id) => server.domain.issueSession(userId, { id, name: 'test', platform: 'test' }),
    disturb: async () => {},
    heal: async () => {},
  }
  const records: HistoryRecord[] = []
  try {
    await runWorkload({ cluster, record: recorderInto(records), seed: 1, name: `lie${++runs}`, faults: 0 })
  } finally {
    await gateway.close()
  }
  const violations = checkHistory(historyOf(records))
  const reported = [...new Set(violations.map(({ property }) => property))]
  if (lie.property === null) expect(describeViolations(violations)).toBe('')
  else expect(reported, describeViolations(violations)).toContain(lie.property)
})
