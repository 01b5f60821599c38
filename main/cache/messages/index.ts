/* What the other parts of the cache use of the messages. */

export { noteIncoming, noteMissed } from './incoming.ts'
export { indexNewKinds, readUnreadable } from './new-kinds.ts'
export { lastMessageKey, newestHeld, raiseOrdinal, upsertMessages } from './writes.ts'
