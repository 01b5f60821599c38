import { createHash } from 'node:crypto'
import { type GroupPermission, mayInGroup, ProtocolError, type SystemContent } from '@lianqun/protocol'
import type { ConversationWriter, Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { idList } from '../../storage/id-list.ts'
import { randomId } from '../../storage/random-id.ts'
import { detailsOf } from '../../storage/rows.ts'
import type { ConversationRow, MemberRow } from '../../storage/tables.ts'
import { botsAmong, endBots } from './bots.ts'
import { openProblem } from './clock.ts'
import { changeDetails } from './details.ts'
import { historyStart } from './history-start.ts'
import { requireMember } from './members.ts'
import { addSystemMessage } from './notices.ts'

/** A SHA-256 of the request, to detect another request with the same client id. */
export function contentHash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url')
}

/** @throws not_found when one of them is not a current employee, or with `bots` not a bot */
async function requireEmployees(db: Reader, ids: readonly string[], bots = false): Promise<void> {
  const rows = await db
    .selectFrom('employees')
    .innerJoin('users', 'users.id', 'employees.id')
    .select('employees.id')
    .where('employees.id', 'in', idList(ids))
    .where('employees.deleted', '=', 0)
    .where('employees.bot', bots ? 'is not' : 'is', null)
    .execute()
  if (rows.length !== ids.length) {
    throw new ProtocolError('not_found', {
      field: 'userIds',
      message: 'One of these colleagues does not exist any more.',
    })
  }
}

/** Those of these who are bots that somebody made and that are there. */
async function appsAmong(db: Reader, ids: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectFrom('employees')
    .select('id')
    .where('id', 'in', idList(ids))
    .where('bot', '=', 'app')
    .where('deleted', '=', 0)
    .execute()
  return rows.map(({ id }) => id)
}

function memberRow(c: ConversationWriter, w: Writer, userId: string, order: number): MemberRow {
  return {
    conversation_id: c.row.id,
    user_id: userId,
    role: c.row.owner_id === userId ? 'owner' : 'member',
    joined_at: w.now,
    join_order: order,
    joined: 1,
    revision: 0,
    pinned: 0,
    muted: 0,
    read_seq: 0,
    read_ordinal: 0,
    visible_from: 0,
    me_revision: 0,
  }
}

export interface GroupInput {
  ownerId: string
  userIds: readonly string[]
  name: string
  /** Its clock starts at once. */
  problem?: boolean | undefined
  /** Without one each call makes a new group. */
  clientId?: string
  id?: string
  /** The department that the group follows. */
  departmentId?: string
  /** Whoever makes it, where that is not the owner. */
  actorId?: string | undefined
  /** Milliseconds; now when left out. */
  createdAt?: number
}

/**
 * Creates a group, or returns the one that the same client id created.
 * @throws limit_reached over `maxMembers`, not_found for an unknown employee, conflict
 */
export async function createGroup(w: Writer, input: GroupInput, maxMembers: number): Promise<{ id: string }> {
  const others = [...new Set(input.userIds)].filter(id => id !== input.ownerId)
  const userIds = [input.ownerId, ...others]
  const problem = input.problem ?? false
  const hash = contentHash({ name: input.name, userIds: [...others].sort(), ...(problem && { problem }) })
  if (input.clientId !== undefined) {
    const known = await w.db
      .selectFrom('conversations')
      .select(['id', 'content_hash'])
      .where('creator_id', '=', input.ownerId)
      .where('client_id', '=', input.clientId)
      .executeTakeFirst()
    if (known) {
      if (known.content_hash !== hash) throw new ProtocolError('conflict', { field: 'clientId' })
      return { id: known.id }
    }
  }
  if (userIds.length > maxMembers) throw tooManyMembers(maxMembers)
  await requireEmployees(w.db, userIds)
  const c = await w.newConversation(
    {
      id: input.id ?? randomId(),
      kind: 'group',
      name: input.name,
      owner_id: input.ownerId,
      member_count: userIds.length,
      avatar_user_ids: JSON.stringify(userIds.slice(0, 4)),
      created_at: input.createdAt ?? w.now,
      direct_key: null,
      creator_id: input.ownerId,
      client_id: input.clientId ?? null,
      content_hash: hash,
    },
    input.departmentId === undefined ? {} : { departmentId: input.departmentId },
  )
  await w.saveMembers(
    c,
    userIds.map((id, i) => memberRow(c, w, id, i)),
    'joined',
  )
  const { actorId = input.ownerId } = input
  const named = userIds.filter(id => id !== actorId)
  const content: SystemContent = { type: 'system', event: 'created', actorId, userIds: named }
  // The people of a department may be thousands.
  if (input.departmentId !== undefined) Object.assign(content, { userIds: named.slice(0, 4), count: named.length })
  if (input.name !== '') content.name = input.name
  await addSystemMessage(w, c, content, input.createdAt === undefined ? {} : { sentAt: input.createdAt })
  if (problem) await openProblem(w, c, input.ownerId, input.createdAt)
  return { id: c.row.id }
}

function tooManyMembers(maxMembers: number): ProtocolError {
  return new ProtocolError('limit_reached', { message: `A group has at most ${maxMembers} members.`, field: 'userIds' })
}

/** The direct conversation of two people, or of one and a bot, created when missing. @throws invalid_params with oneself, not_found */
export async function direct(w: Writer, userId: string, otherId: string): Promise<{ id: string }> {
  if (userId === otherId) {
    throw new ProtocolError('invalid_params', { field: 'userId', message: 'A conversation needs somebody else.' })
  }
  const key = [userId, otherId].sort().join(':')
  const known = await w.db.selectFrom('conversations').select('id').where('direct_key', '=', key).executeTakeFirst()
  if (known) return known
  const bots = await appsAmong(w.db, [userId, otherId])
  await requireEmployees(
    w.db,
    [userId, otherId].filter(id => !bots.includes(id)),
  )
  // Two bots would talk without end.
  if (bots.length > 1) throw new ProtocolError('not_found', { field: 'userId' })
  const c = await w.newConversation({
    id: randomId(),
    kind: 'direct',
    name: '',
    owner_id: null,
    member_count: 2,
    avatar_user_ids: JSON.stringify([userId, otherId]),
    created_at: w.now,
    direct_key: key,
    creator_id: null,
    client_id: null,
    content_hash: null,
    listened: bots.length,
  })
  await w.saveMembers(c, [memberRow(c, w, userId, 0), memberRow(c, w, otherId, 1)], 'joined')
  return { id: c.row.id }
}

/**
 * Loads a group for a change by a member, who must have a permission where one is named.
 * @throws not_member, forbidden for a direct conversation, only_admins
 */
export async function requireGroup(w: Writer, conversationId: string, userId: string, permission?: GroupPermission) {
  const member = await requireMember(w.db, conversationId, userId)
  const c = await w.conversation(conversationId)
  if (c.row.kind !== 'group') {
    throw new ProtocolError('forbidden', { message: 'A direct conversation cannot be changed. Start a group instead.' })
  }
  if (permission === 'addMembers') requireOwnMembers(c)
  if (permission && !mayInGroup(detailsOf(c.row).settings, permission, member.role))
    throw new ProtocolError('only_admins')
  return { c, member }
}

/** Refuses to change by hand the members of a group that follows a department. @throws follows_department */
export function requireOwnMembers(c: ConversationWriter): void {
  if (detailsOf(c.row).departmentId !== undefined) throw new ProtocolError('follows_department')
}

/** Renames a group. The same name changes nothing. @throws not_member, forbidden, only_admins */
export async function rename(w: Writer, input: { conversationId: string; actorId: string; name: string }) {
  const { c } = await requireGroup(w, input.conversationId, input.actorId, 'editInfo')
  const { name: before } = c.row
  if (before === input.name) return
  c.touch({ name: input.name })
  const content: SystemContent = { type: 'system', event: 'renamed', actorId: input.actorId, name: input.name }
  await addSystemMessage(w, c, content, { before: { name: before } })
}

/** Who becomes owner when the owner has left: never a bot. */
export async function heirOf(w: Writer, c: ConversationWriter): Promise<MemberRow | undefined> {
  const admins = await peopleRows(w.db, c.row.id, detailsOf(c.row).adminIds ?? [])
  const [admin] = [...admins.values()].sort((a, b) => a.join_order - b.join_order)
  return admin ?? (await standing(w.db, c.row.id, 1))[0]
}

/** The people who are members of a conversation, longest membership first: its bots are not among them. */
export async function standing(db: Reader, conversationId: string, limit: number): Promise<MemberRow[]> {
  return db
    .selectFrom('members')
    .innerJoin('employees', 'employees.id', 'members.user_id')
    .selectAll('members')
    .where('members.conversation_id', '=', conversationId)
    .where('members.joined', '=', 1)
    .where('employees.bot', 'is', null)
    .orderBy('members.join_order')
    .orderBy('members.user_id')
    .limit(limit)
    .execute()
}

/** Records the changed members of a group: `grown` more people and `bots` more bots, without the roles of `without`. */
export async function touchMembers(
  w: Writer,
  c: ConversationWriter,
  grown: number,
  { ownerId, without = [], bots = 0 }: { ownerId?: string | null; without?: readonly MemberRow[]; bots?: number } = {},
) {
  const avatarUserIds = (await standing(w.db, c.row.id, 4)).map(row => row.user_id)
  const values: Partial<ConversationRow> = {
    member_count: c.row.member_count + grown,
    avatar_user_ids: JSON.stringify(avatarUserIds),
  }
  if (ownerId !== undefined) values.owner_id = ownerId
  const gone = new Set(without.map(row => row.user_id))
  if (ownerId) gone.add(ownerId)
  const details = detailsOf(c.row)
  const adminIds = details.adminIds?.filter(id => !gone.has(id))
  if (adminIds?.length !== details.adminIds?.length || bots !== 0)
    values.details = JSON.stringify({ ...details, adminIds, bots: (details.bots ?? 0) + bots || undefined })
  c.touch(values)
  if (avatarUserIds.length === 0 || bots < 0) endBots(w, c)
}

/**
 * Adds employees; skips members. New members see the conversation from the notice that names them on, unless the group
 * shows them more. @throws not_member, forbidden, only_admins, limit_reached, not_found
 */
export async function addMembers(
  w: Writer,
  input: { conversationId: string; actorId: string; userIds: readonly string[] },
  maxMembers: number,
): Promise<void> {
  const { c } = await requireGroup(w, input.conversationId, input.actorId, 'addMembers')
  await addToGroup(w, c, input.userIds, { type: 'system', event: 'added', actorId: input.actorId }, maxMembers)
}

/**
 * Adds employees to a group with a notice that names them, unless it names others; skips members. `bots`: they are bots.
 * Returns how many there are more. @throws limit_reached, not_found
 */
export async function addToGroup(
  w: Writer,
  c: ConversationWriter,
  added: readonly string[],
  notice: SystemContent,
  maxMembers: number,
  bots = false,
): Promise<number> {
  const wanted = [...new Set(added)]
  const present = await memberRows(w.db, c.row.id, wanted)
  const userIds = wanted.filter(id => present.get(id)?.joined !== 1)
  if (userIds.length === 0) return 0
  if (!bots && c.row.member_count + userIds.length > maxMembers) throw tooManyMembers(maxMembers)
  await requireEmployees(w.db, userIds, bots)
  // The notice comes first: its seq is where the new members' view begins.
  const seq = await addSystemMessage(w, c, { userIds, ...notice })
  const visibleFrom = await historyStart(w, c.row, seq)
  const rows = userIds.map((id, i) => ({
    ...memberRow(c, w, id, seq + i),
    role: 'member' as const,
    read_seq: seq,
    read_ordinal: c.changes.lastOrdinal,
    visible_from: visibleFrom,
  }))
  await w.saveMembers(c, rows, 'joined')
  await endJoinRequests(w, c, userIds)
  await (bots ? touchMembers(w, c, 0, { bots: rows.length }) : touchMembers(w, c, rows.length))
  return rows.length
}

/** They wait no more to be let in. Returns how many of them did. */
export async function endJoinRequests(w: Writer, c: ConversationWriter, userIds: readonly string[]): Promise<number> {
  const { numDeletedRows } = await w.db
    .deleteFrom('group_requests')
    .where('conversation_id', '=', c.row.id)
    .where('user_id', 'in', idList(userIds))
    .executeTakeFirstOrThrow()
  const ended = Number(numDeletedRows)
  const left = (detailsOf(c.row).joinRequests ?? 0) - ended
  if (ended > 0) changeDetails(c, { joinRequests: left > 0 ? left : undefined })
  return ended
}

/** Members by their ids, former ones too. */
export async function memberRows(db: Reader, conversationId: string, userIds: readonly string[]) {
  const rows = await db
    .selectFrom('members')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .where('user_id', 'in', idList(userIds))
    .execute()
  return new Map<string, MemberRow>(rows.map(row => [row.user_id, row]))
}

/** The people among the members with these ids. */
export async function peopleRows(db: Reader, conversationId: string, userIds: readonly string[]) {
  const rows = await memberRows(db, conversationId, userIds)
  const bots = await botsAmong(db, [...rows.keys()])
  return new Map([...rows].filter(([id, { joined }]) => joined === 1 && !bots.has(id)))
}

export function asLeft(row: MemberRow, byId: string, at: number): MemberRow {
  return { ...row, joined: 0, role: 'member', pinned: 0, muted: 0, left_by: byId, left_at: at }
}

/**
 * Removes members; the owner removes anyone, an admin whoever is neither.
 * @throws not_member, only_admins, forbidden for an admin about another, invalid_params for oneself
 */
export async function removeMembers(
  w: Writer,
  input: { conversationId: string; actorId: string; userIds: readonly string[] },
): Promise<void> {
  const { c, member } = await requireGroup(w, input.conversationId, input.actorId)
  if (member.role === 'member') throw new ProtocolError('only_admins')
  requireOwnMembers(c)
  if (input.userIds.includes(input.actorId)) {
    throw new ProtocolError('invalid_params', { field: 'userIds', message: 'To go yourself, leave the group.' })
  }
  const found = await memberRows(w.db, c.row.id, [...new Set(input.userIds)])
  const rows = [...found.values()].filter(row => row.joined === 1)
  if (rows.length === 0) return
  if (member.role === 'admin' && rows.some(row => row.role !== 'member'))
    throw new ProtocolError('forbidden', { message: 'Only the owner of the group can remove an admin.' })
  await w.saveMembers(
    c,
    rows.map(row => asLeft(row, input.actorId, w.now)),
    'left',
  )
  const userIds = rows.map(row => row.user_id)
  const bots = (await botsAmong(w.db, userIds)).size
  await touchMembers(w, c, bots - rows.length, { without: rows, bots: -bots })
  await addSystemMessage(w, c, { type: 'system', event: 'removed', actorId: input.actorId, userIds })
}

/** Leaves a group. When its owner leaves, the longest-standing admin becomes owner, or else member. */
export async function leave(w: Writer, input: { conversationId: string; actorId: string }): Promise<void> {
  const { c, member } = await requireGroup(w, input.conversationId, input.actorId)
  requireOwnMembers(c)
  await w.saveMembers(c, [asLeft(member, input.actorId, w.now)], 'left')
  await addSystemMessage(w, c, { type: 'system', event: 'left', actorId: input.actorId })
  const without = [member]
  if (c.row.owner_id !== input.actorId) return touchMembers(w, c, -1, { without })
  const heir = await heirOf(w, c)
  if (heir) await w.saveMembers(c, [{ ...heir, role: 'owner' }], 'changed')
  await touchMembers(w, c, -1, { ownerId: heir?.user_id ?? null, without })
  if (heir) {
    await addSystemMessage(w, c, { type: 'system', event: 'owner', actorId: input.actorId, userIds: [heir.user_id] })
  }
}
