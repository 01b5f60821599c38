import { z } from 'zod'
import type { MethodDef } from './core/feature.ts'
import { emptySchema, idSchema, openEnum, readableItems, referenceSchema, timeSchema } from './core/fields.ts'
import { limits } from './core/limits.ts'
import { pageLimit } from './core/page-limit.ts'
import { writtenNameSchema } from './core/text.ts'
import { historyScopes, permissionHolders } from './group-details.ts'

const holder = z.enum(permissionHolders).optional()
/** Settings as a client may change them; those that are left out stay. */
export const changedSettingsSchema = z.object({
  speak: holder,
  addMembers: holder,
  mentionAll: holder,
  pin: holder,
  mark: holder,
  editMessages: holder,
  editInfo: holder,
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
  action: openEnum(['created', 'added', 'removed', 'left', 'renamed', 'owner', 'admins', 'unadmins', 'settings']),
  /** What the action changed, as it was and as it became. */
  before: z.unknown().optional(),
  after: z.unknown().optional(),
})
export type AuditEntry = z.infer<typeof auditEntrySchema>

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
  'group.describe': {
    summary: 'Gives a group a description; empty: none.',
    auth: true,
    params: z.object({ ...inGroup, description: writtenNameSchema(limits.descriptionChars) }),
    result: emptySchema,
  },
  'group.audit': {
    summary: 'What was done to a group, newest first, before an id (exclusive); for its owner and admins.',
    auth: true,
    params: z.object({ ...inGroup, before: z.number().int().min(1).optional(), limit: pageLimit(limits.historyPage) }),
    result: z.object({ entries: readableItems(auditEntrySchema), more: z.boolean() }),
  },
} as const satisfies Record<string, MethodDef>
