import { type Content, type GroupPermission, mayInGroup, mentionsUser, ProtocolError } from '@lianqun/protocol'
import type { Writer } from '../../core/writer.ts'
import { detailsOf } from '../../storage/rows.ts'
import type { ConversationRow, MemberRow } from '../../storage/tables.ts'

/** Whether a member may do what the settings of their group may leave to its admins. @throws only_admins */
export async function requirePermissions(
  w: Writer,
  member: MemberRow,
  ...permissions: readonly GroupPermission[]
): Promise<void> {
  if (member.role !== 'member') return
  const { settings } = detailsOf((await w.conversation(member.conversation_id)).row)
  if (permissions.some(permission => !mayInGroup(settings, permission, member.role)))
    throw new ProtocolError('only_admins')
}

/** What a content asks for besides speaking. */
export function permissionsOf(content: Content): GroupPermission[] {
  return mentionsUser(content, 'all') ? ['mentionAll'] : []
}

/**
 * Whether a member may send a message at `now`, milliseconds.
 * @throws only_admins, slow_mode with the milliseconds that are left
 */
export function requireMaySend(
  row: Pick<ConversationRow, 'details'>,
  member: MemberRow,
  content: Content,
  now: number,
): void {
  if (member.role !== 'member') return
  const { settings } = detailsOf(row)
  if (settings === undefined) return
  if (!mayInGroup(settings, 'speak', member.role)) throw new ProtocolError('only_admins')
  if (permissionsOf(content).some(permission => !mayInGroup(settings, permission, member.role)))
    throw new ProtocolError('only_admins', { field: 'mentions' })
  requireTurn(row, member, now)
}

/**
 * Whether in slow mode the turn of a member has come at `now`, milliseconds.
 * @throws slow_mode with the milliseconds that are left
 */
export function requireTurn(row: Pick<ConversationRow, 'details'>, member: MemberRow, now: number): void {
  if (member.role !== 'member') return
  const { settings } = detailsOf(row)
  const last = Number(member.last_sent_at ?? 0)
  // What was said later than now was said before the clock was put back: nobody waits until it is there again.
  if (last === 0 || last > now) return
  const wait = last + (settings?.slowSeconds ?? 0) * 1_000 - now
  if (wait > 0) throw new ProtocolError('slow_mode', { retryAfterMs: wait })
}
