import { type FileRef, mayInGroup, ProtocolError } from '@lianqun/protocol'
import type { ConversationWriter, Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { detailsOf } from '../../storage/rows.ts'
import { addSystemMessage, changeDetails, requireGroup, requireMember } from '../conversations/index.ts'
import { type InGroup, releaseAvatar } from './domain.ts'

/* The picture that a group has in place of those of its members. */

/** Whether a member may change the picture, before one is made. @throws not_member, forbidden, only_admins */
export async function requireMayEdit(db: Reader, { conversationId, actorId }: InGroup): Promise<void> {
  const member = await requireMember(db, conversationId, actorId)
  const row = await db
    .selectFrom('conversations')
    .select(['kind', 'details'])
    .where('id', '=', conversationId)
    .executeTakeFirstOrThrow()
  if (row.kind !== 'group') throw new ProtocolError('forbidden')
  if (!mayInGroup(detailsOf(row).settings, 'editInfo', member.role)) throw new ProtocolError('only_admins')
}

/** Gives a group a picture; null: those of its members. @throws not_member, forbidden, only_admins */
export async function setAvatar(w: Writer, input: InGroup & { avatar: FileRef | null }): Promise<void> {
  const { conversationId, actorId, avatar } = input
  const { c } = await requireGroup(w, conversationId, actorId, 'editInfo')
  const before = detailsOf(c.row).avatar
  if (before === undefined && avatar === null) return
  await showAvatar(w, c, avatar)
  const content = { type: 'system' as const, event: 'avatar', actorId }
  await addSystemMessage(w, c, content, {
    before: before && { fileId: before.id },
    after: { fileId: avatar?.id ?? null },
  })
}

/** A group shows this picture from now on; null: those of its members. */
export async function showAvatar(w: Writer, c: ConversationWriter, avatar: FileRef | null): Promise<void> {
  const { id } = c.row
  await releaseAvatar(w, id)
  if (avatar !== null)
    await w.db.insertInto('group_avatars').values({ conversation_id: id, file_id: avatar.id }).execute()
  changeDetails(c, { avatar: avatar ?? undefined })
}
