import { z } from 'zod'
import { keptObject, openEnum, readableItems, referenceSchema, seqSchema, timeSchema } from './core/fields.ts'
import { limits } from './core/limits.ts'
import { type FileRef, fileRefSchema } from './files.ts'

/**
 * What members settle about a message: a decision, a question that a reply may answer, and in a problem group the fix
 * and the result, which stop its clock.
 */
export const messageMarks = ['decision', 'question', 'fix', 'result'] as const
export type MessageMark = (typeof messageMarks)[number]

/** What puts a message on a list of its conversation: a pin, or one of the marks. */
export const messageFlags = ['pinned', ...messageMarks] as const
export const flagSchema = z.enum(messageFlags)
export type MessageFlag = z.infer<typeof flagSchema>

/** What a sender asks for: that people say they have read it, or that they have done it. */
export const requestAsks = ['acknowledged', 'done'] as const
export type RequestAsk = (typeof requestAsks)[number]

const picture = '\\p{Extended_Pictographic}\\ufe0f?\\p{Emoji_Modifier}?'
/** A flag, a keycap, or pictures that are joined: the form of an emoji, as Unicode adds some each year. */
const emoji = new RegExp(
  `^(?:\\p{RI}{2}|[0-9#*]\\ufe0f?\\u20e3|\\u{1f3f4}[\\u{e0020}-\\u{e007e}]{1,6}\\u{e007f}|${picture}(?:\\u200d${picture}){0,8})$`,
  'u',
)

/** One emoji as a person chooses it. Words are none: a reaction says nothing where only admins speak. */
export const emojiSchema = z.string().max(40).regex(emoji, 'an emoji')

/** Who reacted with an emoji: `count` people, of whom `userIds` names the first ones. */
export const reactionSchema = keptObject({
  emoji: z.string().min(1).max(40),
  count: z.number().int().min(1),
  userIds: readableItems(referenceSchema),
})
export type Reaction = z.infer<typeof reactionSchema>

/**
 * What the first link of a message leads to, as its page says it. `url`: the link. Where `removed` is true the sender
 * took it away; without a title there is nothing to show.
 */
export const previewSchema = keptObject({
  url: z.string().min(1).max(limits.linkChars),
  removed: z.boolean().optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  siteName: z.string().optional(),
  image: fileRefSchema.optional().catch(undefined),
})
export type LinkPreview = z.infer<typeof previewSchema>

/**
 * What a message has besides its content. A field is left out when it does not apply, and one that this version cannot
 * read is passed over; later fields are kept.
 */
export const attributesSchema = keptObject({
  /** The message that this one replies to. */
  replyTo: seqSchema.optional().catch(undefined),
  /** The message that began the thread of replies that this one is in. */
  thread: seqSchema.optional().catch(undefined),
  /** Of a message that began a thread: how many replies there are, the last one, and the first people who replied. */
  replies: keptObject({
    count: z.number().int().min(1),
    lastSeq: seqSchema,
    userIds: readableItems(referenceSchema),
  })
    .optional()
    .catch(undefined),
  edited: keptObject({ at: timeSchema, count: z.number().int().min(1) })
    .optional()
    .catch(undefined),
  /** In the order in which they were first given. */
  reactions: readableItems(reactionSchema).optional().catch(undefined),
  /** Pinned to the conversation for all its members. */
  pinned: keptObject({ byId: referenceSchema, at: timeSchema }).optional().catch(undefined),
  /** `answer`: the reply that whoever asked the question accepted. */
  mark: keptObject({
    kind: openEnum(messageMarks),
    byId: referenceSchema,
    at: timeSchema,
    answer: seqSchema.optional().catch(undefined),
  })
    .optional()
    .catch(undefined),
  /** Its sender asks others to answer to it. `of`, `done`: how many they are, and how many of them have answered. */
  request: keptObject({
    ask: openEnum(requestAsks),
    urgent: z.boolean().optional(),
    at: timeSchema,
    of: z.number().int().min(0),
    done: z.number().int().min(0),
    /** The first people who answered. */
    userIds: readableItems(referenceSchema).optional(),
    /** When those who owed an answer were last reminded. */
    urgedAt: timeSchema.optional(),
  })
    .optional()
    .catch(undefined),
  /** A bot is still writing it. */
  growing: z.literal(true).optional().catch(undefined),
  /** Made by the server after the message was sent. */
  preview: previewSchema.optional().catch(undefined),
})
export type Attributes = z.infer<typeof attributesSchema>

/** The most people that the row of a message names for one reaction, or for a thread. */
export const namedInAttributes = 50

/** Ids of the people whom the attributes of a message name. */
export function attributesPeople(attributes: Attributes | undefined): string[] {
  if (attributes === undefined) return []
  const { replies, reactions, pinned, mark, request } = attributes
  return [
    ...(replies?.userIds ?? []),
    ...(reactions ?? []).flatMap(({ userIds }) => userIds),
    ...(pinned ? [pinned.byId] : []),
    ...(mark ? [mark.byId] : []),
    ...(request?.userIds ?? []),
  ]
}

/** The files that the attributes of a message show, which whoever may see the message may load. */
export function attributesFiles(attributes: Attributes | undefined): readonly FileRef[] {
  const image = attributes?.preview?.image
  return image === undefined ? [] : [image]
}
