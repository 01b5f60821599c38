import { z } from 'zod'
import { dropControls } from './core/characters.ts'
import type { MethodDef } from './core/feature.ts'
import { clientIdSchema, idSchema, openEnum, seqSchema } from './core/fields.ts'
import { limits } from './core/limits.ts'
import { lineSchema } from './core/text.ts'

/** What becomes of an action: done, or whoever it is for was asked and has not answered yet, or would not do it. */
export const cardAnswers = ['done', 'waiting', 'failed'] as const

/** What a person filled in, by the ids of the inputs. */
export const cardInputsSchema = z
  .record(z.string().max(limits.cardIdChars), z.string().overwrite(dropControls).max(limits.cardTextChars))
  .refine(inputs => Object.keys(inputs).length <= limits.cardItems, `at most ${limits.cardItems} inputs`)
  .refine(inputs => JSON.stringify(inputs).length <= limits.cardChars, `at most ${limits.cardChars} characters`)

export const cardMethods = {
  'card.submit': {
    summary:
      'Does an action of a card. `version`: of the card that the person saw; when it is another one by now, the answer is `conflict`. The same client id again answers the same and does nothing more.',
    auth: true,
    params: z.object({
      conversationId: idSchema,
      seq: seqSchema,
      actionId: lineSchema(limits.cardIdChars).min(1),
      inputs: cardInputsSchema,
      version: z.number().int().min(1),
      clientId: clientIdSchema,
    }),
    /** `notice`: a sentence for the person who did it. */
    result: z.object({ answer: openEnum(cardAnswers), notice: z.string().max(limits.cardLineChars).optional() }),
  },
} as const satisfies Record<string, MethodDef>
