import {
  type Content,
  contentMentions,
  type GroupDetails,
  type GroupPermission,
  mayInGroup,
  ProtocolError,
} from '@lianqun/protocol'
import type { Reader } from '../../storage/database.ts'
import { detailsOf } from '../../storage/rows.ts'
import type { MemberRow } from '../../storage/tables.ts'

/** Whether a member may do what the settings of their group may leave to its admins. @throws only_admins */
export async function requirePermissions(
  db: Reader,
  member: MemberRow,
  ...permissions: readonly GroupPermission[]
): Promise<void> {
  if (member.role !== 'member') return
  const row = await db
    .selectFrom('conversations')
    .select('details')
    .where('id', '=', member.conversation_id)
    .executeTakeFirstOrThrow()
  const { settings } = detailsOf(row)
  if (permissions.some(permission => !mayInGroup(settings, permission, member.role)))
    throw new ProtocolError('only_admins')
}

/** What a content asks for besides speaking. */
export function permissionsOf(content: Content): GroupPermission[] {
  return contentMentions(content).some(({ userId }) => userId === 'all') ? ['mentionAll'] : []
}

/**
 * Whether a member may send a message at `now`, milliseconds.
 * @throws only_admins, slow_mode with the milliseconds that are left
 */
export function requireMaySend(details: GroupDetails, member: MemberRow, content: Content, now: number): void {
  const { settings } = details
  if (member.role !== 'member' || settings === undefined) return
  if (!mayInGroup(settings, 'speak', member.role)) throw new ProtocolError('only_admins')
  if (permissionsOf(content).some(permission => !mayInGroup(settings, permission, member.role)))
    throw new ProtocolError('only_admins', { field: 'mentions' })
  const wait = Number(member.last_sent_at ?? 0) + (settings.slowSeconds ?? 0) * 1_000 - now
  if (member.last_sent_at && wait > 0) throw new ProtocolError('slow_mode', { retryAfterMs: wait })
}
