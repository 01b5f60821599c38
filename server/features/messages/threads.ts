import { isContent, type Message, namedInAttributes } from '@lianqun/protocol'
import { fitting } from '../../core/sync/fitting.ts'
import type { Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { toMessage } from '../../storage/rows.ts'
import { changeMessage, type OnMessage, seenMessage, storedMessage } from './change-message.ts'

/** The replies of a thread after a seq, ascending. @throws not_member, not_found */
export async function readThread(
  db: Reader,
  on: OnMessage & { after: number; limit: number },
): Promise<{ messages: Message[]; more: boolean }> {
  await seenMessage(db, on)
  const rows = await db
    .selectFrom('messages')
    .selectAll()
    .where('conversation_id', '=', on.conversationId)
    .where('thread', '=', on.seq)
    .where('seq', '>', on.after)
    .orderBy('seq')
    .limit(on.limit + 1)
    .execute()
  const found = rows.slice(0, on.limit).map(toMessage)
  const count = fitting(found)
  return { messages: found.slice(0, count), more: count < rows.length }
}

/** Counts the replies of a thread anew, after one was recalled. */
export async function countReplies(w: Writer, conversationId: string, thread: number): Promise<void> {
  const rows = await w.db
    .selectFrom('messages')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .where('thread', '=', thread)
    .orderBy('seq')
    .execute()
  const root = await storedMessage(w.db, { conversationId, seq: thread })
  if (root === undefined) return
  const replies = rows.map(toMessage).filter(({ content }) => !isContent(content, 'recalled'))
  const last = replies.at(-1)
  const userIds = [...new Set(replies.map(({ senderId }) => senderId))].slice(0, namedInAttributes)
  const counted = last && { count: replies.length, lastSeq: last.seq, userIds }
  await changeMessage(w, root, { attributes: { replies: counted } })
}
