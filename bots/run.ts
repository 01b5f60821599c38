import { assistantBy } from './assistant/bot.ts'
import { openAiProvider } from './assistant/provider.ts'
import { echo } from './echo/bot.ts'
import { oncall } from './oncall/bot.ts'
import { poll } from './poll/bot.ts'
import type { BotSettings, Companion, RunningBot } from './shared/companion.ts'
import { standup } from './standup/bot.ts'
import { tasks } from './tasks/bot.ts'

/** The bots that come along. */
export const companions: readonly Companion[] = [echo, tasks, oncall, standup, poll]

/** The assistant of a company that has chosen a service for it: an address that speaks OpenAI's chat completions. */
export function assistantOf(env: Readonly<Record<string, string | undefined>>): Companion[] {
  const { LIANQUN_ASSISTANT_URL: url, LIANQUN_ASSISTANT_MODEL: model = 'default', LIANQUN_ASSISTANT_KEY: key } = env
  return url === undefined || url === '' ? [] : [assistantBy(openAiProvider({ url, model, key }))]
}

export interface RunOptions extends Pick<BotSettings, 'url' | 'language' | 'failed'> {
  /** Tokens by the key of the bot; those without one are not run. */
  tokens: Readonly<Record<string, string>>
}

/** Starts the bots that have a token. Returns the function that ends them. @throws BotApiError for a wrong token */
export async function runBots({ tokens, ...settings }: RunOptions): Promise<() => Promise<void>> {
  const running: RunningBot[] = []
  const stop = async () => {
    await Promise.all(running.map(bot => bot.stop()))
  }
  try {
    for (const companion of [...companions, ...assistantOf(process.env)]) {
      const token = tokens[companion.key]
      if (token === undefined) continue
      const bot = companion.make({ ...settings, token })
      running.push(bot)
      await bot.start()
    }
  } catch (error) {
    await stop()
    throw error
  }
  return stop
}

/** `LIANQUN_BOTS=echo=lqb-…,tasks=lqb-… node bots/run.ts`, with the address in `LIANQUN_URL`. */
if (import.meta.main) {
  const { LIANQUN_URL: url = 'http://127.0.0.1:8440', LIANQUN_BOTS = '', LIANQUN_LANGUAGE } = process.env
  const tokens = Object.fromEntries(LIANQUN_BOTS.split(',').map(pair => pair.trim().split('=', 2)))
  const stop = await runBots({ url, tokens, language: LIANQUN_LANGUAGE === 'en' ? 'en' : 'zh' })
  const end = () => void stop().then(() => process.exit(0))
  process.once('SIGINT', end).once('SIGTERM', end)
}
