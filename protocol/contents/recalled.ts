import { z } from 'zod'
import { keptObject, referenceSchema } from '../core/fields.ts'
import { defineContent } from './content.ts'

export const recalledContentSchema = keptObject({ type: z.literal('recalled'), byId: referenceSchema })

/** What is left of a message that its sender took back. */
export const recalled = defineContent({
  schema: recalledContentSchema,
  sendable: null,
  bubble: false,
  counted: true,
  text: () => '',
  people: content => [content.byId],
  mentions: () => [],
})
