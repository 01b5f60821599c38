import { createHash, randomUUID } from 'node:crypto'
import type { Mention, Message, Push } from '@lianqun/protocol'
import type { WorkspaceServer } from '../index.ts'
import { connectAs, type TestClient } from '../testing/client.ts'
import { demoAccount, groupIdOf, textOf, userIdOf } from './load.ts'
import type { DemoBot, DemoBotReply, DemoCompany } from './types.ts'

export interface LivingOptions {
  /** How many times faster than life; Infinity for tests. */
  speed?: number
  log: (message: string, detail: Record<string, unknown>) => void
}

/** Chatter begins this long after the start, so that the first look is a quiet one. Milliseconds. */
const quietMs = 20_000
const reconnectMs = 2_000

/**
 * Brings the scripted colleagues to life: each has a connection of their own, reads, types, and answers people (never
 * one another). Returns the function that ends them.
 */
export async function startLiving(
  server: WorkspaceServer,
  company: DemoCompany,
  options: LivingOptions,
): Promise<() => void> {
  const scripted = new Set(company.bots.map(bot => userIdOf(bot.person)))
  const living = company.bots.map(bot => new Colleague(server, company, bot, scripted, options))
  await Promise.all(living.map(colleague => colleague.start()))
  return () => {
    for (const colleague of living) colleague.stop()
  }
}

class Colleague {
  readonly #server: WorkspaceServer
  readonly #company: DemoCompany
  readonly #bot: DemoBot
  readonly #userId: string
  readonly #scripted: ReadonlySet<string>
  readonly #options: LivingOptions
  readonly #timers = new Set<NodeJS.Timeout>()
  /** How often each reply was said, for its lines to take turns. */
  readonly #said = new Map<DemoBotReply, number>()
  /** Conversations in which an answer is being written. */
  readonly #writing = new Set<string>()
  #client: TestClient | null = null
  #stopped = false

  constructor(
    server: WorkspaceServer,
    company: DemoCompany,
    bot: DemoBot,
    scripted: ReadonlySet<string>,
    options: LivingOptions,
  ) {
    this.#server = server
    this.#company = company
    this.#bot = bot
    this.#userId = userIdOf(bot.person)
    this.#scripted = scripted
    this.#options = options
  }

  async start(): Promise<void> {
    await this.#connect()
    for (const { group, everyMs, lines } of this.#bot.chatter) {
      const speak = (index: number): void => {
        const line = lines[index]
        if (line === undefined) return
        this.#later(this.#between(everyMs, index), () => {
          this.#type(groupIdOf(group), [1_500, 3_500], () =>
            this.#send(groupIdOf(group), line, lineId(this.#bot.person, group, index)),
          )
          speak(index + 1)
        })
      }
      this.#later(quietMs, () => speak(0))
    }
  }

  stop(): void {
    this.#stopped = true
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
    this.#client?.close()
  }

  async #connect(): Promise<void> {
    const session = await this.#server.domain.issueSession(this.#userId, {
      id: `living-${this.#bot.person}`,
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
    client.on('sync.push', push => this.#heard(push))
    void client.closed.then(() => {
      if (this.#stopped) return
      this.#reconnect()
    })
  }

  #reconnect(): void {
    this.#later(reconnectMs, () => {
      this.#connect().catch(error => {
        this.#options.log('a demo colleague could not come back', { error: String(error) })
        if (!this.#stopped) this.#reconnect()
      })
    })
  }

  #heard(push: Push): void {
    for (const change of push.changes) {
      if (change.entity === 'message') this.#hear(change.value)
    }
  }

  #hear(message: Message): void {
    const { content, conversationId, senderId, seq } = message
    if (this.#scripted.has(senderId) || content.type !== 'text' || !('text' in content)) return
    const { text, mentions } = content as { text: string; mentions: Mention[] }
    const group = this.#company.groups.find(each => groupIdOf(each.key) === conversationId)
    const heard = {
      text,
      mentioned: mentions.some(mention => mention.userId === this.#userId),
      group: group?.key ?? null,
      direct: !conversationId.startsWith('g_'),
    }
    this.#later(this.#between([800, 2_500], seq), () =>
      this.#request('membership.update', { conversationId, readSeq: seq }),
    )
    const reply = this.#bot.replies.find(each => holds(each, heard))
    // A group that people made has no script: there a colleague answers only when called.
    if (reply === undefined || this.#writing.has(conversationId)) return
    if (!heard.direct && group === undefined && !heard.mentioned) return
    this.#writing.add(conversationId)
    this.#type(conversationId, reply.typingMs, () => {
      this.#writing.delete(conversationId)
      const turn = this.#said.get(reply) ?? 0
      this.#said.set(reply, turn + 1)
      const asker = this.#company.people.find(person => userIdOf(person.key) === senderId)
      this.#send(conversationId, (reply.say[turn % reply.say.length] ?? '').replaceAll('{name}', asker?.name ?? ''))
    })
  }

  /** Types for a while, then does it. */
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
      if (!this.#stopped) this.#options.log('a demo colleague was refused', { method, error: String(error) })
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

  /** A number of a range that looks like chance and is the same each time. */
  #between([min, max]: readonly [number, number], salt: number): number {
    const spread = (salt * 7919 + this.#bot.person.length * 104_729) % 1_000
    return min + ((max - min) * spread) / 1_000
  }
}

/** A line is said once in a workspace's life, however often its server starts: its client id is the same each time. */
function lineId(person: string, group: string, index: number): string {
  const hex = createHash('sha256').update(`${person}/${group}/${index}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

interface Heard {
  text: string
  mentioned: boolean
  group: string | null
  direct: boolean
}

/** Whether all that a reply asks for is so. */
export function holds({ when }: DemoBotReply, heard: Heard): boolean {
  if (when.direct && !heard.direct) return false
  if (when.mentioned && !(heard.mentioned && !heard.direct)) return false
  if (when.group !== undefined && when.group !== heard.group) return false
  if (!when.direct && !when.mentioned && when.group === undefined) return false
  return when.matches === undefined || new RegExp(when.matches, 'iu').test(heard.text)
}

/** What the client needs to open the demo. */
export function describeDemo(server: WorkspaceServer, company: DemoCompany, password: string) {
  const { name, latinName, people } = company
  return { address: server.url, account: demoAccount, password, name, latinName, people: people.length }
}
