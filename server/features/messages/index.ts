export { MessageCommits } from './commits.ts'
export { messageHandlers, queuedMessageHandlers } from './methods.ts'
export type { SendInput, Sent } from './send-path.ts'
export { readMessageStates } from './states.ts'
