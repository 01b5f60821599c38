/* Exports for the other parts of the cache. */

export { contentOf, enqueueSend, failUnsendable, type OutboxRow, outboxChanged } from './outbox.ts'
