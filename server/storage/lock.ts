import type { WorkspaceScope } from '@lianqun/protocol'

/**
 * The name of an exclusive lock: a conversation, a user (their memberships and sessions), a shared scope,
 * the bytes of files, or the whole workspace. Take several locks in one call.
 */
export type Lock =
  | 'workspace'
  | 'blobs'
  | WorkspaceScope
  | `${'conversation' | 'user' | 'account' | 'refresh' | 'announcement' | 'hook' | 'bot'}:${string}`

/** The locks of these users, each once. */
export function userLocks(userIds: readonly string[]): Lock[] {
  return [...new Set(userIds)].map((id): Lock => `user:${id}`)
}

/** The locks of a conversation and of some users. */
export function conversationLocks(conversationId: string, userIds: readonly string[]): Lock[] {
  return [`conversation:${conversationId}`, ...userLocks(userIds)]
}
