/* Exports for the other parts of the cache. */

export { askNext } from './ask-next.ts'
export { noteIncoming, noteMissed } from './incoming.ts'
export { indexNewKinds, readUnreadable } from './new-kinds.ts'
export { reindexMessages, startReindexMessages } from './reindex.ts'
export { lastMessageKey, newestHeld, raiseOrdinal, upsertMessages } from './writes.ts'
