/* What the other parts of the cache use of the messages. */

export { noteIncoming, noteMissed } from './incoming.ts'
export { indexNewKinds } from './new-kinds.ts'
export { lastMessageKey, raiseOrdinal, removeMessages, upsertMessages } from './writes.ts'
