/* What the other parts of the cache use of the conversations. */

export {
  applyMembership,
  conversationOfHead,
  dropLeftConversation,
  forgetLeftConversations,
  notePreview,
  raiseHead,
  resetConversation,
  upsertHead,
} from './writes.ts'
