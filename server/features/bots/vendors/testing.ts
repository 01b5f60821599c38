import { connect, createServer, type Socket } from 'node:net'

/** A way to a server that can be cut: what goes through it is lost at once. */
export interface Cuttable {
  /** Where it is reached: `http://localhost:4000`. */
  url: string
  cut(): void
  /** Joins what the server says within a moment into one piece from now on, as a network may. */
  join(): void
  close(): Promise<void>
}

export async function cuttable(httpUrl: string): Promise<Cuttable> {
  const { hostname, port } = new URL(httpUrl)
  const sockets = new Set<Socket>()
  let joins = false
  const server = createServer(near => {
    const far = connect(Number(port), hostname)
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket)
      if (socket === far && joins) pipeJoined(far, near)
      else socket.pipe(other)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    cut,
    join: () => {
      joins = true
    },
    async close() {
      cut()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

/** How long what comes is joined, milliseconds: longer than the server takes for the first words on a new socket. */
const joinedMs = 40

function pipeJoined(from: Socket, to: Socket): void {
  let held: Buffer[] = []
  from.on('data', (chunk: Buffer) => {
    held.push(chunk)
    if (held.length > 1) return
    setTimeout(() => {
      to.write(Buffer.concat(held))
      held = []
    }, joinedMs)
  })
}

/** How many of the calls that were tried were answered well, by their names. */
export class Calls {
  readonly #counts = new Map<string, { tried: number; answered: number }>()

  async count<T>(name: string, result: Promise<T>, isWell: (value: T) => boolean = () => true): Promise<T> {
    const count = this.#counts.get(name) ?? { tried: 0, answered: 0 }
    this.#counts.set(name, count)
    count.tried++
    const value = await result
    if (isWell(value)) count.answered++
    return value
  }

  /** A line for each: `name: answered of tried`. */
  table(): string[] {
    return [...this.#counts].map(([name, { tried, answered }]) => `${name}: ${answered} of ${tried}`).sort()
  }
}
