import { scopeConversation } from '@lianqun/protocol'
import type { History, Row } from '../history.ts'
import { type Facts, factsOf, type Period, rowKey, type Violation } from './facts.ts'
import { isOf, named } from './operations.ts'

const property = 'outsiders'

/**
 * Nobody is told of a conversation what happened in it while they were no member, nor shown a message from before where
 * their view begins. A push is judged by its revisions, not by its time: it may have been on its way for long.
 */
export function outsiders(history: History): Violation[] {
  const facts = factsOf(history)
  const found: Violation[] = []
  const say = (says: string) => found.push({ property, says })
  for (const record of history.records) {
    const { user, line, client } = record
    if (record.kind === 'push') {
      const conversationId = scopeConversation(record.scope)
      if (conversationId === null) continue
      const what = `The push ${record.from}..${record.to} of ${conversationId} to ${client} (line ${line})`
      const period = insideAt(facts, conversationId, user, record.from, record.to, what, say)
      if (period) checkAges(facts, conversationId, user, period, record.rows, what, say)
    } else if (record.kind === 'head' || record.kind === 'joined') {
      const { conversationId, revision } = record.kind === 'head' ? record : record.head
      const what = `The head ${revision} of ${conversationId} to ${client} (line ${line})`
      insideAt(facts, conversationId, user, revision, revision, what, say)
    }
  }
  for (const operation of facts.operations.values()) {
    if (!isOf(operation, 'changes') || !operation.result) continue
    const { call, result, user, invokedAt } = operation
    const conversationId = scopeConversation(call.scope)
    if (conversationId === null) continue
    const what = `The page of ${conversationId} that ${named(operation)} read at ${result.head}`
    const periods = facts.periods(conversationId, user)
    const period = periods?.find(({ from, to }) => result.head >= from && result.head < to)
    if (period) checkAges(facts, conversationId, user, period, result.rows, what, say)
    else if (periods && wasOutside(facts, conversationId, user, invokedAt))
      say(`${what} was for somebody who was no member: ${list(periods)}.`)
  }
  return found
}

/** The membership in which revisions fall; says so where there is none, or they go over its bounds. */
function insideAt(
  facts: Facts,
  conversationId: string,
  user: string,
  from: number,
  to: number,
  what: string,
  say: (says: string) => void,
): Period | undefined {
  const periods = facts.periods(conversationId, user)
  const period = periods?.find(period => from >= period.from && to < period.to)
  if (periods && !period) say(`${what} is for somebody who was no member then: ${list(periods)}.`)
  return period
}

function list(periods: readonly Period[]): string {
  if (periods.length === 0) return 'never one'
  return periods
    .map(({ from, to }) => `from ${from}${to === Number.POSITIVE_INFINITY ? ' on' : ` to before ${to}`}`)
    .join(', ')
}

function checkAges(
  facts: Facts,
  conversationId: string,
  user: string,
  period: Period,
  rows: readonly Row[],
  what: string,
  say: (says: string) => void,
): void {
  const visibleFrom = facts.visibleFrom(conversationId, user, period)
  if (visibleFrom === undefined) return
  for (const row of rows)
    if (row.entity === 'message' && row.seq < visibleFrom)
      say(`${what} has ${rowKey(row)}, from before ${visibleFrom}, where the view of ${user} begins.`)
}

/**
 * Whether somebody was no member when a request began, and stayed so: nobody may have added them since the request that
 * ended their membership was begun.
 */
function wasOutside(facts: Facts, conversationId: string, user: string, at: number): boolean {
  const moves = facts.moves(conversationId, user)
  const joins = moves
    .filter(({ joins }) => joins)
    .map(({ operation: { done } }) => (done?.kind === 'ok' ? done.at : Number.POSITIVE_INFINITY))
  return moves.some(
    ({ joins: joining, operation: { done, invokedAt } }) =>
      !joining && done?.kind === 'ok' && done.at < at && joins.every(joined => joined < invokedAt),
  )
}
