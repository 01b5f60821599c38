import { randomUUID } from 'node:crypto'
import {
  type AnyBotEvent,
  type BotEvent,
  type BotEventType,
  type BotScope,
  botScopes,
  type FileRef,
  type ManagedBot,
  type Message,
} from '@lianqun/protocol'
import { WebSocket } from 'ws'
import type { TestClient } from '../../testing/client.ts'

/** What our API answers; of a body only the fields that tests look at. */
export interface ApiAnswer {
  status: number
  body: {
    error?: string
    message: Message
    conversations: { id: string }[]
    values: unknown[]
    file: FileRef
  }
}

/** A bot in a test, with its token. */
export interface TestBot {
  bot: ManagedBot
  id: string
  token: string
  /** Calls our API. */
  call(method: string, path: string, body?: unknown): Promise<ApiAnswer>
  /** Connects by a socket; each event is acknowledged unless `acknowledge` is false. */
  connect(options?: { acknowledge?: boolean }): Promise<TestSocket>
}

export interface TestSocket {
  events: AnyBotEvent[]
  waitFor<T extends BotEventType>(type: T, matches?: (event: BotEvent<T>) => boolean): Promise<BotEvent<T>>
  acknowledge(id: number): void
  /** The code with which it was closed. */
  closed: Promise<number>
  close(): Promise<void>
}

/** Makes a bot of a person. */
export async function makeBot(
  client: TestClient,
  httpUrl: string,
  {
    name = '机器人',
    scopes = [...botScopes],
    shared = true,
  }: { name?: string; scopes?: BotScope[]; shared?: boolean } = {},
): Promise<TestBot> {
  const made = await client.request('bot.create', { clientId: randomUUID(), name, icon: 'bot', scopes })
  if (shared) await client.request('bot.update', { botId: made.bot.id, shared })
  const { bot, token } = made
  return {
    bot,
    id: bot.id,
    token,
    async call(method, path, body) {
      const bytes = body instanceof Uint8Array
      const response = await fetch(`${httpUrl}/api/bots/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': bytes ? 'application/octet-stream' : 'application/json' }),
        },
        ...(body !== undefined && { body: bytes ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
      })
      return { status: response.status, body: (await response.json()) as ApiAnswer['body'] }
    },
    connect: options => connectBot(httpUrl, token, options),
  }
}

async function connectBot(
  httpUrl: string,
  token: string,
  { acknowledge = true }: { acknowledge?: boolean } = {},
): Promise<TestSocket> {
  const url = `${httpUrl.replace('http', 'ws')}/api/bots/v1/socket`
  const ws = new WebSocket(url, { headers: { authorization: `Bearer ${token}` } })
  const events: AnyBotEvent[] = []
  const waiting = new Set<() => void>()
  const closed = new Promise<number>(resolve => ws.on('close', code => resolve(code)))
  const hello = new Promise<void>((resolve, reject) => {
    ws.on('error', reject)
    void closed.then(code => reject(new Error(`closed with ${code}`)))
    ws.on('message', data => {
      const message = JSON.parse(data.toString())
      if (message.type === 'hello') return resolve()
      // A beat is no event: who acknowledges it is told that this is wrong.
      if (message.id === undefined) return
      events.push(message)
      if (acknowledge) ws.send(JSON.stringify({ acknowledge: [message.id] }))
      for (const look of waiting) look()
    })
  })
  closed.catch(() => {})
  await hello
  return {
    events,
    closed,
    acknowledge: id => ws.send(JSON.stringify({ acknowledge: [id] })),
    waitFor: (type, matches = () => true) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => {
          waiting.delete(look)
          reject(new Error(`${type} did not come; there were ${JSON.stringify(events.map(event => event.type))}`))
        }, 30_000)
        const look = () => {
          const found = events.find(event => event.type === type && matches(event as never))
          if (found === undefined) return
          clearTimeout(late)
          waiting.delete(look)
          resolve(found as never)
        }
        waiting.add(look)
        look()
      }),
    close: async () => {
      ws.close()
      await closed
    },
  }
}
