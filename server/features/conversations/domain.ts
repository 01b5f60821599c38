import { createHash } from 'node:crypto'
import { ProtocolError, type SystemContent } from '@lianqun/protocol'
import type { ConversationWriter, Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { idList } from '../../storage/id-list.ts'
import { randomId } from '../../storage/random-id.ts'
import type { ConversationRow, MemberRow } from '../../storage/tables.ts'
import { requireMember } from './members.ts'

/** A SHA-256 of the request, to detect another request with the same client id. */
function contentHash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url')
}

/** @throws not_found when one of them is not a current employee */
async function requireEmployees(db: Reader, ids: readonly string[]): Promise<void> {
  const rows = await db
    .selectFrom('employees')
    .innerJoin('users', 'users.id', 'employees.id')
    .select('employees.id')
    .where('employees.id', 'in', idList(ids))
    .where('employees.deleted', '=', 0)
    .execute()
  if (rows.length !== ids.length) {
    throw new ProtocolError('not_found', {
      field: 'userIds',
      message: 'One of these colleagues does not exist any more.',
    })
  }
}

/** Stores a system notice as the next message. */
async function addSystemMessage(
  w: Writer,
  c: ConversationWriter,
  content: SystemContent,
  sentAt = w.now,
): Promise<number> {
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
  /** Without one each call makes a new group. */
  clientId?: string
  id?: string
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
  const hash = contentHash({ name: input.name, userIds: [...others].sort() })
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
  const c = await w.newConversation({
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
  })
  await w.saveMembers(
    c,
    userIds.map((id, i) => memberRow(c, w, id, i)),
    'joined',
  )
  const content: SystemContent = { type: 'system', event: 'created', actorId: input.ownerId, userIds: others }
  if (input.name !== '') content.name = input.name
  await addSystemMessage(w, c, content, input.createdAt)
  return { id: c.row.id }
}

function tooManyMembers(maxMembers: number): ProtocolError {
  return new ProtocolError('limit_reached', { message: `A group has at most ${maxMembers} members.`, field: 'userIds' })
}

/** The direct conversation of two people, created when missing. @throws invalid_params with oneself, not_found */
export async function direct(w: Writer, userId: string, otherId: string): Promise<{ id: string }> {
  if (userId === otherId) {
    throw new ProtocolError('invalid_params', { field: 'userId', message: 'A conversation needs somebody else.' })
  }
  const key = [userId, otherId].sort().join(':')
  const known = await w.db.selectFrom('conversations').select('id').where('direct_key', '=', key).executeTakeFirst()
  if (known) return known
  await requireEmployees(w.db, [userId, otherId])
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
  })
  await w.saveMembers(c, [memberRow(c, w, userId, 0), memberRow(c, w, otherId, 1)], 'joined')
  return { id: c.row.id }
}

/** Loads a group for a change by a member. @throws not_member, forbidden for a direct conversation */
async function group(w: Writer, conversationId: string, userId: string) {
  const member = await requireMember(w.db, conversationId, userId)
  const c = await w.conversation(conversationId)
  if (c.row.kind !== 'group') {
    throw new ProtocolError('forbidden', { message: 'A direct conversation cannot be changed. Start a group instead.' })
  }
  return { c, member }
}

/** Renames a group. The same name changes nothing. */
export async function rename(w: Writer, input: { conversationId: string; actorId: string; name: string }) {
  const { c } = await group(w, input.conversationId, input.actorId)
  if (c.row.name === input.name) return
  c.touch({ name: input.name })
  await addSystemMessage(w, c, { type: 'system', event: 'renamed', actorId: input.actorId, name: input.name })
}

/** Members of a conversation, longest membership first. */
async function standing(w: Writer, conversationId: string, limit: number): Promise<MemberRow[]> {
  return w.db
    .selectFrom('members')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .where('joined', '=', 1)
    .orderBy('join_order')
    .orderBy('user_id')
    .limit(limit)
    .execute()
}

async function touchMembers(w: Writer, c: ConversationWriter, grown: number, ownerId?: string | null) {
  const avatarUserIds = (await standing(w, c.row.id, 4)).map(row => row.user_id)
  const values: Partial<ConversationRow> = {
    member_count: c.row.member_count + grown,
    avatar_user_ids: JSON.stringify(avatarUserIds),
  }
  if (ownerId !== undefined) values.owner_id = ownerId
  c.touch(values)
}

/** Adds employees; skips members. New members see the conversation from the notice that names them on. */
export async function addMembers(
  w: Writer,
  input: { conversationId: string; actorId: string; userIds: readonly string[] },
  maxMembers: number,
): Promise<void> {
  const { c } = await group(w, input.conversationId, input.actorId)
  const wanted = [...new Set(input.userIds)]
  const present = await memberRows(w, c.row.id, wanted)
  const userIds = wanted.filter(id => present.get(id)?.joined !== 1)
  if (userIds.length === 0) return
  if (c.row.member_count + userIds.length > maxMembers) throw tooManyMembers(maxMembers)
  await requireEmployees(w.db, userIds)
  // The notice comes first: its seq is where the new members' view begins.
  const content: SystemContent = { type: 'system', event: 'added', actorId: input.actorId, userIds }
  const seq = await addSystemMessage(w, c, content)
  const rows = userIds.map((id, i) => ({
    ...memberRow(c, w, id, seq + i),
    role: 'member' as const,
    read_seq: seq,
    read_ordinal: c.changes.lastOrdinal,
    visible_from: seq,
  }))
  await w.saveMembers(c, rows, 'joined')
  await touchMembers(w, c, rows.length)
}

async function memberRows(w: Writer, conversationId: string, userIds: readonly string[]) {
  const rows = await w.db
    .selectFrom('members')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .where('user_id', 'in', idList(userIds))
    .execute()
  return new Map<string, MemberRow>(rows.map(row => [row.user_id, row]))
}

function asLeft(row: MemberRow, byId: string, at: number): MemberRow {
  return { ...row, joined: 0, role: 'member', pinned: 0, muted: 0, left_by: byId, left_at: at }
}

/** Removes members. @throws forbidden unless the actor is the owner, invalid_params for oneself */
export async function removeMembers(
  w: Writer,
  input: { conversationId: string; actorId: string; userIds: readonly string[] },
): Promise<void> {
  const { c } = await group(w, input.conversationId, input.actorId)
  if (c.row.owner_id !== input.actorId) {
    throw new ProtocolError('forbidden', { message: 'Only the owner of the group can remove members.' })
  }
  if (input.userIds.includes(input.actorId)) {
    throw new ProtocolError('invalid_params', { field: 'userIds', message: 'To go yourself, leave the group.' })
  }
  const found = await memberRows(w, c.row.id, [...new Set(input.userIds)])
  const rows = [...found.values()].filter(row => row.joined === 1)
  if (rows.length === 0) return
  await w.saveMembers(
    c,
    rows.map(row => asLeft(row, input.actorId, w.now)),
    'left',
  )
  await touchMembers(w, c, -rows.length)
  const userIds = rows.map(row => row.user_id)
  await addSystemMessage(w, c, { type: 'system', event: 'removed', actorId: input.actorId, userIds })
}

/** Leaves a group. When its owner leaves, the longest-standing member becomes owner. */
export async function leave(w: Writer, input: { conversationId: string; actorId: string }): Promise<void> {
  const { c, member } = await group(w, input.conversationId, input.actorId)
  await w.saveMembers(c, [asLeft(member, input.actorId, w.now)], 'left')
  await addSystemMessage(w, c, { type: 'system', event: 'left', actorId: input.actorId })
  if (c.row.owner_id !== input.actorId) return touchMembers(w, c, -1)
  const [heir] = await standing(w, c.row.id, 1)
  if (heir) await w.saveMembers(c, [{ ...heir, role: 'owner' }], 'role')
  await touchMembers(w, c, -1, heir?.user_id ?? null)
  if (heir) {
    await addSystemMessage(w, c, { type: 'system', event: 'owner', actorId: input.actorId, userIds: [heir.user_id] })
  }
}
