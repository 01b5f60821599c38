import { z } from 'zod'
import { keptObject, referenceSchema } from '../core/fields.ts'
import { defineContent } from './content.ts'

export const recalledContentSchema = keptObject({ type: z.literal('recalled'), byId: referenceSchema })

/** Replaces the content of a message that was recalled. */
export const recalled = defineContent({
  schema: recalledContentSchema,
  sendable: null,
  bubble: false,
  counted: false,
  editable: false,
  text: () => '',
  people: content => [content.byId],
  mentions: () => [],
  examples: {
    good: [{ type: 'recalled', byId: 'u_chenyu' }],
    unreadable: [{ type: 'recalled' }],
    notSendable: [{ type: 'recalled', byId: 'u_chenyu' }],
  },
})
