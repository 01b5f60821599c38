/* Exports for the other parts of the cache. */

export {
  applyMembership,
  conversationOfHead,
  dropLeftConversation,
  forgetLeftConversations,
  notePreview,
  raiseHead,
  resetConversation,
  sendAgain,
  upsertHead,
} from './writes.ts'
