import { z } from 'zod'
import { receivedCardSchema } from './cards/schema.ts'
import { dropControls } from './core/characters.ts'
import type { MethodDef, NotificationDef } from './core/feature.ts'
import { clientIdSchema, idSchema, openEnum, seqSchema, timeSchema } from './core/fields.ts'
import { limits } from './core/limits.ts'
import { lineSchema } from './core/text.ts'

/** What becomes of an action: done, or whoever it is for was asked and has not answered yet, or would not do it. */
export const cardAnswers = ['done', 'waiting', 'failed'] as const

/** What a person filled in, by the ids of the inputs. */
export const cardInputsSchema = z
  .record(z.string().max(limits.cardIdChars), z.string().overwrite(dropControls).max(limits.cardTextChars))
  .refine(inputs => Object.keys(inputs).length <= limits.cardItems, `at most ${limits.cardItems} inputs`)
  .refine(inputs => JSON.stringify(inputs).length <= limits.cardChars, `at most ${limits.cardChars} characters`)

/** A number of a version or face, which rises. */
const numberSchema = z.number().int().min(1)

/** A card as one person alone has it. */
export const cardFaceSchema = z.object({
  /** Rises with each face that this person has of a version of the card. */
  number: numberSchema,
  card: receivedCardSchema,
  /** From then on another one is asked for, milliseconds. */
  expiresAt: timeSchema.optional(),
})
export type CardFace = z.infer<typeof cardFaceSchema>

export const cardMethods = {
  'card.submit': {
    summary:
      'Does an action of a card. `version`: of the card that the person saw, `face`: of their own face of it, where the action is on that; when it is another one by now, the answer is `conflict`. The same client id again answers the same and does nothing more.',
    auth: true,
    params: z.object({
      conversationId: idSchema,
      seq: seqSchema,
      actionId: lineSchema(limits.cardIdChars).min(1),
      inputs: cardInputsSchema,
      version: numberSchema,
      face: numberSchema.optional(),
      clientId: clientIdSchema,
    }),
    /** `notice`: a sentence for the person who did it. */
    result: z.object({ answer: openEnum(cardAnswers), notice: z.string().max(limits.cardLineChars).optional() }),
  },
  'card.refresh': {
    summary:
      'The own face of a person of a card with `refresh`, or null: then whoever made the card is asked for one, once for each version, and what they say comes as `card.face`.',
    auth: true,
    params: z.object({ conversationId: idSchema, seq: seqSchema, version: numberSchema }),
    result: z.object({ face: cardFaceSchema.nullable() }),
  },
} as const satisfies Record<string, MethodDef>

export const cardEvents = {
  'card.face': {
    summary: 'A version of a card has a face of its own for this person.',
    params: z.object({ conversationId: idSchema, seq: seqSchema, version: numberSchema, face: cardFaceSchema }),
  },
} as const satisfies Record<string, NotificationDef>
