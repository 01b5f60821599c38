/** Time as the code that depends on it sees it. Tests and simulations pass their own. */
export interface Clock {
  /** Milliseconds since any moment; it never goes back. */
  now(): number
  /** Calls `fn` once, after so many milliseconds. Returns what prevents it. */
  after(ms: number, fn: () => void): () => void
  /** A number from 0 up to 1, to spread in time what many would do at once. */
  random(): number
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(ms, fn) {
    const timer = setTimeout(fn, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
  random: () => Math.random(),
}

/** What is to be done later, which is given up together. */
export class Timers {
  readonly clock: Clock
  readonly #cancels = new Set<() => void>()
  #stopped = false

  constructor(clock: Clock = systemClock) {
    this.clock = clock
  }

  /** Calls `fn` after so many milliseconds, unless they are stopped before. */
  after(ms: number, fn: () => void): void {
    if (this.#stopped) return
    const cancel = this.clock.after(ms, () => {
      this.#cancels.delete(cancel)
      fn()
    })
    this.#cancels.add(cancel)
  }

  /** Nothing is done any more, nor what is asked for after this. */
  stop(): void {
    this.#stopped = true
    for (const cancel of this.#cancels) cancel()
    this.#cancels.clear()
  }
}
