export {
  changeMessage,
  type MessageChange,
  seenMessage,
  storedMessage,
  threadAt,
  writeMentions,
} from './change-message.ts'
export { type CommitHooks, MessageCommits } from './commits.ts'
export { readHistory, readMessages } from './history.ts'
export { MessageIndexer } from './indexer.ts'
export { messageHandlers, queuedMessageHandlers } from './methods.ts'
export { firstLink } from './preview.ts'
export { reactToMessage } from './reactions.ts'
export { recallEverywhere } from './recall.ts'
export { askPeople, membersToAsk, noteAsked, respondToMessage } from './requests.ts'
export type { SendInput, Sent } from './send-path.ts'
export { keepAnswer, readMessageStates, remindOfMessage, saveMessage } from './states.ts'
export { countReplies, readThread } from './threads.ts'
