import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkHistory, countEvents, describeViolations } from './check.ts'
import { lawfulHistory } from './model.ts'

test('a lawful history passes', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 5, max: 150 }), (seed, steps) => {
      const history = lawfulHistory(seed, steps)
      expect(describeViolations(checkHistory(history)), JSON.stringify(countEvents(history))).toBe('')
    }),
    { numRuns: 60 },
  )
})
