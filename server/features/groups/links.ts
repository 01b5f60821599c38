import {
  type GroupLink,
  type JoinPreview,
  type JoinRequest,
  limits,
  mayInGroup,
  ProtocolError,
  type SystemContent,
} from '@lianqun/protocol'
import { hashToken } from '../../core/tokens.ts'
import type { ConversationWriter, Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { randomId } from '../../storage/random-id.ts'
import { detailsOf, parseIds } from '../../storage/rows.ts'
import type { ConversationRow, GroupLinkRow, MemberRow } from '../../storage/tables.ts'
import {
  addToGroup,
  audit,
  changeDetails,
  endJoinRequests,
  memberRows,
  requireGroup,
  requireMember,
} from '../conversations/index.ts'
import { administeredGroup, type InGroup, requireAdmin } from './domain.ts'

/*
 * Links by which people join a group. Whoever has the token of a link may use it until it expires, is used up or is
 * revoked; with `approval` they ask the admins.
 */

const tokenBytes = 24

const deadLink = () =>
  new ProtocolError('not_found', { field: 'token', message: 'The link has expired or was revoked.' })

function toLink(row: GroupLinkRow): GroupLink {
  return {
    id: row.id,
    createdBy: row.created_by,
    createdAt: Number(row.created_at),
    expiresAt: row.expires_at === null ? null : Number(row.expires_at),
    maxUses: row.max_uses,
    uses: row.uses,
    approval: row.approval !== 0,
  }
}

function isUsable(row: GroupLinkRow, now: number): boolean {
  return (
    row.revoked_at === null &&
    (row.expires_at === null || Number(row.expires_at) > now) &&
    (row.max_uses === null || row.uses < row.max_uses)
  )
}

export interface NewLink extends InGroup {
  expiresInMs: number | null
  maxUses: number | null
  approval: boolean
}

/**
 * Makes a link; its token is told once, here.
 * @throws not_member, forbidden, only_admins where members may not add people, limit_reached
 */
export async function createLink(w: Writer, input: NewLink): Promise<{ link: GroupLink; token: string }> {
  const { conversationId, actorId, expiresInMs, maxUses, approval } = input
  await requireGroup(w, conversationId, actorId, 'addMembers')
  const known = await usableLinks(w.db, conversationId, w.now)
  if (known.length >= limits.groupLinks) throw new ProtocolError('limit_reached')
  const token = randomId(tokenBytes)
  const row: GroupLinkRow = {
    id: randomId(),
    conversation_id: conversationId,
    token_hash: hashToken(token),
    created_by: actorId,
    created_at: w.now,
    expires_at: expiresInMs === null ? null : w.now + expiresInMs,
    max_uses: maxUses,
    uses: 0,
    approval: approval ? 1 : 0,
    revoked_at: null,
  }
  await w.db.insertInto('group_links').values(row).execute()
  const link = toLink(row)
  await audit(w, { conversationId, actorId, action: 'link', after: link })
  return { link, token }
}

async function usableLinks(db: Reader, conversationId: string, now: number): Promise<GroupLinkRow[]> {
  const rows = await db
    .selectFrom('group_links')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .where('revoked_at', 'is', null)
    .orderBy('created_at', 'desc')
    .execute()
  return rows.filter(row => isUsable(row, now))
}

/** The links that can be used: all for owner and admins, their own for a member. @throws not_member */
export async function readLinks(db: Reader, { conversationId, actorId }: InGroup): Promise<GroupLink[]> {
  const member = await requireMember(db, conversationId, actorId)
  const rows = await usableLinks(db, conversationId, Date.now())
  return rows.filter(row => member.role !== 'member' || row.created_by === actorId).map(toLink)
}

/** Ends a link; owner and admins any, a member their own. @throws not_member, forbidden, only_admins, not_found */
export async function revokeLink(w: Writer, input: InGroup & { linkId: string }): Promise<void> {
  const { conversationId, actorId, linkId } = input
  const { member } = await requireGroup(w, conversationId, actorId)
  const row = await w.db
    .selectFrom('group_links')
    .selectAll()
    .where('id', '=', linkId)
    .where('conversation_id', '=', conversationId)
    .executeTakeFirst()
  if (!row) throw new ProtocolError('not_found')
  if (member.role === 'member' && row.created_by !== actorId) throw new ProtocolError('only_admins')
  if (row.revoked_at !== null) return
  await w.db.updateTable('group_links').set({ revoked_at: w.now }).where('id', '=', linkId).execute()
  await audit(w, { conversationId, actorId, action: 'unlink', before: toLink(row) })
}

/** The link of a token. @throws not_found also for one that cannot be used any more */
export async function linkOf(db: Reader, token: string): Promise<GroupLinkRow> {
  const row = await db
    .selectFrom('group_links')
    .selectAll()
    .where('token_hash', '=', hashToken(token))
    .executeTakeFirst()
  if (!row || !isUsable(row, Date.now())) throw deadLink()
  return row
}

/** The link of somebody who may add nobody any more is worth no more than they are. @throws not_found */
function requireInviter(row: Pick<ConversationRow, 'details'>, inviter: MemberRow | undefined): void {
  if (inviter?.joined !== 1 || !mayInGroup(detailsOf(row).settings, 'addMembers', inviter.role)) throw deadLink()
}

/** What a link leads to. @throws not_found */
export async function previewLink(db: Reader, userId: string, token: string): Promise<JoinPreview> {
  const link = await linkOf(db, token)
  const c = await db
    .selectFrom('conversations')
    .selectAll()
    .where('id', '=', link.conversation_id)
    .executeTakeFirstOrThrow()
  if (c.member_count === 0) throw new ProtocolError('not_found', { field: 'token' })
  const people = await memberRows(db, link.conversation_id, [link.created_by, userId])
  requireInviter(c, people.get(link.created_by))
  return {
    conversationId: c.id,
    name: c.name,
    avatarUserIds: parseIds(c.avatar_user_ids),
    memberCount: c.member_count,
    description: detailsOf(c).description ?? '',
    invitedBy: link.created_by,
    approval: link.approval !== 0,
    member: people.get(userId)?.joined === 1,
  }
}

/**
 * Joins by a link, or asks to where it needs approval.
 * @throws not_found, limit_reached
 */
export async function joinByLink(
  w: Writer,
  { token, userId }: { token: string; userId: string },
  maxMembers: number,
): Promise<'joined' | 'asked'> {
  const link = await linkOf(w.db, token)
  const conversationId = link.conversation_id
  const c = await w.conversation(conversationId)
  if (c.row.member_count === 0) throw new ProtocolError('not_found', { field: 'token' })
  const people = await memberRows(w.db, conversationId, [link.created_by, userId])
  requireInviter(c.row, people.get(link.created_by))
  if (link.approval !== 0) return ask(w, c, link, userId, people.get(userId))
  const added = await addToGroup(w, c, [userId], joined(userId, link.created_by), maxMembers)
  if (added > 0) await countUse(w, link.id)
  return 'joined'
}

const joined = (userId: string, inviter: string): SystemContent => ({
  type: 'system',
  event: 'joined',
  actorId: userId,
  userIds: [inviter],
})

async function countUse(w: Writer, linkId: string): Promise<void> {
  await w.db
    .updateTable('group_links')
    .set(eb => ({ uses: eb('uses', '+', 1) }))
    .where('id', '=', linkId)
    .execute()
}

async function ask(
  w: Writer,
  c: ConversationWriter,
  link: GroupLinkRow,
  userId: string,
  member: MemberRow | undefined,
): Promise<'joined' | 'asked'> {
  if (member?.joined === 1) return 'joined'
  const waiting = detailsOf(c.row).joinRequests ?? 0
  if (waiting >= limits.joinRequests) throw new ProtocolError('limit_reached')
  const { numInsertedOrUpdatedRows } = await w.db
    .insertInto('group_requests')
    .values({ conversation_id: c.row.id, user_id: userId, link_id: link.id, asked_at: w.now })
    .onConflict(oc => oc.doNothing())
    .executeTakeFirstOrThrow()
  if (Number(numInsertedOrUpdatedRows) === 0) return 'asked'
  await countUse(w, link.id)
  changeDetails(c, { joinRequests: waiting + 1 })
  return 'asked'
}

/** Who asked to join, first come first. @throws not_member, only_admins */
export async function readRequests(db: Reader, { conversationId, actorId }: InGroup): Promise<JoinRequest[]> {
  await requireAdmin(db, { conversationId, actorId })
  const rows = await db
    .selectFrom('group_requests')
    .innerJoin('group_links', 'group_links.id', 'group_requests.link_id')
    .select(['user_id', 'asked_at', 'created_by'])
    .where('group_requests.conversation_id', '=', conversationId)
    .orderBy('asked_at')
    .orderBy('user_id')
    .execute()
  return rows.map(row => ({ userId: row.user_id, at: Number(row.asked_at), invitedBy: row.created_by }))
}

/** Lets somebody who asked in, or not. @throws not_member, forbidden, only_admins, not_found, limit_reached */
export async function decideRequest(
  w: Writer,
  input: InGroup & { userId: string; accept: boolean },
  maxMembers: number,
): Promise<void> {
  const { conversationId, actorId, userId, accept } = input
  const c = await administeredGroup(w, input)
  if ((await endJoinRequests(w, c, [userId])) === 0) throw new ProtocolError('not_found', { field: 'userId' })
  if (!accept) return audit(w, { conversationId, actorId, action: 'refused', before: { userIds: [userId] } })
  await addToGroup(w, c, [userId], { type: 'system', event: 'added', actorId }, maxMembers)
}
