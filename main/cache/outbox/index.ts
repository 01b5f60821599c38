/* What the other parts of the cache use of the outbox. */

export { contentOf, failUnsendable, type OutboxRow } from './outbox.ts'
