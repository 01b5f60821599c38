import { z } from 'zod'
import { keptObject, readableItems } from '../core/fields.ts'
import { limits } from '../core/limits.ts'
import { defineContent, mentionSchema } from './content.ts'

/** A text as a client may send it. */
export const textContentSchema = z
  .object({
    type: z.literal('text'),
    text: z
      .string()
      .max(limits.textChars)
      .min(1)
      .refine(text => text.trim() !== '', 'a message that is not only white space'),
    mentions: z.array(mentionSchema).max(limits.mentions),
  })
  .superRefine(({ text, mentions }, context) => {
    for (const [i, { offset, length }] of mentions.entries()) {
      if (offset + length <= text.length) continue
      context.addIssue({ code: 'custom', path: ['mentions', i], message: 'A mention lies outside the text.' })
    }
  })
export type TextContent = z.infer<typeof textContentSchema>

export const text = defineContent({
  schema: keptObject({ type: z.literal('text'), text: z.string(), mentions: readableItems(mentionSchema) }),
  sendable: textContentSchema,
  bubble: true,
  counted: true,
  text: content => content.text,
  people: content => content.mentions.map(mention => mention.userId).filter(id => id !== 'all'),
  mentions: content => content.mentions,
})
