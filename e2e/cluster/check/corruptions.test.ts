import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seeded } from '../../../common/random.ts'
import { type HistoryRecord, historyOf } from '../history.ts'
import { checkHistory } from './check.ts'
import { corruptions } from './corruptions.ts'
import { factsOf } from './facts.ts'
import { lawfulHistory } from './model.ts'

/** `LIANQUN_SEED=all` tries many more. */
const runs = process.env.LIANQUN_SEED === 'all' ? 150 : 12

test.each(corruptions)('$property: $what', ({ property, apply }) => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 20, max: 120 }), (seed, steps) => {
      const lawful = lawfulHistory(seed, steps)
      // As JSON, so that what was seen in two places is two rows.
      const records = JSON.parse(JSON.stringify(lawful.records)) as HistoryRecord[]
      fc.pre(apply(records, factsOf(lawful), seeded(seed)))
      const reported = new Set(checkHistory(historyOf(records)).map(violation => violation.property))
      expect([...reported]).toContain(property)
    }),
    { numRuns: runs },
  )
})
