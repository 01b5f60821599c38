import { digestOfHeads, limits, ProtocolError, subprotocol } from '@lianqun/protocol'
import WebSocket from 'ws'
import { limitConcurrency } from '../../common/limit-concurrency.ts'
import { TestClient } from '../../server/testing/client.ts'
import { readOrder, serveParent } from './parent.ts'

/*
 * Many clients in one process that only come in and stay: a token, hello, the heads since the last time, and what is new
 * in conversations that moved. They try again when they are told to, and no later.
 */

export interface ClientsOrder {
  url: string
  /** To a bare server they only show their token. */
  bare: boolean
  tokens: string[]
  /** The number of the first of them among all: they come from addresses of their own, as offices do. */
  first: number
}

/** What the process can be asked for. */
export type ClientsQuestion =
  /** The first so many come in, those who are not in yet. */
  | { come: number }
  /** All have lost their sockets. */
  | 'gone'
  /** They send heartbeats from now on. Answers, as always, how many were sent so far and how many agreed. */
  | 'heartbeats'

export interface Came {
  /** How often they were told to come later, before the handshake and after it, or cut off. */
  refused: number
  /** Conversations that had moved, over all. */
  moved: number
}
export interface Heartbeats {
  answered: number
  agreed: number
}

const atOnce = 250
const clientsOfAddress = 100
const mostTries = 50
const { url, bare, tokens, first } = await readOrder<ClientsOrder>()

/** The server wants it to come later. */
class Later extends Error {
  readonly waitMs: number

  constructor(waitMs: number) {
    super('later')
    this.waitMs = waitMs
  }
}

class Visitor {
  readonly #token: string
  readonly #number: number
  #client: TestClient | null = null
  #cursor: string | null = null
  #checkpoint: string | undefined
  readonly #revisions = new Map<string, number>()
  lost: Promise<unknown> = Promise.resolve()
  refused = 0
  moved = 0

  constructor(token: string, number: number) {
    this.#token = token
    this.#number = number
  }

  async come(): Promise<void> {
    for (let tries = 1; this.#client === null; tries++) {
      try {
        await this.#enter(await this.#open())
      } catch (error) {
        if (tries === mostTries) throw error
        this.refused += 1
        await new Promise(resolve => setTimeout(resolve, laterMs(error)))
      }
    }
  }

  #open(): Promise<TestClient> {
    const office = Math.floor(this.#number / clientsOfAddress)
    const ws = new WebSocket(url, bare ? [] : subprotocol, {
      perMessageDeflate: false,
      skipUTF8Validation: true,
      ...(process.platform === 'linux' && {
        localAddress: `127.250.${Math.floor(office / 250)}.${1 + (office % 250)}`,
      }),
    })
    return new Promise((resolve, reject) => {
      const client = new TestClient(ws)
      client.keepEvents = false
      ws.once('open', () => resolve(client))
      ws.once('error', reject)
      ws.once('unexpected-response', (request, response) => {
        reject(new Later(Number(response.headers['retry-after'] ?? 1) * 1_000))
        request.destroy()
      })
    })
  }

  async #enter(client: TestClient): Promise<void> {
    try {
      await client.request('auth.resume', { accessToken: this.#token })
      if (!bare) await this.#catchUp(client)
    } catch (error) {
      client.ws.terminate()
      throw error
    }
    this.#client = client
    this.lost = client.closed.then(() => {
      this.#client = null
    })
  }

  async #catchUp(client: TestClient): Promise<void> {
    const seen = this.#checkpoint
    const { checkpoint } = await client.request('sync.hello', seen === undefined ? {} : { seen })
    this.#checkpoint = checkpoint
    for (let more = true; more; ) {
      const page = await client.request('sync.heads', { cursor: this.#cursor, limit: limits.headsPage })
      for (const { conversation, revision } of page.heads) {
        const since = this.#revisions.get(conversation.id)
        this.#revisions.set(conversation.id, revision)
        if (since === undefined || since >= revision) continue
        this.moved += 1
        const scope = `conversation:${conversation.id}` as const
        await client.request('sync.changes', { scope, since, limit: limits.historyPage })
      }
      this.#cursor = page.cursor
      more = page.more
    }
  }

  async heartbeat(): Promise<void> {
    if (this.#client === null) return
    if (bare) {
      await this.#client.requestRaw('sync.heartbeat', { heads: { count: 10, hash: 4_294_967_295 } })
      beats.agreed += 1
    } else {
      const heads = digestOfHeads(this.#revisions)
      if ((await this.#client.request('sync.heartbeat', { heads })).headsAgree) beats.agreed += 1
    }
    beats.answered += 1
  }
}

/** Milliseconds after which to come again: what the server says, or a second where it cut the line off. */
function laterMs(error: unknown): number {
  if (error instanceof Later) return error.waitMs
  return (error instanceof ProtocolError ? error.retryAfterMs : undefined) ?? 1_000
}

const beats: Heartbeats = { answered: 0, agreed: 0 }
const visitors = tokens.map((token, i) => new Visitor(token, first + i))
let beating = false

async function answer(question: unknown): Promise<Came | Heartbeats> {
  const asked = question as ClientsQuestion
  if (asked === 'heartbeats') {
    if (!beating) for (const visitor of visitors) beat(visitor)
    beating = true
    return beats
  }
  if (asked === 'gone') {
    await Promise.all(visitors.map(visitor => visitor.lost))
    return beats
  }
  const before = totals()
  const limited = limitConcurrency(atOnce)
  await Promise.all(visitors.slice(0, asked.come).map(visitor => limited(() => visitor.come())))
  const after = totals()
  return { refused: after.refused - before.refused, moved: after.moved - before.moved }
}

function totals(): Came {
  const sum = (of: (visitor: Visitor) => number) => visitors.reduce((total, visitor) => total + of(visitor), 0)
  return { refused: sum(({ refused }) => refused), moved: sum(({ moved }) => moved) }
}

/** As often as the real client, each at a time of its own. */
function beat(visitor: Visitor): void {
  const everyMs = limits.heartbeatMs - limits.heartbeatTimeoutMs
  setTimeout(() => setInterval(() => void visitor.heartbeat(), everyMs), Math.random() * everyMs)
}

serveParent({}, async () => {}, answer)
