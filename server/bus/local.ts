import { randomBytes } from 'node:crypto'
import { assertPattern, assertSubject, type Carrier, type Doubt, type OnMessage, OversizeError } from './carrier.ts'

/** What goes wrong between the carriers, each as a probability from 0 to 1. */
export interface LocalFaults {
  /** A generator of numbers in [0, 1): `seeded(7)`. The same one and the same calls give the same faults. */
  random: () => number
  /** That a message does not reach a receiver, and nobody is told. */
  loss?: number
  /** That a message reaches a receiver twice. */
  doubling?: number
  /** That a delivery is put off to a later turn. */
  delay?: number
  /** That a delivery is not the oldest message, but the oldest of some other sender and receiver. */
  reordering?: number
}

export interface LocalOptions {
  faults?: LocalFaults
  /** Runs a delivery later; by default in a turn of the event loop of its own. Tests pass a scheduler. */
  schedule?: (deliver: () => void) => void
  /** Bytes; default 1 MiB. */
  maxPayload?: number
}

/** A carrier whose connection a test can cut. */
export interface LocalCarrier extends Carrier {
  /** Breaks the connection off; what is on its way to it and from it is lost. */
  cut(): void
  /** Connects again. */
  mend(): void
}

interface Delivery {
  from: LocalEnd
  to: LocalEnd
  subject: string
  payload: Uint8Array
}

/**
 * Carriers that are joined within one process, for tests: as NATS, but at the test's will. Messages of one sender reach
 * one receiver in order. What a handler throws, the scheduler gets.
 */
export class LocalNetwork {
  readonly maxPayload: number
  readonly #faults: LocalFaults | null
  readonly #schedule: (deliver: () => void) => void
  readonly #ends = new Set<LocalEnd>()
  #waiting: Delivery[] = []
  #count = 0

  constructor({ faults, schedule = setImmediate, maxPayload = 1_048_576 }: LocalOptions = {}) {
    this.#faults = faults ?? null
    this.#schedule = schedule
    this.maxPayload = maxPayload
  }

  /** Deliveries that are still to come. */
  get waiting(): number {
    return this.#waiting.length
  }

  join(): LocalCarrier {
    this.#count += 1
    const end = new LocalEnd(this, this.#faults ? `local-${this.#count}` : randomBytes(12).toString('base64url'))
    this.#ends.add(end)
    return end
  }

  /** Called by the carriers. */
  send(from: LocalEnd, subject: string, payload: Uint8Array): void {
    for (const to of this.#ends) {
      if (to === from || !to.connected || !to.wants(subject)) continue
      if (this.#happens('loss')) continue
      const times = this.#happens('doubling') ? 2 : 1
      for (let i = 0; i < times; i++) {
        this.#waiting.push({ from, to, subject, payload: payload.slice() })
        this.#schedule(() => this.#deliver())
      }
    }
  }

  /** Called by a carrier that is connected again. */
  tellLoss(from: LocalEnd): void {
    for (const to of this.#ends) if (to !== from && to.connected) to.doubt('sender lost messages')
  }

  /** Called by a carrier that is cut or closed. */
  forget(end: LocalEnd, forGood: boolean): void {
    this.#waiting = this.#waiting.filter(({ from, to }) => to !== end && (forGood || from !== end))
    if (forGood) this.#ends.delete(end)
  }

  #deliver(): void {
    if (this.#waiting.length === 0) return
    if (this.#happens('delay')) {
      this.#schedule(() => this.#deliver())
      return
    }
    const [delivery] = this.#waiting.splice(this.#next(), 1)
    delivery?.to.receive(delivery.subject, delivery.payload, delivery.from.id)
  }

  /** The index of the delivery whose turn it is. */
  #next(): number {
    if (!this.#faults || !this.#happens('reordering')) return 0
    const oldest = new Map<string, number>()
    for (const [i, { from, to }] of this.#waiting.entries()) {
      const pair = `${from.id} ${to.id}`
      if (!oldest.has(pair)) oldest.set(pair, i)
    }
    const indexes = [...oldest.values()]
    return indexes[Math.floor(this.#faults.random() * indexes.length)] ?? 0
  }

  #happens(fault: Exclude<keyof LocalFaults, 'random'>): boolean {
    const probability = this.#faults?.[fault] ?? 0
    return probability > 0 && this.#faults !== null && this.#faults.random() < probability
  }
}

class LocalEnd implements LocalCarrier {
  readonly id: string
  connected = true
  dropped = 0
  readonly #network: LocalNetwork
  readonly #subscriptions: { pattern: string[]; onMessage: OnMessage }[] = []
  readonly #doubts: ((why: Doubt) => void)[] = []
  #closed = false

  constructor(network: LocalNetwork, id: string) {
    this.#network = network
    this.id = id
  }

  get maxPayload(): number {
    return this.#network.maxPayload
  }

  send(subject: string, payload: Uint8Array | string): void {
    assertSubject(subject)
    const bytes = typeof payload === 'string' ? new TextEncoder().encode(payload) : payload
    if (bytes.length > this.maxPayload) throw new OversizeError(subject, bytes.length, this.maxPayload)
    if (this.connected) this.#network.send(this, subject, bytes)
    else this.dropped += 1
  }

  subscribe(subject: string, onMessage: OnMessage): Promise<void> {
    assertPattern(subject)
    this.#subscriptions.push({ pattern: subject.split('.'), onMessage })
    return Promise.resolve()
  }

  onDoubt(fn: (why: Doubt) => void): void {
    this.#doubts.push(fn)
  }

  cut(): void {
    if (!this.connected) return
    this.connected = false
    this.#network.forget(this, false)
    this.doubt('disconnected')
  }

  mend(): void {
    if (this.connected || this.#closed) return
    this.connected = true
    this.#network.tellLoss(this)
    this.doubt('reconnected')
  }

  async close(): Promise<void> {
    this.#closed = true
    this.connected = false
    this.#network.forget(this, true)
  }

  wants(subject: string): boolean {
    return this.#subscriptions.some(({ pattern }) => matches(pattern, subject))
  }

  receive(subject: string, payload: Uint8Array, from: string): void {
    for (const { pattern, onMessage } of this.#subscriptions) {
      if (matches(pattern, subject)) onMessage(payload, subject, from)
    }
  }

  doubt(why: Doubt): void {
    for (const fn of this.#doubts) fn(why)
  }
}

function matches(pattern: readonly string[], subject: string): boolean {
  const tokens = subject.split('.')
  const open = pattern.at(-1) === '>'
  if (open ? tokens.length < pattern.length : tokens.length !== pattern.length) return false
  const fixed = open ? pattern.slice(0, -1) : pattern
  return fixed.every((token, i) => token === '*' || token === tokens[i])
}
