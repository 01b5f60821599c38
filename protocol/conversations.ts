import { z } from 'zod'
import type { EntityDef, MethodDef, NotificationDef } from './core/feature.ts'
import {
  clientIdSchema,
  emptySchema,
  idSchema,
  openEnum,
  ordinalSchema,
  placeSchema,
  readableItems,
  referenceSchema,
  revisionSchema,
  timeSchema,
} from './core/fields.ts'
import { limits } from './core/limits.ts'
import { requiredNameSchema, writtenNameSchema } from './core/text.ts'
import { groupDetails, memberRoles } from './group-details.ts'
import { type Membership, membershipSchema } from './memberships.ts'
import { messageSchema } from './messages.ts'

export const conversationKinds = ['direct', 'group'] as const
export type ConversationKind = (typeof conversationKinds)[number]

/** The kind as which a conversation is shown. An unknown kind is shown as a group, with the names of the senders. */
export function conversationKind(kind: string): ConversationKind {
  return kind === 'direct' ? 'direct' : 'group'
}

export const conversationSchema = z.object({
  id: idSchema,
  kind: openEnum(conversationKinds),
  /** Empty for a direct conversation and for an unnamed group. */
  name: z.string(),
  ownerId: referenceSchema.nullable(),
  memberCount: z.number().int().min(0),
  /** The first members (four, in this version), for the avatar and the title of an unnamed group. */
  avatarUserIds: readableItems(referenceSchema).default([]),
  createdAt: timeSchema,
  ...groupDetails,
  revision: revisionSchema,
})
export type Conversation = z.infer<typeof conversationSchema>

export const memberSchema = z.object({
  conversationId: idSchema,
  userId: referenceSchema,
  role: openEnum(memberRoles),
  joinedAt: timeSchema,
  /** The name of the member in this group, where they have given themselves one. */
  nickname: z.string().optional().catch(undefined),
  /** True is the tombstone: the user is no longer a member. */
  left: z.boolean(),
  revision: revisionSchema,
})
export type Member = z.infer<typeof memberSchema>
const memberTombstoneSchema = z
  .object({ conversationId: idSchema, userId: referenceSchema, left: z.literal(true), revision: revisionSchema })
  .transform((row): Member => ({ role: 'member', joinedAt: 0, ...row }))

/** The state of a conversation for one user. Unread is `lastOrdinal - membership.readOrdinal`. */
export const conversationHeadSchema = z.object({
  conversation: conversationSchema,
  membership: membershipSchema,
  /** The scope's head revision. */
  revision: placeSchema,
  lastOrdinal: ordinalSchema,
  /** Also null when this version cannot read it: the list then shows no preview. */
  lastMessage: messageSchema.nullable().catch(null),
  /** Seqs of unread messages that mention the user, newest first, at most 20. */
  mentionSeqs: readableItems(revisionSchema),
})
export type ConversationHead = z.infer<typeof conversationHeadSchema>

/** A head that this version cannot read: the position of its conversation, whose rows can then be read one by one. */
export interface UnreadableHead {
  unreadable: true
  conversationId: string
  /** How it stands for the person; null when that cannot be read either. */
  membership: Membership | null
  /** 0 when it cannot be read. */
  revision: number
  lastOrdinal: number
}
const unreadableHeadSchema = z
  .object({
    conversation: z.object({ id: idSchema }),
    membership: membershipSchema.nullable().catch(null),
    revision: placeSchema.catch(0),
    lastOrdinal: ordinalSchema.catch(0),
  })
  .transform(
    ({ conversation, membership, revision, lastOrdinal }): UnreadableHead => ({
      unreadable: true,
      conversationId: conversation.id,
      membership,
      revision,
      lastOrdinal,
    }),
  )
/** Reads a received head. */
export const receivedHeadSchema = z.union([conversationHeadSchema, unreadableHeadSchema]) as unknown as z.ZodType<
  ConversationHead | UnreadableHead,
  ConversationHead
>

/** A member's read mark. */
export const receiptSchema = z.object({ userId: referenceSchema, readSeq: revisionSchema })
export type Receipt = z.infer<typeof receiptSchema>

export const conversationEntities = {
  conversation: { scope: 'conversation', schema: conversationSchema },
  member: { scope: 'conversation', schema: memberSchema, tombstone: memberTombstoneSchema },
} as const satisfies Record<string, EntityDef>

/** The name of a group as a person writes it; empty for an unnamed group. */
export const groupNameSchema = writtenNameSchema(limits.conversationNameChars)
const userIdsSchema = z.array(idSchema).min(1).max(limits.members)

export const conversationMethods = {
  'conversation.create': {
    summary:
      'Starts a group with the caller as owner; `problem`: its clock starts at once. The same client id again gives the same group.',
    auth: true,
    params: z.object({
      clientId: clientIdSchema,
      name: groupNameSchema,
      userIds: userIdsSchema,
      problem: z.boolean().optional(),
    }),
    result: z.object({ head: conversationHeadSchema }),
  },
  'conversation.direct': {
    summary: 'Returns the direct conversation with an employee, and creates it when there is none.',
    auth: true,
    params: z.object({ userId: idSchema }),
    result: z.object({ head: conversationHeadSchema }),
  },
  'conversation.rename': {
    summary: 'Gives a group a name.',
    auth: true,
    params: z.object({ conversationId: idSchema, name: requiredNameSchema(limits.conversationNameChars) }),
    result: emptySchema,
  },
  'conversation.addMembers': {
    summary: 'Adds employees to a group; those who are members already are ignored.',
    auth: true,
    params: z.object({ conversationId: idSchema, userIds: userIdsSchema }),
    result: emptySchema,
  },
  'conversation.removeMembers': {
    summary: 'Removes members from a group; only its owner may.',
    auth: true,
    params: z.object({ conversationId: idSchema, userIds: userIdsSchema }),
    result: emptySchema,
  },
  'conversation.leave': {
    summary: 'Leaves a group. When its owner leaves, the longest-standing member becomes owner.',
    auth: true,
    params: z.object({ conversationId: idSchema }),
    result: emptySchema,
  },
  'conversation.open': {
    summary:
      'Says which conversation the user has open (null: none), after sync.hello. It gets bodies and receipts even when large.',
    auth: true,
    params: z.object({ conversationId: idSchema.nullable() }),
    result: emptySchema,
  },
  'conversation.sharedWith': {
    summary: "The caller's conversations that somebody is a member of, too.",
    auth: true,
    params: z.object({ userId: idSchema }),
    result: z.object({ conversationIds: readableItems(idSchema) }),
  },
  'conversation.receipts': {
    summary: 'The read marks of the members.',
    auth: true,
    params: z.object({ conversationId: idSchema }),
    result: z.object({ conversationId: idSchema, receipts: readableItems(receiptSchema) }),
  },
} as const satisfies Record<string, MethodDef>

export const conversationEvents = {
  'conversation.receipts': {
    summary: 'Read marks that moved.',
    params: z.object({ conversationId: idSchema, receipts: readableItems(receiptSchema) }),
  },
  'conversation.typing': {
    summary: 'A member is typing.',
    params: z.object({ conversationId: idSchema, userId: referenceSchema }),
  },
} as const satisfies Record<string, NotificationDef>

export const conversationNotices = {
  'conversation.typing': {
    summary: 'The user is typing in a conversation.',
    params: z.object({ conversationId: idSchema }),
  },
} as const satisfies Record<string, NotificationDef>
