import { idSchema, timeSchema } from '@lianqun/protocol'
import { z } from 'zod'
import { type BridgeCallDefs, type BridgeEventDefs, none } from './shared.ts'

const named = z.object({ name: z.string(), latinName: z.string() })

export const bridgeContextSchema = z.object({
  appId: idSchema,
  /** Null unless the user has allowed `user.read`. */
  user: named.extend({ id: idSchema }).nullable(),
  workspace: named,
  /** The client's effective language and theme; `system` is already resolved. */
  language: z.enum(['zh', 'en']),
  theme: z.enum(['light', 'dark']),
  platform: z.enum(['mac', 'windows', 'linux']),
})

export const bridgeTokenSchema = z.object({
  /** For `Authorization: Bearer`; valid for this app and user only. */
  token: z.string().min(1),
  /** Milliseconds since 1970-01-01 UTC. */
  expiresAt: timeSchema,
  /** Base URL of the workspace's HTTP API for mini-apps, without a trailing slash. */
  apiBase: z.url(),
})

export type BridgeContext = z.infer<typeof bridgeContextSchema>
export type BridgeToken = z.infer<typeof bridgeTokenSchema>

export const contextBridgeCalls = {
  /** Needs no permission; without `user.read` the result has `user: null`. */
  'context.get': { permission: null, pressOnly: false, args: none, result: bridgeContextSchema },
  /** Returns a new token on each call. It carries the permissions that the user has allowed. */
  'token.get': { permission: null, pressOnly: false, args: none, result: bridgeTokenSchema },
} as const satisfies BridgeCallDefs

export const contextBridgeEvents = {
  /** The language, the theme or the allowed permissions changed. */
  'context.changed': bridgeContextSchema,
} as const satisfies BridgeEventDefs
