import type { SystemContent } from '@lianqun/protocol'
import type { ConversationWriter, Writer } from '../../core/writer.ts'
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
  const seq = c.next()
  const row = {
    conversation_id: c.row.id,
    seq,
    revision: seq,
    ordinal: c.nextOrdinal(content),
    sender_id: content.actorId,
    client_id: null,
    content_hash: null,
    sent_at: sentAt,
    content: JSON.stringify(content),
  }
  await w.db.insertInto('messages').values(row).execute()
  c.add({
    entity: 'message',
    value: {
      conversationId: c.row.id,
      seq,
      revision: seq,
      ordinal: row.ordinal,
      senderId: row.sender_id,
      clientId: null,
      sentAt,
      content,
    },
  })
  return seq
}
