import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** A proxy of TCP between any two, that cuts, stalls and mutes connections. */
export class CuttingProxy {
  readonly #server: Server
  readonly #lines = new Set<Line>()
  /** How many bytes the next connections let through, both ways together; an empty list: all. */
  #budgets: number[] = []
  cuts = 0
  #stalled = false

  private constructor(server: Server) {
    this.#server = server
  }

  static async start(target: () => number): Promise<CuttingProxy> {
    const server = createServer()
    const proxy = new CuttingProxy(server)
    server.on('connection', client => proxy.#accept(client, target()))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return proxy
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** The connections from now on are cut after so many bytes, one after the other; open ones are cut at once. */
  cutAfter(budgets: readonly number[]): void {
    this.#budgets = [...budgets]
    this.cut()
  }

  /** Cuts the open connections. */
  cut(): void {
    for (const line of this.#lines) line.cut()
  }

  /** Nothing passes until `resume`; nothing is lost. */
  stall(): void {
    this.#stalled = true
    for (const line of this.#lines) line.flow(false)
  }

  resume(): void {
    this.#stalled = false
    for (const line of this.#lines) line.flow(true)
  }

  /** Of the open connections nothing passes any more, nor that one side closes, until `cutMuted`; new ones are whole. */
  mute(): void {
    for (const line of this.#lines) line.muted = true
  }

  cutMuted(): void {
    for (const line of this.#lines) if (line.muted) line.cut()
  }

  async close(): Promise<void> {
    this.cut()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #accept(client: Socket, port: number): void {
    const line = new Line(client, connect(port, '127.0.0.1'), this.#budgets.shift(), () => {
      this.cuts++
    })
    this.#lines.add(line)
    line.flow(!this.#stalled)
    client.once('close', () => {
      if (!line.muted) this.#lines.delete(line)
    })
  }
}

/** One connection through the proxy. */
class Line {
  muted = false
  readonly #sockets: readonly Socket[]
  #left: number
  readonly #exhausted: () => void

  constructor(client: Socket, upstream: Socket, budget: number | undefined, exhausted: () => void) {
    this.#sockets = [client, upstream]
    this.#left = budget ?? Number.POSITIVE_INFINITY
    this.#exhausted = exhausted
    this.#pass(client, upstream)
    this.#pass(upstream, client)
  }

  cut(): void {
    this.muted = false
    for (const socket of this.#sockets) socket.destroy()
  }

  flow(on: boolean): void {
    for (const socket of this.#sockets) {
      if (on) socket.resume()
      else socket.pause()
    }
  }

  #pass(from: Socket, to: Socket): void {
    from.on('data', bytes => {
      if (this.muted) return
      this.#left -= bytes.length
      if (this.#left <= 0) {
        this.#exhausted()
        this.#left = Number.POSITIVE_INFINITY
        this.cut()
      } else if (!to.write(bytes)) {
        from.pause()
        to.once('drain', () => from.resume())
      }
    })
    from.on('end', () => {
      if (!this.muted) to.end()
    })
    for (const event of ['error', 'close'])
      from.on(event, () => {
        if (!this.muted) this.cut()
      })
  }
}
