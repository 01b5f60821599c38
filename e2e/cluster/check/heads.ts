import { scopeConversation } from '@lianqun/protocol'
import type { History, Row } from '../history.ts'
import { type Facts, factsOf, type Period, rowKey, scopeKey, type Violation } from './facts.ts'
import { isOf, named, type OperationOf } from './operations.ts'

const property = 'heads'

/**
 * `sync.heads` and `sync.changes` miss nothing: after the pages of heads a client was told, by them or by those before
 * in the chain of cursors, of all that had been heard of before it asked; a page of changes has each row of its range.
 */
export function heads(history: History): Violation[] {
  const facts = factsOf(history)
  const found: Violation[] = []
  const say = (says: string) => found.push({ property, says })
  for (const [client, rounds] of roundsOf(history, facts))
    for (const round of rounds) checkRound(client, round, facts, say)
  for (const operation of facts.operations.values()) if (isOf(operation, 'changes')) checkPage(operation, facts, say)
  return found
}

/** The pages that a client read until there were no more, with what it had been told when it had read them. */
interface Round {
  user: string
  first: OperationOf<'heads'>
  last: OperationOf<'heads'>
  endedAt: number
  told: ReadonlyMap<string, number>
}

function roundsOf({ records }: History, { operations }: Facts): Map<string, Round[]> {
  const clients = new Map<
    string,
    { cursor: string | null; told: Map<string, number>; first: OperationOf<'heads'> | null }
  >()
  const rounds = new Map<string, Round[]>()
  for (const { client, user, ...record } of records) {
    if (record.kind === 'reset') clients.delete(client)
    if (record.kind !== 'ok') continue
    const operation = operations.get(record.op)
    if (!operation || !isOf(operation, 'heads') || !operation.result) continue
    const { result, call } = operation
    let state = clients.get(client)
    // From a cursor that this history does not know the start of, no more can be told than from the beginning.
    if (!state || call.cursor !== state.cursor) {
      if (call.cursor !== null) continue
      state = { cursor: null, told: new Map(), first: null }
      clients.set(client, state)
    }
    if (call.cursor === null) {
      state.told = new Map()
      state.first = null
    }
    for (const head of result.heads)
      state.told.set(head.conversationId, Math.max(head.revision, state.told.get(head.conversationId) ?? 0))
    state.cursor = result.cursor
    state.first ??= operation
    if (result.more) continue
    const round = { user, first: state.first, last: operation, endedAt: record.at, told: new Map(state.told) }
    rounds.set(client, [...(rounds.get(client) ?? []), round])
    state.first = null
  }
  return rounds
}

function checkRound(
  client: string,
  { user, first, last, endedAt, told }: Round,
  facts: Facts,
  say: (says: string) => void,
) {
  for (const [scope, list] of facts.heard) {
    const conversationId = scopeConversation(scope)
    if (conversationId === null) continue
    const heard = list.before(first.invokedAt)
    if (heard === 0) continue
    const period = facts.periods(conversationId, user)?.find(({ from, to }) => heard >= from && heard < to)
    if (!period || endsBefore(conversationId, user, period, endedAt, facts)) continue
    const known = told.get(conversationId) ?? 0
    if (known < heard)
      say(
        `${client} was told of revision ${known} of ${conversationId} by the heads that ${named(first)} to ${named(last)} read, and revision ${heard} had been heard of before.`,
      )
  }
}

/** Whether a membership may have ended before a time: what ended it was begun by then. */
function endsBefore(conversationId: string, user: string, period: Period, at: number, facts: Facts): boolean {
  if (period.to === Number.POSITIVE_INFINITY) return false
  return facts.moves(conversationId, user).some(({ joins, operation }) => !joins && operation.invokedAt < at)
}

function checkPage(operation: OperationOf<'changes'>, facts: Facts, say: (says: string) => void): void {
  const { call, result, user, invokedAt } = operation
  if (!result) return
  const scope = scopeKey(call.scope, user)
  const what = `The page of ${scope} after ${call.since} that ${named(operation)} read`
  const { rows, upTo, head, more } = result
  const heard = facts.heard.get(scope)?.before(invokedAt) ?? 0
  if (head < heard) say(`${what} ends at the head ${head}, and revision ${heard} had been heard of before.`)
  if (!more && upTo !== head) say(`${what} ends at ${upTo}, before the head ${head}, and says that there is no more.`)
  for (const row of rows)
    if (row.revision <= call.since || row.revision > upTo)
      say(`${what} has ${rowKey(row)} of revision ${row.revision}.`)
  const truth = facts.truths.get(scope)
  if (!truth) return
  const conversationId = scopeConversation(call.scope)
  const period =
    conversationId === null
      ? whole
      : facts.periods(conversationId, user)?.find(({ from, to }) => head >= from && head < to)
  if (!period) return
  const got = new Set(rows.map(row => `${rowKey(row)} ${row.revision}`))
  for (let i = firstAfter(truth.rows, call.since); ; i++) {
    const row = truth.rows[i]
    if (row === undefined || row.revision > upTo) return
    if (!visibleTo(row, period)) continue
    if (!got.has(`${rowKey(row)} ${row.revision}`))
      say(`${what} lacks ${rowKey(row)} of revision ${row.revision} (line ${truth.line}).`)
  }
}

/** Where the rows after a revision begin. */
function firstAfter(rows: readonly Row[], revision: number): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((rows[middle]?.revision ?? 0) <= revision) low = middle + 1
    else high = middle
  }
  return low
}

const whole: Period = { from: 0, to: Number.POSITIVE_INFINITY }

/** Whether a member of that time is certainly shown a row. */
function visibleTo(row: Row, { from }: Period): boolean {
  if (row.entity === 'message') return row.seq >= from
  return row.entity !== 'member' || !row.left || row.revision >= from
}
