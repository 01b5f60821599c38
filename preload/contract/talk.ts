import { flagSchema, idSchema, limits, messageChanges, seqSchema } from '@lianqun/protocol'
import { z } from 'zod'
import { messageItemSchema } from './messages.ts'
import type { Calls, Events } from './shared.ts'
import { conversationId, count, text } from './shared.ts'

/** What one does with single messages: their quotes, threads, pins and marks. */
export const talkCalls = {
  /**
   * Messages by their seqs, ascending. Those that are not on this device are asked of the server and not kept; what is
   * missing from the answer nobody here may see. @throws offline where some are not on this device
   */
  'messages.get': {
    args: z.object({ id: conversationId, seqs: z.array(seqSchema).min(1).max(limits.historyPage) }),
    result: z.array(messageItemSchema),
  },
  /**
   * A thread: the message that began it, null where nobody here may see it, and its replies, ascending, with those that
   * are queued. `refresh`: asks the server first, whose last answer counts otherwise. `complete`: false where it was not reached,
   * so that only the replies of this device are known.
   */
  'messages.thread': {
    args: z.object({ id: conversationId, seq: seqSchema, refresh: z.boolean() }),
    result: z.object({
      root: messageItemSchema.nullable(),
      replies: z.array(messageItemSchema),
      complete: z.boolean(),
    }),
  },
  /**
   * Messages that are pinned or marked, newest first, from this device. `refresh`: asks the server first; `complete` says
   * whether it answered.
   */
  'messages.flagged': {
    args: z.object({
      id: conversationId,
      flags: z.array(flagSchema).min(1).max(3),
      refresh: z.boolean(),
      before: seqSchema.optional(),
      limit: z.number().int().min(1).max(limits.historyPage),
    }),
    result: z.object({ items: z.array(messageItemSchema), more: z.boolean(), complete: z.boolean() }),
  },
  /**
   * Forwards messages of one or several conversations, in the order in which they were sent: as one record with a title,
   * or one by one; then the note, if there is one. `skipped`: how many could not be forwarded.
   */
  'messages.forward': {
    args: z.object({
      messages: z
        .array(z.object({ id: conversationId, seqs: z.array(seqSchema).min(1).max(limits.forwarded) }))
        .min(1)
        .max(limits.forwarded),
      as: z.enum(['record', 'each']),
      title: z.string().max(limits.recordTitleChars),
      note: z.string().max(limits.textChars),
      conversationIds: z.array(conversationId).max(limits.forwardTargets),
      userIds: z.array(idSchema).max(limits.forwardTargets),
    }),
    result: z.object({ skipped: count }),
  },
} as const satisfies Calls

export const talkEvents = {
  /** The server refused a change of a message that was shown already; it shows no more. `error`: a protocol error name. */
  'message.refused': z.object({
    id: conversationId,
    seq: seqSchema,
    change: z.enum(messageChanges),
    error: text,
  }),
} as const satisfies Events
