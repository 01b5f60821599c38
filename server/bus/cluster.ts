import type { ChangeSet } from '../core/change-set.ts'
import type { Bus, BusListener, Signal } from './bus.ts'
import type { Carrier } from './carrier.ts'
import { decodeHint, encodeHints } from './hints.ts'
import { shardOf } from './shards.ts'
import { decodeSignal, keyOf } from './signals.ts'

/** Longest hint, in characters; a character may be three bytes. */
const mostChars = 256 * 1_024

/**
 * The bus of several processes: its own clients hear at once, those of others by hints, which may be lost. Whoever serves
 * clients compares with the database now and then, and whenever the carrier is in doubt.
 */
export class ClusterBus implements Bus {
  readonly shared = true
  readonly #carrier: Carrier
  readonly #failed: (error: unknown) => void
  #listener: Pick<BusListener, 'publish'> | null = null

  /** `failed` is told what others sent that cannot be read. */
  constructor(carrier: Carrier, failed: (error: unknown) => void) {
    this.#carrier = carrier
    this.#failed = failed
  }

  /** Calls `listener` for what happens from now on, here and elsewhere. */
  async listen(listener: BusListener): Promise<void> {
    this.#listener = listener
    await Promise.all([
      this.#carrier.subscribe('c.*', payload => this.#read(payload, text => listener.publish(decodeHint(text)))),
      this.#carrier.subscribe('p.*', (payload, _subject, from) =>
        this.#read(payload, text => listener.signalled(decodeSignal(text), from)),
      ),
    ])
  }

  #read(payload: Uint8Array, fn: (text: string) => void): void {
    try {
      fn(Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString())
    } catch (error) {
      this.#failed(error)
    }
  }

  publish(changes: ChangeSet): void {
    this.#listener?.publish(changes)
    // A server to which the carrier came back may take less.
    const most = Math.min(mostChars, Math.floor(this.#carrier.maxPayload / 3))
    for (const { key, payload } of encodeHints(changes, most)) this.#carrier.send(`c.${shardOf(key)}`, payload)
  }

  signal(signal: Signal): void {
    this.#carrier.send(`p.${shardOf(keyOf(signal))}`, JSON.stringify(signal))
  }
}
