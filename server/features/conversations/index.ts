export * from './domain.ts'
export { requireMember } from './members.ts'
export { conversationHandlers, conversationNotices } from './methods.ts'
export { conversationScope } from './scope.ts'
