import { afterEach, expect, test } from 'vitest'
import { findNats, findPostgres } from '../../server/testing/programs.ts'
import type { Break } from './broken-server.ts'
import { checkHistory, describeViolations } from './check/check.ts'
import type { Fault } from './faults.ts'
import { Gateways } from './gateways.ts'
import { type HistoryRecord, historyOf, recorderInto } from './history.ts'
import { Site } from './site.ts'
import { runWorkload } from './workload.ts'

/*
 * Gateways that do one thing wrong on PostgreSQL: the checks say what came of it. Only with LIANQUN_SEED=all, as
 * `npm run test:cluster` sets it: one that is broken may also come to a stand, and then nothing is shown that way.
 */

const here = findPostgres() !== null && findNats() !== null && process.env.LIANQUN_SEED === 'all'
/** Enough seeds that one of them meets the moment; the first that does ends the test. */
const mostSeeds = 20
let site: Site | null = null

afterEach(async () => {
  await site?.close()
  site = null
})

const cases: { broken: Break; fault: Fault; property: string; says: RegExp }[] = [
  { broken: 'takes no locks', fault: 'cut the lines of clients', property: 'dense', says: /was given twice/ },
  {
    broken: 'takes no hint for lost',
    fault: 'cut the lines to NATS',
    property: 'views',
    says: /(lacks|does not know of|is at \d+, and at)/,
  },
  {
    broken: 'acknowledges before it commits',
    fault: 'kill PostgreSQL',
    property: 'once',
    says: /was acknowledged at \d+ .*, and is (lost|at)/,
  },
]

test.skipIf(!here).each(cases)('a gateway that $broken is caught: $property', { timeout: 400_000 }, async broken => {
  site = await Site.start({ broken: broken.broken })
  for (let seed = 1; seed <= mostSeeds; seed++) {
    const records: HistoryRecord[] = []
    const faults = 4
    const cluster = new Gateways(site, Array<Fault>(faults).fill(broken.fault))
    await runWorkload({ cluster, record: recorderInto(records), seed, name: `b${seed}`, faults, listenMs: 10_000 })
    const violations = checkHistory(historyOf(records))
    const said = violations.find(({ property, says }) => property === broken.property && broken.says.test(says))
    if (process.env.LIANQUN_VERBOSE !== undefined)
      process.stderr.write(`seed ${seed}: ${describeViolations(violations)}\n`)
    if (said) return
  }
  expect.fail(`${mostSeeds} seeds did not show that it ${broken.broken}`)
})
