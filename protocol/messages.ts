import { z } from 'zod'
import { contentSchema, sendableContentSchema } from './contents/index.ts'
import type { EntityDef, MethodDef } from './core/feature.ts'
import {
  clientIdSchema,
  countedItems,
  epochSchema,
  idSchema,
  ordinalSchema,
  placeSchema,
  referenceSchema,
  revisionSchema,
  seqSchema,
  timeSchema,
} from './core/fields.ts'
import { limits } from './core/limits.ts'
import { pageLimit } from './core/page-limit.ts'

/**
 * A message. `seq` is its position: the revision at which it was created. `(conversationId, seq)` identifies it.
 * `revision` rises when it is recalled. `ordinal` counts the messages up to it, without system notices.
 */
export const messageSchema = z.object({
  conversationId: idSchema,
  seq: seqSchema,
  revision: revisionSchema.min(1),
  ordinal: ordinalSchema,
  senderId: referenceSchema,
  clientId: referenceSchema.nullable(),
  sentAt: timeSchema,
  content: contentSchema,
})
export type Message = z.infer<typeof messageSchema>

export const messageEntities = {
  message: { scope: 'conversation', schema: messageSchema },
} as const satisfies Record<string, EntityDef>

const sentHistorySchema = z.object({
  conversationId: idSchema,
  epoch: epochSchema,
  messages: countedItems(messageSchema),
  from: placeSchema,
  to: placeSchema,
  /** The scope's head when the page was read: rows are as of this revision. */
  head: placeSchema,
})
/** A page of history. `unreadable`: how many of its messages this version cannot read; never sent. */
export type HistoryPage = Omit<z.infer<typeof sentHistorySchema>, 'messages'> & {
  messages: Message[]
  unreadable?: number
}
const historyPageSchema = sentHistorySchema.transform(
  ({ messages: { items, unread }, ...page }): HistoryPage =>
    unread === 0 ? { ...page, messages: items } : { ...page, messages: items, unreadable: unread },
)

export const messageMethods = {
  'message.send': {
    summary: 'Stores a message and answers after the commit. The same client id again returns the same message.',
    auth: true,
    params: z.object({ conversationId: idSchema, clientId: clientIdSchema, content: sendableContentSchema }),
    result: z.object({ message: messageSchema }),
  },
  'message.recall': {
    summary: 'Recalls a message of the caller, within two minutes.',
    auth: true,
    params: z.object({ conversationId: idSchema, seq: revisionSchema.min(1) }),
    result: z.object({ message: messageSchema }),
  },
  'message.history': {
    summary:
      'Returns a page of messages before or after a seq (exclusive), ascending. `from..to` is the range of seqs that the page covers without a gap.',
    auth: true,
    params: z.object({
      conversationId: idSchema,
      before: revisionSchema.optional(),
      after: revisionSchema.optional(),
      limit: pageLimit(limits.historyPage),
    }),
    result: historyPageSchema,
  },
} as const satisfies Record<string, MethodDef>
