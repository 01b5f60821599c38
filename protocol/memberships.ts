import { z } from 'zod'
import type { EntityDef, MethodDef } from './core/feature.ts'
import { idSchema, openEnum, ordinalSchema, referenceSchema, revisionSchema, timeSchema } from './core/fields.ts'

/** Why a membership ended, where it was not by leaving or removing. */
export const leftReasons = ['dissolved'] as const

/** Who ended a membership, the user or who removed them or dissolved the group, and when. */
const leftSchema = z.object({
  byId: referenceSchema,
  at: timeSchema,
  reason: openEnum(leftReasons).optional().catch(undefined),
})

/** The settings and read mark of one user in a conversation; a row of the scope `me`. */
export const membershipSchema = z.object({
  conversationId: idSchema,
  /** False is the tombstone. */
  joined: z.boolean(),
  pinned: z.boolean(),
  muted: z.boolean(),
  readSeq: revisionSchema,
  readOrdinal: ordinalSchema,
  /** The user may not see messages before this seq. */
  visibleFrom: revisionSchema,
  /** Only in a tombstone; earlier servers leave it out. */
  left: leftSchema.optional().catch(undefined),
  revision: revisionSchema,
})
export type Membership = z.infer<typeof membershipSchema>

/** Reads the fields that a tombstone needs. */
const membershipTombstoneSchema = z
  .object({
    conversationId: idSchema,
    joined: z.literal(false),
    left: leftSchema.optional().catch(undefined),
    revision: revisionSchema,
  })
  .transform((row): Membership => ({ pinned: false, muted: false, readSeq: 0, readOrdinal: 0, visibleFrom: 0, ...row }))

export const membershipEntities = {
  membership: { scope: 'me', schema: membershipSchema, tombstone: membershipTombstoneSchema },
} as const satisfies Record<string, EntityDef>

export const membershipMethods = {
  'membership.update': {
    summary: 'Pins or mutes a conversation for the caller, or moves their read mark, which only moves forward.',
    auth: true,
    params: z.object({
      conversationId: idSchema,
      pinned: z.boolean().optional(),
      muted: z.boolean().optional(),
      readSeq: revisionSchema.optional(),
    }),
    result: z.object({ membership: membershipSchema }),
  },
} as const satisfies Record<string, MethodDef>
