/** Work by key, one after the other for each. */
export class Lanes {
  readonly #last = new Map<string, Promise<unknown>>()

  run<R>(key: string, work: () => Promise<R>): Promise<R> {
    const next = (this.#last.get(key) ?? Promise.resolve()).then(work, work)
    this.#last.set(key, next)
    const done = () => {
      if (this.#last.get(key) === next) this.#last.delete(key)
    }
    next.then(done, done)
    return next
  }

  /** Resolves when what was under way has ended, well or not. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#last.values())
  }
}
