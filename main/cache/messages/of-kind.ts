import type { CallArgs, CallResult } from '../../../preload/contract/index.ts'
import { messageKey } from '../core/message-key.ts'
import { type ConversationRow, conversationRow, type MessageRow, messageColumns } from '../core/rows.ts'
import { readSpans, topSpan } from '../core/spans.ts'
import type { Sql } from '../core/sql.ts'
import { readPage } from './reads.ts'
import { indexedBefore } from './search.ts'

/** A time behind every message, in milliseconds. */
const latestTime = 8_640_000_000_000_000

/** The same words as the index `message_files` has, or it is not used. */
const withFiles = "json_extract(content, '$.type') IN ('image', 'video', 'voice', 'file')"

/**
 * Messages of some kinds, oldest first; see `messages.ofKind` of the contract. Only those that spans cover: of the others
 * it is not known whether they were recalled.
 */
export function messagesOfKind(
  sql: Sql,
  self: string | null,
  { id, kinds, before, limit }: CallArgs<'messages.ofKind'>,
): CallResult<'messages.ofKind'> {
  const row = conversationRow(sql, id)
  if (row === undefined) return { items: [], more: false, missingUntil: null }
  const found = kinds.includes('link')
    ? indexedBefore(sql, { id, kinds, before, wanted: limit + 1 })
    : filesBefore(sql, row, { kinds, before, wanted: limit + 1 })
  const rows = found.slice(0, limit).reverse()
  return {
    items: readPage(sql, self, id, rows, false, 0).items,
    more: found.length > limit,
    missingUntil: missingUntil(sql, row),
  }
}

interface Before {
  kinds: readonly string[]
  before: number | undefined
  wanted: number
}

function filesBefore(sql: Sql, row: ConversationRow, { kinds, before, wanted }: Before): MessageRow[] {
  const found: MessageRow[] = []
  for (const span of readSpans(sql, row.key).reverse()) {
    const from = Math.max(span.from, row.visible_from, 1)
    const to = Math.min(span.to, before === undefined ? span.to : before - 1)
    if (to < from) continue
    found.push(
      ...sql.all<MessageRow>(
        `SELECT ${messageColumns} FROM message WHERE ${withFiles}
         AND json_extract(content, '$.type') IN (SELECT value FROM json_each(?)) AND key BETWEEN ? AND ?
         ORDER BY key DESC LIMIT ?`,
        JSON.stringify(kinds),
        messageKey(row.key, from),
        messageKey(row.key, to),
        wanted - found.length,
      ),
    )
    if (found.length >= wanted) break
  }
  return found
}

/** When the oldest message was sent behind which the cache holds all; null: it holds every message. */
function missingUntil(sql: Sql, { key, head, missing }: ConversationRow): number | null {
  if (missing === 0) return null
  const top = topSpan(sql, key)
  if (top === undefined || top.to < head) return latestTime
  const first = sql.get<{ at: number }>(
    'SELECT sent_at AS at FROM message WHERE key BETWEEN ? AND ? ORDER BY key LIMIT 1',
    messageKey(key, top.from),
    messageKey(key, top.to),
  )
  return first?.at ?? latestTime
}
