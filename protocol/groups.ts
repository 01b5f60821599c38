import { z } from 'zod'
import { systemEvents } from './contents/system.ts'
import { conversationHeadSchema } from './conversations.ts'
import type { MethodDef } from './core/feature.ts'
import { emptySchema, idSchema, openEnum, readableItems, referenceSchema, timeSchema } from './core/fields.ts'
import { limits } from './core/limits.ts'
import { pageLimit } from './core/page-limit.ts'
import { writtenNameSchema } from './core/text.ts'
import { forPermissions, historyScopes, permissionHolders } from './group-details.ts'

const holder = z.enum(permissionHolders).optional()
/** Settings as a client may change them; those that are left out stay. */
export const changedSettingsSchema = z.object({
  ...forPermissions(() => holder),
  history: z.union([z.enum(historyScopes), z.number().int().min(1).max(limits.historyDays)]).optional(),
  slowSeconds: z.number().int().min(0).max(limits.slowSeconds).optional(),
})
export type ChangedSettings = z.infer<typeof changedSettingsSchema>

/** What somebody did to a group, for its owner and admins. */
export const auditEntrySchema = z.object({
  id: z.number().int().min(1),
  at: timeSchema,
  actorId: referenceSchema,
  /** The name of the action, such as `settings`; later versions add some. */
  action: openEnum([...systemEvents, 'announced', 'dissolved', 'link', 'unlink', 'refused']),
  /** What the action changed, as it was and as it became. */
  before: z.unknown().optional(),
  after: z.unknown().optional(),
})
export type AuditEntry = z.infer<typeof auditEntrySchema>

/** A link by which people join a group. Its token is told only to whoever makes it. */
export const groupLinkSchema = z.object({
  id: idSchema,
  createdBy: referenceSchema,
  createdAt: timeSchema,
  /** Null: it does not expire. */
  expiresAt: timeSchema.nullable(),
  /** How often it can be used; null: any number of times. */
  maxUses: z.number().int().min(1).nullable(),
  uses: z.number().int().min(0),
  /** Whoever uses it asks the admins. */
  approval: z.boolean(),
})
export type GroupLink = z.infer<typeof groupLinkSchema>

/** The token of a link: 24 random bytes. */
export const linkTokenSchema = z.string().regex(/^[A-Za-z0-9_-]{16,64}$/, 'the token of a link')

/** What a link leads to. */
export const joinPreviewSchema = z.object({
  conversationId: idSchema,
  name: z.string(),
  avatarUserIds: readableItems(referenceSchema),
  memberCount: z.number().int().min(0),
  description: z.string(),
  invitedBy: referenceSchema,
  approval: z.boolean(),
  /** The caller is a member already. */
  member: z.boolean(),
})
export type JoinPreview = z.infer<typeof joinPreviewSchema>

export const joinRequestSchema = z.object({ userId: referenceSchema, at: timeSchema, invitedBy: referenceSchema })
export type JoinRequest = z.infer<typeof joinRequestSchema>

/** The address of a link on the workspace's web server, which leads to Lianqun. */
export const joinPath = (token: string): string => `/join/${token}`

const inGroup = { conversationId: idSchema }

export const groupMethods = {
  'group.setRole': {
    summary: 'Makes a member an admin, or an admin a member; only the owner may.',
    auth: true,
    params: z.object({ ...inGroup, userId: idSchema, role: z.enum(['admin', 'member']) }),
    result: emptySchema,
  },
  'group.transfer': {
    summary: 'Makes another member the owner; only the owner may, who becomes a member.',
    auth: true,
    params: z.object({ ...inGroup, userId: idSchema }),
    result: emptySchema,
  },
  'group.dissolve': {
    summary: 'Ends a group for all its members, who keep what they have read; only the owner may.',
    auth: true,
    params: z.object(inGroup),
    result: emptySchema,
  },
  'group.configure': {
    summary: 'Changes settings of a group; its owner and admins may.',
    auth: true,
    params: z.object({ ...inGroup, settings: changedSettingsSchema }),
    result: emptySchema,
  },
  'group.setNickname': {
    summary: 'Gives the caller a name in a group; empty: none.',
    auth: true,
    params: z.object({ ...inGroup, nickname: writtenNameSchema(limits.nicknameChars) }),
    result: emptySchema,
  },
  'group.describe': {
    summary: 'Gives a group a description; empty: none.',
    auth: true,
    params: z.object({ ...inGroup, description: writtenNameSchema(limits.descriptionChars) }),
    result: emptySchema,
  },
  'group.setProblem': {
    summary: 'Makes a group a problem group, whose clock starts anew, or ends that; its owner and admins may.',
    auth: true,
    params: z.object({ ...inGroup, on: z.boolean() }),
    result: emptySchema,
  },
  'group.setAvatar': {
    summary:
      'Gives a group a picture of its own, made square from a picture that the caller may load; null: those of its members.',
    auth: true,
    params: z.object({ ...inGroup, fileId: idSchema.nullable() }),
    result: emptySchema,
  },
  'group.createLink': {
    summary: 'Makes a link by which people join; whoever may add people may.',
    auth: true,
    params: z.object({
      ...inGroup,
      expiresInMs: z.number().int().min(60_000).max(limits.linkMs).nullable(),
      maxUses: z.number().int().min(1).max(limits.members).nullable(),
      approval: z.boolean(),
    }),
    result: z.object({ link: groupLinkSchema, token: linkTokenSchema }),
  },
  'group.links': {
    summary: 'The links that can be used: all for owner and admins, their own for a member.',
    auth: true,
    params: z.object(inGroup),
    result: z.object({ links: readableItems(groupLinkSchema) }),
  },
  'group.revokeLink': {
    summary: 'Ends a link; owner and admins any, a member their own.',
    auth: true,
    params: z.object({ ...inGroup, linkId: idSchema }),
    result: emptySchema,
  },
  'group.previewLink': {
    summary: 'What a link leads to.',
    auth: true,
    params: z.object({ token: linkTokenSchema }),
    result: joinPreviewSchema,
  },
  'group.joinByLink': {
    summary: 'Joins by a link, or asks the admins to where it needs approval; the head is that of a member.',
    auth: true,
    params: z.object({ token: linkTokenSchema }),
    result: z.object({ state: openEnum(['joined', 'asked']), head: conversationHeadSchema.nullable() }),
  },
  'group.requests': {
    summary: 'Who asked to join, first come first; for owner and admins.',
    auth: true,
    params: z.object(inGroup),
    result: z.object({ requests: readableItems(joinRequestSchema) }),
  },
  'group.decide': {
    summary: 'Lets somebody who asked in, or not; owner and admins may.',
    auth: true,
    params: z.object({ ...inGroup, userId: idSchema, accept: z.boolean() }),
    result: emptySchema,
  },
  'group.mayFollowDepartment': {
    summary:
      'Whether the caller may make the group that follows a department, which has none yet: administrators of the workspace may, and who leads the department or one above it.',
    auth: true,
    params: z.object({ departmentId: idSchema }),
    result: z.object({ may: z.boolean() }),
  },
  'group.followDepartment': {
    summary:
      'Makes the group whose members are the people of a department and of those below it, from then on, or finds it; for whom `group.mayFollowDepartment` names. The head is that of a member.',
    auth: true,
    params: z.object({ departmentId: idSchema }),
    result: z.object({ head: conversationHeadSchema.nullable() }),
  },
  'group.audit': {
    summary: 'What was done to a group, newest first, before an id (exclusive); for its owner and admins.',
    auth: true,
    params: z.object({ ...inGroup, before: z.number().int().min(1).optional(), limit: pageLimit(limits.historyPage) }),
    result: z.object({ entries: readableItems(auditEntrySchema), more: z.boolean() }),
  },
} as const satisfies Record<string, MethodDef>
