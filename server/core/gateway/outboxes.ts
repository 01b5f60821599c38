import { type Metrics, noMetrics } from '../../metrics/metrics.ts'
import { joinFrames, type Outgoing } from '../wire.ts'
import type { Connection } from './connection.ts'

/** The connections with queued messages. */
export class Outboxes {
  readonly #hardBuffer: number
  readonly #metrics: Metrics
  #dirty: Connection[] = []
  #flushPlanned = false

  /** `hardBuffer`: bytes buffered for one connection above which it is closed, also when nothing more is written. */
  constructor(hardBuffer: number, metrics = noMetrics) {
    this.#hardBuffer = hardBuffer
    this.#metrics = metrics
  }

  /** Queues a message for a connection until the end of the tick. */
  add(connection: Connection, message: Outgoing): void {
    if (connection.queue(message)) this.#dirty.push(connection)
    if (this.#flushPlanned) return
    this.#flushPlanned = true
    setImmediate(() => this.flush())
  }

  /** Writes all queued messages. Sockets with the same messages share one frame. */
  flush(): void {
    this.#flushPlanned = false
    const dirty = this.#dirty
    this.#dirty = []
    let lastOutbox: Outgoing[] | null = null
    let lastFrames: Buffer[] = []
    let frames = 0
    let bytes = 0
    for (const connection of dirty) {
      const outbox = connection.takeQueued()
      if (outbox.length === 0) continue
      if (connection.buffered > this.#hardBuffer) {
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
      if (full && connection.buffered > this.#hardBuffer) connection.tooSlow()
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
