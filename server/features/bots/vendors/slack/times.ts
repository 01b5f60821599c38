import type { Reader } from '../../../../storage/database.ts'

/** A point in a conversation, between messages or at one. */
export interface Point {
  /** The place of the first message that is not before it; one beyond the last where all are. */
  seq: number
  /** Whether that message is the one that is named. */
  exact: boolean
}

/**
 * The point that a `ts` means, which is a message or any time in seconds, such as of an hour ago; null where it says
 * none, and for 0. https://docs.slack.dev/reference/methods/conversations.history
 */
export async function pointOf(db: Reader, conversationId: string, ts: string): Promise<Point | null> {
  const [, seconds, fraction = ''] = /^(\d{1,12})(?:\.(\d{0,10}))?$/.exec(ts) ?? []
  const second = Number(seconds ?? 0)
  if (second === 0) return null
  const place = Number(fraction.padEnd(6, '0'))
  const from = (seq: number) =>
    db
      .selectFrom('messages')
      .select(['seq', 'sent_at'])
      .where('conversation_id', '=', conversationId)
      .where('seq', '>=', seq)
      .orderBy('seq')
      .limit(1)
      .executeTakeFirst()
  const { head } = await db
    .selectFrom('conversations')
    .select('head')
    .where('id', '=', conversationId)
    .executeTakeFirstOrThrow()
  let [low, high] = [1, Number(head) + 1]
  let point: Point = { seq: high, exact: false }
  // Later messages have later times: the first one of the time is sought by halves. Some places have no message.
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const row = await from(middle)
    const [seq, sent] = [Number(row?.seq ?? 0), Math.floor(Number(row?.sent_at ?? 0) / 1_000)]
    if (row !== undefined && (sent < second || (sent === second && seq < place))) low = seq + 1
    else {
      high = middle
      if (row !== undefined) point = { seq, exact: sent === second && seq === place }
    }
  }
  return point
}
