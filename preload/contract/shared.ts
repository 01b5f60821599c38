import { dropControls, idSchema, limits, requestAsks, seqSchema } from '@lianqun/protocol'
import { z } from 'zod'

export type Calls = Record<string, { args: z.ZodType; result: z.ZodType }>
export type Events = Record<string, z.ZodType>

export const none = z.object({})
export const empty = { args: none, result: none } as const
export const conversationId = idSchema
/** A message of a conversation. */
export const onMessage = z.object({ id: conversationId, seq: seqSchema })
/** What a message asks of others. `userIds`: only these; all who see it sent when left out. */
export const askSchema = z.object({
  ask: z.enum(requestAsks),
  urgent: z.boolean().optional(),
  userIds: z.array(idSchema).min(1).max(limits.members).optional(),
})
export const count = z.number().int().min(0)
export const text = z.string()
/** What a person looks for. */
export const querySchema = z.string().overwrite(dropControls)
/** A draft is kept whole: escaped it may be twice as long as the text. */
export const draftSchema = z.string().max(5_000_000).overwrite(dropControls)
/** A name in both scripts; `latinName` may be empty. The reader's language chooses (`nameIn` of common/names.ts). */
export const namedSchema = z.object({
  id: idSchema,
  name: text,
  latinName: text,
  /** The name of its picture, if it is a bot. */
  bot: text.optional(),
})

/** What the title of a conversation without a name is made of. */
export const titleFields = {
  /** The first people besides the user; the user alone, where there is nobody else. */
  titlePeople: z.array(namedSchema),
  /** How many people there are besides these and the user. */
  morePeople: count,
  /** The file of the picture that a group has of its own; null: its avatar is made of its people. */
  avatarId: text.nullable(),
}

export type PersonName = z.infer<typeof namedSchema>
