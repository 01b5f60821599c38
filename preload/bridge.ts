import { type AppPermission, idSchema, timeSchema } from '@lianqun/protocol'
import { z } from 'zod'

/*
 * What a mini-app may ask of the client, and what it is told. The preload of mini-app views exposes it as
 * `window.lianqunBridge`, main/workbench answers, the SDK wraps it. The app is known from the sending view, never from
 * what it says; arguments are checked in main.
 */

const none = z.object({})
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

type Call = { permission: AppPermission | null; args: z.ZodType; result: z.ZodType }

/** Every call with the permission that its app must declare and the person allow (null: none). */
export const bridgeCalls = {
  /** Without `user.read` it is answered too, with `user: null`. */
  'context.get': { permission: null, args: none, result: bridgeContextSchema },
  /** A fresh token at each call; what it may do on the server follows from the allowed permissions. */
  'token.get': { permission: null, args: none, result: bridgeTokenSchema },
  /** The title of the app's tab; empty goes back to the app's name. */
  'title.set': { permission: null, args: z.object({ title: z.string().max(100) }), result: none },
  /** Closes the app's tab. */
  'app.close': { permission: null, args: none, result: none },
  'conversation.open': {
    permission: 'conversation.open',
    args: z.union([z.strictObject({ userId: idSchema }), z.strictObject({ conversationId: idSchema })]),
    result: none,
  },
  'profile.open': { permission: 'profile.open', args: z.object({ userId: idSchema }), result: none },
  'clipboard.write': {
    permission: 'clipboard.write',
    args: z.object({ text: z.string().max(100_000) }),
    result: none,
  },
  /** Opens an http or https address in the system's browser. */
  'link.open': {
    permission: null,
    args: z.object({ url: z.url({ protocol: /^https?$/ }).max(4_000) }),
    result: none,
  },
} as const satisfies Record<string, Call>

export const bridgeEvents = {
  /** Language, theme, or what the person allows has changed. */
  'context.changed': bridgeContextSchema,
} as const satisfies Record<string, z.ZodType>

/**
 * `not_declared`: the app's manifest does not name the permission; `not_allowed`: the person has not given it;
 * `unknown_call`: this client does not know the call; `failed`: the client tried and could not.
 */
export const bridgeErrorCodes = [
  'not_declared',
  'not_allowed',
  'bad_arguments',
  'unknown_call',
  'offline',
  'failed',
] as const
export type BridgeErrorCode = (typeof bridgeErrorCodes)[number]

export type BridgeContext = z.infer<typeof bridgeContextSchema>
export type BridgeToken = z.infer<typeof bridgeTokenSchema>
export type BridgeCallName = keyof typeof bridgeCalls
export type BridgeArgs<N extends BridgeCallName> = z.infer<(typeof bridgeCalls)[N]['args']>
export type BridgeResult<N extends BridgeCallName> = z.infer<(typeof bridgeCalls)[N]['result']>
export type BridgeEventName = keyof typeof bridgeEvents
export type BridgeEvent<N extends BridgeEventName> = z.infer<(typeof bridgeEvents)[N]>

/** How a call ends. An error is data; `message` is for the author of the app. */
export type BridgeOutcome<T = unknown> =
  | { ok: true; value: T }
  | { ok: false; error: { code: BridgeErrorCode; message: string } }

/** What `window.lianqunBridge` is. */
export interface LianqunBridge {
  invoke<N extends BridgeCallName>(name: N, args: BridgeArgs<N>): Promise<BridgeOutcome<BridgeResult<N>>>
  /** Returns the function that ends the subscription. */
  on<N extends BridgeEventName>(event: N, listener: (payload: BridgeEvent<N>) => void): () => void
}

/** The two IPC channels: `invoke(bridgeCallChannel, name, args)`, `send(bridgeEventChannel, name, payload)`. */
export const bridgeCallChannel = 'bridge:call'
export const bridgeEventChannel = 'bridge:event'
