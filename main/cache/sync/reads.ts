import { type App, type HeadsDigest, headHash, type Scope, scopeConversation } from '@lianqun/protocol'
import type { PersonName } from '../../../preload/contract/index.ts'
import type { MissingSpan, ScopeState } from '../api.ts'
import { conversationRow, Names } from '../core/rows.ts'
import { readScope } from '../core/scopes.ts'
import { gaps, readSpans } from '../core/spans.ts'
import { readJson, type Sql } from '../core/sql.ts'
import { headsScope } from './writes.ts'

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
  // One that the person is out of stays for what they had not sent; the server knows nothing of it.
  const rows = sql.all<{ id: string; head: number }>(
    'SELECT id, head FROM conversation WHERE id NOT IN (SELECT conversation_id FROM left_conversation)',
  )
  return { count: rows.length, hash: rows.reduce((hash, row) => (hash ^ headHash(row.id, row.head)) >>> 0, 0) }
}

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

export function missing(sql: Sql, limit: number, without: readonly string[] = []): MissingSpan[] {
  const found: MissingSpan[] = []
  const rows = sql.all<{ key: number; id: string; visible_from: number; head: number }>(
    `SELECT key, id, visible_from, head FROM conversation
     WHERE missing > 0 AND id NOT IN (SELECT value FROM json_each(?)) ORDER BY active_at DESC LIMIT ?`,
    JSON.stringify(without),
    limit,
  )
  for (const row of rows) {
    const stretches = gaps(readSpans(sql, row.key), Math.max(row.visible_from, 1), row.head).reverse()
    for (const { from, to } of stretches) {
      if (found.length >= limit) return found
      found.push({ conversationId: row.id, from, to })
    }
  }
  return found
}

/** `messages` counts places (seqs), of which some are no messages: an upper bound. */
export function missingTotal(sql: Sql): { messages: number; conversations: number } {
  return (
    sql.get<{ messages: number; conversations: number }>(
      'SELECT coalesce(sum(missing), 0) AS messages, count(*) AS conversations FROM conversation WHERE missing > 0',
    ) ?? { messages: 0, conversations: 0 }
  )
}

export function readMeta(sql: Sql, key: string): string | null {
  return sql.get<{ value: string }>('SELECT value FROM meta WHERE key = ?', key)?.value ?? null
}

export function peopleNames(sql: Sql, ids: readonly string[]): PersonName[] {
  const names = new Names(sql)
  names.want(...ids)
  return ids.map(id => names.get(id))
}

/** An app of the catalogue; one taken out of it is unknown. */
export function readApp(sql: Sql, id: string): App | null {
  const row = sql.get<{ value: string }>('SELECT value FROM app WHERE id = ? AND deleted = 0', id)
  return row === undefined ? null : readJson<App>(row.value)
}
