import { isBubble, isContent, type Message, ProtocolError } from '@lianqun/protocol'
import type { Writer } from '../../core/writer.ts'
import { toMessage } from '../../storage/rows.ts'
import { requireMember } from '../conversations/index.ts'

/**
 * Recalls the user's own message: the row keeps its seq and gets a new revision and the content `recalled`.
 * @throws not_member, not_found, forbidden for another's message or a notice, too_late after `recallMs`
 */
export async function recallMessage(
  w: Writer,
  input: { conversationId: string; seq: number; userId: string },
  recallMs: number,
): Promise<Message> {
  const member = await requireMember(w.db, input.conversationId, input.userId)
  const row = await w.db
    .selectFrom('messages')
    .selectAll()
    .where('conversation_id', '=', input.conversationId)
    .where('seq', '=', input.seq)
    .executeTakeFirst()
  if (!row || input.seq < Number(member.visible_from)) throw new ProtocolError('not_found')
  const message = toMessage(row)
  if (message.senderId !== input.userId) throw new ProtocolError('forbidden')
  if (isContent(message.content, 'recalled')) return message
  // A notice is nobody's to recall, of whatever kind.
  if (!isBubble(message.content)) throw new ProtocolError('forbidden')
  if (w.now - message.sentAt > recallMs) {
    throw new ProtocolError('too_late', { message: 'A message can only be recalled shortly after it was sent.' })
  }
  const c = await w.conversation(input.conversationId)
  const recalled: Message = { ...message, revision: c.next(), content: { type: 'recalled', byId: input.userId } }
  await w.db
    .updateTable('messages')
    .set({ revision: recalled.revision, content: JSON.stringify(recalled.content) })
    .where('conversation_id', '=', input.conversationId)
    .where('seq', '=', input.seq)
    .execute()
  await w.db
    .deleteFrom('mentions')
    .where('conversation_id', '=', input.conversationId)
    .where('seq', '=', input.seq)
    .execute()
  c.add({ entity: 'message', value: recalled })
  return recalled
}
