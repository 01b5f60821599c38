import { createHash, randomUUID } from 'node:crypto'
import type { EventParams, HeadsPage, Message } from '@lianqun/protocol'
import type { WorkspaceServer } from '../index.ts'
import { idList } from '../storage/id-list.ts'
import { connectAs, type TestClient } from '../testing/client.ts'
import { BotConversations } from './bot-conversations.ts'
import { demoAccount, groupIdOf, textOf, userIdOf } from './load.ts'
import type { DemoBot, DemoBotChatter, DemoBotReply, DemoCompany } from './types.ts'

export interface BotOptions {
  /** Factor by which all delays are shortened; Infinity for tests. */
  speed?: number
  log: (message: string, detail: Record<string, unknown>) => void
}

/** Delay before the chatter starts, in milliseconds, so that the demo opens quietly. */
const quietMs = 20_000
const reconnectMs = 2_000

/**
 * Runs the scripted employees: each has its own connection, reads, types, and answers users (never
 * one another). Returns the function that stops them.
 */
export async function startBots(
  server: WorkspaceServer,
  company: DemoCompany,
  options: BotOptions,
): Promise<() => void> {
  const scripted = new Set(company.bots.map(bot => userIdOf(bot.person)))
  const conversations = new BotConversations(company)
  const bots = company.bots.map(bot => new Bot(server, company, bot, scripted, conversations, options))
  await Promise.all(bots.map(bot => bot.start()))
  return () => {
    for (const bot of bots) bot.stop()
  }
}

class Bot {
  readonly #server: WorkspaceServer
  readonly #company: DemoCompany
  readonly #bot: DemoBot
  readonly #userId: string
  readonly #scripted: ReadonlySet<string>
  readonly #conversations: BotConversations
  readonly #options: BotOptions
  readonly #timers = new Set<NodeJS.Timeout>()
  /** How often each reply was used, so that its lines alternate. */
  readonly #said = new Map<DemoBotReply, number>()
  /** Conversations in which the bot is typing, and the newest message that came meanwhile. */
  readonly #writing = new Map<string, Message | null>()
  #client: TestClient | null = null
  #stopped = false

  constructor(
    server: WorkspaceServer,
    company: DemoCompany,
    bot: DemoBot,
    scripted: ReadonlySet<string>,
    conversations: BotConversations,
    options: BotOptions,
  ) {
    this.#server = server
    this.#company = company
    this.#bot = bot
    this.#userId = userIdOf(bot.person)
    this.#scripted = scripted
    this.#conversations = conversations
    this.#options = options
  }

  async start(): Promise<void> {
    await this.#connect()
    for (const chatter of this.#bot.chatter) {
      const from = await this.#linesSaid(chatter)
      this.#later(quietMs, () => this.#sayLines(chatter, from))
    }
  }

  /** Sends the lines from `index` on, one by one. */
  #sayLines(chatter: DemoBotChatter, index: number): void {
    const { group, everyMs, lines } = chatter
    const line = lines[index]
    if (line === undefined) return
    this.#later(this.#between(everyMs, index), () => {
      const conversationId = groupIdOf(group)
      this.#type(conversationId, [1_500, 3_500], () =>
        this.#send(conversationId, line, lineId(this.#bot.person, group, index)),
      )
      this.#sayLines(chatter, index + 1)
    })
  }

  /** How many of the lines were sent before this start. */
  async #linesSaid({ group, lines }: DemoBotChatter): Promise<number> {
    const ids = lines.map((_line, index) => lineId(this.#bot.person, group, index))
    const stored = await this.#server.domain.write(`user:${this.#userId}`, w =>
      w.db
        .selectFrom('messages')
        .select('client_id')
        .where('sender_id', '=', this.#userId)
        .where('client_id', 'in', idList(ids))
        .execute(),
    )
    const said = new Set(stored.map(row => row.client_id))
    return ids.findLastIndex(id => said.has(id)) + 1
  }

  stop(): void {
    this.#stopped = true
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
    this.#client?.close()
  }

  async #connect(): Promise<void> {
    const session = await this.#server.domain.issueSession(this.#userId, {
      id: `bot-${this.#bot.person}`,
      name: 'demo',
      platform: 'demo',
    })
    if (this.#stopped) return
    const client = await connectAs(this.#server.url, session)
    client.keepEvents = false
    if (this.#stopped) {
      client.close()
      return
    }
    this.#client = client
    this.#conversations.leave(this.#bot)
    client.on('sync.joined', ({ head }) => this.#conversations.enter(head.conversation, this.#bot))
    client.on('sync.push', push => this.#receive(push))
    await this.#lookAround(client)
    void client.closed.then(() => {
      if (this.#stopped) return
      this.#reconnect()
    })
  }

  /** Reads which conversations the bot is in, and their kinds. */
  async #lookAround(client: TestClient): Promise<void> {
    let cursor: string | null = null
    for (let more = true; more; ) {
      const page: HeadsPage = await client.request('sync.heads', { cursor, limit: 200 })
      for (const { conversation } of page.heads) this.#conversations.enter(conversation, this.#bot)
      more = page.more
      cursor = page.cursor
    }
  }

  #reconnect(): void {
    this.#later(reconnectMs, () => {
      this.#connect().catch(error => {
        this.#options.log('a demo bot could not come back', { error: String(error) })
        if (!this.#stopped) this.#reconnect()
      })
    })
  }

  #receive(push: EventParams<'sync.push'>): void {
    for (const { entity, value } of push.changes) {
      if (entity === 'message') this.#consider(value)
      else if (entity === 'membership' && !value.joined) this.#conversations.leave(this.#bot, value.conversationId)
    }
  }

  #consider(message: Message): void {
    const { content, conversationId, senderId, seq, revision } = message
    if (this.#scripted.has(senderId) || content.type !== 'text' || seq !== revision) return
    this.#conversations.note(message)
    this.#later(this.#between([800, 2_500], seq), () =>
      this.#request('membership.update', { conversationId, readSeq: seq }),
    )
    this.#answer(message)
  }

  /** Answers a message that this bot should answer, after the answer it is typing. */
  #answer(message: Message): void {
    const { conversationId, senderId } = message
    const reply = this.#conversations.replyOf(this.#bot, message)
    if (reply === null) return
    if (this.#writing.has(conversationId)) {
      this.#writing.set(conversationId, message)
      return
    }
    this.#writing.set(conversationId, null)
    this.#type(conversationId, reply.typingMs, () => {
      const next = this.#writing.get(conversationId)
      this.#writing.delete(conversationId)
      if (!this.#conversations.settled(message)) {
        const turn = this.#said.get(reply) ?? 0
        this.#said.set(reply, turn + 1)
        this.#send(conversationId, this.#conversations.lineFor(senderId, reply.say[turn % reply.say.length] ?? ''))
      }
      if (next) this.#answer(next)
    })
  }

  /** Sends typing notices for a while, then calls `done`. */
  #type(conversationId: string, typingMs: readonly [number, number], done: () => void): void {
    const wait = this.#between([600, 1_800], conversationId.length)
    this.#later(wait, () => {
      const until = this.#between(typingMs, typingMs[1])
      for (let at = 0; at < until; at += 3_000)
        this.#later(at, () => this.#client?.notify('conversation.typing', { conversationId }))
      this.#later(until, done)
    })
  }

  #send(conversationId: string, source: string, clientId: string = randomUUID()): void {
    this.#request('message.send', {
      conversationId,
      clientId,
      content: textOf(this.#company, source),
    })
  }

  #request(...[method, params]: Parameters<TestClient['request']>): void {
    this.#client?.request(method, params).catch(error => {
      if (!this.#stopped) this.#options.log('a demo bot was refused', { method, error: String(error) })
    })
  }

  #later(ms: number, act: () => void): void {
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer)
        act()
      },
      ms / (this.#options.speed ?? 1),
    )
    this.#timers.add(timer)
  }

  /** A pseudo-random number of a range that is the same for the same salt and bot. */
  #between([min, max]: readonly [number, number], salt: number): number {
    const spread = (salt * 7919 + this.#bot.person.length * 104_729) % 1_000
    return min + ((max - min) * spread) / 1_000
  }
}

/** A stable client id for a line, so that it is sent once per workspace, however often the server starts. */
function lineId(person: string, group: string, index: number): string {
  const hex = createHash('sha256').update(`${person}/${group}/${index}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** The data with which a client opens the demo. */
export function describeDemo(server: WorkspaceServer, company: DemoCompany, password: string) {
  const { name, latinName, people } = company
  return { address: server.url, account: demoAccount, password, name, latinName, people: people.length }
}
