import {
  type AuditEntry,
  type ChangedSettings,
  defaultSettings,
  type GroupDetails,
  type GroupSettings,
  limits,
  ProtocolError,
} from '@lianqun/protocol'
import type { ConversationWriter, Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { detailsOf } from '../../storage/rows.ts'
import type { MemberRow } from '../../storage/tables.ts'
import {
  addSystemMessage,
  asLeft,
  audit,
  changeDetails,
  endBots,
  endProblem,
  openProblem,
  peopleRows,
  requireGroup,
  requireMember,
  requireOwnMembers,
  touchMembers,
} from '../conversations/index.ts'

/** A group, and the member who does something with it. */
export interface InGroup {
  conversationId: string
  actorId: string
}

/** The number of members of a group that the actor owns. @throws not_member, forbidden */
export async function requireOwner(db: Reader, { conversationId, actorId }: InGroup): Promise<number> {
  const member = await requireMember(db, conversationId, actorId)
  if (member.role !== 'owner') throw onlyOwner()
  const row = await db
    .selectFrom('conversations')
    .select('member_count')
    .where('id', '=', conversationId)
    .executeTakeFirstOrThrow()
  return Number(row.member_count)
}

function onlyOwner(): ProtocolError {
  return new ProtocolError('forbidden', { message: 'Only the owner of the group may do this.' })
}

/** Loads a group for a change by its owner. @throws not_member, forbidden */
async function ownGroup(w: Writer, { conversationId, actorId }: InGroup): Promise<ConversationWriter> {
  const { c, member } = await requireGroup(w, conversationId, actorId)
  if (member.role !== 'owner') throw onlyOwner()
  return c
}

/** Loads a group for a change by its owner or an admin. @throws not_member, forbidden, only_admins */
export async function administeredGroup(w: Writer, { conversationId, actorId }: InGroup): Promise<ConversationWriter> {
  const { c, member } = await requireGroup(w, conversationId, actorId)
  if (member.role === 'member') throw new ProtocolError('only_admins')
  return c
}

/** Somebody who may read what owner and admins do. @throws not_member, only_admins */
export async function requireAdmin(db: Reader, { conversationId, actorId }: InGroup): Promise<void> {
  const member = await requireMember(db, conversationId, actorId)
  if (member.role === 'member') throw new ProtocolError('only_admins')
}

/** Another member of a group, who may be given a role: a bot has none. @throws not_found */
async function otherMember(w: Writer, c: ConversationWriter, userId: string): Promise<MemberRow> {
  const row = (await peopleRows(w.db, c.row.id, [userId])).get(userId)
  if (row === undefined) throw new ProtocolError('not_found', { field: 'userId', message: 'They are not a member.' })
  return row
}

/**
 * Makes a member an admin, or an admin a member.
 * @throws not_member, forbidden unless the actor is the owner, not_found, invalid_params for oneself, limit_reached
 */
export async function setRole(w: Writer, input: InGroup & { userId: string; role: 'admin' | 'member' }): Promise<void> {
  const { actorId, userId, role } = input
  const c = await ownGroup(w, input)
  if (userId === actorId) throw new ProtocolError('invalid_params', { field: 'userId' })
  const row = await otherMember(w, c, userId)
  if (row.role === role) return
  const others = (detailsOf(c.row).adminIds ?? []).filter(id => id !== userId)
  if (role === 'admin' && others.length >= limits.groupAdmins)
    throw new ProtocolError('limit_reached', { message: `A group has at most ${limits.groupAdmins} admins.` })
  await w.saveMembers(c, [{ ...row, role }], 'changed')
  changeDetails(c, { adminIds: role === 'admin' ? [...others, userId] : others })
  const event = role === 'admin' ? 'admins' : 'unadmins'
  await addSystemMessage(w, c, { type: 'system', event, actorId, userIds: [userId] }, { before: { role: row.role } })
}

/** Makes another member the owner. @throws not_member, forbidden, not_found, invalid_params for oneself */
export async function transfer(w: Writer, input: InGroup & { userId: string }): Promise<void> {
  const { actorId, userId } = input
  const c = await ownGroup(w, input)
  if (userId === actorId) throw new ProtocolError('invalid_params', { field: 'userId' })
  const next = await otherMember(w, c, userId)
  const before = await requireMember(w.db, c.row.id, actorId)
  await w.saveMembers(
    c,
    [
      { ...before, role: 'member' },
      { ...next, role: 'owner' },
    ],
    'changed',
  )
  await touchMembers(w, c, 0, { ownerId: userId })
  const content = { type: 'system' as const, event: 'owner', actorId, userIds: [userId] }
  await addSystemMessage(w, c, content, { before: { ownerId: actorId }, after: { ownerId: userId } })
}

/** Ends a group: nobody is a member from then on. @throws not_member, forbidden */
export async function dissolve(w: Writer, input: InGroup): Promise<void> {
  const { conversationId, actorId } = input
  const c = await ownGroup(w, input)
  requireOwnMembers(c)
  const rows = await w.db
    .selectFrom('members')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .where('joined', '=', 1)
    .orderBy('join_order')
    .orderBy('user_id')
    .execute()
  const left = rows.map(row => ({ ...asLeft(row, actorId, w.now), left_reason: 'dissolved' }))
  await w.saveMembers(c, left, 'left')
  endBots(w, c)
  await releaseAvatar(w, conversationId)
  const { name, member_count: members } = c.row
  c.touch({ member_count: 0, owner_id: null, avatar_user_ids: '[]', details: '{}' })
  await audit(w, { conversationId, actorId, action: 'dissolved', before: { name, members } })
}

/** A group shows its picture no more: the file goes with the next collection. */
export async function releaseAvatar(w: Writer, conversationId: string): Promise<void> {
  const had = w.db.selectFrom('group_avatars').select('file_id').where('conversation_id', '=', conversationId)
  await w.db.updateTable('files').set({ created_at: 0 }).where('id', 'in', had).execute()
  await w.db.deleteFrom('group_avatars').where('conversation_id', '=', conversationId).execute()
}

/** Changes settings of a group. What is as it was makes no notice. @throws not_member, forbidden, only_admins */
export async function configure(w: Writer, input: InGroup & { settings: ChangedSettings }): Promise<void> {
  const { actorId } = input
  const c = await administeredGroup(w, input)
  const old: GroupSettings = { ...defaultSettings, ...detailsOf(c.row).settings }
  const changed = Object.entries(input.settings).filter(
    ([name, value]) => value !== undefined && value !== old[name as keyof GroupSettings],
  )
  if (changed.length === 0) return
  const settings = Object.fromEntries(changed) as GroupSettings
  changeDetails(c, { settings: { ...detailsOf(c.row).settings, ...settings } })
  const before = Object.fromEntries(changed.map(([name]) => [name, old[name as keyof GroupSettings]]))
  const content = { type: 'system' as const, event: 'settings', actorId, settings }
  await addSystemMessage(w, c, content, { before, after: settings })
}

/**
 * Makes a group a problem group, whose clock starts now, or ends that. A problem that is open stays as it is; one that
 * is closed begins anew. @throws not_member, forbidden, only_admins
 */
export async function setProblem(w: Writer, input: InGroup & { on: boolean }): Promise<void> {
  const c = await administeredGroup(w, input)
  const { clock } = detailsOf(c.row)
  if (!input.on) {
    if (clock !== undefined) await endProblem(w, c, input.actorId)
    return
  }
  if (clock === undefined || clock.result !== undefined) await openProblem(w, c, input.actorId)
}

/** Gives a group a description; empty: none. @throws not_member, forbidden, only_admins */
export async function describeGroup(w: Writer, input: InGroup & { description: string }): Promise<void> {
  const { conversationId, actorId, description } = input
  const { c } = await requireGroup(w, conversationId, actorId, 'editInfo')
  const before = detailsOf(c.row).description ?? ''
  if (before === description) return
  changeDetails(c, { description: description === '' ? undefined : description })
  const content = { type: 'system' as const, event: 'described', actorId, name: description }
  await addSystemMessage(w, c, content, { before: { description: before }, after: { description } })
}

/** An announcement for the record of what was done, which its recall does not reach: without its words. */
export function wordless(announcement: GroupDetails['announcement']): object | undefined {
  if (announcement === undefined) return undefined
  const { text: _text, ...where } = announcement
  return where
}

/**
 * The announcement of a group is in force no more, unless it is another one than `seq`; the admins can read who ended
 * it. Returns whether there was one.
 */
export async function endAnnouncement(
  w: Writer,
  c: ConversationWriter,
  actorId: string,
  seq?: number,
): Promise<boolean> {
  const { announcement } = detailsOf(c.row)
  if (announcement === undefined || (seq !== undefined && announcement.seq !== seq)) return false
  changeDetails(c, { announcement: undefined })
  await audit(w, { conversationId: c.row.id, actorId, action: 'unannounced', before: wordless(announcement) })
  return true
}

/** Gives a member another name in a group; empty: none. @throws not_member, forbidden */
export async function setNickname(w: Writer, input: InGroup & { nickname: string }): Promise<void> {
  const { c, member } = await requireGroup(w, input.conversationId, input.actorId)
  if ((member.nickname ?? '') === input.nickname) return
  await w.saveMembers(c, [{ ...member, nickname: input.nickname === '' ? null : input.nickname }], 'changed')
}

/** What was done to a group, newest first. @throws not_member, only_admins */
export async function readAudit(
  db: Reader,
  input: InGroup & { before?: number | undefined; limit: number },
): Promise<{ entries: AuditEntry[]; more: boolean }> {
  await requireAdmin(db, input)
  const rows = await db
    .selectFrom('group_audit')
    .selectAll()
    .where('conversation_id', '=', input.conversationId)
    .where('id', '<', input.before ?? Number.MAX_SAFE_INTEGER)
    .orderBy('id', 'desc')
    .limit(input.limit + 1)
    .execute()
  const entries = rows.slice(0, input.limit).map(row => ({
    id: Number(row.id),
    at: Number(row.at),
    actorId: row.actor_id,
    action: row.action,
    ...(row.before === null ? {} : { before: JSON.parse(row.before) as unknown }),
    ...(row.after === null ? {} : { after: JSON.parse(row.after) as unknown }),
  }))
  return { entries, more: rows.length > input.limit }
}
