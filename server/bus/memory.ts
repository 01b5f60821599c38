import type { ChangeSet } from '../core/change-set.ts'
import type { Bus, BusListener } from './bus.ts'

/** The bus of a single process: calls its listener synchronously. */
export class MemoryBus implements Bus {
  readonly shared = false
  #listener: Pick<BusListener, 'publish'> | null = null

  /** Calls `listener` for each commit from now on. */
  listen(listener: Pick<BusListener, 'publish'>): void {
    this.#listener = listener
  }

  publish(changes: ChangeSet): void {
    this.#listener?.publish(changes)
  }

  signal(): void {
    // There is no other process.
  }
}
