import {
  clientIdSchema,
  contentSchema,
  conversationKinds,
  idSchema,
  limits,
  memberRoles,
  memberSchema,
  receiptSchema,
  revisionSchema,
  timeSchema,
} from '@lianqun/protocol'
import { z } from 'zod'
import { personItemSchema } from './directory.ts'
import type { Calls, Events } from './shared.ts'
import { conversationId, count, namedSchema, none, text } from './shared.ts'

export const conversationFilterSchema = z.enum(['all', 'unread', 'mentions', 'direct', 'group'])

/** A row of the conversation list. */
export const conversationItemSchema = z.object({
  id: conversationId,
  kind: z.enum(conversationKinds),
  /** The group's name; empty for a direct or unnamed one, whose title comes from `avatarPeople`. */
  name: text,
  /** Those the picture is composed of; of a direct conversation, the other person (oneself if alone). */
  avatarPeople: z.array(namedSchema),
  memberCount: count,
  pinned: z.boolean(),
  muted: z.boolean(),
  unread: count,
  /** Unread messages that mention the person. */
  mentions: count,
  readSeq: revisionSchema,
  lastSeq: revisionSchema,
  lastMessage: z
    .object({
      sender: namedSchema,
      own: z.boolean(),
      sentAt: timeSchema,
      content: contentSchema,
      /** A person's message, not a notice. */
      bubble: z.boolean(),
      people: z.array(namedSchema),
    })
    .nullable(),
  /** The newest outbox message of the conversation, if any: it is what the preview shows. */
  outbox: z
    .object({
      state: z.enum(['sending', 'failed']),
      sender: namedSchema,
      content: contentSchema,
      people: z.array(namedSchema),
      createdAt: timeSchema,
    })
    .nullable(),
  draft: text,
  /** Milliseconds; the list is sorted by pinned, then this, newest first. */
  activeAt: timeSchema,
  isOwner: z.boolean(),
})

export const memberItemSchema = memberSchema.pick({ userId: true, joinedAt: true }).extend({
  role: z.enum(memberRoles),
  person: personItemSchema,
  /** How the name is read: its pinyin, syllables apart; a name without Han in lower case. */
  reading: text,
})

/** Unread numbers over all conversations. */
const summarySchema = z.object({ unread: count, unreadConversations: count, mentionedConversations: count })

export const conversationCalls = {
  'conversations.page': {
    args: z.object({ filter: conversationFilterSchema, offset: count, limit: z.number().int().min(1).max(500) }),
    result: z.object({ total: count, items: z.array(conversationItemSchema) }),
  },
  'conversations.get': { args: z.object({ id: conversationId }), result: conversationItemSchema.nullable() },
  'conversations.summary': {
    args: none,
    /** `unread` leaves muted conversations out, but for mentions; `unreadConversations` is as the filter shows them. */
    result: summarySchema,
  },
  'conversations.members': { args: z.object({ id: conversationId }), result: z.array(memberItemSchema) },
  'conversations.create': {
    args: z.object({
      name: z.string().max(limits.conversationNameChars),
      userIds: z.array(idSchema).min(1).max(limits.members),
      /** Made once by whoever asks, so that asking again after a lost answer makes no second group. */
      clientId: clientIdSchema,
    }),
    result: z.object({ id: conversationId }),
  },
  'conversations.direct': { args: z.object({ userId: idSchema }), result: z.object({ id: conversationId }) },
  'conversations.rename': {
    args: z.object({ id: conversationId, name: z.string().trim().min(1).max(limits.conversationNameChars) }),
    result: none,
  },
  'conversations.addMembers': {
    args: z.object({ id: conversationId, userIds: z.array(idSchema).min(1).max(limits.members) }),
    result: none,
  },
  'conversations.removeMembers': {
    args: z.object({ id: conversationId, userIds: z.array(idSchema).min(1).max(limits.members) }),
    result: none,
  },
  'conversations.leave': { args: z.object({ id: conversationId }), result: none },
  /** Pins or mutes; works offline. */
  'conversations.update': {
    args: z.object({ id: conversationId, pinned: z.boolean().optional(), muted: z.boolean().optional() }),
    result: none,
  },
  /** Moves the read mark forward; works offline. */
  'conversations.markRead': { args: z.object({ id: conversationId, seq: revisionSchema }), result: none },
  /** Says what is on the screen, so that it does not notify and gets bodies, receipts and typing. */
  'conversations.setOpen': { args: z.object({ id: conversationId.nullable() }), result: none },
  'conversations.setDraft': { args: z.object({ id: conversationId, text: z.string().max(20_000) }), result: none },
  'conversations.typing': { args: z.object({ id: conversationId }), result: none },
  'conversations.receipts': { args: z.object({ id: conversationId }), result: z.array(receiptSchema) },
} as const satisfies Calls

export const conversationEvents = {
  /** The unread numbers, counted anew after a change. */
  'summary.changed': summarySchema,
  'receipts.changed': z.object({ id: conversationId, receipts: z.array(receiptSchema) }),
  'typing.changed': z.object({ id: conversationId, people: z.array(namedSchema) }),
} as const satisfies Events

export type ConversationFilter = z.infer<typeof conversationFilterSchema>
export type ConversationItem = z.infer<typeof conversationItemSchema>
export type MemberItem = z.infer<typeof memberItemSchema>
