/* What the other parts of the cache use of the conversations. */

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
