export { startMessages } from './lifetime.ts'
export { MessagesSection } from './MessagesSection.tsx'
export { startDirect, startGroup } from './StartGroup.tsx'
