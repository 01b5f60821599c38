import type { Receipt } from '@lianqun/protocol'
import type { MemberItem } from '../../preload/contract/index.ts'

/** The furthest read mark of each member. */
export type ReadMarks = ReadonlyMap<string, number>

/** Takes newer marks in; marks only move forward. */
export function withReceipts(marks: ReadMarks | null, receipts: readonly Receipt[]): ReadMarks {
  const next = new Map(marks ?? [])
  for (const { userId, readSeq } of receipts) next.set(userId, Math.max(readSeq, next.get(userId) ?? 0))
  return next
}

/** Who of the others has read a message, and who has not. */
export function readersOf(
  seq: number,
  members: readonly MemberItem[],
  marks: ReadMarks,
  meId: string,
): { read: MemberItem[]; unread: MemberItem[] } {
  const others = members.filter(member => member.userId !== meId && !member.person.deleted)
  const has = (member: MemberItem) => (marks.get(member.userId) ?? 0) >= seq
  return { read: others.filter(has), unread: others.filter(member => !has(member)) }
}
