import { socketPath } from '@lianqun/protocol'
import type { Domain } from 'lianqun-server'
import { type Child, ProcessPool } from './process-pool.ts'
import type { ServerOrder, ServerReport, Shared } from './server-process.ts'

type Life = Child<ServerOrder, ServerReport>
type Call = Extract<keyof Domain, string>

/** Below the ephemeral ports, so that no other process gets the port while the server is down. */
const ports = { from: 20_000, count: 10_000 }

/** A workspace server that is killed and started again with the same data on the same port. */
export class RestartableServer {
  readonly #pool: ProcessPool<ServerOrder, ServerReport>
  readonly #dataDir: string
  readonly #answers = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  #port = 0
  #lastId = 0
  #life!: Life

  readonly #shared: Shared

  private constructor(dataDir: string, compiled: string, shared: Shared) {
    this.#dataDir = dataDir
    this.#shared = shared
    this.#pool = new ProcessPool(new URL('./server-process.ts', import.meta.url), compiled)
  }

  /** `shared`: what it shares with others, in place of the database in its folder. */
  static async start(dataDir: string, compiled: string, shared: Shared = {}): Promise<RestartableServer> {
    const server = new RestartableServer(dataDir, compiled, shared)
    do {
      server.#port = ports.from + Math.floor(Math.random() * ports.count)
    } while (!(await server.#begin()))
    return server
  }

  get url(): string {
    return `ws://127.0.0.1:${this.#port}${socketPath}`
  }

  /** How the current process ended. */
  get ended(): Life['ended'] {
    return this.#life.ended
  }

  /** The next commit that stores a message kills the process, before the message is acknowledged. */
  async arm(): Promise<void> {
    await this.#ask(id => ({ kind: 'arm', id }))
  }

  /** Calls a method of the domain in the server process. */
  call<N extends Call>(name: N, ...args: Parameters<Domain[N]>): Promise<Awaited<ReturnType<Domain[N]>>> {
    return this.#ask(id => ({ kind: 'call', id, name, args })) as Promise<Awaited<ReturnType<Domain[N]>>>
  }

  kill(): Promise<void> {
    return this.#life.kill()
  }

  /** Stops the process, or lets it go on. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#life.signal(signal)
  }

  /** Starts the server again after its process has ended. */
  async revive(): Promise<void> {
    await this.#life.ended
    if (!(await this.#begin())) throw new Error(`port ${this.#port} was taken while the server was down`)
  }

  async close(): Promise<void> {
    this.#pool.close()
    await this.#life.kill()
  }

  /** False when the port is in use. */
  async #begin(): Promise<boolean> {
    const life: Life = await this.#pool.take()
    this.#life = life
    const begun = new Promise<boolean>((resolve, reject) => {
      life.onReport(report => {
        if (report.kind === 'answer') {
          const pending = this.#answers.get(report.id)
          this.#answers.delete(report.id)
          if (report.error === undefined) pending?.resolve(report.value)
          else pending?.reject(new Error(report.error))
        } else resolve(report.kind === 'listening')
      })
      void life.ended.then(how => {
        const died = new Error(`the server died (${how})`)
        reject(died)
        for (const pending of this.#answers.values()) pending.reject(died)
        this.#answers.clear()
      })
    })
    life.order({ kind: 'start', dataDir: this.#dataDir, port: this.#port, shared: this.#shared })
    const listening = await begun
    if (!listening) await life.kill()
    return listening
  }

  #ask(order: (id: number) => ServerOrder): Promise<unknown> {
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      this.#life.order(order(id))
      this.#answers.set(id, { resolve, reject })
    })
  }
}
