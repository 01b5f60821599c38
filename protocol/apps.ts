import { z } from 'zod'
import type { EntityDef, MethodDef } from './core/feature.ts'
import { idSchema, keepable, keptObject, nameSchema, revisionSchema, timeSchema } from './core/fields.ts'
import { limits } from './core/limits.ts'
import { lineSchema, requiredNameSchema, writtenNameSchema } from './core/text.ts'
import { appPermissionSchema, grantablePermissionSchema } from './permissions.ts'

/** A mini-app of the catalogue: the part of its manifest that the client needs (names after the W3C MiniApp drafts). */
export const appSchema = keptObject({
  id: idSchema,
  name: nameSchema,
  latinName: nameSchema,
  description: nameSchema,
  latinDescription: nameSchema,
  group: z.string().max(40),
  /** A lucide icon name and one of the eight avatar hues. */
  icon: z.string().max(40),
  hue: z.number().int().min(1).max(8).catch(1),
  /** An http(s) address, or a path on the workspace server. */
  startUrl: z.string().min(1).max(2_000),
  allowedOrigins: z.array(z.url().max(300)).max(20),
  permissions: z.array(appPermissionSchema).max(20),
  sortOrder: z.number().int().default(0),
  deleted: z.boolean(),
  revision: revisionSchema,
})
export type App = z.infer<typeof appSchema>

/**
 * A mini-app as a server adds it to its catalogue. Stricter than `appSchema`, where a misspelt permission would pass as
 * one of a later version, and might become one.
 */
export const writableAppSchema = z.strictObject({
  id: idSchema,
  name: requiredNameSchema(limits.nameChars),
  latinName: writtenNameSchema(limits.nameChars),
  description: lineSchema(limits.nameChars),
  latinDescription: lineSchema(limits.nameChars),
  group: lineSchema(40).min(1),
  icon: z.string().regex(/^[a-z0-9-]{1,40}$/, 'the name of an icon'),
  hue: z.number().int().min(1).max(8),
  startUrl: z
    .string()
    .max(2_000)
    .regex(/^(https?:\/\/[^/]|\/(?!\/))/, 'an http(s) address or a path'),
  allowedOrigins: z.array(z.url({ protocol: /^https?$/ }).max(300)).max(20),
  permissions: z.array(grantablePermissionSchema).max(20),
  sortOrder: z.number().int(),
  deleted: z.boolean(),
})

export const appEntities = {
  app: { scope: 'apps', schema: keepable(appSchema) },
} as const satisfies Record<string, EntityDef>

export const appMethods = {
  'app.token': {
    summary:
      'Issues a token with which one mini-app calls the server’s HTTP API, for those of `permissions` that its manifest declares; without `permissions`, for all that it declares.',
    auth: true,
    params: z.object({ appId: idSchema, permissions: z.array(appPermissionSchema).max(20).optional() }),
    result: z.object({ token: z.string().min(1).max(4_000), expiresAt: timeSchema, apiBase: z.string().max(2_000) }),
  },
} as const satisfies Record<string, MethodDef>
