import type { WorkspaceScope } from '@lianqun/protocol'

/**
 * The name of an exclusive lock: a conversation, a user (their memberships and sessions), a shared scope,
 * or the whole workspace. Take several locks in one call.
 */
export type Lock =
  | 'workspace'
  | WorkspaceScope
  | `${'conversation' | 'user' | 'account' | 'refresh' | 'announcement'}:${string}`
