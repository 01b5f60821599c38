import { z } from 'zod'
import { idSchema, keptObject, referenceSchema } from '../core/fields.ts'
import { defineContent } from './content.ts'

/** A person's card (名片): who they are is looked up in the directory, so that it says what is so now. */
export const contact = defineContent({
  schema: keptObject({ type: z.literal('contact'), userId: referenceSchema }),
  sendable: z.object({ type: z.literal('contact'), userId: idSchema }),
  bubble: true,
  counted: true,
  editable: false,
  text: () => '',
  people: ({ userId }) => [userId],
  mentions: () => [],
  examples: {
    good: [{ type: 'contact', userId: 'u_maya' }],
    unreadable: [{ type: 'contact' }, { type: 'contact', userId: 7 }],
    notSendable: [
      { type: 'contact', userId: '' },
      { type: 'contact', userId: 'a b' },
    ],
  },
})
