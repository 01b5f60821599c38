import { z } from 'zod'
import { requestAsks } from './attributes.ts'
import type { EntityDef, MethodDef } from './core/feature.ts'
import { idSchema, keptObject, openEnum, readableItems, revisionSchema, seqSchema, timeSchema } from './core/fields.ts'
import { limits } from './core/limits.ts'
import { requiredNameSchema } from './core/text.ts'
import { looseSchema, messageSchema } from './messages.ts'

/**
 * What one person has of their own about a message; a row of the scope `me`. One that says nothing of it any more is
 * the tombstone.
 */
export const messageStateSchema = keptObject({
  conversationId: idSchema,
  seq: seqSchema,
  /** They saved it, under labels of their own. */
  saved: keptObject({ at: timeSchema, labels: readableItems(z.string().min(1).max(200)) })
    .optional()
    .catch(undefined),
  /** They want to be reminded of it at this time. */
  remindAt: timeSchema.optional().catch(undefined),
  /** They deleted it for themselves: their devices keep nothing of it. */
  hidden: z.boolean().optional().catch(undefined),
  /** The sender asks them to answer to it; `doneAt`: when they did; `urgedAt`: when they were last reminded. */
  request: keptObject({
    ask: openEnum(requestAsks),
    urgent: z.boolean().optional(),
    at: timeSchema,
    doneAt: timeSchema.optional(),
    urgedAt: timeSchema.optional(),
  })
    .optional()
    .catch(undefined),
  /** What they answered to it, where the message itself may not say, as of an anonymous poll. */
  answer: looseSchema.optional().catch(undefined),
  /** What is saved, comes again or is urgent, so that it can be read where the conversation is not held, or not theirs any more. */
  message: messageSchema.optional().catch(undefined),
  revision: revisionSchema,
})
export type MessageState = z.infer<typeof messageStateSchema>

export const keptEntities = {
  messageState: { scope: 'me', schema: messageStateSchema },
} as const satisfies Record<string, EntityDef>

/** The labels of a saved message as a person writes them, without those that say the same twice. */
export const labelsSchema = z
  .array(requiredNameSchema(limits.labelChars))
  .max(limits.labels)
  .overwrite(labels => [...new Set(labels)])

const onMessageSchema = z.object({ conversationId: idSchema, seq: seqSchema })
const resultSchema = z.object({ state: messageStateSchema })

export const keptMethods = {
  'message.save': {
    summary:
      'Saves a message for the caller under labels; null takes it out again. What is saved stays readable after they leave, as it then was, and goes when it is recalled.',
    auth: true,
    params: onMessageSchema.extend({ labels: labelsSchema.nullable() }),
    result: resultSchema,
  },
  'message.remind': {
    summary: 'Reminds the caller of a message at a time; null: no more.',
    auth: true,
    params: onMessageSchema.extend({ at: timeSchema.nullable() }),
    result: resultSchema,
  },
  'message.respond': {
    summary: 'Answers to what the sender of a message asks for, or takes the answer back.',
    auth: true,
    params: onMessageSchema.extend({ done: z.boolean() }),
    result: resultSchema,
  },
  'message.hide': {
    summary: 'Deletes a message for the caller alone, on all their devices. It cannot be taken back.',
    auth: true,
    params: onMessageSchema,
    result: resultSchema,
  },
} as const satisfies Record<string, MethodDef>

/** Those that a client may keep until there is a connection. */
export const messageStateChanges = [
  'message.save',
  'message.remind',
  'message.hide',
  'message.respond',
] as const satisfies readonly (keyof typeof keptMethods)[]
