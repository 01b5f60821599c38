/* Exports for the other parts of the cache. */

export { dropOwnLeaving, isLeft, showLeftConversation } from './left.ts'
export { handLabelsOf, pendingList } from './list-state.ts'
export { dropQueuedSeqs } from './queued-seqs.ts'
export {
  applyMembership,
  conversationOfHead,
  forgetLeftConversations,
  notePreview,
  raiseHead,
  resetConversation,
  sendAgain,
  upsertHead,
} from './writes.ts'
