import { z } from 'zod'
import type { MethodDef, NotificationDef } from './core/feature.ts'
import { emptySchema, idSchema, openEnum, readableItems, referenceSchema } from './core/fields.ts'
import { limits } from './core/limits.ts'

/** What a person may be, besides not there; later versions add some. */
export const presenceStates = ['online', 'away', 'offline'] as const
export type PresenceState = (typeof presenceStates)[number]

const presenceSchema = z.object({ userId: referenceSchema, state: openEnum(presenceStates) })
/** Whether somebody is there; nothing says since when they are not. */
export type Presence = z.infer<typeof presenceSchema>

export const presenceMethods = {
  'presence.watch': {
    summary:
      'Says whose presence the connection is told from now on, instead of those before: the people on the screen. Answers with those who are there; of people whom the caller may not see nothing is said.',
    auth: true,
    params: z.object({ userIds: z.array(idSchema).max(limits.watchedPeople) }),
    result: z.object({ people: readableItems(presenceSchema) }),
  },
  'presence.report': {
    summary: 'Says whether the person is at this device.',
    auth: true,
    params: z.object({ state: z.enum(['online', 'away']) }),
    result: emptySchema,
  },
} as const satisfies Record<string, MethodDef>

export const presenceEvents = {
  'presence.changed': {
    summary: 'People that the connection watches came, went away, came back or left.',
    params: z.object({ people: readableItems(presenceSchema) }),
  },
} as const satisfies Record<string, NotificationDef>
