import { z } from 'zod'
import type { EntityDef, MethodDef } from './core/feature.ts'
import {
  idSchema,
  isKeepable,
  keptObject,
  openEnum,
  ordinalSchema,
  referenceSchema,
  revisionSchema,
  timeSchema,
} from './core/fields.ts'
import { limits } from './core/limits.ts'

/** Why a membership ended, where it was not by leaving or removing. */
export const leftReasons = ['dissolved', 'department'] as const

/** Who ended a membership, the user or who removed them or dissolved the group, and when. */
const leftSchema = z.object({
  byId: referenceSchema,
  at: timeSchema,
  reason: openEnum(leftReasons).optional().catch(undefined),
})

/** The ids of labels. They are not looked up: an id that no label has means nothing. */
const labelIdsSchema = z.array(referenceSchema).max(limits.listLabels)

/** Labels that the user gave a conversation (`on`), and took from it although a rule gives them (`off`). */
const handLabelsSchema = z.object({ on: labelIdsSchema, off: labelIdsSchema })
export type HandLabels = z.infer<typeof handLabelsSchema>

/**
 * The user's own read position where they set it back: before `fromSeq`, with the ordinal of the last message before
 * it. It stands while the read mark is `readSeq`, which others see and which does not move back.
 */
const markedUnreadSchema = z.object({ fromSeq: revisionSchema, readOrdinal: ordinalSchema, readSeq: revisionSchema })
export type MarkedUnread = z.infer<typeof markedUnreadSchema>

/** A place among the pinned conversations: digits and small letters, compared as text. */
const pinRankSchema = z.string().regex(/^[0-9a-z]{1,100}$/)

/** How a conversation stands in the user's list. What is missing is as it is at first. */
const listStateSchema = keptObject({
  /** Pinned ones without a rank come first, by their activity. */
  pinRank: pinRankSchema.optional().catch(undefined),
  /** A muted group is in the row of folded groups while nobody mentions the user. */
  folded: z.boolean().optional().catch(undefined),
  /** The conversation is done with until a message of a higher seq comes. */
  doneSeq: revisionSchema.optional().catch(undefined),
  unread: markedUnreadSchema.optional().catch(undefined),
  labels: handLabelsSchema.optional().catch(undefined),
  /** The group's announcement of this seq was closed, and shows above the messages no more. */
  closedAnnouncement: revisionSchema.optional().catch(undefined),
})
export type ListState = z.infer<typeof listStateSchema>

/** Changes of a {@link ListState}: what is left out stays; an empty rank, 0 and empty lists put it back. */
const listChangeSchema = z.object({
  pinRank: z.union([z.literal(''), pinRankSchema]).optional(),
  folded: z.boolean().optional(),
  doneSeq: revisionSchema.optional(),
  /** The seq from which on messages show as unread again; 0: none. */
  unreadFrom: revisionSchema.optional(),
  labels: z
    .object({ on: z.array(idSchema).max(limits.listLabels), off: z.array(idSchema).max(limits.listLabels) })
    .optional(),
  closedAnnouncement: revisionSchema.optional(),
})
export type ListChange = z.infer<typeof listChangeSchema>

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
  /** Earlier servers leave it out. */
  list: listStateSchema.refine(isKeepable).optional().catch(undefined),
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
    summary:
      'Pins or mutes a conversation for the caller, says how it stands in their list, or moves their read mark, which only moves forward.',
    auth: true,
    params: z.object({
      conversationId: idSchema,
      pinned: z.boolean().optional(),
      muted: z.boolean().optional(),
      readSeq: revisionSchema.optional(),
      list: listChangeSchema.optional(),
    }),
    result: z.object({ membership: membershipSchema }),
  },
} as const satisfies Record<string, MethodDef>

/**
 * A read position that was set back, after messages up to `seq` were seen. `readSeq`: the read mark after that.
 * Undefined: nothing is set back any more.
 */
export function afterSeen(mark: MarkedUnread | undefined, seq: number, readSeq: number): MarkedUnread | undefined {
  if (mark === undefined || mark.readSeq !== readSeq || seq >= readSeq) return undefined
  return seq < mark.fromSeq ? mark : { ...mark, fromSeq: seq + 1 }
}
