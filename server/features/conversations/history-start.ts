import type { Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
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
  return firstSince(w.db, row.id, w.now - history * dayMs, { low: 1, high: joining })
}

/**
 * Where, from `low` to `high`, the messages of a conversation begin that are not older than `since`; `high` where there
 * is none. Times rise with seqs, so it takes some twenty look-ups among a million messages.
 */
export async function firstSince(
  db: Reader,
  conversationId: string,
  since: number,
  { low, high }: { low: number; high: number },
): Promise<number> {
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const at = await db
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
