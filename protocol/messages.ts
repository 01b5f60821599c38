import { z } from 'zod'
import { attributesSchema, emojiSchema, flagSchema, messageMarks, requestAsks } from './attributes.ts'
import { contentSchema, sendableContentSchema } from './contents/index.ts'
import { dropControls } from './core/characters.ts'
import type { EntityDef, MethodDef } from './core/feature.ts'
import {
  clientIdSchema,
  countedItems,
  epochSchema,
  idSchema,
  isKeepable,
  ordinalSchema,
  placeSchema,
  readableItems,
  referenceSchema,
  revisionSchema,
  seqSchema,
  timeSchema,
} from './core/fields.ts'
import { limits } from './core/limits.ts'
import { pageLimit } from './core/page-limit.ts'
import { dropControlsWithin } from './core/text.ts'

/**
 * A message. `seq` is its position: the revision at which it was created. `(conversationId, seq)` identifies it.
 * `revision` rises when its content or its attributes change. `ordinal` counts the messages up to it, without system notices.
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
  attributes: attributesSchema.refine(isKeepable, 'small enough to be kept').optional().catch(undefined),
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

/** What only the kind of the message understands. */
export const looseSchema = z
  .record(z.string().max(40), z.unknown())
  .refine(isKeepable, 'small enough')
  .overwrite(dropControlsWithin)
const searchListSchema = z.array(idSchema).min(1).max(limits.searchFilterItems)
const onMessageSchema = z.object({ conversationId: idSchema, seq: seqSchema })
/** What a message said until it was edited at `at`. */
export const messageEditSchema = z.object({ content: contentSchema, at: timeSchema })
export type MessageEdit = z.infer<typeof messageEditSchema>

export const messageMethods = {
  'message.send': {
    summary: 'Stores a message and answers after the commit. The same client id again returns the same message.',
    auth: true,
    params: z.object({
      conversationId: idSchema,
      clientId: clientIdSchema,
      content: sendableContentSchema,
      replyTo: seqSchema.optional(),
    }),
    result: z.object({ message: messageSchema }),
  },
  'message.recall': {
    summary: 'Recalls a message of the caller, within two minutes.',
    auth: true,
    params: onMessageSchema,
    result: z.object({ message: messageSchema }),
  },
  'message.edit': {
    summary: 'Replaces the content of a text of the caller. What it said before stays readable for the members.',
    auth: true,
    params: onMessageSchema.extend({ content: sendableContentSchema }),
    result: z.object({ message: messageSchema }),
  },
  'message.removePreview': {
    summary: 'Takes the preview of its link away from a message of the caller.',
    auth: true,
    params: onMessageSchema,
    result: z.object({ message: messageSchema }),
  },
  'message.request': {
    summary:
      'Asks those who are members and saw a message of the caller sent, or some of them, to say that they have read it, or done it; null asks no more. Urgent ones come again on their devices until they answer.',
    auth: true,
    params: onMessageSchema.extend({
      ask: z.enum(requestAsks).nullable(),
      urgent: z.boolean().optional(),
      userIds: z.array(idSchema).min(1).max(limits.members).optional(),
    }),
    result: z.object({ message: messageSchema }),
  },
  'message.urge': {
    summary: 'Reminds those who still owe an answer; at most every ten minutes.',
    auth: true,
    params: onMessageSchema,
    result: z.object({ message: messageSchema }),
  },
  'message.owed': {
    summary: 'Who was asked, for the sender and who manages the conversation; `at`: when they answered.',
    auth: true,
    params: onMessageSchema,
    result: z.object({ people: readableItems(z.object({ userId: referenceSchema, at: timeSchema.nullable() })) }),
  },
  'message.readers': {
    summary:
      'Who has read a message, or has not, by user id after one of them (exclusive), and how many of each: for its sender. Of a large group the client is not told as it happens.',
    auth: true,
    params: onMessageSchema.extend({
      read: z.boolean(),
      after: idSchema.optional(),
      limit: pageLimit(limits.peoplePage),
    }),
    result: z.object({
      userIds: readableItems(referenceSchema),
      read: z.number().int().min(0),
      unread: z.number().int().min(0),
      more: z.boolean(),
    }),
  },
  'message.edits': {
    summary: 'What an edited message said before, oldest first, as far back as fits a page.',
    auth: true,
    params: onMessageSchema,
    result: z.object({ edits: readableItems(messageEditSchema) }),
  },
  'message.react': {
    summary: 'Adds a reaction of the caller to a message, or takes it back.',
    auth: true,
    params: onMessageSchema.extend({ emoji: emojiSchema, on: z.boolean() }),
    result: z.object({ message: messageSchema }),
  },
  'message.reactions': {
    summary:
      'Who reacted to a message, in the order in which they did, by pages: `after` is the last reaction of the page before. `emoji`: only who reacted with it.',
    auth: true,
    params: onMessageSchema.extend({
      emoji: emojiSchema.optional(),
      after: z.object({ at: timeSchema, userId: idSchema, emoji: emojiSchema }).optional(),
      limit: pageLimit(limits.peoplePage).optional(),
    }),
    result: z.object({
      reactions: readableItems(z.object({ emoji: z.string(), userId: referenceSchema, at: timeSchema })),
      more: z.boolean().optional(),
    }),
  },
  'message.pin': {
    summary: 'Pins a message to the conversation for all members, or unpins it.',
    auth: true,
    params: onMessageSchema.extend({ on: z.boolean() }),
    result: z.object({ message: messageSchema }),
  },
  'message.mark': {
    summary:
      'Marks a message as a decision, a question, or in a problem group as the fix or the result; null takes the mark back. `answer`: the reply that the sender of a question accepts.',
    auth: true,
    params: onMessageSchema.extend({ kind: z.enum(messageMarks).nullable(), answer: seqSchema.optional() }),
    result: z.object({ message: messageSchema }),
  },
  'message.flagged': {
    summary: 'The messages of a conversation that are pinned or marked, newest first, before a seq (exclusive).',
    auth: true,
    params: z.object({
      conversationId: idSchema,
      flags: z.array(flagSchema).min(1).max(3),
      before: seqSchema.optional(),
      limit: pageLimit(limits.historyPage),
    }),
    result: z.object({ messages: readableItems(messageSchema), more: z.boolean() }),
  },
  'message.get': {
    summary: 'Messages by their seqs, ascending; those that the caller may not see are left out.',
    auth: true,
    params: z.object({ conversationId: idSchema, seqs: z.array(seqSchema).min(1).max(limits.historyPage) }),
    result: z.object({ messages: readableItems(messageSchema) }),
  },
  'message.search': {
    summary:
      'Messages that the caller may see and that have all words of the query and what the filters say, newest first. A page may be short while `cursor` says that there is more.',
    auth: true,
    params: z.object({
      query: z.string().max(limits.searchChars).overwrite(dropControls),
      conversationIds: searchListSchema.optional(),
      senderIds: searchListSchema.optional(),
      /** Kinds of content; `link` for those with a link. */
      kinds: searchListSchema.optional(),
      mentionsMe: z.boolean().optional(),
      /** Times of sending, both inclusive. */
      since: timeSchema.optional(),
      until: timeSchema.optional(),
      cursor: z
        .string()
        .regex(/^\d{1,16}$/)
        .optional(),
      limit: pageLimit(limits.searchPage),
    }),
    result: z.object({ messages: readableItems(messageSchema), cursor: z.string().nullable() }),
  },
  'message.thread': {
    summary: 'The replies of a thread after a seq (exclusive), ascending.',
    auth: true,
    params: onMessageSchema.extend({ after: revisionSchema, limit: pageLimit(limits.historyPage) }),
    result: z.object({ messages: readableItems(messageSchema), more: z.boolean() }),
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
  'message.at': {
    summary: 'Returns the seq of the first message of a conversation that was sent at a time or later; null: none was.',
    auth: true,
    params: z.object({ conversationId: idSchema, time: timeSchema }),
    result: z.object({ seq: seqSchema.nullable() }),
  },
} as const satisfies Record<string, MethodDef>

/** Requests that change a message, and that a client may keep until there is a connection. */
export const messageChanges = [
  'message.react',
  'message.edit',
  'message.pin',
  'message.mark',
  'message.removePreview',
  'message.request',
  'message.answer',
] as const satisfies (keyof typeof messageMethods | 'message.answer')[]
