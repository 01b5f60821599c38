import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BreakageName, breakages } from './breakages.ts'
import { describeOutcome } from './report.ts'
import { Simulation } from './world.ts'

/*
 * A part of the 10,000 seeds of `npm run test:simulation`, and the tests of the simulation itself: that a seed comes to
 * the same whenever it runs, and that its checks find what is wrong.
 */

/** How many seeds must be well, and how many at most are tried until a break shows. */
const seeds = Array.from({ length: 25 }, (_, i) => i + 1)
const mostSeeds = 400

let simulation: Simulation

beforeAll(async () => {
  simulation = await Simulation.open()
})

afterAll(() => simulation.close())

test.each(seeds)('seed %i', async seed => {
  const outcome = await simulation.run(seed)
  expect(outcome.wrong, describeOutcome(outcome)).toEqual([])
})

test('a seed comes to the same, whatever ran before it and in whatever databases', async () => {
  const other = await Simulation.open()
  try {
    for (const seed of [50, 7, 49]) {
      const first = await simulation.run(seed)
      const second = await other.run(seed)
      expect(first.steps).toBeGreaterThan(100)
      expect(second.digest, `seed ${seed}`).toBe(first.digest)
    }
  } finally {
    other.close()
  }
})

describe('what is broken is found', { timeout: 900_000 }, () => {
  test.each(Object.keys(breakages) as BreakageName[])('%s', async what => {
    const { finds, ...broken } = breakages[what]
    const breakage = { what, ...broken }
    for (let seed = 1; seed <= mostSeeds; seed++) {
      const { wrong } = await simulation.run(seed, { breakage })
      const reported = wrong.map(line => line.split(':')[0])
      if (finds.every(property => reported.includes(property))) return
    }
    expect.unreachable(`not found in ${mostSeeds} seeds`)
  })
})
