import { z } from 'zod'
import type { EntityDef, MethodDef } from './core/feature.ts'
import { idSchema, ordinalSchema, revisionSchema } from './core/fields.ts'

/** A person's own relation to a conversation: a row of the scope `me`. */
export const membershipSchema = z.object({
  conversationId: idSchema,
  /** False is the tombstone. */
  joined: z.boolean(),
  pinned: z.boolean(),
  muted: z.boolean(),
  readSeq: revisionSchema,
  readOrdinal: ordinalSchema,
  /** Messages before this seq are not the person's to see. */
  visibleFrom: revisionSchema,
  revision: revisionSchema,
})
export type Membership = z.infer<typeof membershipSchema>

/** All that has to be read of a tombstone. */
const membershipTombstoneSchema = z
  .object({ conversationId: idSchema, joined: z.literal(false), revision: revisionSchema })
  .transform((row): Membership => ({ pinned: false, muted: false, readSeq: 0, readOrdinal: 0, visibleFrom: 0, ...row }))

export const membershipEntities = {
  membership: { scope: 'me', schema: membershipSchema, tombstone: membershipTombstoneSchema },
} as const satisfies Record<string, EntityDef>

export const membershipMethods = {
  'membership.update': {
    summary: 'Pins, mutes, or moves one’s read mark, which only moves forward.',
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
