import type { Clock } from './clock.ts'

/** A clock that stands still until it is moved. */
export class TestClock implements Clock {
  #now: number
  readonly #timers = new Set<{ at: number; run: () => void }>()

  constructor(now: number) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + ms, run }
    this.#timers.add(timer)
    // What was due already, by somebody who moved the clock meanwhile, need not wait for it to be moved again.
    if (ms <= 0)
      queueMicrotask(() => {
        if (this.#timers.delete(timer)) run()
      })
    return () => this.#timers.delete(timer)
  }

  /** Moves on, and starts what is due on the way, in order. */
  pass(ms: number): void {
    const to = this.#now + ms
    for (;;) {
      const [next] = [...this.#timers].filter(({ at }) => at <= to).sort((x, y) => x.at - y.at)
      if (next === undefined) break
      this.#timers.delete(next)
      this.#now = Math.max(this.#now, next.at)
      next.run()
    }
    this.#now = to
  }

  /** When the next timer is due, or null. */
  get next(): number | null {
    return this.#timers.size === 0 ? null : Math.min(...[...this.#timers].map(({ at }) => at))
  }
}
