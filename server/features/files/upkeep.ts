import type { FileKeeper } from './keeper.ts'
import type { Uploads } from './uploads.ts'

/** Removes files that nobody needs, again and again; first what an earlier process left. */
export class FileUpkeep {
  readonly #keeper: FileKeeper
  readonly #uploads: Uploads
  readonly #failed: (error: unknown) => void
  readonly #stopping = new AbortController()
  #timer: NodeJS.Timeout | null = null
  #running: Promise<void>

  constructor(keeper: FileKeeper, uploads: Uploads, failed: (error: unknown) => void) {
    this.#keeper = keeper
    this.#uploads = uploads
    this.#failed = failed
    this.#running = Promise.resolve()
  }

  start(everyMs: number): void {
    this.#run(true)
    this.#timer = setInterval(() => this.#run(false), everyMs).unref()
  }

  /** Waits for what is under way, which needs the database. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    if (this.#timer !== null) clearInterval(this.#timer)
    await this.#running
  }

  #run(first: boolean): void {
    const work = async () => {
      if (this.#stopping.signal.aborted) return
      await this.#uploads.forgetExpired()
      await this.#keeper.collect()
      if (first) await this.#keeper.sweep(this.#stopping.signal)
    }
    this.#running = this.#running.then(work).catch(this.#failed)
  }
}
