import { expect, test } from 'vitest'
import { type Harm, harms, planOf } from './harms.ts'
import { faultsPerRun } from './lawful-run.ts'

test('the first ten seeds do every harm, ten others more than half of them', () => {
  for (const first of [1, 11, 41, 91]) {
    const planned = new Set<Harm>()
    for (let seed = first; seed < first + 10; seed++) for (const harm of planOf(seed, faultsPerRun)) planned.add(harm)
    if (first === 1) expect([...planned].sort()).toEqual(Object.keys(harms).sort())
    else expect(planned.size).toBeGreaterThan(Object.keys(harms).length / 2)
  }
})
