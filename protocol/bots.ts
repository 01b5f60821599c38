import { z } from 'zod'
import { botScopes, commandNameSchema, readManifestSchema } from './bots/manifest.ts'
import { viewSchema } from './bots/view.ts'
import { botIcons } from './cards/icons.ts'
import { cardInputsSchema } from './cards.ts'
import { contentSchema } from './contents/index.ts'
import { dropControls } from './core/characters.ts'
import type { MethodDef, NotificationDef } from './core/feature.ts'
import {
  clientIdSchema,
  emptySchema,
  idSchema,
  openEnum,
  readableItems,
  referenceSchema,
  seqSchema,
  timeSchema,
} from './core/fields.ts'
import { limits } from './core/limits.ts'
import { pageLimit } from './core/page-limit.ts'
import { lineSchema, requiredNameSchema } from './core/text.ts'

/** How what a bot is told is written where it is posted: in our own form, or as Slack does. */
export const webhookFormats = ['lianqun', 'slack'] as const

/** A bot as people see it. */
export const botSchema = z.object({
  id: referenceSchema,
  name: z.string(),
  icon: z.string(),
  ownerId: referenceSchema,
  /** What it may do. */
  scopes: readableItems(z.string()),
  manifest: readManifestSchema,
  enabled: z.boolean(),
  /** Whether everybody may add it to their groups; else its owner alone. */
  shared: z.boolean(),
  /** Whether the caller may change it: its owner, and administrators of the workspace. */
  manages: z.boolean(),
})
export type Bot = z.infer<typeof botSchema>

/** What only those who manage a bot see. */
export const managedBotSchema = botSchema.extend({
  createdAt: timeSchema,
  /** Where it is told what happens, besides by a socket; null: nowhere. */
  webhook: z.object({ url: z.string(), format: openEnum(webhookFormats) }).nullable(),
  /** Events that wait for the bot, and those that were given up. */
  waiting: z.number().int().min(0),
  dead: z.number().int().min(0),
  /** Whether it is connected now. */
  connected: z.boolean(),
  conversations: z.number().int().min(0),
  /** What libraries for Feishu call it; a server of before does not say it. */
  feishuAppId: z.string().optional(),
})
export type ManagedBot = z.infer<typeof managedBotSchema>

/** How an event of a bot stands. */
export const botEventStates = ['waiting', 'done', 'dead'] as const

export const botEventEntrySchema = z.object({
  id: z.number().int().min(1),
  type: z.string(),
  at: timeSchema,
  conversationId: referenceSchema.nullable(),
  state: openEnum(botEventStates),
  attempts: z.number().int().min(0),
  /** Why it could not be delivered the last time; empty: it was. */
  problem: z.string(),
  /** What is sent, as JSON. */
  payload: z.string(),
})
export type BotEventEntry = z.infer<typeof botEventEntrySchema>

const name = requiredNameSchema(limits.botNameChars)
const icon = z.enum(botIcons)
const scopes = z.array(z.enum(botScopes)).max(botScopes.length)
const on = { botId: idSchema }
const inConversation = { conversationId: idSchema, botId: idSchema, clientId: clientIdSchema }
const webhookSchema = z.object({
  url: lineSchema(limits.linkChars).refine(url => /^https?:$/.test(URL.parse(url)?.protocol ?? ''), 'an http address'),
  format: z.enum(webhookFormats),
})

export const botMethods = {
  'bot.list': {
    summary: 'The bots of a conversation, for its members, and whether the caller may add one.',
    auth: true,
    params: z.object({ conversationId: idSchema }),
    result: z.object({ bots: readableItems(botSchema), mayAdd: z.boolean() }),
  },
  'bot.mine': {
    summary: 'The bots that the caller manages: their own, and all for an administrator of the workspace.',
    auth: true,
    params: z.object({}),
    result: z.object({ bots: readableItems(managedBotSchema) }),
  },
  'bot.catalogue': {
    summary: 'The bots that the caller may add to groups or speak with, by name.',
    auth: true,
    params: z.object({}),
    result: z.object({ bots: readableItems(botSchema) }),
  },
  'bot.create': {
    summary:
      'Makes a bot. Its token is told this once and stored nowhere. The same client id again returns the same bot with another token.',
    auth: true,
    params: z.object({ clientId: clientIdSchema, name, icon, scopes }),
    result: z.object({ bot: managedBotSchema, token: z.string() }),
  },
  'bot.update': {
    summary: 'Changes a bot; what is left out stays. Switched off, it is told nothing and may do nothing.',
    auth: true,
    params: z.object({
      ...on,
      name: name.optional(),
      icon: icon.optional(),
      scopes: scopes.optional(),
      enabled: z.boolean().optional(),
      shared: z.boolean().optional(),
      webhook: webhookSchema.nullable().optional(),
    }),
    result: z.object({ bot: managedBotSchema }),
  },
  'bot.secret': {
    summary: 'What the posts to the address of a bot are signed with.',
    auth: true,
    params: z.object(on),
    result: z.object({ secret: z.string() }),
  },
  'bot.renew': {
    summary: 'Gives a bot another token and secret. The old ones are refused from then on.',
    auth: true,
    params: z.object(on),
    result: z.object({ token: z.string() }),
  },
  'bot.remove': {
    summary: 'Ends a bot: it leaves its conversations, and what it said stays.',
    auth: true,
    params: z.object(on),
    result: emptySchema,
  },
  'bot.join': {
    summary: 'Adds a bot to a group. Members may who may add people.',
    auth: true,
    params: z.object({ ...on, conversationId: idSchema }),
    result: emptySchema,
  },
  'bot.leave': {
    summary: 'Takes a bot out of a group: its owner, who added it, and the owner and admins of the group may.',
    auth: true,
    params: z.object({ ...on, conversationId: idSchema }),
    result: emptySchema,
  },
  'bot.events': {
    summary: 'What a bot was told and is to be told, newest first, before an event (exclusive).',
    auth: true,
    params: z.object({
      ...on,
      state: z.enum(botEventStates).optional(),
      before: z.number().int().min(1).optional(),
      limit: pageLimit(limits.botEventsPage),
    }),
    result: z.object({ events: readableItems(botEventEntrySchema), more: z.boolean() }),
  },
  'bot.replay': {
    summary: 'Tells a bot once more what was given up: these events, or all of them.',
    auth: true,
    params: z.object({ ...on, ids: z.array(z.number().int().min(1)).max(limits.botEventsPage).optional() }),
    result: z.object({ count: z.number().int().min(0) }),
  },
  'bot.command': {
    summary:
      'Gives a bot of a conversation a command; `thread`: in the thread that this message began, or is in. What comes of it the bot says itself.',
    auth: true,
    params: z.object({
      ...inConversation,
      command: commandNameSchema,
      text: z.string().overwrite(dropControls).max(limits.commandChars),
      thread: seqSchema.optional(),
    }),
    result: emptySchema,
  },
  'bot.shortcut': {
    summary: 'Does with a message what a bot of its conversation offers.',
    auth: true,
    params: z.object({ ...inConversation, seq: seqSchema, shortcut: lineSchema(100).min(1) }),
    result: emptySchema,
  },
  'bot.submitView': {
    summary:
      'Sends a form, or does an action in it. Waits a few seconds for what the bot says: errors by input, the next form, or nothing.',
    auth: true,
    params: z.object({
      viewId: idSchema,
      version: z.number().int().min(1),
      actionId: lineSchema(limits.cardIdChars).min(1).nullable(),
      inputs: cardInputsSchema,
      clientId: clientIdSchema,
    }),
    result: z.object({
      /** `done`: the form is closed. `waiting`: the bot has not answered, and may still. */
      outcome: openEnum(['done', 'errors', 'view', 'waiting']),
      errors: z.record(z.string(), z.string()).optional(),
      view: viewSchema.optional(),
    }),
  },
  'bot.closeView': {
    summary: 'Closes a form unsent.',
    auth: true,
    params: z.object({ viewId: idSchema }),
    result: emptySchema,
  },
  'bot.openHome': {
    summary: 'The home page of a bot for the caller, as it is now, or null. The bot is told that it is looked at.',
    auth: true,
    params: z.object(on),
    result: z.object({ view: viewSchema.nullable() }),
  },
} as const satisfies Record<string, MethodDef>

export const botEvents = {
  'bot.view': {
    summary: 'A bot opens a form for the person, or changes one that is open, or their home page.',
    params: z.object({ view: viewSchema, home: z.boolean() }),
  },
  'bot.whisper': {
    summary:
      'A bot says something in a conversation that the person alone sees; `thread`: in the thread that this message began. It is stored nowhere.',
    params: z.object({
      id: idSchema,
      botId: referenceSchema,
      conversationId: idSchema,
      at: timeSchema,
      content: contentSchema,
      thread: seqSchema.optional(),
    }),
  },
} as const satisfies Record<string, NotificationDef>
