import type { History } from '../history.ts'
import { factsOf, type Violation } from './facts.ts'
import { isOf } from './operations.ts'
import { PrefixMax } from './prefix-max.ts'

const property = 'read marks'

/** The read mark of a person in a conversation, as one device was told of it. */
interface Mark {
  conversationId: string
  user: string
  /** Of the person's own scope. */
  revision: number
  readSeq: number
  /** When the answer was asked for; when a push came. */
  since: number
  pushed: boolean
  line: string
}

/** A read mark never goes back: not from revision to revision, and not behind what was acknowledged before it was read. */
export function readMarks(history: History): Violation[] {
  const found: Violation[] = []
  const say = (says: string) => found.push({ property, says })
  const { operations } = factsOf(history)
  const acked = new Map<string, PrefixMax>()
  for (const operation of [...operations.values()].sort((a, b) => (a.done?.at ?? 0) - (b.done?.at ?? 0))) {
    if (!isOf(operation, 'read') || !operation.result || !operation.done) continue
    const { user, call, result, done } = operation
    const key = `${call.conversationId} ${user}`
    const list = acked.get(key) ?? new PrefixMax()
    acked.set(key, list)
    list.add(done.at, result.readSeq)
    if (result.readSeq < call.readSeq)
      say(
        `The read mark of ${user} in ${call.conversationId} was acknowledged at ${result.readSeq}, and ${call.readSeq} had been asked for (lines ${operation.line} and ${done.line}).`,
      )
  }
  const byPerson = new Map<string, Mark[]>()
  for (const mark of marksOf(history)) {
    const key = `${mark.conversationId} ${mark.user}`
    const list = byPerson.get(key)
    if (list) list.push(mark)
    else byPerson.set(key, [mark])
    const before = mark.pushed ? 0 : (acked.get(key)?.before(mark.since) ?? 0)
    if (mark.readSeq < before)
      say(
        `The read mark of ${mark.user} in ${mark.conversationId} is ${mark.readSeq} (line ${mark.line}), and ${before} had been acknowledged before.`,
      )
  }
  for (const marks of byPerson.values()) {
    marks.sort((a, b) => a.revision - b.revision)
    for (const [i, mark] of marks.entries()) {
      const before = marks[i - 1]
      if (before && before.readSeq > mark.readSeq)
        say(
          `The read mark of ${mark.user} in ${mark.conversationId} went back from ${before.readSeq} at revision ${before.revision} (line ${before.line}) to ${mark.readSeq} at ${mark.revision} (line ${mark.line}).`,
        )
    }
  }
  return found
}

function* marksOf(history: History): Generator<Mark> {
  const { operations } = factsOf(history)
  for (const record of history.records) {
    const { user, at, line } = record
    if (record.kind === 'joined') {
      const { conversationId, meRevision, readSeq } = record.head
      yield { conversationId, user, revision: meRevision, readSeq, since: at, pushed: true, line }
    } else if (record.kind === 'push' || record.kind === 'view' || record.kind === 'end') {
      for (const row of record.rows) {
        if (row.entity !== 'membership' || !row.joined) continue
        yield { ...row, user, since: at, pushed: record.kind === 'push', line }
      }
    } else if (record.kind === 'ok') {
      const since = operations.get(record.op)?.invokedAt ?? at
      const { result } = record
      if (result.f === 'heads')
        for (const { meRevision: revision, ...head } of result.heads)
          yield { ...head, revision, user, since, pushed: false, line }
      else if (result.f === 'changes')
        for (const row of result.rows)
          if (row.entity === 'membership' && row.joined) yield { ...row, user, since, pushed: false, line }
    }
  }
}
