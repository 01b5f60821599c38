import { tokensVersion } from '../../../common/search-tokens.ts'
import { readMeta, writeMeta } from '../core/meta.ts'
import { conversationOf } from '../core/rows.ts'
import type { WriteContext } from '../core/write-context.ts'
import { addTokens, type IndexedRow, tokensOfRow } from './writes.ts'

const versionKey = 'tokens'

/** Empties the full-text index when this version makes other tokens than the last one; `reindexMessages` fills it. */
export function startReindexMessages(context: WriteContext): void {
  const { sql } = context
  if (readMeta(sql, versionKey) === tokensVersion) return
  writeMeta(sql, versionKey, tokensVersion)
  if (sql.get('SELECT 1 FROM message LIMIT 1') === undefined) return
  sql.exec("INSERT INTO message_text (message_text) VALUES ('delete-all')")
  context.indexedFrom = Number.MAX_SAFE_INTEGER
}

/** Indexes the next `limit` messages, newest first. Returns whether there are more. */
export function reindexMessages(context: WriteContext, limit: number): boolean {
  if (context.indexedFrom === 0) return false
  const rows = context.sql.all<IndexedRow & { key: number }>(
    'SELECT key, index_rowid, sender_id, content FROM message WHERE index_rowid < ? ORDER BY index_rowid DESC LIMIT ?',
    context.indexedFrom,
    limit,
  )
  const more = rows.length === limit
  context.indexedFrom = more ? (rows.at(-1)?.index_rowid ?? 0) : 0
  for (const row of rows) addTokens(context, row.index_rowid, tokensOfRow(conversationOf(row.key), row))
  return more
}
