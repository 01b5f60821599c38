import { type ContentOf, contentText, type Message, type Params, ProtocolError } from '@lianqun/protocol'
import type { Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { detailsOf, toMessage } from '../../storage/rows.ts'
import {
  addMessage,
  addSystemMessage,
  audit,
  changeDetails,
  contentHash,
  requireGroup,
} from '../conversations/index.ts'
import { type InGroup, permissionsOf, requirePermissions, requireTurn, wordless } from '../groups/index.ts'
import { noteAsked, writeMentions } from '../messages/index.ts'

/* The announcement of a group: the message that sets it, and what the group's details say while it is in force. */

type NewAnnouncement = InGroup & Omit<Params<'groupAnnouncement.publish'>, 'conversationId'>

/** What a client called by this id before. @throws conflict when that was another announcement */
async function publishedBefore(db: Reader, input: NewAnnouncement): Promise<Message | null> {
  const row = await db
    .selectFrom('messages')
    .selectAll()
    .where('sender_id', '=', input.actorId)
    .where('client_id', '=', input.clientId)
    .executeTakeFirst()
  if (row === undefined) return null
  if (row.content_hash !== hashOf(input)) throw new ProtocolError('conflict', { field: 'clientId' })
  return toMessage(row)
}

function hashOf({ conversationId, doc, mentionAll, confirm }: NewAnnouncement): string {
  return contentHash({ conversationId, doc, mentionAll, confirm })
}

/**
 * Posts an announcement and puts it in force. `asked`: whom it asks to confirm it, whose locks are held.
 * @throws not_member, forbidden for a direct conversation, only_admins, slow_mode, conflict
 */
export async function publish(w: Writer, input: NewAnnouncement, asked: readonly string[]): Promise<Message> {
  const { conversationId, actorId, clientId, doc, mentionAll, confirm } = input
  const { c, member } = await requireGroup(w, conversationId, actorId, 'announce')
  const earlier = await publishedBefore(w.db, input)
  if (earlier !== null) return earlier
  const content: ContentOf<'announcement'> = { type: 'announcement', doc, ...(mentionAll && { mentionAll }) }
  // It is a message among the others, and its words may mention everyone too.
  requireTurn(c.row, member, w.now)
  await requirePermissions(w, member, ...permissionsOf(content))
  const request = { ask: 'acknowledged' as const, at: w.now, of: asked.length, done: 0 }
  const message = await addMessage(w, c, {
    senderId: actorId,
    sentAt: w.now,
    content,
    ...(confirm && asked.length > 0 && { attributes: { request } }),
    client: { id: clientId, hash: hashOf(input) },
  })
  await writeMentions(w, message)
  const { seq, ordinal } = message
  await w.saveMembership({ ...member, read_seq: seq, read_ordinal: ordinal, last_sent_at: w.now })
  if (confirm) await noteAsked(w, message, asked, { ask: request.ask, at: w.now, urgent: false })
  const before = wordless(detailsOf(c.row).announcement)
  const announcement = { seq, byId: actorId, at: w.now, text: contentText(content) }
  changeDetails(c, { announcement })
  const after = { ...wordless(announcement), confirm }
  await audit(w, { conversationId, actorId, action: 'announced', before, after })
  return message
}

/** Ends the announcement that is in force. @throws not_member, forbidden, only_admins, not_found where there is none */
export async function withdraw(w: Writer, { conversationId, actorId }: InGroup): Promise<void> {
  const { c } = await requireGroup(w, conversationId, actorId, 'announce')
  const before = detailsOf(c.row).announcement
  if (before === undefined) throw new ProtocolError('not_found', { message: 'No announcement is in force.' })
  changeDetails(c, { announcement: undefined })
  await addSystemMessage(w, c, { type: 'system', event: 'unannounced', actorId }, { before: wordless(before) })
}
