import type { CallArgs } from '../../../preload/contract/index.ts'
import { messageKey } from '../core/message-key.ts'
import { conversationRow, seqOf } from '../core/rows.ts'
import { readSpans } from '../core/spans.ts'
import type { Sql } from '../core/sql.ts'

type Row = { key: number; sent_at: number }

/**
 * The seq of the first message that was sent at a time or later, of those that spans cover; null: none was. Times rise
 * with seqs. `sure`: no message that is not here could be it.
 */
export function messageAt(sql: Sql, { id, time }: CallArgs<'messages.at'>): { seq: number | null; sure: boolean } {
  const row = conversationRow(sql, id)
  if (row === undefined) return { seq: null, sure: false }
  const lowest = Math.max(row.visible_from, 1)
  /** The end of the span before. */
  let before = lowest - 1
  for (const span of readSpans(sql, row.key)) {
    if (span.to < lowest) continue
    const start = Math.max(span.from, lowest)
    const found = firstIn(sql, row.key, { from: start, to: span.to }, time)
    // Where messages are missing before a span, its first one need not be the first.
    if (found !== null) return { seq: found, sure: start === before + 1 || hasEarlier(sql, row.key, start, found) }
    before = span.to
  }
  return { seq: null, sure: before >= row.head }
}

function firstIn(sql: Sql, conversation: number, span: { from: number; to: number }, time: number): number | null {
  let [low, high] = [span.from, span.to + 1]
  let found: number | null = null
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const row = sql.get<Row>(
      'SELECT key, sent_at FROM message WHERE key BETWEEN ? AND ? ORDER BY key LIMIT 1',
      messageKey(conversation, middle),
      messageKey(conversation, span.to),
    )
    if (row !== undefined && row.sent_at < time) low = seqOf(row.key) + 1
    else {
      found = row === undefined ? found : seqOf(row.key)
      high = middle
    }
  }
  return found
}

/** Whether the cache has a message from `start` on before `seq`. */
function hasEarlier(sql: Sql, conversation: number, start: number, seq: number): boolean {
  const first = sql.get<Row>(
    'SELECT key, sent_at FROM message WHERE key BETWEEN ? AND ? ORDER BY key LIMIT 1',
    messageKey(conversation, start),
    messageKey(conversation, seq),
  )
  return first !== undefined && seqOf(first.key) < seq
}
