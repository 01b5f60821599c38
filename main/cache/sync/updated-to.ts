import { type Scope, scopeConversation } from '@lianqun/protocol'
import { readMeta, writeMeta } from '../core/meta.ts'
import { messagesOf } from '../core/passed-over.ts'
import { conversationRow } from '../core/rows.ts'
import { headsScope, readScope, writeScope } from '../core/scopes.ts'
import { trimSpans } from '../core/spans.ts'
import type { WriteContext } from '../core/write-context.ts'
import { renewTerms, startRenewTerms } from '../directory/index.ts'
import { indexNewKinds, readUnreadable, reindexMessages, startReindexMessages } from '../messages/index.ts'
import { failUnsendable } from '../outbox/index.ts'
import { rereadHeads } from './writes.ts'

const versionKey = 'reads'
/** So many rows are indexed anew before the first list is shown. */
const firstReindex = 500

/**
 * To be called when the cache is opened. `version` identifies what this app can read. When it differs from the last
 * one, scopes with unreadable rows are read again from there; the rows in the cache stay. Returns these scopes.
 */
export function updatedTo(context: WriteContext, version: string): string[] {
  const { sql } = context
  startReindexMessages(context)
  startRenewTerms(context)
  indexNewKinds(context)
  reindex(context, firstReindex)
  if (readMeta(sql, versionKey) === version) return []
  writeMeta(sql, versionKey, version)
  readUnreadable(context)
  failUnsendable(context)
  const noted = sql.all<{ scope: string; revision: number }>('SELECT scope, revision FROM passed_over')
  const revisions = new Map(noted.map(({ scope, revision }) => [scope, revision]))
  const scopes = noted.map(({ scope }) => scope).filter(scope => !scope.startsWith('messages:'))
  for (const scope of scopes) {
    if (scope === headsScope) rereadHeads(context)
    else moveCursorBack(context, scope as Scope, revisions)
  }
  sql.exec('DELETE FROM passed_over')
  return scopes
}

/**
 * After an update that finds more: puts the next `limit` people and messages into the search index anew. Returns
 * whether there are more.
 */
export function reindex(context: WriteContext, limit: number): boolean {
  const people = renewTerms(context, limit)
  return reindexMessages(context, limit) || people
}

function moveCursorBack(context: WriteContext, scope: Scope, revisions: ReadonlyMap<string, number>): void {
  const { sql } = context
  const cursor = Math.max(0, (revisions.get(scope) ?? 1) - 1)
  const id = scopeConversation(scope)
  if (id === null) {
    const known = readScope(sql, scope)
    writeScope(sql, scope, { ...known, cursor: Math.min(known.cursor, cursor) })
    return
  }
  const row = conversationRow(sql, id)
  if (row === undefined) return
  const from = revisions.get(messagesOf(scope))
  // From an unreadable message on, the messages count as missing, and are read again from history.
  if (from !== undefined) trimSpans(sql, row.key, from - 1, Number.MAX_SAFE_INTEGER)
  // The rows of the spans are up to date as of the old cursor, and need not be read again.
  sql.run('UPDATE span SET as_of = max(as_of, ?) WHERE conversation = ?', row.cursor, row.key)
  sql.run('UPDATE conversation SET cursor = min(cursor, ?) WHERE key = ?', cursor, row.key)
  context.touch(row)
}
