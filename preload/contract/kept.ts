import { labelsSchema, messageStateChanges, seqSchema, timeSchema } from '@lianqun/protocol'
import { z } from 'zod'
import { messageItemSchema } from './messages.ts'
import type { Calls, Events } from './shared.ts'
import { conversationId, count, namedSchema, none, onMessage, querySchema, text, titleFields } from './shared.ts'

/** A message that the user keeps, with the conversation it is of; `title` is null where that is not on this device. */
export const keptItemSchema = z.object({
  conversationId,
  seq: seqSchema,
  /** Null when there is nothing to show of it yet. */
  message: messageItemSchema.nullable(),
  conversation: z
    .object({ kind: z.enum(['direct', 'group']), name: text, avatarPeople: z.array(namedSchema), ...titleFields })
    .nullable(),
  /** Whether the user can go to it where it was sent. */
  reachable: z.boolean(),
  savedAt: timeSchema.nullable(),
  labels: z.array(text),
  remindAt: timeSchema.nullable(),
})

/** What the user has of their own about messages. All of it works offline. */
export const keptCalls = {
  /** Saves a message under labels; null takes it out. */
  'messages.save': { args: onMessage.extend({ labels: labelsSchema.nullable() }), result: none },
  /** Sets when the user is reminded of a message; null: no more. */
  'messages.remind': { args: onMessage.extend({ at: timeSchema.nullable() }), result: none },
  /** Answers to what the sender of a message asks for, or takes the answer back. */
  'messages.respond': { args: onMessage.extend({ done: z.boolean() }), result: none },
  /** Deletes messages of a conversation for the user alone. */
  'messages.hide': { args: z.object({ id: conversationId, seqs: z.array(seqSchema).min(1).max(200) }), result: none },
  /** Saved messages, the newest first, under a label and with words in them if asked for. */
  'saved.page': {
    args: z.object({
      query: querySchema.max(200),
      label: text.nullable(),
      offset: count,
      limit: z.number().int().min(1).max(100),
    }),
    result: z.object({ items: z.array(keptItemSchema), more: z.boolean() }),
  },
  /** The user's labels with how many messages each has, the most used first. */
  'saved.labels': { args: none, result: z.array(z.object({ label: text, count })) },
  /** Messages that ask the user for an answer which they have not given, urgent ones first, then the newest. */
  'requests.page': {
    args: z.object({ offset: count, limit: z.number().int().min(1).max(100) }),
    result: z.object({ items: z.array(keptItemSchema), total: count }),
  },
  /** Messages that the user is to be reminded of, the next one first. */
  'reminders.list': { args: none, result: z.array(keptItemSchema) },
} as const satisfies Calls

export const keptEvents = {
  /** The server refused what was shown already. `error`: a protocol error name. */
  'state.refused': z.object({
    id: conversationId,
    seq: seqSchema,
    change: z.enum(messageStateChanges),
    error: text,
  }),
} as const satisfies Events

export type KeptItem = z.infer<typeof keptItemSchema>
