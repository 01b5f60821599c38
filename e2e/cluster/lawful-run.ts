import { join } from 'node:path'
import { expect } from 'vitest'
import { checkHistory, describeViolations } from './check/check.ts'
import type { Cluster } from './cluster.ts'
import { type History, HistoryWriter, readHistory } from './history.ts'
import { runWorkload } from './workload.ts'

/*
 * LIANQUN_SEED=n runs that one seed, LIANQUN_SEED=all a hundred; LIANQUN_HISTORY=<folder> keeps the histories, for
 * `node e2e/cluster/check/check.ts`.
 */

const kept = process.env.LIANQUN_HISTORY
const asked = process.env.LIANQUN_SEED
const first = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1)

/** The seeds of a run: ten, unless others are asked for. */
export const seeds: readonly number[] = asked === undefined ? first(10) : asked === 'all' ? first(100) : [Number(asked)]

/** How many faults the cluster has in a run. */
export const faultsPerRun = 2

let runs = 0

/** Runs the workload of a seed with its faults, expects its history to be lawful, and returns it. */
export async function runLawfully(cluster: Cluster, folder: string, prefix: string, seed: number): Promise<History> {
  // A second try has people of its own.
  const name = `${prefix}${seed}r${++runs}`
  const path = join(kept ?? folder, `${name}-${process.pid}.jsonl`)
  const writer = new HistoryWriter(path)
  try {
    const { disagreeing } = await runWorkload({
      cluster,
      record: writer.record,
      seed,
      name,
      faults: faultsPerRun,
      listenMs: 60_000,
    })
    expect(disagreeing, 'devices whose heads differ at the end').toEqual([])
  } finally {
    writer.close()
  }
  const history = readHistory([path])
  expect(describeViolations(checkHistory(history)), `seed ${seed}, ${path}`).toBe('')
  return history
}
