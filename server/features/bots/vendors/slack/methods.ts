import type { BotScope } from '@lianqun/protocol'
import type { BotRow } from '../../tables.ts'
import type { Args } from './args.ts'
import { chatMethods } from './chat.ts'
import { conversationMethods } from './conversations.ts'
import type { Missing } from './errors.ts'
import { fileMethods } from './files.ts'
import { generalMethods } from './general.ts'
import type { SlackParts } from './parts.ts'
import { streamMethods } from './stream.ts'
import { userMethods } from './users.ts'
import { viewMethods } from './view-methods.ts'

/** One call of a bot. `base`: the address of the workspace as the bot knows it. */
export interface Call {
  parts: SlackParts
  bot: BotRow
  args: Args
  base: string
}

/** How a method of Slack's Web API is answered. `result` goes beside `ok`. */
export interface SlackMethod extends Missing {
  /** What the bot has to be allowed. */
  scope?: BotScope
  run(call: Call): Promise<Record<string, unknown>>
}

/** All that is answered, by name. */
export const slackMethods: Readonly<Record<string, SlackMethod>> = {
  ...generalMethods,
  ...chatMethods,
  ...streamMethods,
  ...conversationMethods,
  ...userMethods,
  ...viewMethods,
  ...fileMethods,
}
