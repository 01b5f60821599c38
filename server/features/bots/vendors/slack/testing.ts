import type { Server } from 'node:http'
import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt'
import type { TestClient } from '../../../../testing/client.ts'
import type { TestBot } from '../../testing.ts'

/** A bot of Bolt in a test. */
export interface BoltBot {
  app: App
  start(): Promise<void>
  stop(): Promise<void>
}

const levels = { logLevel: LogLevel.ERROR }

/** A bot that connects in socket mode. */
export function boltBySocket(httpUrl: string, bot: TestBot): BoltBot {
  const clientOptions = { slackApiUrl: `${httpUrl}/api/slack/` }
  const receiver = new SocketModeReceiver({
    appToken: `xapp-${bot.token}`,
    ...levels,
    installerOptions: { clientOptions },
  })
  const app = new App({ token: `xoxb-${bot.token}`, receiver, clientOptions, ...levels })
  return {
    app,
    start: async () => void (await app.start()),
    stop: async () => void (await receiver.client.disconnect()),
  }
}

/** A bot that is posted to at the address of a server. */
export async function boltByHttp(
  httpUrl: string,
  bot: TestBot,
  { owner, server, url }: { owner: TestClient; server: Server; url: string },
): Promise<BoltBot> {
  const { secret } = await owner.request('bot.secret', { botId: bot.id })
  const receiver = new HTTPReceiver({ signingSecret: secret, ...levels })
  const clientOptions = { slackApiUrl: `${httpUrl}/api/slack/` }
  const app = new App({ token: `xoxb-${bot.token}`, receiver, clientOptions, ...levels })
  server.on('request', (request, response) => receiver.requestListener(request, response))
  return {
    app,
    async start() {
      await owner.request('bot.update', { botId: bot.id, webhook: { url, format: 'slack' } })
      // What it is posted leads back to where it called from.
      await app.client.auth.test()
    },
    stop: async () => {},
  }
}

/** What a bot has heard, by name: for a test that waits for it. */
export class Heard {
  readonly all: { name: string; value: unknown }[] = []
  readonly #waiting = new Set<() => void>()

  add(name: string, value: unknown): void {
    this.all.push({ name, value })
    for (const look of this.#waiting) look()
  }

  next<T>(name: string, matches: (value: T) => boolean = () => true): Promise<T> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.#waiting.delete(look)
        reject(new Error(`${name} did not come; there were ${this.all.map(one => one.name).join(' ')}`))
      }, 20_000)
      const look = () => {
        const found = this.all.find(one => one.name === name && matches(one.value as T))
        if (found === undefined) return
        clearTimeout(late)
        this.#waiting.delete(look)
        resolve(found.value as T)
      }
      this.#waiting.add(look)
      look()
    })
  }
}
