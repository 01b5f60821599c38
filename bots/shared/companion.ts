import type { ApiOptions, BotOptions, BotScope } from '../../sdk/bot/index.ts'

/** What a bot that comes along speaks where nothing else tells it. */
export type Language = 'zh' | 'en'

export interface BotSettings extends ApiOptions {
  language: Language
  /** The present, milliseconds; another one in tests. */
  now?: () => number
  failed?: BotOptions['failed']
}

/** A bot that runs; `Bot` is one. */
export interface RunningBot {
  /** Resolves when it is connected. @throws BotApiError for a wrong token */
  start(): Promise<unknown>
  stop(): Promise<void>
}

/** A bot that comes along: how it is made at a workspace, and how it is run. */
export interface Companion {
  /** The name of its folder. */
  key: string
  /** One of `botIcons`. */
  icon: string
  names: Record<Language, string>
  scopes: readonly BotScope[]
  make(settings: BotSettings): RunningBot
}
