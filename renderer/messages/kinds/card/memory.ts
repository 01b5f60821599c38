import type { Typed } from './inputs.ts'
import type { Toggled } from './visibility.ts'

/** What a person did in a card and has not sent: it outlives the row, which goes when it is scrolled away. */
export interface CardMemory {
  typed: Typed
  toggled: Toggled
  /** The actions whose cards are shown, by their keys. */
  expanded: readonly string[]
  /** All of a high card is shown. */
  unfolded: boolean
}

export function freshMemory(): CardMemory {
  return { typed: {}, toggled: {}, expanded: [], unfolded: false }
}

const most = 200
const memories = new Map<string, CardMemory>()

/** The memory of a card by the message that it is in. The oldest of many are forgotten. */
export function memoryOf(key: string): CardMemory {
  const known = memories.get(key) ?? freshMemory()
  memories.delete(key)
  memories.set(key, known)
  for (const oldest of memories.keys()) {
    if (memories.size <= most) break
    memories.delete(oldest)
  }
  return known
}
