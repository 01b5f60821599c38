import { type Clock, dayMs, minuteMs } from './clock.ts'

/** What is to be done when, by key. Nothing of it is kept: who starts a bot puts down again what its values say. */
export class Agenda {
  readonly #clock: Clock
  readonly #run: (key: string) => Promise<void>
  readonly #failed: (error: unknown) => void
  readonly #waiting = new Map<string, () => void>()
  readonly #running = new Set<Promise<void>>()
  #stopped = false

  constructor(clock: Clock, run: (key: string) => Promise<void>, failed: (error: unknown) => void) {
    this.#clock = clock
    this.#run = run
    this.#failed = failed
  }

  /** Puts a key down for a time, in place of its time before; null: for none. */
  set(key: string, at: number | null): void {
    this.#waiting.get(key)?.()
    this.#waiting.delete(key)
    if (at === null || this.#stopped) return
    // A longer wait than a timer can hold is cut into days.
    const ms = Math.min(Math.max(0, at - this.#clock.now()), dayMs)
    const off = this.#clock.after(ms, () => {
      this.#waiting.delete(key)
      if (this.#clock.now() < at) this.set(key, at)
      else this.#start(key)
    })
    this.#waiting.set(key, off)
  }

  /** What fails is tried again a minute later, unless it is put down for another time by then. */
  #start(key: string): void {
    const run = this.#run(key).catch(error => {
      this.#failed(error)
      if (!this.#waiting.has(key)) this.set(key, this.#clock.now() + minuteMs)
    })
    this.#running.add(run)
    void run.then(() => this.#running.delete(run))
  }

  /** Starts nothing more, and ends when what was started has ended. */
  async stop(): Promise<void> {
    this.#stopped = true
    for (const off of this.#waiting.values()) off()
    this.#waiting.clear()
    await Promise.all(this.#running)
  }
}
