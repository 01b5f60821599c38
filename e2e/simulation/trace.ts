import { createHash } from 'node:crypto'
import type { Clock } from './clock.ts'

/** How many of the last lines are kept, to be shown for a seed that fails. */
const keptLines = 80
const mostChars = 240

/** Everything that happens in a world, as lines: their hash tells two runs apart, the last of them what went wrong. */
export class Trace {
  readonly #clock: Clock
  readonly #hash = createHash('sha256')
  readonly #print: ((line: string) => void) | null
  #last: string[] = []
  /** What was done to the world, all of it. */
  readonly faults: string[] = []
  /** Lines are kept no more: what is of interest has happened. */
  over = false

  /** `print` gets each line. */
  constructor(clock: Clock, print: ((line: string) => void) | null = null) {
    this.#clock = clock
    this.#print = print
  }

  note(what: string): void {
    const line = `${this.#clock.now.toFixed(3)} ${what}`
    this.#hash.update(`${line}\n`)
    this.#print?.(line)
    if (this.over) return
    this.#last.push(line.length > mostChars ? `${line.slice(0, mostChars)}…` : line)
    if (this.#last.length > 2 * keptLines) this.#last = this.#last.slice(-keptLines)
  }

  /** Something is done to the world. */
  fault(what: string): void {
    this.note(`FAULT ${what}`)
    this.faults.push(`${this.#clock.now.toFixed(3)} ${what}`)
  }

  /** The last lines, oldest first. */
  get last(): string[] {
    return this.#last.slice(-keptLines)
  }

  /** The hash of all lines so far. */
  digest(): string {
    return this.#hash.copy().digest('hex')
  }
}
