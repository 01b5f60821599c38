import { z } from 'zod'
import type { EntityDef, MethodDef } from './core/feature.ts'
import { idSchema, keepable, keptObject, revisionSchema } from './core/fields.ts'

/** Preferences of a user, shared by their devices. */
export const preferencesSchema = keptObject({ favouriteApps: z.array(idSchema).max(200), revision: revisionSchema })
export type Preferences = z.infer<typeof preferencesSchema>

export const preferencesEntities = {
  preferences: { scope: 'me', schema: keepable(preferencesSchema) },
} as const satisfies Record<string, EntityDef>

export const preferencesMethods = {
  'preferences.update': {
    summary: 'Replaces the favourite mini-apps.',
    auth: true,
    params: z.object({ favouriteApps: z.array(idSchema).max(200) }),
    result: z.object({ preferences: preferencesSchema }),
  },
} as const satisfies Record<string, MethodDef>
