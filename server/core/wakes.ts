import type { ChangeSet } from './change-set.ts'

type Listener = (topic: string) => void

/**
 * Wakes who waits for news on a topic, whichever process commits them. A wake may be lost with the process that sends it,
 * so whoever waits looks by itself now and then.
 */
export class Wakes {
  readonly #listeners = new Map<string, Set<Listener>>()

  on(topic: string, listener: Listener): void {
    const listeners = this.#listeners.get(topic) ?? new Set()
    this.#listeners.set(topic, listeners.add(listener))
  }

  off(topic: string, listener: Listener): void {
    const listeners = this.#listeners.get(topic)
    if (listeners?.delete(listener) && listeners.size === 0) this.#listeners.delete(topic)
  }

  /** What was committed. */
  note({ woken = [] }: Pick<ChangeSet, 'woken'>): void {
    for (const topic of woken) for (const listener of this.#listeners.get(topic) ?? []) listener(topic)
  }

  /** Resolves at the next news on a topic, or after a time, milliseconds. */
  next(topic: string, ms: number): Promise<void> {
    return new Promise(resolve => {
      const done = () => {
        clearTimeout(timer)
        this.off(topic, done)
        resolve()
      }
      const timer = setTimeout(done, ms)
      this.on(topic, done)
    })
  }
}
