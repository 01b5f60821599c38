import {
  isContent,
  isEditable,
  limits,
  type Message,
  type MessageEdit,
  ProtocolError,
  type SendableContent,
} from '@lianqun/protocol'
import { fitting } from '../../core/sync/fitting.ts'
import type { Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { readContent } from '../../storage/rows.ts'
import { permissionsOf, requirePermissions } from '../groups/index.ts'
import { changeMessage, type OnMessage, seenMessage } from './change-message.ts'
import { previewAfterEdit } from './preview.ts'

/**
 * Replaces the content of the user's own message; what it said before is kept.
 * @throws not_member, not_found, forbidden for another's message or a kind that cannot be edited,
 * only_admins, too_late
 */
export async function editMessage(
  w: Writer,
  on: OnMessage & { content: SendableContent },
  editMs: number,
): Promise<Message> {
  const { message, member } = await seenMessage(w.db, on)
  if (isContent(message.content, 'recalled')) throw new ProtocolError('not_found')
  if (message.senderId !== on.userId || !isEditable(message.content)) throw new ProtocolError('forbidden')
  if (!isEditable(on.content)) throw new ProtocolError('invalid_params', { field: 'content' })
  if (w.now - message.sentAt > editMs) throw new ProtocolError('too_late', { message: 'It is too late to edit it.' })
  const content = JSON.stringify(message.content)
  if (content === JSON.stringify(on.content)) return message
  await requirePermissions(w, member, 'speak', 'editMessages', ...permissionsOf(on.content))
  const count = (message.attributes?.edited?.count ?? 0) + 1
  await w.db
    .insertInto('message_edits')
    .values({ conversation_id: on.conversationId, seq: on.seq, edit: count, content, edited_at: w.now })
    .execute()
  const preview = await previewAfterEdit(w, message, on.content)
  return changeMessage(w, message, { content: on.content, attributes: { edited: { at: w.now, count }, preview } })
}

/** What a message said before it was last edited, oldest first, as far back as a page goes. @throws not_member, not_found */
export async function readEdits(db: Reader, on: OnMessage): Promise<MessageEdit[]> {
  await seenMessage(db, on)
  const rows = await db
    .selectFrom('message_edits')
    .selectAll()
    .where('conversation_id', '=', on.conversationId)
    .where('seq', '=', on.seq)
    .orderBy('edit', 'desc')
    .limit(limits.historyPage)
    .execute()
  const edits = rows.map(row => ({ content: readContent(row.content), at: Number(row.edited_at) }))
  return edits.slice(0, fitting(edits)).reverse()
}
