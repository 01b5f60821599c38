import { z } from 'zod'
import { receivedCardSchema, writtenCardSchema } from '../cards/schema.ts'
import { idSchema, referenceSchema } from '../core/fields.ts'
import { limits } from '../core/limits.ts'
import { lineSchema, requiredNameSchema } from '../core/text.ts'

/** A form that a bot opens for one person, or its home page, as the bot writes it. */
export const writtenViewSchema = z.object({
  title: requiredNameSchema(limits.botLineChars),
  card: writtenCardSchema,
  /** What sends the form; absent: it has nothing to send. */
  submit: lineSchema(limits.botLineChars).optional(),
  /** What closes it, in place of “Cancel”. */
  close: lineSchema(limits.botLineChars).optional(),
  /** Whether the bot is told when it is closed unsent. */
  notifyOnClose: z.boolean().optional(),
  /** What the bot keeps with it. It never leaves the server but to the bot. */
  data: z
    .unknown()
    .refine(data => data === undefined || JSON.stringify(data).length <= limits.cardChars, 'small enough')
    .optional(),
})
export type WrittenView = z.infer<typeof writtenViewSchema>

/** The same as the person gets it. */
export const viewSchema = z.object({
  id: idSchema,
  botId: referenceSchema,
  /** Rises with each change. */
  version: z.number().int().min(1),
  title: z.string(),
  card: receivedCardSchema,
  submit: z.string().optional(),
  close: z.string().optional(),
  /** Where a form was asked for: whose members its inputs of people offer first. */
  conversationId: referenceSchema.optional(),
})
export type BotView = z.infer<typeof viewSchema>
