import { type Throttled, throttle } from '../../common/throttle.ts'
import type { DesktopEvent } from '../../preload/contract/index.ts'

type Change = DesktopEvent<'cache.changed'>

/** Milliseconds within which changes are told together: in a flood each message is a commit, and no window draws so often. */
const togetherMs = 50

const nothing: Change = { conversations: [], messages: [], members: [], scopes: [] }

const union = <T>(a: readonly T[], b: readonly T[]): T[] => [...new Set([...a, ...b])]

/** Two changes in one. */
export function joined(a: Change, b: Change): Change {
  const from = new Map(a.messages.map(change => [change.id, change.from]))
  for (const change of b.messages) from.set(change.id, Math.min(change.from, from.get(change.id) ?? change.from))
  return {
    conversations: a.conversations && b.conversations && union(a.conversations, b.conversations),
    messages: [...from].map(([id, first]) => ({ id, from: first })),
    members: union(a.members, b.members),
    scopes: union(a.scopes, b.scopes),
  }
}

/** Tells the window what changed in the cache: at once after a pause, and what follows within moments in one event. */
export class CacheNews {
  #untold = nothing
  readonly #tell: Throttled

  constructor(emit: (change: Change) => void) {
    this.#tell = throttle(
      () => {
        const change = this.#untold
        this.#untold = nothing
        emit(change)
      },
      togetherMs,
      { leading: true },
    )
  }

  /** What the change leaves out did not change. */
  changed(change: Partial<Change>): void {
    this.#untold = joined(this.#untold, { ...nothing, ...change })
    this.#tell()
  }

  stop(): void {
    this.#tell.stop()
  }
}
