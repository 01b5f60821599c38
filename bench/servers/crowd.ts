import { type Child, startChild } from './child.ts'
import type { Came, ClientsOrder, ClientsQuestion, Heartbeats } from './clients.ts'

/** The clients of one process: a process may have 20,000 files open where nobody raised that. */
const ofProcess = 5_000

/** Clients in as many processes as they need. */
export class Crowd {
  readonly #processes: { child: Child; count: number }[]

  private constructor(processes: { child: Child; count: number }[]) {
    this.#processes = processes
  }

  static async start({ tokens, ...order }: Omit<ClientsOrder, 'first'>): Promise<Crowd> {
    const processes: { child: Child; count: number }[] = []
    for (let first = 0; first < tokens.length; first += ofProcess) {
      const some = tokens.slice(first, first + ofProcess)
      const { child } = await startChild('servers/clients.ts', { ...order, first, tokens: some })
      processes.push({ child, count: some.length })
    }
    return new Crowd(processes)
  }

  /** The given share of them, from 0 to 1, come in. Resolves when the last one is there. */
  async come(share = 1): Promise<Came & { seconds: number }> {
    const begun = performance.now()
    const came = await Promise.all(
      this.#processes.map(({ child, count }) => this.#ask<Came>(child, { come: Math.round(count * share) })),
    )
    const seconds = (performance.now() - begun) / 1_000
    const sum = (of: (one: Came) => number) => came.reduce((total, one) => total + of(one), 0)
    return { refused: sum(({ refused }) => refused), moved: sum(({ moved }) => moved), seconds }
  }

  /** Waits until all have lost their sockets. */
  async gone(): Promise<void> {
    await Promise.all(this.#processes.map(({ child }) => this.#ask(child, 'gone')))
  }

  /** They send heartbeats from now on; how many were answered so far, and how many agreed. */
  async heartbeats(): Promise<Heartbeats> {
    const all = await Promise.all(this.#processes.map(({ child }) => this.#ask<Heartbeats>(child, 'heartbeats')))
    const sum = (of: (one: Heartbeats) => number) => all.reduce((total, one) => total + of(one), 0)
    return { answered: sum(({ answered }) => answered), agreed: sum(({ agreed }) => agreed) }
  }

  #ask<T>(child: Child, question: ClientsQuestion): Promise<T> {
    return child.ask<T>(question)
  }

  async end(): Promise<void> {
    await Promise.all(this.#processes.map(({ child }) => child.end()))
  }
}
