/**
 * A message's primary key has its conversation's key in the high bits and its seq in the low ones (below this number).
 * So a conversation's messages are stored together and in order without a second index.
 */
export const seqSpan = 2 ** 30

/** The conversation's key in the full-text index. */
export function conversationToken(conversation: number): string {
  return conversation.toString(36)
}

export function messageKey(conversation: number, seq: number): number {
  if (seq >= seqSpan) throw new RangeError(`A seq of ${seq} is beyond what the cache can hold.`)
  return conversation * seqSpan + seq
}
