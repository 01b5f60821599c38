import { z } from 'zod'
import type { MethodDef } from './core/feature.ts'
import { emptySchema, idSchema, nameSchema, timeSchema } from './core/fields.ts'

export const deviceSchema = z.object({
  id: idSchema,
  name: nameSchema,
  platform: z.string().max(40),
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
    result: z.object({ devices: z.array(deviceSchema).max(200) }),
  },
  'device.revoke': {
    summary: 'Signs a device out at once.',
    auth: true,
    params: z.object({ deviceId: idSchema }),
    result: emptySchema,
  },
} as const satisfies Record<string, MethodDef>
