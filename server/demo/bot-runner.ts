import { randomUUID } from 'node:crypto'
import type { EventParams, HeadsPage, Message, Method, Params } from '@lianqun/protocol'
import type { WorkspaceServer } from '../index.ts'
import { connectAs, type TestClient } from '../testing/client.ts'
import { BotConversations } from './bot-conversations.ts'
import { everyBot } from './everyone.ts'
import { contentOf } from './format.ts'
import { userIdOf } from './ids.ts'
import { type Line, linesToCome, nextScene } from './narrator.ts'
import type { DemoBot, DemoBotReply, DemoCompany } from './types.ts'

export interface BotOptions {
  /** Factor by which all delays are shortened; Infinity for tests. */
  speed?: number
  /** The last day of the story, whose lines to come are said at their times; none are without it. */
  day?: number
  /** Keys of people whom somebody plays, besides the demo user. */
  played?: readonly string[]
  /** Called when a line was said: it may have more than its words. */
  onSaid?: (line: Line) => void
  log: (message: string, detail: Record<string, unknown>) => void
}

const reconnectMs = 2_000
/** Bots that connect at the same time. */
const connecting = 8

/**
 * Runs all employees but the demo user: each has a connection, reads, types, and answers users (never one another). With
 * a `day` they also say the rest of the story, and talk a little for ever. `there` resolves when all have come.
 */
export function startBots(
  server: WorkspaceServer,
  company: DemoCompany,
  options: BotOptions,
): { there: Promise<void>; stop: () => void } {
  const scripts = everyBot(company).filter(({ person }) => !options.played?.includes(person))
  const scripted = new Set(scripts.map(bot => userIdOf(bot.person)))
  const conversations = new BotConversations(company)
  const bots = new Map(
    scripts.map(bot => [bot.person, new Bot(server, company, bot, scripted, conversations, options)]),
  )
  const waiting = [...bots.values()]
  const connectNext = async (): Promise<void> => {
    for (let bot = waiting.pop(); bot !== undefined; bot = waiting.pop()) await bot.start()
  }
  let story: Story | null = null
  let stopped = false
  const there = Promise.all(Array.from({ length: connecting }, connectNext)).then(() => {
    if (options.day !== undefined && !stopped) story = new Story(company, bots, options.day)
  })
  return {
    there,
    stop: () => {
      stopped = true
      waiting.length = 0
      story?.stop()
      for (const bot of bots.values()) bot.stop()
    },
  }
}

/** Lets the bots say what the narrator tells them. */
class Story {
  readonly #company: DemoCompany
  readonly #bots: ReadonlyMap<string, Bot>
  readonly #timers = new Set<NodeJS.Timeout>()

  constructor(company: DemoCompany, bots: ReadonlyMap<string, Bot>, day: number) {
    this.#company = company
    this.#bots = bots
    for (const line of linesToCome(company, day, Date.now())) this.#schedule(line)
    this.#nextScene()
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
  }

  #nextScene(): void {
    const lines = nextScene(this.#company, Date.now())
    for (const line of lines) this.#schedule(line)
    const last = lines.at(-1)
    if (last !== undefined) this.#at(last.at, () => this.#nextScene())
  }

  #schedule(line: Line): void {
    // The demo user says nothing by themselves: their lines of the story are only filled in.
    this.#at(line.at, () => this.#bots.get(line.from)?.say(line))
  }

  #at(time: number, act: () => void): void {
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer)
        act()
      },
      Math.max(0, time - Date.now()),
    )
    this.#timers.add(timer)
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

  /** Connects; when that fails, tries again later. */
  async start(): Promise<void> {
    try {
      await this.#connect()
    } catch (error) {
      if (this.#stopped) return
      this.#options.log('a demo bot could not come', { error: String(error) })
      this.#reconnect()
    }
  }

  /** Types and sends a line, once however often it is asked for. */
  say(line: Line): void {
    const { conversationId, text, clientId } = line
    this.#type(conversationId, [1_500, 3_500], () => {
      this.#send(conversationId, text, clientId, () => this.#options.onSaid?.(line))
    })
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
    this.#later(reconnectMs, () => void this.start())
  }

  #receive(push: EventParams<'sync.push'>): void {
    for (const { entity, value } of push.changes) {
      if (entity === 'message') this.#consider(value)
      else if (entity === 'membership' && !value.joined) this.#conversations.leave(this.#bot, value.conversationId)
    }
  }

  #consider(message: Message): void {
    const { content, conversationId, senderId, seq, revision } = message
    if (content.type === 'recalled') this.#conversations.recalled(message)
    if (this.#scripted.has(senderId) || content.type !== 'text' || seq !== revision) return
    this.#conversations.note(message)
    // Not everybody reads everything at once: some look when there is something for them.
    if (this.#conversations.reads(this.#bot, message)) {
      this.#later(this.#between([800, 2_500], seq), () =>
        this.#request('membership.update', { conversationId, readSeq: seq }),
      )
    }
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
      if (!this.#conversations.settled(message) && !this.#conversations.isRecalled(message)) {
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

  #send(conversationId: string, source: string, clientId: string = randomUUID(), done: () => void = () => {}): void {
    const content = contentOf(this.#company, source, this.#server.httpUrl)
    this.#request('message.send', { conversationId, clientId, content }, done)
  }

  #request<M extends Method>(method: M, params: Params<M>, done: () => void = () => {}): void {
    this.#client?.request(method, params).then(done, error => {
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

/** The data with which a client opens the demo. */
export function describeDemo(server: WorkspaceServer, company: DemoCompany, password: string) {
  const { name, latinName, account, people } = company
  return { address: server.url, account, password, name, latinName, people: people.length }
}
