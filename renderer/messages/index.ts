export { openNextUnread } from './next-unread.ts'
export { startDirect, startGroup } from './StartGroup.tsx'
