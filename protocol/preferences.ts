import { z } from 'zod'
import type { EntityDef, MethodDef } from './core/feature.ts'
import { idSchema, keepable, keptObject, readableItems, referenceSchema, revisionSchema } from './core/fields.ts'
import { limits } from './core/limits.ts'
import { requiredNameSchema } from './core/text.ts'

/** People whom a user picks together again and again, under a name. */
const selectionSchema = keptObject({
  id: referenceSchema,
  name: z.string(),
  userIds: readableItems(referenceSchema),
})
export type Selection = z.infer<typeof selectionSchema>

/** Preferences of a user, shared by their devices. */
export const preferencesSchema = keptObject({
  favouriteApps: z.array(idSchema).max(200),
  /** In the order in which they were made; earlier servers leave it out. */
  selections: readableItems(selectionSchema).optional().catch(undefined),
  revision: revisionSchema,
})
export type Preferences = z.infer<typeof preferencesSchema>

export const preferencesEntities = {
  preferences: { scope: 'me', schema: keepable(preferencesSchema) },
} as const satisfies Record<string, EntityDef>

/** A selection as its user writes it. */
export const writtenSelectionSchema = z.object({
  id: idSchema,
  name: requiredNameSchema(limits.selectionNameChars),
  userIds: z.array(idSchema).min(1).max(limits.selectionPeople),
})

const resultSchema = z.object({ preferences: preferencesSchema })

export const preferencesMethods = {
  'preferences.update': {
    summary: 'Replaces the favourite mini-apps.',
    auth: true,
    params: z.object({ favouriteApps: z.array(idSchema).max(200) }),
    result: resultSchema,
  },
  'preferences.setSelection': {
    summary: 'Makes or changes a selection of people, which the caller picks again later.',
    auth: true,
    params: writtenSelectionSchema,
    result: resultSchema,
  },
  'preferences.deleteSelection': {
    summary: 'Deletes a selection; one that is not there is no error.',
    auth: true,
    params: z.object({ id: idSchema }),
    result: resultSchema,
  },
} as const satisfies Record<string, MethodDef>
