import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { HistoryRecord } from '../cluster/history.ts'
import { type BreakageName, breakages, unbroken } from './breakages.ts'
import { describeOutcome } from './report.ts'
import { Simulation } from './world.ts'

/*
 * `npm run test:simulation [-- --seeds N --first K --break NAME --trace]` runs seeds, 10,000 unless others are asked
 * for (SEEDS and FIRST do the same), and ends with 1 when one of them fails.
 */

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: process.env.SEEDS ?? '10000' },
    first: { type: 'string', default: process.env.FIRST ?? '1' },
    break: { type: 'string' },
    trace: { type: 'boolean', default: false },
    history: { type: 'string' },
  },
})
const first = Number(values.first)
const count = Number(values.seeds)
const { stdout } = process
const print = (line: string) => void stdout.write(`${line}\n`)
const what = Object.keys(breakages).find(name => name === values.break) as BreakageName | undefined
if (values.break !== undefined && what === undefined)
  throw new Error(`there is no such break; there are: ${Object.keys(breakages).join(', ')}`)
const breakage = what === undefined ? unbroken : { what, ...breakages[what] }
const now = performance.now.bind(performance)

const keep = (records: readonly HistoryRecord[]) => {
  if (values.history !== undefined)
    writeFileSync(values.history, records.map(record => `${JSON.stringify(record)}\n`).join(''))
}

const simulation = await Simulation.open()
const began = now()
const failed: number[] = []
let [steps, records] = [0, 0]
let told = began
for (let seed = first; seed < first + count; seed++) {
  const outcome = await simulation.run(seed, { breakage, keep, ...(values.trace ? { print } : {}) })
  steps += outcome.steps
  records += outcome.records
  if (outcome.wrong.length > 0) {
    failed.push(seed)
    print(describeOutcome(outcome))
  }
  if (now() - told > 10_000 || seed === first + count - 1) {
    told = now()
    const done = seed - first + 1
    print(
      `${done} of ${count} seeds in ${Math.round((told - began) / 1_000)} s, ${failed.length} failed; ${steps} events, ${records} records`,
    )
  }
}
simulation.close()
if (failed.length > 0) print(`seeds that fail: ${failed.join(' ')}`)
process.exitCode = failed.length > 0 ? 1 : 0
