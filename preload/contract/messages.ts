import {
  attributesSchema,
  cardFaceSchema,
  contentSchema,
  conversationKinds,
  emojiSchema,
  idSchema,
  languageTagSchema,
  limits,
  messageEditSchema,
  messageMarks,
  requestAsks,
  revisionSchema,
  sendableContentSchema,
  seqSchema,
  timeSchema,
} from '@lianqun/protocol'
import { z } from 'zod'
import { transferSchema } from './files.ts'
import type { Calls, Events } from './shared.ts'
import {
  askSchema,
  conversationId,
  count,
  draftSchema,
  namedSchema,
  none,
  onMessage,
  querySchema,
  text,
  titleFields,
} from './shared.ts'

/** What a message replies to. `message` is null when it is not on this device; a recalled one has that content. */
export const quoteSchema = z.object({
  seq: seqSchema,
  message: z
    .object({ sender: namedSchema, sentAt: timeSchema, content: contentSchema, people: z.array(namedSchema) })
    .nullable(),
})

/** A message as the conversation shows it: from the server (`seq` > 0), or still in the outbox (`seq` 0). */
export const messageItemSchema = z.object({
  conversationId,
  seq: revisionSchema,
  revision: revisionSchema,
  clientId: text.nullable(),
  sender: namedSchema,
  own: z.boolean(),
  sentAt: timeSchema,
  content: contentSchema,
  attributes: attributesSchema,
  quote: quoteSchema.nullable(),
  /** From the message kind: whether it is a bubble or a line in the middle, and whether it counts as unread. */
  bubble: z.boolean(),
  counted: z.boolean(),
  /** From the message kind: it says something in words, which can be translated. */
  hasWords: z.boolean().optional(),
  /** People named in mentions, notices and attributes. */
  people: z.array(namedSchema),
  state: z.enum(['sending', 'sent', 'failed']),
  /** Why sending failed; a protocol error name. */
  error: text.nullable(),
  /** What the user has of their own about it: the labels under which it is saved, when they are reminded. */
  kept: z
    .object({ labels: z.array(text).nullable(), remindAt: timeSchema.nullable() })
    .nullable()
    .optional(),
  /** What its sender asks of the user, and when they answered. */
  owes: z.object({ ask: text, doneAt: timeSchema.nullable() }).nullable().optional(),
  /** What the user answered to it, with what waits for the server; null: nothing. */
  answer: z.record(text, z.unknown()).nullable().optional(),
  /** How far its files are on their way up; only of a message with files in the outbox. */
  transfer: transferSchema.nullable().optional(),
})

export const pageAnchorSchema = z.union([
  z.object({ at: z.enum(['latest', 'unread']) }),
  z.object({ before: revisionSchema }),
  z.object({ after: revisionSchema }),
  z.object({ around: revisionSchema }),
])

export const messageHitSchema = z.object({
  conversation: z.object({
    id: conversationId,
    kind: z.enum(conversationKinds),
    name: text,
    avatarPeople: z.array(namedSchema),
    ...titleFields,
  }),
  seq: revisionSchema,
  sender: namedSchema,
  sentAt: timeSchema,
  text,
  /** The kind of its content. */
  kind: text,
  /** The first file that it shows. */
  file: z.object({ name: text, size: count }).nullable(),
  /** What it is marked as, a decision or a question. */
  mark: text.nullable(),
})

/** What messages must have besides the words; within a list one is enough. Times in milliseconds, both inclusive. */
export const searchFiltersSchema = z.object({
  conversationIds: z.array(conversationId).max(limits.searchFilterItems).optional(),
  senderIds: z.array(idSchema).max(limits.searchFilterItems).optional(),
  /** Kinds of content, and `link` for those with a link. */
  kinds: z.array(z.string().min(1).max(40)).max(limits.searchFilterItems).optional(),
  since: timeSchema.optional(),
  until: timeSchema.optional(),
  mentionsMe: z.boolean().optional(),
})

/** What the panel of a conversation lists. */
const listedKindsSchema = z
  .array(z.enum(['image', 'video', 'voice', 'file', 'link']))
  .min(1)
  .max(5)

export const messageCalls = {
  /**
   * A page of a conversation from the cache, in ascending order; when online, missing messages are fetched as well. A
   * page that reaches the newest message ends with the outbox. `gapOlder`, `gapNewer`: messages that only the server
   * has are missing at that end.
   */
  'messages.page': {
    args: z.object({ id: conversationId, anchor: pageAnchorSchema, limit: z.number().int().min(1).max(200) }),
    result: z.object({
      items: z.array(messageItemSchema),
      hasOlder: z.boolean(),
      hasNewer: z.boolean(),
      gapOlder: z.boolean(),
      gapNewer: z.boolean(),
      /** The read mark when the page was read. */
      readSeq: revisionSchema,
    }),
  },
  /**
   * The first message that was sent at a time (ms) or later; null: none was. Without a connection, of those on this
   * device.
   */
  'messages.at': {
    args: z.object({ id: conversationId, time: timeSchema }),
    result: z.object({ seq: seqSchema.nullable() }),
  },
  /** `draft`: the draft of the conversation from then on, in one step with the message; left out, it stays. */
  'messages.send': {
    args: z.object({
      id: conversationId,
      content: sendableContentSchema,
      replyTo: seqSchema.optional(),
      draft: draftSchema.optional(),
      /** What it asks of others, or of some of them, once it is sent. */
      ask: askSchema.optional(),
    }),
    result: z.object({ clientId: text }),
  },
  'messages.retry': { args: z.object({ clientId: z.uuid() }), result: none },
  'messages.discard': { args: z.object({ clientId: z.uuid() }), result: none },
  'messages.recall': { args: z.object({ id: conversationId, seq: revisionSchema }), result: none },
  'messages.edit': { args: onMessage.extend({ content: sendableContentSchema }), result: none },
  /**
   * What a message says in another language, by the workspace's translation service; not kept. `from`: the language that
   * it takes the message to be in. @throws offline, translation_unavailable
   */
  'messages.translate': {
    args: onMessage.extend({ language: languageTagSchema }),
    result: z.object({ text, from: text.nullable() }),
  },
  /** What a message said before it was edited, oldest first. */
  'messages.edits': { args: onMessage, result: z.array(messageEditSchema) },
  'messages.react': { args: onMessage.extend({ emoji: emojiSchema, on: z.boolean() }), result: none },
  /** Who reacted, or with one emoji, in the order in which they did, after one of them. */
  'messages.reactions': {
    args: onMessage.extend({
      emoji: emojiSchema.optional(),
      after: z.object({ at: timeSchema, userId: idSchema, emoji: emojiSchema }).optional(),
    }),
    result: z.object({
      items: z.array(z.object({ emoji: text, userId: text, person: namedSchema, at: timeSchema })),
      more: z.boolean(),
    }),
  },
  /** Asks others to answer to an own message; null: no more. */
  'messages.request': {
    args: onMessage.extend({ ...askSchema.shape, ask: z.enum(requestAsks).nullable() }),
    result: none,
  },
  /** Reminds those who owe an answer. @throws rate_limited when it is too soon */
  'messages.urge': { args: onMessage, result: none },
  /** Who has read a message of the user's, or has not, after one of them; `read`, `unread`: how many of each. */
  'messages.readers': {
    args: onMessage.extend({ read: z.boolean(), after: idSchema.optional() }),
    result: z.object({ people: z.array(namedSchema), read: count, unread: count, more: z.boolean() }),
  },
  /** Who was asked; `at`: when they answered. */
  'messages.owed': { args: onMessage, result: z.array(z.object({ person: namedSchema, at: timeSchema.nullable() })) },
  /** Takes the preview of its link away from an own message. */
  'messages.removePreview': { args: onMessage, result: none },
  'messages.pin': { args: onMessage.extend({ on: z.boolean() }), result: none },
  /** Marks a message as a decision or a question; `answer` is the reply that the asker accepts. */
  'messages.mark': {
    args: onMessage.extend({ kind: z.enum(messageMarks).nullable(), answer: seqSchema.optional() }),
    result: none,
  },
  /** Gives the user's one answer to a poll or a sign-up list; null takes it back. */
  'messages.answer': { args: onMessage.extend({ answer: z.record(text, z.unknown()).nullable() }), result: none },
  /**
   * Who answered, or chose an option, in the order in which they first did, after one of them; of an anonymous poll the
   * user's own answer.
   */
  'messages.answers': {
    args: onMessage.extend({
      option: idSchema.optional(),
      after: z.object({ at: timeSchema, userId: idSchema }).optional(),
    }),
    result: z.object({
      items: z.array(
        z.object({ userId: text, person: namedSchema, answer: z.record(text, z.unknown()), at: timeSchema }),
      ),
      more: z.boolean(),
    }),
  },
  /**
   * Does an action of a card. `inputs`: what is filled in, by the ids of the inputs; `version`: of the card that the
   * person saw; `clientId`: of this press, which counts once. `notice`: what to say about it; `waiting`: the card says
   * later what became of it; `failed`: whoever it is for did not do it. @throws conflict when the card is another by now, too_late when it has expired
   */
  'messages.submitCard': {
    args: onMessage.extend({
      actionId: text,
      inputs: z.record(text, text),
      version: z.number().int().min(1),
      face: z.number().int().min(1).optional(),
      clientId: z.uuid(),
    }),
    result: z.object({ answer: z.enum(['done', 'waiting', 'failed']), notice: text.optional() }),
  },
  /**
   * The user's own face of a card, or null: whoever made the card is asked for one, and `messages.face` tells of it.
   * @throws conflict for another version, offline
   */
  'messages.refreshCard': {
    args: onMessage.extend({ version: z.number().int().min(1) }),
    result: z.object({ face: cardFaceSchema.nullable() }),
  },
  'messages.act': { args: onMessage.extend({ act: z.record(text, z.unknown()) }), result: none },
  /**
   * Messages with files of some kinds or with a link, oldest first, before a seq or the newest; from the cache alone.
   * `missingUntil`: of those sent until then (ms) the server may have more; null: it has not.
   */
  'messages.ofKind': {
    args: z.object({
      id: conversationId,
      kinds: listedKindsSchema,
      before: seqSchema.optional(),
      limit: z.number().int().min(1).max(200),
    }),
    result: z.object({ items: z.array(messageItemSchema), more: z.boolean(), missingUntil: timeSchema.nullable() }),
  },
  /**
   * The same of the server, newest first, which are not kept, from `cursor` on or those sent until a time (ms). `cursor`
   * null: there is no more. @throws offline, rate_limited
   */
  'messages.ofKindServer': {
    args: z.object({
      id: conversationId,
      kinds: listedKindsSchema,
      until: timeSchema.optional(),
      cursor: text.nullable(),
    }),
    result: z.object({ items: z.array(messageItemSchema), cursor: text.nullable() }),
  },
  'messages.search': {
    args: z.object({
      query: querySchema.max(limits.searchChars),
      filters: searchFiltersSchema.optional(),
      offset: count,
      limit: z.number().int().min(1).max(100),
    }),
    result: z.object({ hits: z.array(messageHitSchema), more: z.boolean() }),
  },
  /** The same of the server, newest first, from `cursor` on; null: there is no more. @throws offline, rate_limited */
  'messages.searchServer': {
    args: z.object({
      query: querySchema.max(limits.searchChars),
      filters: searchFiltersSchema.optional(),
      cursor: text.nullable(),
    }),
    result: z.object({ hits: z.array(messageHitSchema), cursor: text.nullable() }),
  },
  /** From when on this device holds every message, in milliseconds; null: all that there are. */
  'messages.searchReach': { args: none, result: z.object({ since: timeSchema.nullable() }) },
  /**
   * The messages of one conversation on this device that match, newest first; `more`: there are others. `since`: from
   * when on it holds every message, in milliseconds; null: all that there are.
   */
  'messages.find': {
    args: z.object({ id: conversationId, query: querySchema.max(limits.searchChars) }),
    result: z.object({ seqs: z.array(seqSchema), more: z.boolean(), since: timeSchema.nullable() }),
  },
} as const satisfies Calls

export const messageEvents = {
  /** A version of a card has a face that the user alone sees. */
  'messages.face': onMessage.extend({ version: z.number().int().min(1), face: cardFaceSchema }),
} as const satisfies Events

export type Quote = z.infer<typeof quoteSchema>
export type MessageItem = z.infer<typeof messageItemSchema>
export type PageAnchor = z.infer<typeof pageAnchorSchema>
export type SearchFilters = z.infer<typeof searchFiltersSchema>
export type MessageHit = z.infer<typeof messageHitSchema>
export type MessagePage = z.infer<(typeof messageCalls)['messages.page']['result']>
