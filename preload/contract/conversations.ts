import {
  changedSettingsSchema,
  cleanName,
  clientIdSchema,
  contentSchema,
  conversationKinds,
  forPermissions,
  groupLinkSchema,
  groupPermissions,
  historyScopes,
  idSchema,
  joinPreviewSchema,
  limits,
  linkTokenSchema,
  memberRoles,
  memberSchema,
  permissionHolders,
  problemClockSchema,
  receiptSchema,
  revisionSchema,
  seqSchema,
  timeSchema,
  writtenAnnouncementSchema,
  writtenLabelSchema,
  writtenSelectionSchema,
} from '@lianqun/protocol'
import { z } from 'zod'
import { personItemSchema } from './directory.ts'
import type { Calls, Events } from './shared.ts'
import { conversationId, count, draftSchema, namedSchema, none, querySchema, text, titleFields } from './shared.ts'

export const conversationFilterSchema = z.enum([
  /** The list as it is at first: folded groups in one row, without what is done with. */
  'all',
  /** Each conversation. */
  'every',
  'unread',
  'mentions',
  'direct',
  'group',
  'folded',
  'done',
])

/** What of the list is meant: a filter, and within it the conversations with a label. */
const filtered = { filter: conversationFilterSchema, label: idSchema.optional() }

const holder = z.enum(permissionHolders)
/** A group as it is for the user. */
const groupItemSchema = z.object({
  role: z.enum(memberRoles),
  /** What the user may do. */
  may: z.record(z.enum(groupPermissions), z.boolean()),
  settings: z.object({
    ...forPermissions(() => holder),
    history: z.union([z.enum(historyScopes), z.number().int().min(1)]),
    slowSeconds: count,
  }),
  /** In slow mode, when the user may write again, by the server's clock; 0: at once. */
  waitsUntil: timeSchema,
  /** What the user calls themselves here; may be empty. */
  nickname: text,
  description: text,
  /** How many people wait to be let in; 0 for members, who do not decide it. */
  joinRequests: count,
  /** How many bots are in it, beside the members. */
  bots: count,
  /**
   * Its members are those of this department, whose names are empty until they are known: nobody joins, leaves or is
   * removed by hand. Null: it follows none.
   */
  department: namedSchema.nullable(),
  /** The clock of a problem group; null: it is none. */
  clock: problemClockSchema.nullable(),
  /**
   * The announcement in force, in a page of the list its beginning; `closed`: the user does not want to see it above the
   * messages; `asks`: whether they are to confirm it, or have.
   */
  announcement: z
    .object({
      seq: seqSchema,
      by: namedSchema,
      at: timeSchema,
      text,
      closed: z.boolean(),
      asks: z.enum(['nothing', 'owed', 'answered']),
    })
    .nullable(),
})

/** A row of the conversation list. */
export const conversationItemSchema = z.object({
  id: conversationId,
  kind: z.enum(conversationKinds),
  /** The group's name; empty for a direct conversation or an unnamed group, whose title comes from `titlePeople`. */
  name: text,
  /** People shown in the avatar; for a direct conversation the other person (the user, if alone). */
  avatarPeople: z.array(namedSchema),
  ...titleFields,
  memberCount: count,
  /** There are people of other organisations, as far as the members are known. */
  external: z.boolean(),
  pinned: z.boolean(),
  muted: z.boolean(),
  /** The group is to be in the row of folded groups, where it is while nobody mentions the user. */
  folded: z.boolean(),
  /** Put away until something new happens. */
  done: z.boolean(),
  /** Only in the row that stands for the folded groups: how many, and their unread messages. The rest is the newest one's. */
  fold: z.object({ count, unread: count }).nullable(),
  /** The ids of its labels. */
  labels: z.array(text),
  unread: count,
  /** Unread messages that mention the user. */
  mentions: count,
  readSeq: revisionSchema,
  lastSeq: revisionSchema,
  lastMessage: z
    .object({
      sender: namedSchema,
      own: z.boolean(),
      sentAt: timeSchema,
      content: contentSchema,
      /** Whether it is shown as a bubble; false for a notice. */
      bubble: z.boolean(),
      people: z.array(namedSchema),
    })
    .nullable(),
  /** The newest outbox message, if any; the preview shows it instead of `lastMessage`. */
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
  /** `draft` is only its start, as that of a very long one in a page of the list. */
  draftCut: z.boolean(),
  /**
   * The user is out of the conversation, which can be read only: who ended that (the user, if they left), null if it is
   * not known, and when. Null in a conversation that the user is a member of.
   */
  left: z
    .object({
      by: namedSchema.nullable(),
      at: timeSchema.nullable(),
      dissolved: z.boolean(),
      department: z.boolean().optional(),
    })
    .nullable(),
  /** Time of the last activity. The list is sorted by `pinned`, then by this, newest first. */
  activeAt: timeSchema,
  isOwner: z.boolean(),
  /** Null in a direct conversation. */
  group: groupItemSchema.nullable(),
})

export const memberItemSchema = memberSchema.pick({ userId: true, joinedAt: true }).extend({
  role: z.enum(memberRoles),
  /** What they call themselves in this group; may be empty. */
  nickname: text,
  person: personItemSchema,
  /** Pinyin of the name and the nickname, ` / ` between readings, syllables separated by spaces; a name without Han in lower case. */
  reading: text,
})

/** Unread numbers over all conversations. */
const summarySchema = z.object({ unread: count, unreadConversations: count, mentionedConversations: count })

/** A label of the user. */
const labelItemSchema = z.object({
  id: text,
  name: text,
  /** 1 to 8. */
  hue: count,
  /** `person`: whom a rule for a member means. */
  rules: z.array(z.object({ kind: text, value: text, person: namedSchema.nullable() })),
})

export const conversationCalls = {
  'conversations.page': {
    args: z.object({ ...filtered, offset: count, limit: z.number().int().min(1).max(500) }),
    result: z.object({ total: count, items: z.array(conversationItemSchema) }),
  },
  /** The index of a conversation in the list of a filter; null when it is not in it. */
  'conversations.position': {
    args: z.object({ id: conversationId, ...filtered }),
    result: count.nullable(),
  },
  /** The conversation that was open last on this device, if the user still has it. */
  'conversations.lastOpened': { args: none, result: conversationId.nullable() },
  'conversations.get': { args: z.object({ id: conversationId }), result: conversationItemSchema.nullable() },
  /** The direct conversations with these people that this device has. */
  'conversations.directsWith': {
    args: z.object({ userIds: z.array(idSchema).max(100) }),
    result: z.array(conversationId),
  },
  'conversations.summary': {
    args: none,
    /** `unread` counts only the mentions of muted conversations; `unreadConversations` counts all that have unread. */
    result: summarySchema,
  },
  /** Members by name, roles first; with a query those whose name, reading or nickname matches it. */
  'conversations.memberPage': {
    args: z.object({
      id: conversationId,
      query: querySchema.max(100),
      offset: count,
      limit: z.number().int().min(1).max(200),
    }),
    result: z.object({ total: count, items: z.array(memberItemSchema) }),
  },
  /** The members, at most 500 of them: of a larger group those with a role and of other organisations come first. */
  'conversations.members': { args: z.object({ id: conversationId }), result: z.array(memberItemSchema) },
  /** The ids of all members, however many there are. */
  'conversations.memberIds': { args: z.object({ id: conversationId }), result: z.array(text) },
  'conversations.create': {
    args: z.object({
      name: z.string().max(limits.conversationNameChars).overwrite(cleanName),
      userIds: z.array(idSchema).min(1).max(limits.members),
      /** A problem group, whose clock starts at once. */
      problem: z.boolean().optional(),
      /** Generated once by the caller, so that a retry after a lost answer does not create a second group. */
      clientId: clientIdSchema,
    }),
    result: z.object({ id: conversationId }),
  },
  /** The user's selections of people, in the order in which they were made; without those who left the company. */
  'conversations.selections': {
    args: none,
    result: z.array(z.object({ id: text, name: text, people: z.array(namedSchema) })),
  },
  /** Makes or changes a selection. @throws offline, limit_reached */
  'conversations.setSelection': { args: writtenSelectionSchema, result: none },
  'conversations.deleteSelection': { args: z.object({ id: idSchema }), result: none },
  'conversations.direct': { args: z.object({ userId: idSchema }), result: z.object({ id: conversationId }) },
  'conversations.rename': {
    args: z.object({
      id: conversationId,
      name: z.string().overwrite(cleanName).min(1).max(limits.conversationNameChars),
    }),
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
  /** Makes a member an admin, or an admin a member. */
  'conversations.setRole': {
    args: z.object({ id: conversationId, userId: idSchema, role: z.enum(['admin', 'member']) }),
    result: none,
  },
  /** Makes another member the owner. */
  'conversations.transfer': { args: z.object({ id: conversationId, userId: idSchema }), result: none },
  /** Ends a group for all. */
  'conversations.dissolve': { args: z.object({ id: conversationId }), result: none },
  'conversations.configure': {
    args: z.object({ id: conversationId, settings: changedSettingsSchema }),
    result: none,
  },
  /** Sets the user's own name in a group; empty: none. */
  'conversations.setNickname': {
    args: z.object({ id: conversationId, nickname: z.string().overwrite(cleanName).max(limits.nicknameChars) }),
    result: none,
  },
  /** What was done to a group, newest first, before an id (exclusive). @throws only_admins, offline */
  'conversations.audit': {
    args: z.object({
      id: conversationId,
      before: z.number().int().min(1).optional(),
      limit: z.number().int().min(1).max(limits.historyPage),
    }),
    result: z.object({
      entries: z.array(
        z.object({
          id: count,
          at: timeSchema,
          actor: namedSchema,
          action: text,
          before: z.unknown().optional(),
          after: z.unknown().optional(),
          /** Whom it names. */
          people: z.array(namedSchema),
        }),
      ),
      more: z.boolean(),
    }),
  },
  /** Makes a link by which people join; both addresses lead there. */
  'conversations.createLink': {
    args: z.object({
      id: conversationId,
      expiresInMs: z.number().int().min(60_000).max(limits.linkMs).nullable(),
      maxUses: z.number().int().min(1).max(limits.members).nullable(),
      approval: z.boolean(),
    }),
    result: z.object({ address: text }),
  },
  /** The links that can be used: all for owner and admins, their own for a member. */
  'conversations.links': {
    args: z.object({ id: conversationId }),
    result: z.array(groupLinkSchema.extend({ by: namedSchema })),
  },
  'conversations.revokeLink': { args: z.object({ id: conversationId, linkId: idSchema }), result: none },
  /** What a link leads to. */
  'conversations.joinPreview': {
    args: z.object({ token: linkTokenSchema }),
    result: joinPreviewSchema.extend({ avatarPeople: z.array(namedSchema), inviter: namedSchema }),
  },
  'conversations.joinByLink': {
    args: z.object({ token: linkTokenSchema }),
    result: z.object({ joined: z.boolean() }),
  },
  /** Who asked to join, for owner and admins. */
  'conversations.requests': {
    args: z.object({ id: conversationId }),
    result: z.array(z.object({ person: namedSchema, inviter: namedSchema, at: timeSchema })),
  },
  'conversations.decide': {
    args: z.object({ id: conversationId, userId: idSchema, accept: z.boolean() }),
    result: none,
  },
  'conversations.describe': {
    args: z.object({ id: conversationId, description: z.string().max(limits.descriptionChars).overwrite(cleanName) }),
    result: none,
  },
  /** Makes a group a problem group, whose clock starts now, or ends that. */
  'conversations.setProblem': { args: z.object({ id: conversationId, on: z.boolean() }), result: none },
  /** Gives a group a picture of its own, from a staged file; null: those of its members. @throws offline, only_admins */
  'conversations.setAvatar': {
    args: z.object({ id: conversationId, staged: idSchema.nullable() }),
    result: none,
  },
  /** Posts an announcement in place of the one in force; see `groupAnnouncement.publish`. @throws only_admins, offline */
  'conversations.announce': {
    args: writtenAnnouncementSchema.extend({ id: conversationId, clientId: clientIdSchema }),
    result: none,
  },
  'conversations.withdrawAnnouncement': { args: z.object({ id: conversationId }), result: none },
  'conversations.leave': { args: z.object({ id: conversationId }), result: none },
  /** Removes a conversation that the user is out of from this device: history, unsent messages and draft. */
  'conversations.remove': { args: z.object({ id: conversationId }), result: none },
  /** Changes how a conversation stands in the list; works offline. */
  'conversations.update': {
    args: z.object({
      id: conversationId,
      pinned: z.boolean().optional(),
      muted: z.boolean().optional(),
      /** A folded group is muted too. */
      folded: z.boolean().optional(),
      /** Puts it away until something new happens, and marks it as read. */
      done: z.boolean().optional(),
      /** Marks messages from this seq on as unread, for the user alone; null: from the newest one on. */
      unreadFrom: revisionSchema.min(1).nullable().optional(),
      /** Closes the announcement of this seq, which shows above the messages no more. */
      closedAnnouncement: seqSchema.optional(),
      /** Gives it a label, or takes it away, whatever the label's rules say. */
      label: z.object({ id: idSchema, on: z.boolean() }).optional(),
    }),
    result: none,
  },
  /** The user's labels, in the order in which they were made. */
  'conversations.labels': { args: none, result: z.array(labelItemSchema) },
  /** Makes or changes a label; works offline. */
  'conversations.setLabel': { args: writtenLabelSchema, result: none },
  'conversations.deleteLabel': { args: z.object({ id: idSchema }), result: none },
  /** Moves a pinned conversation beside another pinned one; works offline. */
  'conversations.movePinned': {
    args: z.object({ id: conversationId, beside: conversationId, after: z.boolean() }),
    result: none,
  },
  /** Marks as read what a filter shows; works offline. */
  'conversations.markAllRead': { args: z.object(filtered), result: none },
  /** Moves the read mark forward; works offline. */
  'conversations.markRead': { args: z.object({ id: conversationId, seq: revisionSchema }), result: none },
  /** Says which conversation is open: it does not notify, and gets message bodies, receipts and typing events. */
  'conversations.setOpen': { args: z.object({ id: conversationId.nullable() }), result: none },
  'conversations.setDraft': { args: z.object({ id: conversationId, text: draftSchema }), result: none },
  'conversations.typing': { args: z.object({ id: conversationId }), result: none },
  'conversations.receipts': { args: z.object({ id: conversationId }), result: z.array(receiptSchema) },
} as const satisfies Calls

export const conversationEvents = {
  /** The unread numbers, recounted after a change. */
  'summary.changed': summarySchema,
  'receipts.changed': z.object({ id: conversationId, receipts: z.array(receiptSchema) }),
  'typing.changed': z.object({ id: conversationId, people: z.array(namedSchema) }),
} as const satisfies Events

export type ConversationFilter = z.infer<typeof conversationFilterSchema>
export type LabelItem = z.infer<typeof labelItemSchema>
export type ConversationItem = z.infer<typeof conversationItemSchema>
export type GroupItem = z.infer<typeof groupItemSchema>
export type MemberItem = z.infer<typeof memberItemSchema>
