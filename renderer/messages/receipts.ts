import type { Receipt } from '@lianqun/protocol'
import type { MemberItem } from '../../preload/contract/index.ts'

/** The furthest read mark of each member. */
export type ReadMarks = ReadonlyMap<string, number>

/** Merges newer marks; marks only move forward. */
export function withReceipts(marks: ReadMarks | null, receipts: readonly Receipt[]): ReadMarks {
  const next = new Map(marks ?? [])
  for (const { userId, readSeq } of receipts) next.set(userId, Math.max(readSeq, next.get(userId) ?? 0))
  return next
}

/** The other members who have read a message, and those who have not. */
export function readersOf(
  seq: number,
  members: readonly MemberItem[],
  marks: ReadMarks,
  meId: string,
): { read: MemberItem[]; unread: MemberItem[] } {
  const others = members.filter(
    member => member.userId !== meId && !member.person.deleted && member.person.bot === undefined,
  )
  const has = (member: MemberItem) => (marks.get(member.userId) ?? 0) >= seq
  return { read: others.filter(has), unread: others.filter(member => !has(member)) }
}
