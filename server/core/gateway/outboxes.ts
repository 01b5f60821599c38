import { type Metrics, noMetrics } from '../../metrics/metrics.ts'
import { Timers } from '../timers.ts'
import { joinFrames, type Outgoing } from '../wire.ts'
import type { Connection } from './connection.ts'

export interface OutboxOptions {
  /** Bytes buffered for one connection above which it is closed, also when nothing more is written. */
  hardBuffer: number
  /** Small pushes to one connection are written at most this often, in milliseconds; what it asked for is answered at once. */
  pushEveryMs: number
  timers?: Timers
  metrics?: Metrics
}

/** Characters of pushes that are written without a rest: of so many the write itself is the smaller part. */
const worthWriting = 32_768

/**
 * The connections with queued messages. Most of what a push costs is the write into the socket: where a group is busy, the
 * pushes of many commits share one.
 */
export class Outboxes {
  readonly #options: OutboxOptions
  readonly #timers: Timers
  readonly #metrics: Metrics
  /** Those to be written at the end of the tick, and those that were written too lately for that. */
  #dirty: Connection[] = []
  #resting: Connection[] = []
  #flushPlanned = false
  #wakePlanned = false

  constructor(options: OutboxOptions) {
    this.#options = options
    this.#timers = options.timers ?? new Timers()
    this.#metrics = options.metrics ?? noMetrics
  }

  /** Queues an answer, and with it all that waits for the connection, until the end of the tick. */
  add(connection: Connection, message: Outgoing): void {
    connection.queue(message)
    this.#soil(connection)
  }

  /** Queues a push until the end of the tick, or of the rest that pushes to the connection have. */
  addPush(connection: Connection, message: Outgoing): void {
    const first = connection.queue(message)
    if (connection.dirty) return
    const rested = () => this.#timers.clock.now() - connection.writtenAt >= this.#options.pushEveryMs
    if (connection.queuedChars >= worthWriting || rested()) this.#soil(connection)
    else if (first) this.#rest(connection)
  }

  #soil(connection: Connection): void {
    if (connection.dirty) return
    connection.dirty = true
    this.#dirty.push(connection)
    if (this.#flushPlanned) return
    this.#flushPlanned = true
    setImmediate(() => this.flush())
  }

  #rest(connection: Connection): void {
    this.#resting.push(connection)
    if (this.#wakePlanned) return
    this.#wakePlanned = true
    this.#timers.after(this.#options.pushEveryMs, () => {
      this.#wakePlanned = false
      const rested = this.#resting
      this.#resting = []
      for (const connection of rested) this.#soil(connection)
      this.flush()
    })
  }

  /** Writes the queued messages of those that do not rest. Sockets with the same messages share one frame. */
  flush(): void {
    this.#flushPlanned = false
    const dirty = this.#dirty
    this.#dirty = []
    const now = this.#timers.clock.now()
    let lastOutbox: Outgoing[] | null = null
    let lastFrames: Buffer[] = []
    let frames = 0
    let bytes = 0
    for (const connection of dirty) {
      connection.dirty = false
      const outbox = connection.takeQueued()
      if (outbox.length === 0) continue
      connection.writtenAt = now
      if (connection.buffered > this.#options.hardBuffer) {
        connection.tooSlow()
        continue
      }
      const only = outbox.length === 1 ? outbox[0] : undefined
      let full = false
      if (only) {
        full = !connection.write(only.frame)
        frames += 1
        bytes += only.frame.length
      } else {
        if (!lastOutbox || !sameMessages(lastOutbox, outbox)) {
          lastOutbox = outbox
          lastFrames = [...joinFrames(outbox)]
        }
        for (const frame of lastFrames) {
          full = !connection.write(frame) || full
          bytes += frame.length
        }
        frames += lastFrames.length
      }
      if (full && connection.buffered > this.#options.hardBuffer) connection.tooSlow()
      else connection.onWritten()
    }
    if (frames > 0) this.#metrics.written(frames, bytes)
  }
}

function sameMessages(a: readonly Outgoing[], b: readonly Outgoing[]): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
