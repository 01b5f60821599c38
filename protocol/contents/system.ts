import { z } from 'zod'
import { keptObject, openEnum, readableItems, referenceSchema } from '../core/fields.ts'
import { defineContent } from './content.ts'

/** Events of a conversation that system notices report. */
export const systemEvents = ['created', 'added', 'removed', 'left', 'renamed', 'owner'] as const
export type SystemEvent = (typeof systemEvents)[number]

export const systemContentSchema = keptObject({
  type: z.literal('system'),
  event: openEnum(systemEvents),
  actorId: referenceSchema,
  userIds: readableItems(referenceSchema).optional(),
  name: z.string().optional(),
})
export type SystemContent = z.infer<typeof systemContentSchema>

export const system = defineContent({
  schema: systemContentSchema,
  sendable: null,
  bubble: false,
  counted: false,
  text: () => '',
  people: content => [content.actorId, ...(content.userIds ?? [])],
  mentions: () => [],
})
