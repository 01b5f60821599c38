import type { ListState } from '@lianqun/protocol'
import type { Writer } from '../core/writer.ts'
import { userIdOf } from './ids.ts'

/** How a conversation stands in the demo user's list. `unread`: how many of its newest messages at most. */
export type View = {
  unread?: number
  pinned?: number
  muted?: true
  folded?: true
  done?: true
}

/** Sets read marks and the demo user's pins and mutes. Most employees have read everything, some not the last. */
export async function mark(w: Writer, id: string, account: string, view: View): Promise<void> {
  const { changes } = await w.conversation(id)
  const members = await w.db
    .selectFrom('members')
    .selectAll()
    .where('conversation_id', '=', id)
    .orderBy('join_order')
    .execute()
  const messages = await w.db
    .selectFrom('messages')
    .select(['seq', 'ordinal', 'sender_id'])
    .where('conversation_id', '=', id)
    .orderBy('seq')
    .execute()
  for (const row of members) {
    const isViewer = row.user_id === userIdOf(account)
    const own = Number(messages.findLast(({ sender_id }) => sender_id === row.user_id)?.ordinal ?? 0)
    const behind = isViewer ? (view.unread ?? 0) : behindOf(row.user_id, id)
    // A sender has read up to their own message.
    const ordinal = Math.max(own, changes.lastOrdinal - behind, 0)
    await w.saveMembership({
      ...row,
      pinned: isViewer && view.pinned !== undefined ? 1 : 0,
      muted: isViewer && view.muted ? 1 : 0,
      list_state: isViewer ? listStateOf(view, changes.head) : null,
      read_seq: Number(messages.findLast(message => Number(message.ordinal) <= ordinal)?.seq ?? 0),
      read_ordinal: ordinal,
    })
  }
}

/** How a conversation stands in the demo user's list. `head`: its revision, up to which it may be done with. */
function listStateOf({ pinned, folded, done }: View, head: number): string | null {
  const state: ListState = {
    ...(pinned !== undefined && { pinRank: String(pinned) }),
    ...(folded && { folded }),
    ...(done && { doneSeq: head }),
  }
  return Object.keys(state).length === 0 ? null : JSON.stringify(state)
}

/** How many of the newest messages a user has not read: 0 for seven in ten, else 1 to 9. */
function behindOf(userId: string, conversationId: string): number {
  let hash = 7
  for (const char of `${userId} ${conversationId}`) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 1_000_003
  return hash % 10 < 7 ? 0 : 1 + (hash % 9)
}
