import {
  type Attributes,
  type Content,
  contentMentions,
  isContent,
  type Message,
  ProtocolError,
} from '@lianqun/protocol'
import type { Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { reindexMessage } from '../../storage/message-index.ts'
import { toMessage } from '../../storage/rows.ts'
import type { MemberRow } from '../../storage/tables.ts'
import { requireMember } from '../conversations/index.ts'

/** A message as a member means it. */
export interface OnMessage {
  conversationId: string
  seq: number
  userId: string
}

/** The message at a place, whoever may see it. */
export async function storedMessage(
  db: Reader,
  { conversationId, seq }: Pick<OnMessage, 'conversationId' | 'seq'>,
): Promise<Message | undefined> {
  const row = await db
    .selectFrom('messages')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .where('seq', '=', seq)
    .executeTakeFirst()
  return row && toMessage(row)
}

/** A message that a member may see, and the member. @throws not_member, not_found */
export async function seenMessage(db: Reader, on: OnMessage): Promise<{ message: Message; member: MemberRow }> {
  const member = await requireMember(db, on.conversationId, on.userId)
  const message = await storedMessage(db, on)
  if (message === undefined || on.seq < Number(member.visible_from)) throw new ProtocolError('not_found')
  return { message, member }
}

/**
 * The message that began the thread of a message, or would begin one of it. A member need not see it, who takes part in a
 * thread that began before they came. @throws not_found
 */
export async function threadAt(db: Reader, on: Pick<OnMessage, 'conversationId' | 'seq'>): Promise<number> {
  const message = await storedMessage(db, on)
  if (message === undefined) throw new ProtocolError('not_found')
  return message.attributes?.thread ?? on.seq
}

/** A message that a member may react to, pin or mark. @throws not_member, not_found, forbidden for a notice */
export async function liveMessage(db: Reader, on: OnMessage): Promise<{ message: Message; member: MemberRow }> {
  const seen = await seenMessage(db, on)
  if (isContent(seen.message.content, 'recalled')) throw new ProtocolError('not_found')
  if (isContent(seen.message.content, 'system')) throw new ProtocolError('forbidden')
  return seen
}

/** What a message becomes; what is left out stays. An attribute that is undefined goes. */
export interface MessageChange {
  content?: Content
  attributes?: { [K in keyof Attributes]: Attributes[K] | undefined }
}

/** Gives a message its next revision with what changed, and pushes it. */
export async function changeMessage(w: Writer, message: Message, change: MessageChange): Promise<Message> {
  const { conversationId, seq } = message
  const c = await w.conversation(conversationId)
  const { attributes: old, ...rest } = message
  const attributes = defined({ ...old, ...change.attributes })
  const changed: Message = {
    ...rest,
    revision: c.next(),
    content: change.content ?? message.content,
    ...(attributes && { attributes }),
  }
  await w.db
    .updateTable('messages')
    .set({
      revision: changed.revision,
      content: JSON.stringify(changed.content),
      attributes: attributes ? JSON.stringify(attributes) : null,
    })
    .where('conversation_id', '=', conversationId)
    .where('seq', '=', seq)
    .execute()
  if (change.content !== undefined) {
    await writeMentions(w, changed)
    await reindexMessage(w.db, message, changed.content)
  }
  c.add({ entity: 'message', value: changed })
  return changed
}

/** Notes whom a message mentions, in place of those that it did before. */
export async function writeMentions(w: Writer, { conversationId, seq, senderId, content }: Message): Promise<void> {
  await w.db.deleteFrom('mentions').where('conversation_id', '=', conversationId).where('seq', '=', seq).execute()
  const userIds = [...new Set(contentMentions(content).map(({ userId }) => userId))]
  if (userIds.length === 0) return
  await w.db
    .insertInto('mentions')
    .values(userIds.map(user_id => ({ conversation_id: conversationId, user_id, seq, sender_id: senderId })))
    .execute()
}

/** The attributes that a message has; undefined: none. */
function defined(attributes: { [K in keyof Attributes]: Attributes[K] | undefined }): Attributes | undefined {
  const entries = Object.entries(attributes).filter(([, value]) => value !== undefined)
  return entries.length === 0 ? undefined : (Object.fromEntries(entries) as Attributes)
}
