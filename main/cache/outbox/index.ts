/* Exports for the other parts of the cache. */

export { askedFor, changeAnswered, waitingChanges, withChange } from './changes.ts'
export { contentOf, enqueueMembership, enqueueSend, failUnsendable, type OutboxRow, outboxChanged } from './outbox.ts'
export { enqueueState, stateAnswered, statesInQueue, waitingStates } from './states.ts'
