/* Exports for the other parts of the cache. */

export { labelsByConversation, relabel } from './relabel.ts'
