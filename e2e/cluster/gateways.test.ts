import { afterAll, beforeAll, expect, test } from 'vitest'
import { findNats, findPostgres } from '../../server/testing/programs.ts'
import { faultsAt, planOf } from './faults.ts'
import { Gateways } from './gateways.ts'
import { faultsPerRun, runLawfully, seeds } from './lawful-run.ts'
import { Site } from './site.ts'

/*
 * The workload against three gateways on real PostgreSQL and real NATS, with each fault of `faults.ts`; a hundred seeds
 * are `npm run test:cluster`.
 */

const here = findPostgres() !== null && findNats() !== null
let site: Site

beforeAll(async () => {
  if (here) site = await Site.start()
})
afterAll(async () => {
  await site?.close()
})

test.skipIf(!here).each(seeds)('seed %i: the history is lawful', { timeout: 180_000 }, async seed => {
  const plan = planOf(seed, faultsPerRun, faultsAt(site))
  const { records } = await runLawfully(new Gateways(site, plan), site.folder, 'g', seed)
  const faults = records.flatMap(record => (record.kind === 'fault' ? [record.what] : []))
  expect(faults).toEqual(plan.flatMap(fault => [fault, `${fault}, mended`]))
})
