import { z } from 'zod'
import { dropControls, hasVisibleText } from '../core/characters.ts'
import { idSchema, keptObject, readableItems } from '../core/fields.ts'
import { limits } from '../core/limits.ts'
import { defineContent, type Mention, mentionSchema } from './content.ts'

interface Written {
  type: 'text'
  text: string
  mentions: Mention[]
}

/** The text without control characters; the mentions keep their words. */
function clean<C extends Written>(content: C): C {
  const text = dropControls(content.text)
  if (text === content.text) return content
  const place = (offset: number) => dropControls(content.text.slice(0, offset)).length
  const mentions = content.mentions.map(mention => {
    const offset = place(mention.offset)
    return { ...mention, offset, length: place(mention.offset + mention.length) - offset }
  })
  return { ...content, text, mentions: mentions.filter(({ length }) => length > 0) }
}

/** A text as a client may send it. */
export const textContentSchema = z
  .object({
    type: z.literal('text'),
    text: z.string().max(limits.textChars).min(1).refine(hasVisibleText, 'a message has a character that can be seen'),
    mentions: z.array(mentionSchema.extend({ userId: idSchema })).max(limits.mentions),
  })
  .superRefine(({ text, mentions }, context) => {
    for (const [i, { offset, length }] of mentions.entries()) {
      if (offset + length <= text.length) continue
      context.addIssue({ code: 'custom', path: ['mentions', i], message: 'A mention lies outside the text.' })
    }
  })
  .overwrite(clean)
export type TextContent = z.infer<typeof textContentSchema>

export const text = defineContent({
  schema: keptObject({ type: z.literal('text'), text: z.string(), mentions: readableItems(mentionSchema) }),
  sendable: textContentSchema,
  bubble: true,
  counted: true,
  editable: true,
  text: content => content.text,
  words: content => content.text,
  people: content => content.mentions.map(mention => mention.userId).filter(id => id !== 'all'),
  mentions: content => content.mentions,
  examples: {
    good: [
      { type: 'text', text: '收到', mentions: [] },
      { type: 'text', text: '@陈屿 看一下', mentions: [{ userId: 'u_chenyu', offset: 0, length: 3 }] },
    ],
    unreadable: [{ type: 'text' }, { type: 'text', text: 7, mentions: [] }],
    notSendable: [
      { type: 'text', text: '', mentions: [] },
      { type: 'text', text: ' \n ', mentions: [] },
      { type: 'text', text: '\u200b\u2060', mentions: [] },
      { type: 'text', text: 'x'.repeat(limits.textChars + 1), mentions: [] },
      { type: 'text', text: 'x', mentions: [{ userId: 'all', offset: -1, length: 1 }] },
      { type: 'text', text: 'x', mentions: [{ userId: 'all', offset: 0, length: 2 }] },
    ],
  },
})
