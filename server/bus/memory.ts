import type { ChangeSet } from '../core/change-set.ts'
import type { Bus } from './bus.ts'

/** The bus of a single process: calls the subscriber synchronously. */
export class MemoryBus implements Bus {
  #subscriber: ((changes: ChangeSet) => void) | null = null

  /** Calls `subscriber` for each commit from now on. */
  subscribe(subscriber: (changes: ChangeSet) => void): void {
    this.#subscriber = subscriber
  }

  publish(changes: ChangeSet): void {
    this.#subscriber?.(changes)
  }
}
