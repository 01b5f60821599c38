import { botEvents, botMethods, botSchema, idSchema, managedBotSchema, type viewSchema } from '@lianqun/protocol'
import { z } from 'zod'
import type { Calls, Events } from './shared.ts'
import { conversationId, namedSchema, none, text } from './shared.ts'

const {
  'bot.create': create,
  'bot.events': events,
  'bot.join': join,
  'bot.leave': leave,
  'bot.openHome': openHome,
  'bot.renew': renew,
  'bot.replay': replay,
  'bot.secret': secret,
  'bot.update': update,
} = botMethods

/** A bot, with the name of whose it is. */
export const botItemSchema = botSchema.omit({ ownerId: true }).extend({ owner: namedSchema })
/** The same as those see it who manage it. */
export const managedBotItemSchema = managedBotSchema.omit({ ownerId: true }).extend({ owner: namedSchema })
const managed = z.object({ bot: managedBotItemSchema })

export const botCalls = {
  /** The bots of a conversation, and whether the user may add one. @throws offline */
  'bots.list': {
    args: z.object({ id: conversationId }),
    result: z.object({ bots: z.array(botItemSchema), mayAdd: z.boolean() }),
  },
  /** The bots that the user manages. @throws offline */
  'bots.mine': { args: none, result: z.object({ bots: z.array(managedBotItemSchema) }) },
  /** The bots that the user may add to groups or speak with. @throws offline */
  'bots.catalogue': { args: none, result: z.object({ bots: z.array(botItemSchema) }) },
  /** A bot that the user may add, or that is in this conversation; null: neither. @throws offline */
  'bots.find': {
    args: z.object({ botId: idSchema, id: conversationId.optional() }),
    result: z.object({ bot: botItemSchema.nullable() }),
  },
  /** Where the libraries for bots connect to, and what they send as the address of the workspace. */
  'bots.addresses': { args: none, result: z.object({ workspace: text, slack: text, wecom: text, feishu: text }) },
  'bots.create': { args: create.params, result: managed.extend({ token: text }) },
  'bots.update': { args: update.params, result: managed },
  'bots.secret': { args: secret.params, result: secret.result },
  'bots.renew': { args: renew.params, result: renew.result },
  'bots.remove': { args: renew.params, result: none },
  'bots.join': { args: join.params, result: none },
  'bots.leave': { args: leave.params, result: none },
  'bots.events': { args: events.params, result: events.result },
  'bots.replay': { args: replay.params, result: replay.result },
  /** The page of a bot for the user, as it is now; `bots.home` tells what it becomes. @throws offline */
  'bots.openHome': { args: openHome.params, result: openHome.result },
} as const satisfies Calls

export const botHomeEvents = {
  /** A bot shows the user another page of its own. */
  'bots.home': botEvents['bot.view'].params.pick({ view: true }),
} as const satisfies Events

export type BotItem = z.infer<typeof botItemSchema>
export type ManagedBotItem = z.infer<typeof managedBotItemSchema>
export type BotEventItem = z.infer<typeof events.result>['events'][number]
export type BotViewItem = z.infer<typeof viewSchema>
/** As the wire has it. */
export type WireBot = z.infer<typeof botSchema>
export type WireManagedBot = z.infer<typeof managedBotSchema>
