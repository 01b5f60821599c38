import {
  afterSeen,
  type ListChange,
  type ListState,
  type MarkedUnread,
  type Membership,
  ProtocolError,
} from '@lianqun/protocol'
import type { Write } from '../../core/services.ts'
import type { Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import type { Lock } from '../../storage/lock.ts'
import { readListState, toMembership } from '../../storage/rows.ts'
import type { MemberRow } from '../../storage/tables.ts'
import { requireMember } from '../conversations/index.ts'

/** The ordinal of the newest message at or before a seq. */
async function ordinalAt(db: Reader, conversationId: string, seq: number): Promise<number> {
  const row = await db
    .selectFrom('messages')
    .select('ordinal')
    .where('conversation_id', '=', conversationId)
    .where('seq', '<=', seq)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return Number(row?.ordinal ?? 0)
}

async function headOf(db: Reader, conversationId: string): Promise<number> {
  const row = await db
    .selectFrom('conversations')
    .select('head')
    .where('id', '=', conversationId)
    .executeTakeFirstOrThrow()
  return Number(row.head)
}

export interface MembershipInput {
  userId: string
  conversationId: string
  pinned?: boolean | undefined
  muted?: boolean | undefined
  readSeq?: number | undefined
  list?: ListChange | undefined
}

/** `readMoved`: whether to send the read mark to others. */
export interface UpdatedMembership {
  membership: Membership
  readMoved: boolean
}

/** A read position that is set back to before `fromSeq`; undefined where that changes nothing. */
async function markedUnread(db: Reader, row: MemberRow, fromSeq: number): Promise<MarkedUnread | undefined> {
  const readSeq = Number(row.read_seq)
  const from = Math.max(fromSeq, Number(row.visible_from), 1)
  if (fromSeq === 0 || from > readSeq) return undefined
  return { fromSeq: from, readOrdinal: await ordinalAt(db, row.conversation_id, from - 1), readSeq }
}

/** `row`: with the read mark as it will be. */
async function changedList(db: Reader, row: MemberRow, input: MembershipInput): Promise<ListState> {
  const { unread: marked, ...rest } = row.list_state ? readListState(row.list_state) : ({} as ListState)
  const { unreadFrom, ...change } = input.list ?? {}
  let unread = afterSeen(marked, input.readSeq ?? 0, Number(row.read_seq))
  // The mark after what was seen of it is at another message, so it has another ordinal.
  if (unread !== undefined && unread.fromSeq !== marked?.fromSeq) unread = await markedUnread(db, row, unread.fromSeq)
  if (unreadFrom !== undefined) unread = await markedUnread(db, row, unreadFrom)
  const next: ListState = { ...rest, ...change, ...(unread === undefined ? {} : { unread }) }
  if (!next.pinRank || row.pinned === 0) delete next.pinRank
  if (!next.folded) delete next.folded
  if (!next.doneSeq) delete next.doneSeq
  if (!next.closedAnnouncement) delete next.closedAnnouncement
  if (next.labels && next.labels.on.length + next.labels.off.length === 0) delete next.labels
  return next
}

/**
 * Pins, mutes, moves the read mark forward, changes how the conversation stands in the list. No revision when nothing
 * changes. @throws not_member before anything is written
 */
export async function updateMembership(w: Writer, input: MembershipInput): Promise<UpdatedMembership> {
  const row = await requireMember(w.db, input.conversationId, input.userId)
  const next: MemberRow = { ...row }
  if (input.pinned !== undefined) next.pinned = input.pinned ? 1 : 0
  if (input.muted !== undefined) next.muted = input.muted ? 1 : 0
  if (input.readSeq !== undefined && input.readSeq > Number(row.read_seq)) {
    const seq = Math.min(input.readSeq, await headOf(w.db, input.conversationId))
    if (seq > Number(row.read_seq)) {
      next.read_seq = seq
      next.read_ordinal = await ordinalAt(w.db, input.conversationId, seq)
    }
  }
  if (input.list !== undefined || row.list_state) {
    const list = JSON.stringify(await changedList(w.db, next, input))
    next.list_state = list === '{}' ? null : list
  }
  const readMoved = next.read_seq !== row.read_seq
  const listChanged = (next.list_state ?? null) !== (row.list_state ?? null)
  if (!readMoved && !listChanged && next.pinned === row.pinned && next.muted === row.muted) {
    return { membership: toMembership(row), readMoved }
  }
  return { membership: await w.saveMembership(next), readMoved }
}

/** Changes memberships in one transaction; `done` gets the outcomes after the commit and before the deliveries. */
export async function commitMemberships(
  write: Write,
  inputs: readonly MembershipInput[],
  done: (outcomes: (UpdatedMembership | ProtocolError)[]) => void,
): Promise<void> {
  const locks = [...new Set(inputs.map((input): Lock => `user:${input.userId}`))]
  await write(
    locks,
    async w => {
      const outcomes: (UpdatedMembership | ProtocolError)[] = []
      for (const input of inputs) {
        try {
          outcomes.push(await updateMembership(w, input))
        } catch (error) {
          // A ProtocolError comes before anything is written, so the other inputs stay valid.
          if (!(error instanceof ProtocolError)) throw error
          outcomes.push(error)
        }
      }
      return outcomes
    },
    done,
  )
}
