import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { encode, ProtocolError, parseFrame, socketPath, subprotocol } from '@lianqun/protocol'
import { type WebSocket, WebSocketServer } from 'ws'

interface Row {
  entity: string
  value: { seq?: number; conversationId?: string }
}
interface Frames {
  results: Record<string, unknown>
  changes: Record<string, { changes: Row[]; head: number }>
  pushes: [name: string, params: unknown][]
}

/**
 * A workspace server that only replays recorded frames of a later version, which the real server cannot produce.
 * It answers each request from the recording, and other requests with `unknown_method`.
 */
export class ReplayServer {
  readonly url: string
  readonly #frames: Frames
  readonly #server: ReturnType<typeof createServer>
  readonly #sockets: WebSocketServer
  readonly asked: { method: string; params: Record<string, unknown> }[] = []
  readonly #held = new Map<string, ((result: unknown) => void)[]>()

  private constructor(frames: Frames, server: ReturnType<typeof createServer>) {
    this.#frames = frames
    this.#server = server
    this.url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
    this.#sockets = new WebSocketServer({ server, path: socketPath, handleProtocols: () => subprotocol })
    this.#sockets.on('connection', socket => {
      socket.on('message', data => this.#receive(socket, data.toString()))
    })
  }

  /** Replays a file of `protocol/fixtures/` on a free port. */
  static async start(name: string): Promise<ReplayServer> {
    const file = join(import.meta.dirname, '..', 'protocol', 'fixtures', name)
    const frames = JSON.parse(readFileSync(file, 'utf8')) as Frames
    const server = createServer((_, response) => response.writeHead(404).end())
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    return new ReplayServer(frames, server)
  }

  #receive(socket: WebSocket, text: string): void {
    for (const message of parseFrame(text)) {
      if (message.kind !== 'request') continue
      const params = message.params as Record<string, unknown>
      this.asked.push({ method: message.method, params })
      const held = this.#held.get(message.method)
      if (held) {
        held.push(result => socket.send(encode.result(message.id, result)))
        continue
      }
      const result = this.#answer(message.method, params)
      socket.send(
        result === undefined
          ? encode.error(message.id, new ProtocolError('unknown_method').toBody())
          : encode.result(message.id, result),
      )
    }
  }

  /** Holds requests of a method from now on. Returns the function that answers all held ones. */
  hold(method: string): (result: unknown) => void {
    const held: ((result: unknown) => void)[] = []
    this.#held.set(method, held)
    return result => {
      for (const answer of held.splice(0)) answer(result)
    }
  }

  #answer(method: string, params: Record<string, unknown>): unknown {
    if (method === 'sync.changes') {
      const page = this.#frames.changes[String(params.scope)]
      const since = Number(params.since)
      return (
        page && { ...page, changes: page.changes.filter(row => (row.value as { revision: number }).revision > since) }
      )
    }
    if (method === 'message.history') return this.#history(String(params.conversationId))
    return this.#frames.results[method]
  }

  #history(conversationId: string): unknown {
    const page = this.#frames.changes[`conversation:${conversationId}`]
    if (page === undefined) return undefined
    const messages = page.changes
      .filter(({ entity, value }) => entity === 'message' && value.seq !== undefined)
      .map(({ value }) => value)
    return { conversationId, epoch: 'e_future', messages, from: 0, to: page.head, head: page.head }
  }

  /** Sends the recorded pushes to all connections. */
  push(): void {
    for (const [name, params] of this.#frames.pushes)
      for (const socket of this.#sockets.clients) socket.send(encode.notification(name, params))
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate()
    this.#sockets.close()
    await new Promise<void>(resolve => this.#server.close(() => resolve()))
  }
}
