import { z } from 'zod'
import type { MethodDef } from './core/feature.ts'
import { emptySchema, idSchema, readableItems, timeSchema } from './core/fields.ts'

export const deviceSchema = z.object({
  id: idSchema,
  name: z.string(),
  platform: z.string(),
  createdAt: timeSchema,
  lastSeenAt: timeSchema,
  current: z.boolean(),
})
export type Device = z.infer<typeof deviceSchema>

export const deviceMethods = {
  'device.list': {
    summary: 'The devices signed in to the caller’s account.',
    auth: true,
    params: emptySchema,
    result: z.object({ devices: readableItems(deviceSchema) }),
  },
  'device.revoke': {
    summary: 'Signs a device out at once.',
    auth: true,
    params: z.object({ deviceId: idSchema }),
    result: emptySchema,
  },
  'device.revokeOthers': {
    summary: 'Signs all devices of the caller but this one out at once.',
    auth: true,
    params: emptySchema,
    result: z.object({ revoked: z.number().int().min(0) }),
  },
} as const satisfies Record<string, MethodDef>
