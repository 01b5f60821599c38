/* Exports for the other parts of the cache. */

export { contentOf, failUnsendable, type OutboxRow } from './outbox.ts'
