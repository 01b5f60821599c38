import type { Writer } from '../../core/writer.ts'
import { detailsOf } from '../../storage/rows.ts'
import type { ConversationRow } from '../../storage/tables.ts'

const dayMs = 24 * 3_600_000

/**
 * The seq from which on those who join a conversation with the notice at `joining` see it: that one, unless the group
 * shows them all of its history or the last days of it.
 */
export async function historyStart(w: Writer, row: ConversationRow, joining: number): Promise<number> {
  const history = detailsOf(row).settings?.history
  if (history === 'all') return 0
  if (typeof history !== 'number') return joining
  return firstSince(w, row.id, w.now - history * dayMs, joining)
}

/** The seq of the first message that is not older than `since`, at most `upTo`. Messages lie in the order of their time. */
async function firstSince(w: Writer, conversationId: string, since: number, upTo: number): Promise<number> {
  let low = 1
  let high = upTo
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const at = await w.db
      .selectFrom('messages')
      .select(['seq', 'sent_at'])
      .where('conversation_id', '=', conversationId)
      .where('seq', '>=', middle)
      .orderBy('seq')
      .limit(1)
      .executeTakeFirst()
    if (!at || Number(at.seq) > high || Number(at.sent_at) >= since) high = middle
    else low = Number(at.seq) + 1
  }
  return low
}
