import { randomUUID } from 'node:crypto'
import type { TestClient } from '../../server/testing/client.ts'
import { makeGroup, startWorkspace, type TestWorkspace } from '../../server/testing/workspace.ts'
import type { Companion, Language, RunningBot } from './companion.ts'

/** A bot that comes along in a group of `a`, its owner, and `b`, at a server of its own. */
export interface Stage {
  workspace: TestWorkspace
  a: TestClient
  b: TestClient
  group: string
  botId: string
  bot: RunningBot
  /** Runs the bot once more, in place of the one that runs; `stopped: false`: beside it. */
  again(): Promise<RunningBot>
  /** Ends the bot and the server. */
  end(): Promise<void>
}

/** Starts a server with a bot. */
export async function startStage(
  companion: Companion,
  { language = 'zh', now, failed }: { language?: Language; now?: () => number; failed?: (error: unknown) => void } = {},
): Promise<Stage> {
  const workspace = await startWorkspace()
  const a = await workspace.client('a')
  const b = await workspace.client('b')
  const group = await makeGroup(a, ['b'], '轻羽')
  const { bot: made, token } = await a.request('bot.create', {
    clientId: randomUUID(),
    name: companion.names[language],
    icon: companion.icon as never,
    scopes: [...companion.scopes],
  })
  await a.request('bot.join', { botId: made.id, conversationId: group })
  const make = async () => {
    const bot = companion.make({ url: workspace.server.httpUrl, token, language, now, failed })
    await bot.start()
    return bot
  }
  const stage: Stage = {
    workspace,
    a,
    b,
    group,
    botId: made.id,
    bot: await make(),
    async again() {
      await stage.bot.stop()
      stage.bot = await make()
      return stage.bot
    },
    async end() {
      await stage.bot.stop()
      await workspace.end()
    },
  }
  return stage
}

/** The next change that says something. Ask before what leads to it is done. */
export function told(client: TestClient, text: string): Promise<unknown> {
  const written = JSON.stringify(text).slice(1, -1)
  client.clear()
  return client.waitFor('sync.push', ({ changes }) => JSON.stringify(changes).includes(written))
}
