import { z } from 'zod'
import { conversationSchema } from '../conversations.ts'
import { idSchema, seqSchema, timeSchema } from '../core/fields.ts'
import { messageSchema } from '../messages.ts'

/*
 * What a bot is told. Each event comes until the bot has acknowledged it, those of one conversation in order.
 */

/** By what a bot answers to somebody: it opens a form for them, or says something that they alone see. */
const trigger = z.string().max(2_000)
const inputs = z.record(z.string(), z.string())
const conversationId = idSchema
/** Where it was done in a thread: the message that began it. An answer goes there that replies to this message. */
const thread = seqSchema.optional()

/** By type. */
export const botEventSchemas = {
  /** A message that the bot hears: in a conversation with it alone, or one that names it; with `messages.read` all. */
  message: z.object({
    message: messageSchema,
    /** Whether the bot is alone with its sender. */
    direct: z.boolean(),
    mentioned: z.boolean(),
    /** Whether its sender is a bot; a hook, which hears no answer, is none. */
    fromBot: z.boolean(),
  }),
  /** A message that it heard says something else, was recalled, or has other reactions. */
  'message.changed': z.object({ message: messageSchema }),
  /**
   * Somebody else gave a reaction to a message that the bot hears or has said itself, or took it back (`added` is false).
   * `message`: as it is now.
   */
  reaction: z.object({ message: messageSchema, userId: idSchema, emoji: z.string(), added: z.boolean() }),
  'members.changed': z.object({ conversationId, joined: z.array(idSchema), left: z.array(idSchema) }),
  /** The bot came into a conversation, or left it. */
  'conversation.joined': z.object({ conversation: conversationSchema, actorId: idSchema.nullable() }),
  'conversation.left': z.object({ conversationId }),
  /** Somebody did an action of a card of the bot. `data`, `verb`: as the bot wrote them. */
  'card.action': z.object({
    conversationId,
    seq: seqSchema,
    version: z.number().int(),
    userId: idSchema,
    actionId: z.string(),
    verb: z.string().optional(),
    data: z.unknown().optional(),
    inputs,
    /** Whether it was on the face of this person alone. */
    face: z.boolean().optional(),
    trigger,
  }),
  /**
   * Somebody looks at a card of the bot with `refresh` who is to have a face of their own. `data`, `verb`: of its action.
   * Asked once for each person and version, and once more when a face has expired.
   */
  'card.refresh': z.object({
    conversationId,
    seq: seqSchema,
    version: z.number().int(),
    userId: idSchema,
    verb: z.string().optional(),
    data: z.unknown().optional(),
  }),
  command: z.object({ conversationId, userId: idSchema, command: z.string(), text: z.string(), thread, trigger }),
  shortcut: z.object({ conversationId, userId: idSchema, shortcut: z.string(), message: messageSchema, trigger }),
  /** Somebody sent a form, or did an action in it (`actionId`), or of the home page. The answer to it may hold errors. */
  'view.submitted': z.object({
    viewId: idSchema,
    version: z.number().int(),
    home: z.boolean(),
    userId: idSchema,
    /** Where the form was opened from, or null. */
    conversationId: idSchema.nullable(),
    thread,
    actionId: z.string().nullable(),
    verb: z.string().optional(),
    data: z.unknown().optional(),
    /** As the bot wrote it with the view. */
    viewData: z.unknown().optional(),
    inputs,
    trigger,
  }),
  'view.closed': z.object({ viewId: idSchema, userId: idSchema, viewData: z.unknown().optional() }),
  'home.opened': z.object({ userId: idSchema, trigger }),
  /** Links to hosts whose previews the bot makes. */
  'links.shared': z.object({ conversationId, seq: seqSchema, userId: idSchema, urls: z.array(z.string()) }),
} as const

/** What a bot sends on its socket: the events that it has taken. */
export const botReceiptSchema = z.object({ acknowledge: z.array(z.number().int()).max(1_000) })

export type BotEventType = keyof typeof botEventSchemas
export type BotEventOf<T extends BotEventType> = z.infer<(typeof botEventSchemas)[T]>

/** An event as it is sent. `id` rises; the same one may come again. */
export interface BotEvent<T extends BotEventType = BotEventType> {
  id: number
  type: T
  /** When it happened, milliseconds. */
  at: number
  /** How often it was sent before. */
  attempt: number
  data: BotEventOf<T>
}
/** An event of any type, told apart by it. */
export type AnyBotEvent = { [T in BotEventType]: BotEvent<T> }[BotEventType]

export const botEventSchema = z.union(
  Object.entries(botEventSchemas).map(([type, data]) =>
    z.object({
      id: z.number().int().min(1),
      type: z.literal(type),
      at: timeSchema,
      attempt: z.number().int().min(0),
      data,
    }),
  ) as unknown as [z.ZodType, z.ZodType, ...z.ZodType[]],
) as unknown as z.ZodType<AnyBotEvent>
