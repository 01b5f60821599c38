import { z } from 'zod'
import { keptObject, openEnum, readableItems, referenceSchema, seqSchema, timeSchema } from './core/fields.ts'
import { fileRefSchema } from './files.ts'

export const memberRoles = ['owner', 'admin', 'member'] as const
export type MemberRole = (typeof memberRoles)[number]

/** The role that decides what a member may do. An unknown role has the rights of `member`. */
export function memberRole(role: string): MemberRole {
  return role === 'owner' || role === 'admin' ? role : 'member'
}

/**
 * What a group may leave to its owner and admins. `editMessages`: to edit messages of one's own; `editInfo`: to change
 * name, avatar and description; `announce`: to set the group's announcement.
 */
export const groupPermissions = [
  'speak',
  'addMembers',
  'mentionAll',
  'pin',
  'mark',
  'editMessages',
  'editInfo',
  'announce',
] as const
export type GroupPermission = (typeof groupPermissions)[number]

/** Who has a permission. */
export const permissionHolders = ['everyone', 'admins'] as const
export type PermissionHolder = (typeof permissionHolders)[number]

/** What members see of the time before they joined, unless it is a number of days. */
export const historyScopes = ['joining', 'all'] as const

/** A value for each permission. */
export function forPermissions<T>(of: (permission: GroupPermission) => T): Record<GroupPermission, T> {
  return Object.fromEntries(groupPermissions.map(name => [name, of(name)])) as Record<GroupPermission, T>
}

const holderSchema = openEnum(permissionHolders).optional().catch(undefined)

/** The settings of a group. A setting that is left out is as {@link defaultSettings} says; later ones are kept. */
export const groupSettingsSchema = keptObject({
  ...forPermissions(() => holderSchema),
  /** What new members see: from joining on, all, or the last days. */
  history: z
    .union([openEnum(historyScopes), z.number().int().min(1)])
    .optional()
    .catch(undefined),
  /** Seconds between two messages of one member; 0: no slow mode. Owner and admins need not wait. */
  slowSeconds: z.number().int().min(0).optional().catch(undefined),
})
export type GroupSettings = z.infer<typeof groupSettingsSchema>

/** The settings of a group that has changed none. */
export const defaultSettings = {
  ...forPermissions(() => 'everyone' as const),
  announce: 'admins',
  history: 'joining',
  slowSeconds: 0,
} as const satisfies Required<GroupSettings>

/** Whether a member of this role has a permission. A holder that this version does not know leaves out members. */
export function mayInGroup(
  settings: GroupSettings | undefined,
  permission: GroupPermission,
  role: MemberRole,
): boolean {
  return role !== 'member' || (settings?.[permission] ?? defaultSettings[permission]) === 'everyone'
}

const clockPointSchema = keptObject({ seq: seqSchema, at: timeSchema })
/** A message that stopped a part of a clock, and when it was sent. */
export type ClockPoint = z.infer<typeof clockPointSchema>

/**
 * The clock of a problem group. It starts with the notice `openedSeq` of whoever opened the problem; what was said
 * before does not count. A point that is left out is not reached.
 */
export const problemClockSchema = keptObject({
  openedSeq: seqSchema,
  openedAt: timeSchema,
  byId: referenceSchema,
  /** The first message of somebody else than `byId`. */
  answer: clockPointSchema.optional().catch(undefined),
  /** The last message that is marked as the fix. */
  fix: clockPointSchema.optional().catch(undefined),
  /** The last message that is marked as the result: the problem is closed. */
  result: clockPointSchema.optional().catch(undefined),
})
export type ProblemClock = z.infer<typeof problemClockSchema>

/** What a group has besides its name and members; each is left out where it does not apply. */
export const groupDetails = {
  adminIds: readableItems(referenceSchema).optional().catch(undefined),
  settings: groupSettingsSchema.optional().catch(undefined),
  description: z.string().optional().catch(undefined),
  /** The announcement that is in force: the message that set it, and its words for whoever may not see that. */
  announcement: keptObject({ seq: seqSchema, byId: referenceSchema, at: timeSchema, text: z.string() })
    .optional()
    .catch(undefined),
  /** How many people wait for the admins to let them in. */
  joinRequests: z.number().int().min(0).optional().catch(undefined),
  /** How many bots are in it, which are not among its members that are counted. */
  bots: z.number().int().min(0).optional().catch(undefined),
  /** A picture in place of those of the members. */
  avatar: fileRefSchema.optional().catch(undefined),
  /** The group follows this department: its people are the members. */
  departmentId: referenceSchema.optional().catch(undefined),
  /** The group works on a problem, whose hours are counted. */
  clock: problemClockSchema.optional().catch(undefined),
}
export const groupDetailsSchema = z.object(groupDetails)
export type GroupDetails = z.infer<typeof groupDetailsSchema>
export const groupDetailNames = Object.keys(groupDetails) as (keyof GroupDetails)[]
