import { z } from 'zod'
import { hasVisibleText } from './core/characters.ts'
import type { MethodDef, NotificationDef } from './core/feature.ts'
import { emptySchema, idSchema, openEnum, timeSchema } from './core/fields.ts'
import { limits } from './core/limits.ts'
import { lineSchema } from './core/text.ts'
import { organisationSchema } from './directory.ts'

export const deviceInfoSchema = z.object({
  id: idSchema,
  name: lineSchema(100).min(1),
  platform: lineSchema(40).min(1),
})

/** A session of a signed-in device. The refresh token is used once: each refresh returns a new pair. */
export const sessionSchema = z.object({
  accessToken: z.string().min(1).max(4_000),
  accessExpiresAt: timeSchema,
  refreshToken: z.string().min(1).max(200),
  refreshExpiresAt: timeSchema,
  deviceId: idSchema,
  userId: idSchema,
  workspace: organisationSchema.omit({ revision: true }).extend({ id: idSchema }),
})
export type Session = z.infer<typeof sessionSchema>

export const authMethods = {
  'auth.signIn': {
    summary: 'Signs a device in with account and password. The connection is signed in from then on.',
    auth: false,
    params: z.object({
      account: lineSchema(100).min(1),
      password: z.string().min(1).max(500),
      device: deviceInfoSchema,
    }),
    result: sessionSchema,
  },
  'auth.refresh': {
    summary: 'Exchanges a refresh token for a new session; signs the connection in.',
    auth: false,
    params: z.object({ refreshToken: z.string().min(1).max(200) }),
    result: sessionSchema,
  },
  'auth.resume': {
    summary: 'Signs a connection in with an access token. After `token_expired` call auth.refresh.',
    auth: false,
    params: z.object({ accessToken: z.string().min(1).max(4_000) }),
    result: emptySchema,
  },
  'auth.signOut': {
    summary: 'Ends the session of this device.',
    auth: true,
    params: emptySchema,
    result: emptySchema,
  },
  'auth.changePassword': {
    summary: 'Changes the caller’s own password, and signs all devices but this one out.',
    auth: true,
    params: z.object({
      current: z.string().min(1).max(500),
      next: z.string().min(limits.passwordChars).max(500).refine(hasVisibleText, 'a password of characters to be seen'),
    }),
    result: emptySchema,
  },
} as const satisfies Record<string, MethodDef>

export const authEvents = {
  'session.ended': {
    summary: 'The session of this device is over; the connection is closed next.',
    params: z.object({ reason: openEnum(['revoked', 'signed_out', 'account_disabled']) }),
  },
} as const satisfies Record<string, NotificationDef>
