import { z } from 'zod'
import { keptObject, openEnum, readableItems, referenceSchema } from '../core/fields.ts'
import { groupSettingsSchema } from '../group-details.ts'
import { defineContent } from './content.ts'

/** Events of a conversation that system notices report. */
export const systemEvents = [
  'created',
  'added',
  'joined',
  'removed',
  'left',
  'renamed',
  'owner',
  'admins',
  'unadmins',
  'settings',
  'described',
  'problem',
  'noProblem',
  'solved',
  'reopened',
  'unannounced',
  /** People came into, or left, the department that the group follows; `userIds` names the first of `count`. */
  'departmentJoined',
  'departmentLeft',
  /** The department was removed: the group follows none any more. */
  'departmentEnded',
  'avatar',
] as const
export type SystemEvent = (typeof systemEvents)[number]

export const systemContentSchema = keptObject({
  type: z.literal('system'),
  event: openEnum(systemEvents),
  actorId: referenceSchema,
  userIds: readableItems(referenceSchema).optional(),
  name: z.string().optional(),
  /** How many people the event is about, where `userIds` names only some of them. */
  count: z.number().int().min(0).optional().catch(undefined),
  /** Of `settings`: the settings that changed, as they are now. */
  settings: groupSettingsSchema.optional().catch(undefined),
  /** Of `solved`: milliseconds since the problem was opened. */
  tookMs: z.number().int().min(0).optional().catch(undefined),
})
export type SystemContent = z.infer<typeof systemContentSchema>

export const system = defineContent({
  schema: systemContentSchema,
  sendable: null,
  bubble: false,
  counted: false,
  editable: false,
  text: () => '',
  people: content => [content.actorId, ...(content.userIds ?? [])],
  mentions: () => [],
  examples: {
    good: [
      { type: 'system', event: 'renamed', actorId: 'u_chenyu', name: '灰度发布' },
      { type: 'system', event: 'added', actorId: 'u_chenyu', userIds: ['u_zhouye'] },
      { type: 'system', event: 'settings', actorId: 'u_chenyu', settings: { speak: 'admins' } },
      { type: 'system', event: 'solved', actorId: 'u_chenyu', tookMs: 7_800_000 },
    ],
    unreadable: [{ type: 'system', event: 'left' }],
    notSendable: [{ type: 'system', event: 'left', actorId: 'u_chenyu' }],
  },
})
