import { z } from 'zod'
import type { MethodDef } from './core/feature.ts'
import { idSchema, readableItems, referenceSchema, seqSchema, timeSchema } from './core/fields.ts'
import { limits } from './core/limits.ts'
import { pageLimit } from './core/page-limit.ts'
import { messageStateSchema } from './message-states.ts'
import { looseSchema, messageSchema } from './messages.ts'

const onMessageSchema = z.object({ conversationId: idSchema, seq: seqSchema })

/** Answers to polls and sign-up lists, and what else their kinds allow. */
export const answerMethods = {
  'message.answer': {
    summary: 'Answers to a poll, a sign-up list or a request. Each person has one answer; null takes it back.',
    auth: true,
    params: onMessageSchema.extend({ answer: looseSchema.nullable() }),
    /** `state`: where the message itself may not say what the caller answered. */
    result: z.object({ message: messageSchema, state: messageStateSchema.optional() }),
  },
  'message.answers': {
    summary:
      'Who answered what, in the order in which they first did, by pages: `after` is the last answer of the page before. `option`: only who chose it. Where answers are secret, the caller’s own.',
    auth: true,
    params: onMessageSchema.extend({
      option: idSchema.optional(),
      after: z.object({ at: timeSchema, userId: idSchema }).optional(),
      limit: pageLimit(limits.peoplePage).optional(),
    }),
    result: z.object({
      answers: readableItems(z.object({ userId: referenceSchema, answer: looseSchema, at: timeSchema })),
      more: z.boolean().optional(),
    }),
  },
  'message.act': {
    summary: 'Does something to a message of a kind that allows it, such as closing a poll.',
    auth: true,
    params: onMessageSchema.extend({ act: looseSchema }),
    result: z.object({ message: messageSchema }),
  },
} as const satisfies Record<string, MethodDef>
