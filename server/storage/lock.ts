import type { WorkspaceScope } from '@lianqun/protocol'

/**
 * What a caller has alone while it works: a conversation, a user (their memberships and sessions), a scope that all
 * share, or the whole workspace. Whoever needs several names them all at once.
 */
export type Lock =
  | 'workspace'
  | WorkspaceScope
  | `${'conversation' | 'user' | 'account' | 'refresh' | 'announcement'}:${string}`
