import { type deviceInfoSchema, deviceSchema, dropControls, idSchema } from '@lianqun/protocol'
import { z } from 'zod'
import type { Calls, Events } from './shared.ts'
import { count, empty, namedSchema, none, text } from './shared.ts'

/** Why the session is signed out or blocked. */
export const sessionNoticeSchema = z.enum([
  'expired',
  'revoked',
  'signed_out',
  'account_disabled',
  'cache_corrupt',
  'cache_newer',
  'cache_key_lost',
  'safe_storage_missing',
  'safe_storage_locked',
  'safe_storage_silent',
  'disk_full',
  'cache_unavailable',
  'address_lost',
])

export const sessionStateSchema = z.object({
  phase: z.enum(['starting', 'signed-out', 'signed-in', 'blocked']),
  notice: sessionNoticeSchema.nullable(),
  user: namedSchema.nullable(),
  workspace: z.object({ name: text, latinName: text, address: text }).nullable(),
  /** `blocked`: a new session waits for safe storage; `workspace` is null then. */
  signInWaits: z.boolean(),
  /** The address at which files of this account on this device belong, after the error `workspace_moved`. */
  movedFrom: text.nullable(),
  /** Prefills the sign-in form. */
  lastAddress: text,
  lastAccount: text,
  /** The demo workspace on this machine, or null. */
  demo: z.object({ name: text, latinName: text, people: count }).nullable(),
})

export const sessionCalls = {
  'session.get': { args: none, result: sessionStateSchema },
  'session.signIn': {
    args: z.object({
      address: z.string().overwrite(dropControls).trim().min(1).max(300),
      account: z.string().overwrite(dropControls).trim().min(1).max(100),
      password: z.string().min(1).max(500),
      /**
       * The answer to the error `workspace_moved`: whether it is the workspace of `movedFrom`, whose files on this
       * device are then taken along, or another one.
       */
      moved: z.enum(['same', 'other']).optional(),
    }),
    result: none,
  },
  'session.signInDemo': empty,
  /**
   * While there are unsent messages or drafts, only returns their number, unless `discardUnsent`. In a blocked session
   * they cannot be counted: `unsent` is then 1.
   */
  'session.signOut': {
    args: z.object({ discardUnsent: z.boolean() }),
    result: z.object({ signedOut: z.boolean(), unsent: count }),
  },
  /** Recovers a `blocked` session. */
  'session.recover': {
    args: z.object({ action: z.enum(['reset_cache', 'without_safe_storage', 'retry']) }),
    result: none,
  },
  /** Also signs all other devices out. */
  'session.changePassword': {
    args: z.object({ current: z.string().min(1).max(500), next: z.string().min(1).max(500) }),
    result: none,
  },
  'devices.list': { args: none, result: z.array(deviceSchema) },
  'devices.revoke': { args: z.object({ deviceId: idSchema }), result: none },
  'devices.revokeOthers': { args: none, result: z.object({ revoked: count }) },
} as const satisfies Calls

export const sessionEvents = {
  'session.changed': sessionStateSchema,
} as const satisfies Events

export type SessionState = z.infer<typeof sessionStateSchema>
export type SessionNotice = z.infer<typeof sessionNoticeSchema>
export type DeviceInfo = z.infer<typeof deviceInfoSchema>
