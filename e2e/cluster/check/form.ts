import type { History } from '../history.ts'
import type { Violation } from './facts.ts'

const property = 'form'

/** The history itself is whole: each operation is begun once, and ends at most once, afterwards and with an answer to its request. */
export function form({ records }: History): Violation[] {
  const found: Violation[] = []
  const open = new Map<string, { f: string; line: string; done: string | null }>()
  const say = (says: string) => found.push({ property, says })
  for (const record of records) {
    const { line } = record
    if (record.kind === 'invoke') {
      const known = open.get(record.op)
      if (known) say(`Operation ${record.op} is begun twice (lines ${known.line} and ${line}).`)
      open.set(record.op, { f: record.call.f, line, done: null })
    } else if (record.kind === 'ok' || record.kind === 'fail' || record.kind === 'unknown') {
      const known = open.get(record.op)
      if (!known) {
        say(`Operation ${record.op} ends (line ${line}) and was not begun.`)
        continue
      }
      if (known.done !== null) say(`Operation ${record.op} ends twice (lines ${known.done} and ${line}).`)
      if (record.kind === 'ok' && record.result.f !== known.f)
        say(
          `Operation ${record.op} asked for ${known.f} (line ${known.line}), and is answered with ${record.result.f} (line ${line}).`,
        )
      known.done = line
    }
  }
  return found
}
