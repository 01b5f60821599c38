/* Exports for the other parts of the cache. */

export { type Answered, askedFor, changeAnswered, ownAnswer, waitingChanges, withChange } from './changes.ts'
export { contentOf, enqueueMembership, enqueueSend, failUnsendable, type OutboxRow, outboxChanged } from './outbox.ts'
export { enqueueState, stateAnswered, statesInQueue, waitingStates } from './states.ts'
