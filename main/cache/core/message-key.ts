/**
 * Where a message lies: its conversation's key in the high bits, its seq in the low ones. One integer primary key, so
 * a conversation's messages lie together and in order without a second index.
 */
export const seqSpan = 2 ** 30

export function messageKey(conversation: number, seq: number): number {
  if (seq >= seqSpan) throw new RangeError(`A seq of ${seq} is beyond what the cache can hold.`)
  return conversation * seqSpan + seq
}
