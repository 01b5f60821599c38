import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** A proxy of TCP between a client and the server, for sockets and HTTP alike, that cuts connections. */
export class CuttingProxy {
  readonly #server: Server
  readonly #open = new Set<Socket>()
  /** How many bytes the next connections let through, both ways together; an empty list: all. */
  #budgets: number[] = []
  cuts = 0

  private constructor(server: Server) {
    this.#server = server
  }

  static async start(target: () => number): Promise<CuttingProxy> {
    const server = createServer()
    const proxy = new CuttingProxy(server)
    server.on('connection', client => proxy.#line(client, target()))
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
    for (const socket of this.#open) socket.destroy()
  }

  async close(): Promise<void> {
    for (const socket of this.#open) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #line(client: Socket, port: number): void {
    const upstream = connect(port, '127.0.0.1')
    let left = this.#budgets.shift() ?? Number.POSITIVE_INFINITY
    const end = (): void => {
      client.destroy()
      upstream.destroy()
    }
    const count = (bytes: Buffer): void => {
      left -= bytes.length
      if (left > 0) return
      this.cuts++
      left = Number.POSITIVE_INFINITY
      end()
    }
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.#open.add(from)
      from.on('data', count)
      from.pipe(to)
      from.on('error', end)
      from.on('close', () => {
        this.#open.delete(from)
        end()
      })
    }
  }
}
