import { conversationScope, scopeConversation } from '@lianqun/protocol'
import type { History, Recorded } from '../history.ts'
import { type Facts, factsOf, rowKey, scopeKey, type Truth, type Violation } from './facts.ts'
import { isOf, mayHaveHappened } from './operations.ts'
import { PrefixMax } from './prefix-max.ts'

const property = 'dense'

/** Which row a revision was given to, and where that was seen. */
type Owners = Map<string, Map<number, { key: string; line: string }>>

/**
 * Each revision of a scope is given to one row, none is left out; ordinals count the messages of a conversation without
 * a gap; a push has one row for each of its revisions.
 */
export function dense(history: History): Violation[] {
  const facts = factsOf(history)
  const found: Violation[] = []
  const say = (says: string) => found.push({ property, says })
  const owners = ownersOf(facts, say)
  for (const truth of facts.truths.values()) {
    checkRows(truth, say)
    checkOrdinals(truth, say)
  }
  checkHeads(facts, say)
  checkPushes(history, facts, owners, say)
  checkHoles(facts, owners, say)
  return found
}

function ownersOf(facts: Facts, say: (says: string) => void): Owners {
  const owners: Owners = new Map()
  const said = new Set<string>()
  const own = (scope: string, revision: number, key: string, line: string) => {
    let list = owners.get(scope)
    if (!list) {
      list = new Map()
      owners.set(scope, list)
    }
    const owner = list.get(revision)
    if (!owner) list.set(revision, { key, line })
    else if (owner.key !== key && !said.has(`${scope} ${revision} ${key}`)) {
      said.add(`${scope} ${revision} ${key}`)
      say(
        `Revision ${revision} of ${scope} was given twice: to ${owner.key} (line ${owner.line}) and to ${key} (line ${line}).`,
      )
    }
  }
  for (const { scope, row, record } of facts.sightings()) {
    own(scope, row.revision, rowKey(row), record.line)
    // Where a message was created there was a revision for it.
    if (row.entity === 'message') own(scope, row.seq, rowKey(row), record.line)
  }
  for (const { call, result, done } of facts.operations.values()) {
    if (!result || !done || !('conversationId' in call)) continue
    const scope = conversationScope(call.conversationId)
    if (result.f === 'send') own(scope, result.seq, `message ${result.seq}`, done.line)
    else if ((result.f === 'edit' || result.f === 'recall') && 'seq' in call)
      own(scope, result.revision, `message ${call.seq}`, done.line)
  }
  return owners
}

function checkRows({ scope, line, head, rows }: Truth, say: (says: string) => void): void {
  const seen = new Map<string, number>()
  for (const row of rows) {
    const key = rowKey(row)
    if (seen.has(key)) say(`${key} of ${scope} is there twice at the end (line ${line}).`)
    seen.set(key, row.revision)
    if (row.revision > head)
      say(`${key} of ${scope} has revision ${row.revision}, after the head ${head} (line ${line}).`)
    if (row.entity === 'message' && row.seq > row.revision)
      say(`${key} of ${scope} has revision ${row.revision}, before it was created (line ${line}).`)
  }
}

function checkOrdinals({ scope, line, bySeq, visibleFrom, lastOrdinal }: Truth, say: (says: string) => void): void {
  const messages = [...bySeq.values()].sort((a, b) => a.seq - b.seq)
  let last = visibleFrom === 0 ? 0 : undefined
  for (const { seq, ordinal, notice } of messages) {
    const expected: number | undefined = last === undefined ? undefined : notice ? last : last + 1
    if (expected !== undefined && ordinal !== expected)
      say(`Message ${seq} of ${scope} has ordinal ${ordinal} instead of ${expected} (line ${line}).`)
    last = ordinal
  }
  if (last !== undefined && messages.length > 0 && lastOrdinal !== last)
    say(`The last ordinal of ${scope} is told as ${lastOrdinal}, and is ${last} (line ${line}).`)
}

/** A head tells how many messages there are up to its revision. */
function checkHeads({ truths, heads }: Facts, say: (says: string) => void): void {
  const counts = new Map<string, PrefixMax>()
  for (const { scope, bySeq } of truths.values()) {
    const count = new PrefixMax()
    for (const { seq, ordinal } of [...bySeq.values()].sort((a, b) => a.seq - b.seq)) count.add(seq, ordinal)
    counts.set(scope, count)
  }
  for (const { conversationId, revision, lastOrdinal, client, line } of heads) {
    const scope = conversationScope(conversationId)
    if (truths.get(scope)?.visibleFrom !== 0) continue
    const count = counts.get(scope)?.before(revision + 1) ?? 0
    if (lastOrdinal !== count)
      say(
        `The head ${revision} of ${scope} to ${client} (line ${line}) tells of ${lastOrdinal} messages instead of ${count}.`,
      )
  }
}

function checkPushes({ records }: History, facts: Facts, owners: Owners, say: (says: string) => void): void {
  for (const record of records) {
    if (record.kind !== 'push') continue
    const { from, to, rows, line } = record
    const scope = scopeKey(record.scope, record.user)
    const revisions = new Set(rows.map(({ revision }) => revision))
    const what = `The push ${from}..${to} of ${scope} to ${record.client} (line ${line})`
    if (revisions.size !== rows.length) say(`${what} has two rows of one revision.`)
    for (const revision of revisions)
      if (revision < from || revision > to) say(`${what} has a row of revision ${revision}.`)
    for (let revision = from; revision <= to; revision++) {
      if (revisions.has(revision) || mayLack(facts, record, owners.get(scope)?.get(revision)?.key, revision)) continue
      say(`${what} lacks the row of revision ${revision}.`)
    }
  }
}

/**
 * Whether a push may lack a row: it is a message from before the receiver joined; or a server read what it had not heard
 * of a person's own scope, in which a row that changed again stands once, at its last revision.
 */
function mayLack(facts: Facts, push: Recorded<'push'>, key: string | undefined, revision: number): boolean {
  const { scope, user, rows } = push
  const conversationId = scopeConversation(scope)
  if (conversationId === null)
    return rows.some(row => row.revision > revision && (key === undefined || rowKey(row) === key))
  const period = facts.periods(conversationId, user)?.find(({ from, to }) => revision >= from && revision < to)
  // Who is outside is another property's.
  if (!period) return true
  const seq = /^message (\d+)$/.exec(key ?? '')?.[1]
  if (seq === undefined) return key === undefined && period.from > 0
  return Number(seq) < (facts.visibleFrom(conversationId, user, period) ?? period.from)
}

/**
 * Revisions that no row ever had. One may go unseen, if its row was changed again before anybody read it: no more of
 * them than there are changes whose revision nobody was told.
 */
function checkHoles(facts: Facts, owners: Owners, say: (says: string) => void): void {
  const untold = new Map<string, number>()
  const allow = (conversationId: string, count: number) =>
    untold.set(conversationScope(conversationId), (untold.get(conversationScope(conversationId)) ?? 0) + count)
  for (const operation of facts.operations.values()) {
    if (!mayHaveHappened(operation)) continue
    const { call } = operation
    if (isOf(operation, 'edit') || isOf(operation, 'recall')) {
      if (!operation.result) allow(operation.call.conversationId, 1)
    } else if (call.f === 'add' || call.f === 'remove') allow(call.conversationId, call.userIds.length + 1)
    else if (call.f === 'leave') allow(call.conversationId, 2)
  }
  for (const { scope, head, line, visibleFrom } of facts.truths.values()) {
    if (!scope.startsWith('conversation:') || visibleFrom > 0) continue
    const list = owners.get(scope)
    const holes: number[] = []
    for (let revision = 1; revision <= head; revision++) if (!list?.has(revision)) holes.push(revision)
    if (holes.length > (untold.get(scope) ?? 0))
      say(
        `Of ${scope} no row has ever had revision ${holes.slice(0, 5).join(', ')} (of ${holes.length}; line ${line}).`,
      )
  }
}
