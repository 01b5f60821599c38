import { rowKey } from './check/facts.ts'
import type { Row } from './history.ts'

/** A scope as a device holds it: the newest row of each thing, and the revision up to which it knows all. */
export class Replica {
  readonly scope: string
  /** Where the person's view of a conversation begins. */
  readonly visibleFrom: number
  readonly rows = new Map<string, Row>()
  cursor = 0
  #heard = 0

  constructor(scope: string, visibleFrom = 0) {
    this.scope = scope
    this.visibleFrom = visibleFrom
  }

  /** The scope is known to have come this far. */
  hear(revision: number): void {
    this.#heard = Math.max(this.#heard, revision)
  }

  get isBehind(): boolean {
    return this.cursor < this.#heard
  }

  /** Applies a push. False: pushes before it are missing, and nothing is applied. */
  push({ from, to, rows }: { from: number; to: number; rows: readonly Row[] }): boolean {
    if (from > this.cursor + 1) return false
    this.page(rows, to)
    return true
  }

  /** Applies a page of changes, all up to a revision. */
  page(rows: readonly Row[], upTo: number): void {
    for (const row of rows) {
      const key = rowKey(row)
      const held = this.rows.get(key)
      if (!held || held.revision < row.revision) this.rows.set(key, row)
    }
    this.cursor = Math.max(this.cursor, upTo)
  }

  /** The messages, oldest first. */
  get messages() {
    const messages = [...this.rows.values()].filter(row => row.entity === 'message')
    return messages.sort((a, b) => a.seq - b.seq)
  }

  /** What is noted of it at the end. */
  get state() {
    const { scope, cursor: head, visibleFrom } = this
    const rows = [...this.rows.values()]
    if (scope === 'me') return { scope, head, rows }
    return { scope, head, visibleFrom, lastOrdinal: this.messages.at(-1)?.ordinal ?? 0, rows }
  }
}
