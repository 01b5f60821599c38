/* What the other parts of the cache use of the outbox. */

export { contentOf, type OutboxRow } from './outbox.ts'
