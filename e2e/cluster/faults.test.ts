import { expect, test } from 'vitest'
import { type Fault, faults, planOf } from './faults.ts'
import { faultsPerRun } from './lawful-run.ts'

test('the first ten seeds have every fault, ten others more than half of them', () => {
  for (const first of [1, 11, 41, 91]) {
    const planned = new Set<Fault>()
    for (let seed = first; seed < first + 10; seed++) for (const fault of planOf(seed, faultsPerRun)) planned.add(fault)
    if (first === 1) expect([...planned].sort()).toEqual(Object.keys(faults).sort())
    else expect(planned.size).toBeGreaterThan(Object.keys(faults).length / 2)
  }
})
