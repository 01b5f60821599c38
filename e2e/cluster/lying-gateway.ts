import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { socketPath, subprotocol } from '@lianqun/protocol'
import WebSocket, { WebSocketServer } from 'ws'

/** A message of JSON-RPC, as far as the lies look into it. */
interface Wire {
  id?: number
  method?: string
  params?: Partial<WireParams>
  result?: { heads?: unknown[]; message?: object }
}

interface WireParams {
  scope: string
  from: number
  to: number
  changes: {
    entity: string
    value: { conversationId: string; joined: boolean; readSeq: number; seq: number; revision: number }
  }[]
  conversationId: string
  clientId: string
  content: object
}

/** One connection of a client through the gateway. */
interface Line {
  /** Methods of requests without an answer, by id. */
  readonly asked: Map<number, string>
  /** Scopes of conversations that its person was told to have left. */
  readonly left: Set<string>
  readonly seqs: Map<string, number>
  tell(message: Wire): void
}

/** How a gateway lies. What it returns is passed on; null: nothing. */
interface Lie {
  /** The property that must report it; null: there is nothing to report. */
  property: string | null
  what: string
  asks?(message: Wire, line: Line): Wire | null
  answers?(message: Wire, line: Line, lines: ReadonlySet<Line>): Wire
}

/** Every so many messages that it could lie about it lies about one. */
const every = 5
let chances = 0
const now = (): boolean => ++chances % every === 0

/** The push in a message, if it is one. */
const pushIn = ({ method, params }: Wire): WireParams | undefined =>
  method === 'sync.push' ? (params as WireParams) : undefined

export const lies: readonly Lie[] = [
  { property: null, what: 'tells the truth' },
  {
    property: 'once',
    what: 'acknowledges before the commit, which never comes',
    asks(message, line) {
      if (message.method !== 'message.send' || !now()) return message
      const { conversationId, clientId, content } = message.params ?? {}
      const seq = (line.seqs.get(`conversation:${conversationId}`) ?? 0) + 1
      const made = {
        conversationId,
        clientId,
        content,
        seq,
        revision: seq,
        ordinal: seq,
        senderId: 'somebody',
        sentAt: 0,
      }
      line.tell({ id: message.id, result: { message: made } })
      return null
    },
  },
  {
    property: 'dense',
    what: 'gives a revision to two rows',
    answers(message) {
      const push = pushIn(message)
      const row = push?.scope.startsWith('conversation:') ? push.changes[0] : undefined
      if (!push || row?.entity !== 'message' || push.from < 2 || !now()) return message
      push.from -= 1
      push.to -= 1
      Object.assign(row.value, { seq: push.from, revision: push.from })
      return message
    },
  },
  {
    property: 'heads',
    what: 'forgets a conversation that moved',
    answers(message, line) {
      if (message.id === undefined || line.asked.get(message.id) !== 'sync.heads') return message
      if (now()) message.result?.heads?.pop()
      return message
    },
  },
  {
    property: 'outsiders',
    what: 'pushes to those who were removed',
    answers(message, line, lines) {
      const push = pushIn(message)
      if (push?.scope === 'me') {
        for (const { entity, value } of push.changes) {
          if (entity !== 'membership') continue
          const left = `conversation:${value.conversationId}`
          if (value.joined) line.left.delete(left)
          else line.left.add(left)
        }
      } else if (push) for (const other of lines) if (other.left.has(push.scope)) other.tell(message)
      return message
    },
  },
  {
    property: 'read marks',
    what: 'tells of a read mark that went back',
    answers(message) {
      const push = pushIn(message)
      if (push?.scope === 'me')
        for (const { entity, value } of push.changes) if (entity === 'membership' && now()) value.readSeq = 0
      return message
    },
  },
]

/** A gateway before a lawful server that may lie in one way, so that the checks are seen to find it. */
export class LyingGateway {
  readonly #server: WebSocketServer
  readonly #lines = new Set<Line>()

  private constructor(server: WebSocketServer) {
    this.#server = server
  }

  /** @param target the server's `ws://host:port` */
  static async start(target: string, lie: Lie): Promise<LyingGateway> {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => subprotocol })
    await once(server, 'listening')
    const gateway = new LyingGateway(server)
    server.on('connection', client => gateway.#connected(client, target, lie))
    return gateway
  }

  /** `ws://host:port`. */
  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    for (const client of this.#server.clients) client.terminate()
    await new Promise<void>(resolve => this.#server.close(() => resolve()))
  }

  #connected(client: WebSocket, target: string, lie: Lie): void {
    const upstream = new WebSocket(`${target}${socketPath}`, subprotocol, { perMessageDeflate: false })
    const line: Line = {
      asked: new Map(),
      left: new Set(),
      seqs: new Map(),
      tell: message => client.send(JSON.stringify({ jsonrpc: '2.0', ...message })),
    }
    this.#lines.add(line)
    const waiting: string[] = []
    upstream.on('open', () => {
      for (const text of waiting.splice(0)) upstream.send(text)
    })
    client.on('message', data => {
      const message = JSON.parse(String(data)) as Wire
      if (message.id !== undefined && message.method !== undefined) line.asked.set(message.id, message.method)
      const passed = lie.asks ? lie.asks(message, line) : message
      if (passed === null) return
      const text = JSON.stringify(passed)
      if (upstream.readyState === WebSocket.OPEN) upstream.send(text)
      else waiting.push(text)
    })
    upstream.on('message', data => {
      const messages = [JSON.parse(String(data))].flat() as Wire[]
      for (const message of messages) {
        const push = pushIn(message)
        if (push) line.seqs.set(push.scope, push.to)
        line.tell(lie.answers ? lie.answers(message, line, this.#lines) : message)
      }
    })
    const end = (): void => {
      this.#lines.delete(line)
      client.terminate()
      upstream.terminate()
    }
    for (const socket of [client, upstream]) {
      socket.on('close', end)
      socket.on('error', end)
    }
  }
}
