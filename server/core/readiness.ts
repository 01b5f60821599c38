/** Says in words why the server cannot serve now, or null. A throw says so too. */
export type ReadyCheck = () => Promise<string | null>

/** Whether the server serves; the reasons, by the name of their check, why it does not. */
export interface Ready {
  ready: boolean
  reasons: Record<string, string>
}

/** Whether clients should be sent to this server: asked by balancers at `/readyz`. */
export class Readiness {
  readonly #checks = new Map<string, ReadyCheck>()
  readonly #patienceMs: number
  #running: Promise<Ready> | null = null
  #closing = false

  /** A check that takes longer than `patienceMs` has failed. */
  constructor(patienceMs = 2_000) {
    this.#patienceMs = patienceMs
  }

  add(name: string, check: ReadyCheck): void {
    this.#checks.set(name, check)
  }

  /** The server is stopping: it is ready no more, whatever the checks say. */
  close(): void {
    this.#closing = true
  }

  /** Runs all checks at once. Who asks meanwhile gets the same answer, so that asking often costs no more. */
  async read(): Promise<Ready> {
    if (!this.#closing) {
      this.#running ??= this.#run().finally(() => {
        this.#running = null
      })
      const answer = await this.#running
      if (!this.#closing) return answer
    }
    return { ready: false, reasons: { server: 'The server is stopping.' } }
  }

  async #run(): Promise<Ready> {
    const reasons: Record<string, string> = {}
    await Promise.all(
      [...this.#checks].map(async ([name, check]) => {
        const reason = await this.#inTime(check)
        if (reason !== null) reasons[name] = reason
      }),
    )
    return { ready: Object.keys(reasons).length === 0, reasons }
  }

  async #inTime(check: ReadyCheck): Promise<string | null> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<string>(resolve => {
      timer = setTimeout(() => resolve(`No answer within ${this.#patienceMs / 1_000} s.`), this.#patienceMs)
    })
    try {
      return await Promise.race([check(), late])
    } catch {
      // What failed in it may name hosts and files: strangers read this answer.
      return 'The check failed.'
    } finally {
      clearTimeout(timer)
    }
  }
}
