/** The longest that Node waits at once, milliseconds. */
const longestMs = 2 ** 31 - 1

/** Things to do at times, one by name: setting it again takes the place of the one before. */
export class Alarms {
  readonly #timers = new Map<string, NodeJS.Timeout>()
  readonly #now: () => number

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /** `at`: milliseconds; in the past: as soon as possible. */
  set(name: string, at: number, act: () => void): void {
    this.clear(name)
    const left = Math.max(0, at - this.#now())
    const timer = setTimeout(
      () => {
        this.#timers.delete(name)
        if (left > longestMs) this.set(name, at, act)
        else act()
      },
      Math.min(left, longestMs),
    )
    this.#timers.set(name, timer)
  }

  clear(name: string): void {
    clearTimeout(this.#timers.get(name))
    this.#timers.delete(name)
  }

  /** Forgets all of them. */
  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
  }
}
