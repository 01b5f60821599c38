import { idSchema, timeSchema } from '@lianqun/protocol'
import { z } from 'zod'
import { type BridgeCallDefs, type BridgeEventDefs, none } from './shared.ts'

const named = z.object({ name: z.string(), latinName: z.string() })

export const bridgeContextSchema = z.object({
  appId: idSchema,
  /** Null unless the person has allowed `user.read`. */
  user: named.extend({ id: idSchema }).nullable(),
  workspace: named,
  /** What the client shows, `system` already resolved. */
  language: z.enum(['zh', 'en']),
  theme: z.enum(['light', 'dark']),
  platform: z.enum(['mac', 'windows', 'linux']),
})

export const bridgeTokenSchema = z.object({
  /** For `Authorization: Bearer`, good for this app and person only. */
  token: z.string().min(1),
  /** Milliseconds since 1970-01-01 UTC. */
  expiresAt: timeSchema,
  /** Where the workspace's HTTP interface for mini-apps begins, without a slash at the end. */
  apiBase: z.url(),
})

export type BridgeContext = z.infer<typeof bridgeContextSchema>
export type BridgeToken = z.infer<typeof bridgeTokenSchema>

export const contextBridgeCalls = {
  /** Without `user.read` it is answered too, with `user: null`. */
  'context.get': { permission: null, pressOnly: false, args: none, result: bridgeContextSchema },
  /** A fresh token at each call; what it may do on the server follows from the allowed permissions. */
  'token.get': { permission: null, pressOnly: false, args: none, result: bridgeTokenSchema },
} as const satisfies BridgeCallDefs

export const contextBridgeEvents = {
  /** Language, theme, or what the person allows has changed. */
  'context.changed': bridgeContextSchema,
} as const satisfies BridgeEventDefs
