import { digestOfHeads, type HeadsDigest, type Scope, scopeConversation } from '@lianqun/protocol'
import { conversationRow } from '../core/rows.ts'
import { headsScope, readScope } from '../core/scopes.ts'
import { gaps, readSpans } from '../core/spans.ts'
import type { Sql } from '../core/sql.ts'
import type { MissingSpan, ScopeState } from '../core/types.ts'

export function scopeState(sql: Sql, scope: Scope): ScopeState {
  const id = scopeConversation(scope)
  if (id === null) {
    const { epoch, cursor } = readScope(sql, scope)
    return { epoch, cursor, head: cursor, missing: 0 }
  }
  const row = conversationRow(sql, id)
  if (row === undefined) return { epoch: null, cursor: 0, head: 0, missing: 0 }
  const { epoch, cursor, head, missing } = row
  return { epoch, cursor, head, missing }
}

export function headsCursor(sql: Sql): string | null {
  return readScope(sql, headsScope).token
}

export function headsDigest(sql: Sql): HeadsDigest {
  return digestOfHeads(headRevisions(sql))
}

/** The known head of each conversation that the user is a member of. */
export function headRevisions(sql: Sql): [string, number][] {
  // A conversation that the user has left may stay for its unsent messages; the server does not count it either.
  return sql
    .all<{ id: string; head: number }>(
      'SELECT id, head FROM conversation WHERE id NOT IN (SELECT conversation_id FROM left_conversation)',
    )
    .map(({ id, head }) => [id, head])
}

/** Conversations, except those of `without`, whose known head is ahead of the cursor; most recently active first. */
export function behind(
  sql: Sql,
  limit: number,
  without: readonly string[] = [],
): { conversationId: string; cursor: number; head: number }[] {
  return sql.all(
    `SELECT id AS conversationId, cursor, head FROM conversation
     WHERE head > cursor AND id NOT IN (SELECT value FROM json_each(?)) ORDER BY active_at DESC LIMIT ?`,
    JSON.stringify(without),
    limit,
  )
}

/** Ranges to backfill: the most recently active conversation first, and its newest range first. */
export function missing(sql: Sql, limit: number, without: readonly string[] = []): MissingSpan[] {
  const found: MissingSpan[] = []
  const rows = sql.all<{ key: number; id: string; visible_from: number; head: number }>(
    `SELECT key, id, visible_from, head FROM conversation
     WHERE missing > 0 AND id NOT IN (SELECT value FROM json_each(?)) ORDER BY active_at DESC LIMIT ?`,
    JSON.stringify(without),
    limit,
  )
  for (const row of rows) {
    const ranges = gaps(readSpans(sql, row.key), Math.max(row.visible_from, 1), row.head).reverse()
    for (const { from, to } of ranges) {
      if (found.length >= limit) return found
      found.push({ conversationId: row.id, from, to })
    }
  }
  return found
}

/** `messages` is an upper bound: it counts seqs, and not every revision is a message. */
export function missingTotal(sql: Sql): { messages: number; conversations: number } {
  return (
    sql.get<{ messages: number; conversations: number }>(
      'SELECT coalesce(sum(missing), 0) AS messages, count(*) AS conversations FROM conversation WHERE missing > 0',
    ) ?? { messages: 0, conversations: 0 }
  )
}
