import type { CallArgs, CallResult } from '../../../preload/contract/index.ts'
import { messageKey } from '../core/message-key.ts'
import { conversationRow, type MessageRow, messageColumns } from '../core/rows.ts'
import { readSpans } from '../core/spans.ts'
import type { Sql } from '../core/sql.ts'
import { readPage } from './reads.ts'

/** The same words as the index `message_files` has, or it is not used. */
const withFiles = "json_extract(content, '$.type') IN ('image', 'video', 'voice', 'file')"

/**
 * Messages of some kinds with files, oldest first; see `messages.ofKind` of the contract. Only those that spans cover:
 * of the others it is not known whether they were recalled.
 */
export function messagesOfKind(
  sql: Sql,
  self: string | null,
  { id, kinds, before, limit }: CallArgs<'messages.ofKind'>,
): CallResult<'messages.ofKind'> {
  const row = conversationRow(sql, id)
  if (row === undefined) return { items: [], more: false }
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
        limit + 1 - found.length,
      ),
    )
    if (found.length > limit) break
  }
  const rows = found.slice(0, limit).reverse()
  return { items: readPage(sql, self, id, rows, false, 0).items, more: found.length > limit }
}
