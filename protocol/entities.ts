import { z } from 'zod'
import { limits } from './limits.ts'

/** Ids are opaque to everyone but their maker. */
export const idSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'an id of 1 to 64 letters, digits, - or _')
/** A UUIDv7 (RFC 9562) that the client makes before the first attempt; with the sender it names a message for good. */
export const clientIdSchema = z.uuid()
/** Milliseconds since 1970-01-01 UTC. */
export const timeSchema = z.number().int().min(0)
/** A place in a scope's dense counter; 0 is before the first change. */
export const revisionSchema = z.number().int().min(0)
const textSchema = z.string().max(limits.textChars)
const nameSchema = z.string().max(200)

/** `conversation:<id>`, `directory`, `me` or `apps`: something with a dense revision counter. */
export const scopeSchema = z.union([
  z.enum(['directory', 'me', 'apps']),
  z.templateLiteral(['conversation:', idSchema]),
])
export type Scope = z.infer<typeof scopeSchema>

/** The scope of a conversation. */
export function conversationScope(conversationId: string): Scope {
  return `conversation:${conversationId}`
}

/** The conversation a scope is of, or null. */
export function scopeConversation(scope: Scope): string | null {
  return scope.startsWith('conversation:') ? scope.slice('conversation:'.length) : null
}

/** A mention in a text. `offset` and `length` count UTF-16 code units; `userId` is `all` for everyone. */
export const mentionSchema = z.object({
  userId: idSchema,
  offset: z.number().int().min(0).max(limits.textChars),
  length: z.number().int().min(1).max(200),
})
export type Mention = z.infer<typeof mentionSchema>

export const textContentSchema = z.object({
  type: z.literal('text'),
  text: textSchema.min(1).refine(text => text.trim() !== '', 'a message that is not only white space'),
  mentions: z.array(mentionSchema).max(limits.mentions),
})
export const systemContentSchema = z.object({
  type: z.literal('system'),
  event: z.enum(['created', 'added', 'removed', 'left', 'renamed', 'owner']),
  actorId: idSchema,
  userIds: z.array(idSchema).max(limits.members).optional(),
  name: nameSchema.optional(),
})
export const recalledContentSchema = z.object({ type: z.literal('recalled'), byId: idSchema })
/** A kind of a later version: kept as it came and shown as "update to see this". */
const unknownContentSchema = z.looseObject({
  type: z
    .string()
    .max(40)
    .refine(type => !['text', 'system', 'recalled'].includes(type), 'a known type with wrong fields'),
})

export const contentSchema = z.union([
  textContentSchema,
  systemContentSchema,
  recalledContentSchema,
  unknownContentSchema,
])
export type Content = z.infer<typeof contentSchema>
export type TextContent = z.infer<typeof textContentSchema>
export type SystemContent = z.infer<typeof systemContentSchema>

/** What a client may send. */
export const sendableContentSchema = z.discriminatedUnion('type', [textContentSchema])

/**
 * A message. `seq` is its place: the revision at which it was created; `(conversationId, seq)` is its identity.
 * `revision` moves when it is recalled. `ordinal` counts the messages up to it, system notices not counted.
 */
export const messageSchema = z.object({
  conversationId: idSchema,
  seq: revisionSchema.min(1),
  revision: revisionSchema.min(1),
  ordinal: z.number().int().min(0),
  senderId: idSchema,
  clientId: clientIdSchema.nullable(),
  sentAt: timeSchema,
  content: contentSchema,
})
export type Message = z.infer<typeof messageSchema>

export const conversationSchema = z.object({
  id: idSchema,
  kind: z.enum(['direct', 'group']),
  /** Empty for a direct conversation and for a group nobody has named. */
  name: nameSchema,
  ownerId: idSchema.nullable(),
  memberCount: z.number().int().min(0),
  /** The first members (at most four) of whom the picture and an unnamed group's title are composed. */
  avatarUserIds: z.array(idSchema).max(4),
  createdAt: timeSchema,
  revision: revisionSchema,
})
export type Conversation = z.infer<typeof conversationSchema>

export const memberSchema = z.object({
  conversationId: idSchema,
  userId: idSchema,
  role: z.enum(['owner', 'member']),
  joinedAt: timeSchema,
  /** True is the tombstone: the person is no longer a member. */
  left: z.boolean(),
  revision: revisionSchema,
})
export type Member = z.infer<typeof memberSchema>

/** A person's own relation to a conversation: a row of the scope `me`. */
export const membershipSchema = z.object({
  conversationId: idSchema,
  /** False is the tombstone. */
  joined: z.boolean(),
  pinned: z.boolean(),
  muted: z.boolean(),
  readSeq: revisionSchema,
  readOrdinal: z.number().int().min(0),
  /** Messages before this seq are not the person's to see. */
  visibleFrom: revisionSchema,
  revision: revisionSchema,
})
export type Membership = z.infer<typeof membershipSchema>

export const preferencesSchema = z.object({ favouriteApps: z.array(idSchema).max(200), revision: revisionSchema })
export type Preferences = z.infer<typeof preferencesSchema>

export const departmentSchema = z.object({
  id: idSchema,
  parentId: idSchema.nullable(),
  name: nameSchema,
  latinName: nameSchema,
  sortOrder: z.number().int(),
  leaderIds: z.array(idSchema).max(50),
  deleted: z.boolean(),
  revision: revisionSchema,
})
export type Department = z.infer<typeof departmentSchema>

export const employeeSchema = z.object({
  id: idSchema,
  name: nameSchema,
  /** The name in Latin script, or empty. */
  latinName: nameSchema,
  /** The first is the main one. */
  departmentIds: z.array(idSchema).max(20),
  title: nameSchema,
  phone: z.string().max(40),
  mail: z.string().max(200),
  staffNo: z.string().max(40),
  place: nameSchema,
  /** Left the company: kept for the names of old messages. */
  deleted: z.boolean(),
  revision: revisionSchema,
})
export type Employee = z.infer<typeof employeeSchema>

export const appPermissions = [
  'user.read',
  'directory.read',
  'conversation.open',
  'profile.open',
  'clipboard.write',
  'announcements',
] as const
export const appPermissionSchema = z.enum(appPermissions)
export type AppPermission = z.infer<typeof appPermissionSchema>

/** A mini-app of the catalogue: the part of its manifest the client needs (names after the W3C MiniApp drafts). */
export const appSchema = z.object({
  id: idSchema,
  name: nameSchema,
  latinName: nameSchema,
  description: nameSchema,
  latinDescription: nameSchema,
  group: z.string().max(40),
  /** A lucide icon name and one of the eight avatar hues. */
  icon: z.string().max(40),
  hue: z.number().int().min(1).max(8),
  /** An http(s) address, or a path on the workspace server. */
  startUrl: z.string().min(1).max(2_000),
  allowedOrigins: z.array(z.url().max(300)).max(20),
  permissions: z.array(appPermissionSchema).max(20),
  sortOrder: z.number().int(),
  deleted: z.boolean(),
  revision: revisionSchema,
})
export type App = z.infer<typeof appSchema>

/** The company, a row of the directory. */
export const organisationSchema = z.object({ name: nameSchema, latinName: nameSchema, revision: revisionSchema })
export type Organisation = z.infer<typeof organisationSchema>

export const deviceSchema = z.object({
  id: idSchema,
  name: nameSchema,
  platform: z.string().max(40),
  createdAt: timeSchema,
  lastSeenAt: timeSchema,
  current: z.boolean(),
})
export type Device = z.infer<typeof deviceSchema>

/** One row as it stands after its last change. Its `value.revision` is the revision of that change. */
export const changeSchema = z.discriminatedUnion('entity', [
  z.object({ entity: z.literal('conversation'), value: conversationSchema }),
  z.object({ entity: z.literal('member'), value: memberSchema }),
  z.object({ entity: z.literal('message'), value: messageSchema }),
  z.object({ entity: z.literal('membership'), value: membershipSchema }),
  z.object({ entity: z.literal('preferences'), value: preferencesSchema }),
  z.object({ entity: z.literal('organisation'), value: organisationSchema }),
  z.object({ entity: z.literal('department'), value: departmentSchema }),
  z.object({ entity: z.literal('employee'), value: employeeSchema }),
  z.object({ entity: z.literal('app'), value: appSchema }),
])
export type Change = z.infer<typeof changeSchema>

/** How a conversation stands for one person. Unread is `lastOrdinal - membership.readOrdinal`. */
export const conversationHeadSchema = z.object({
  conversation: conversationSchema,
  membership: membershipSchema,
  /** The scope's head revision. */
  revision: revisionSchema,
  lastOrdinal: z.number().int().min(0),
  lastMessage: messageSchema.nullable(),
  /** Seqs of unread messages that mention the person, newest first, at most 20. */
  mentionSeqs: z.array(revisionSchema).max(20),
})
export type ConversationHead = z.infer<typeof conversationHeadSchema>

/** A member's read mark. */
export const receiptSchema = z.object({ userId: idSchema, readSeq: revisionSchema })
export type Receipt = z.infer<typeof receiptSchema>
