export { MessageCommits } from './commits.ts'
export { messageHandlers, queuedMessageHandlers } from './methods.ts'
export type { SendInput, SendOutcome, Sent } from './send-path.ts'
