import { botEvents, botMethods, botSchema, seqSchema } from '@lianqun/protocol'
import { z } from 'zod'
import { messageItemSchema } from './messages.ts'
import type { Calls, Events } from './shared.ts'
import { conversationId, namedSchema, none, text } from './shared.ts'

const {
  'bot.closeView': closeView,
  'bot.command': command,
  'bot.shortcut': shortcut,
  'bot.submitView': submitView,
} = botMethods

/** A bot of a conversation, with what it offers there. */
export const botHereSchema = botSchema.pick({ id: true, name: true, icon: true, manifest: true })

/** What a person does with the bots of a conversation. */
export const botTalkCalls = {
  /** The bots of a conversation that are switched on. @throws offline */
  'bots.here': { args: z.object({ id: conversationId }), result: z.object({ bots: z.array(botHereSchema) }) },
  /** Gives a bot a command; what comes of it the bot says itself. @throws not_found, unavailable, offline */
  'bots.command': {
    args: command.params.omit({ conversationId: true }).extend({ id: conversationId }),
    result: none,
  },
  /** Does with a message what a bot offers. @throws not_found, unavailable, offline */
  'bots.shortcut': {
    args: shortcut.params.omit({ conversationId: true }).extend({ id: conversationId, seq: seqSchema }),
    result: none,
  },
  /**
   * Sends a form, or does an action in it or on the page of a bot.
   * @throws conflict for another version, not_found when it is closed
   */
  'bots.submitView': { args: submitView.params, result: submitView.result },
  'bots.closeForm': { args: closeView.params, result: none },
} as const satisfies Calls

export const botTalkEvents = {
  /** A bot opens a form for the user, or changes one that is open. `bot`: its name and picture. */
  'bots.form': z.object({ view: botEvents['bot.view'].params.shape.view, bot: namedSchema }),
  /** A bot says something that the user alone sees: it is nowhere but here, and nothing in it can be answered. */
  'bots.whisper': z.object({ id: text, message: messageItemSchema }),
} as const satisfies Events

export type BotHere = z.infer<typeof botHereSchema>
export type BotForm = z.infer<(typeof botTalkEvents)['bots.form']>
export type BotWhisper = z.infer<(typeof botTalkEvents)['bots.whisper']>
export type BotCommandItem = BotHere['manifest']['commands'][number]
