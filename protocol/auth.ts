import { z } from 'zod'
import type { MethodDef, NotificationDef } from './core/feature.ts'
import { emptySchema, idSchema, openEnum, timeSchema } from './core/fields.ts'
import { organisationSchema } from './directory.ts'

export const deviceInfoSchema = z.object({
  id: idSchema,
  name: z.string().min(1).max(100),
  platform: z.string().min(1).max(40),
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
      account: z.string().trim().min(1).max(100),
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
} as const satisfies Record<string, MethodDef>

export const authEvents = {
  'session.ended': {
    summary: 'The session of this device is over; the connection is closed next.',
    params: z.object({ reason: openEnum(['revoked', 'signed_out', 'account_disabled']) }),
  },
} as const satisfies Record<string, NotificationDef>
