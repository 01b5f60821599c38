import { type History, type HistoryEvent, readHistory } from '../history.ts'
import { dense } from './dense.ts'
import type { Violation } from './facts.ts'
import { form } from './form.ts'
import { heads } from './heads.ts'
import { once } from './once.ts'
import { outsiders } from './outsiders.ts'
import { readMarks } from './read-marks.ts'
import { realTime } from './real-time.ts'
import { senderOrder } from './sender-order.ts'
import { views } from './views.ts'

/*
 * `node e2e/cluster/check/check.ts <history.jsonl>…` checks the histories of one run, and ends with 1 where something
 * is wrong.
 */

/** What must hold of every history. */
export const properties: readonly ((history: History) => Violation[])[] = [
  form,
  once,
  dense,
  realTime,
  senderOrder,
  views,
  readMarks,
  heads,
  outsiders,
]

/** All violations of a history. */
export function checkHistory(history: History): Violation[] {
  return properties.flatMap(property => property(history))
}

/** How many events of each kind there are, so that nobody takes an empty history for a lawful one. */
export function countEvents({ records }: History): Partial<Record<HistoryEvent['kind'], number>> {
  const counts: Partial<Record<HistoryEvent['kind'], number>> = {}
  for (const { kind } of records) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

/** The violations as text, the first of each property in full. */
export function describeViolations(violations: readonly Violation[], most = 20): string {
  const lines = violations.slice(0, most).map(({ property, says }) => `${property}: ${says}`)
  if (violations.length > most) lines.push(`… ${violations.length - most} more`)
  return lines.join('\n')
}

if (import.meta.main) {
  const history = readHistory(process.argv.slice(2))
  const violations = checkHistory(history)
  const { stdout } = process
  stdout.write(`${history.records.length} events: ${JSON.stringify(countEvents(history))}\n`)
  for (const path of history.torn) stdout.write(`the last line of ${path} is cut off\n`)
  stdout.write(violations.length === 0 ? 'no violation\n' : `${describeViolations(violations, 200)}\n`)
  process.exitCode = violations.length === 0 ? 0 : 1
}
