import type { Attributes, Content, Message, SystemContent } from '@lianqun/protocol'
import type { ConversationWriter, Writer } from '../../core/writer.ts'
import { toMessageRow } from '../../storage/rows.ts'
import { type Audited, audit } from './audit.ts'

/** Stores a system notice as the next message, and notes what it reports for the admins. Returns its seq. */
export async function addSystemMessage(
  w: Writer,
  c: ConversationWriter,
  content: SystemContent,
  { sentAt = w.now, ...changed }: { sentAt?: number } & Pick<Audited, 'before' | 'after'> = {},
): Promise<number> {
  const { type: _type, event: action, actorId, ...after } = content
  await audit(w, { conversationId: c.row.id, action, actorId, after, ...changed })
  return (await addMessage(w, c, { senderId: actorId, sentAt, content })).seq
}

/** A message that the server makes itself. `client`: what the client calls it, and a hash of what it sent. */
interface AddedMessage {
  senderId: string
  sentAt: number
  content: Content
  attributes?: Attributes
  client?: { id: string; hash: string }
}

/** Stores a message as the next one of its conversation. What mentions it makes is the caller's to note. */
export async function addMessage(w: Writer, c: ConversationWriter, added: AddedMessage): Promise<Message> {
  const { senderId, sentAt, content, attributes, client } = added
  const seq = c.next()
  const message: Message = {
    conversationId: c.row.id,
    seq,
    revision: seq,
    ordinal: c.nextOrdinal(content),
    senderId,
    clientId: client?.id ?? null,
    sentAt,
    content,
    ...(attributes && { attributes }),
  }
  await w.db
    .insertInto('messages')
    .values(toMessageRow(message, client?.hash ?? null))
    .execute()
  c.add({ entity: 'message', value: message })
  return message
}
