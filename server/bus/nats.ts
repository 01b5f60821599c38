import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { connect, type Msg, type NatsConnection, type NodeConnectionOptions } from '@nats-io/transport-node'
import type { Logger } from 'pino'
import { messageOf, StartupError } from '../storage/startup-error.ts'
import { assertPattern, assertSubject, type Carrier, type Doubt, type OnMessage, OversizeError } from './carrier.ts'
import { parseNatsUrl } from './nats-url.ts'

export interface NatsOptions {
  /** Separates the workspaces that share a NATS server, in the subjects; letters, digits, `-` and `_`. */
  workspace: string
  log: Pick<Logger, 'info' | 'warn' | 'error'>
  /** Milliseconds between the questions whether the server is still there; after three without an answer it is not. */
  pingMs?: number
}

/** Each payload begins with the id of its sender: 12 random bytes as base64url. */
const idBytes = 12
const idLength = 16

/** Bytes that may be on their way to the server without being confirmed; beyond that it takes nothing. */
const mostUnconfirmed = 32 * 1_048_576
/** After so many bytes a confirmation is asked for. */
const confirmEvery = 1_048_576

/** Milliseconds until the next attempt to connect, at least and at most, before the jitter of as much again. */
const firstWait = 100
const longestWait = 2_000

/**
 * A carrier over NATS: `nats://user:password@host:4222`, `tls://…`, several servers of one cluster divided by commas.
 * It connects anew for ever. Throws a StartupError when the address cannot be read or no server of it can be reached.
 */
export async function openNats(url: string, options: NatsOptions): Promise<Carrier> {
  const { servers, ...access } = parseNatsUrl(url)
  if (!/^[\w-]+$/.test(options.workspace)) throw new TypeError('the workspace id cannot be part of a subject')
  let attempts = 0
  const settings: NodeConnectionOptions = {
    ...access,
    servers,
    name: `lianqun ${options.workspace}`,
    noEcho: true,
    maxReconnectAttempts: -1,
    // Whoever changes the password changes it at the server first.
    ignoreAuthErrorAbort: true,
    reconnectDelayHandler: () => {
      const longest = Math.min(longestWait, firstWait * 2 ** Math.min(attempts++, 10))
      return longest * (1 + Math.random())
    },
    pingInterval: options.pingMs ?? 5_000,
    maxPingOut: 2,
    timeout: 10_000,
  }
  let connection: NatsConnection
  try {
    connection = await connect(settings)
  } catch (error) {
    const reason = messageOf(error)
    throw new StartupError(`cannot connect to NATS at ${servers.join(', ')}: ${reason}. Start it, or check --bus.`)
  }
  return new NatsCarrier(connection, options, () => {
    attempts = 0
  })
}

class NatsCarrier implements Carrier {
  readonly id = randomBytes(idBytes).toString('base64url')
  dropped = 0
  readonly #connection: NatsConnection
  readonly #log: NatsOptions['log']
  readonly #prefix: string
  readonly #lossSubject: string
  readonly #succeeded: () => void
  readonly #doubts: ((why: Doubt) => void)[] = []
  #connected = true
  #closing = false
  #maxPayload: number
  /** Bytes sent, and those of them of which it is not known yet that the server has taken them. */
  #unasked = 0
  #unconfirmed = 0
  /** Whether messages were dropped since the others were last told. */
  #lost = false

  constructor(connection: NatsConnection, options: NatsOptions, succeeded: () => void) {
    this.#connection = connection
    this.#log = options.log
    this.#succeeded = succeeded
    this.#lossSubject = `lq.${options.workspace}`
    this.#prefix = `${this.#lossSubject}.`
    this.#maxPayload = this.#payloadLimit()
    succeeded()
    void this.#listen(this.#lossSubject, () => this.#doubt('sender lost messages'))
    void this.#watch()
  }

  get connected(): boolean {
    return this.#connected
  }

  get maxPayload(): number {
    return this.#maxPayload
  }

  send(subject: string, payload: Uint8Array | string): void {
    assertSubject(subject)
    const size = typeof payload === 'string' ? Buffer.byteLength(payload) : payload.length
    if (size > this.#maxPayload) throw new OversizeError(subject, size, this.#maxPayload)
    if (!this.#connected || this.#unconfirmed > mostUnconfirmed) {
      this.dropped += 1
      this.#lost = true
      return
    }
    const frame = Buffer.allocUnsafe(idLength + size)
    frame.write(this.id, 'latin1')
    if (typeof payload === 'string') frame.write(payload, idLength)
    else frame.set(payload, idLength)
    this.#publish(this.#prefix + subject, frame)
  }

  subscribe(subject: string, onMessage: OnMessage): Promise<void> {
    assertPattern(subject)
    const { length } = this.#prefix
    return this.#listen(this.#prefix + subject, (message, from) => {
      const result: unknown = onMessage(message.data.subarray(idLength), message.subject.slice(length), from)
      if (result instanceof Promise) result.catch(error => this.#handlerFailed(message.subject, error))
    })
  }

  onDoubt(fn: (why: Doubt) => void): void {
    this.#doubts.push(fn)
  }

  async close(): Promise<void> {
    if (this.#closing) return
    this.#closing = true
    // A server that stands still must not hold up the end.
    if (this.#connected) await Promise.race([this.#flush(), wait(1_000, undefined, { ref: false })])
    this.#connected = false
    await this.#connection.close()
  }

  #publish(subject: string, frame: Uint8Array): void {
    try {
      this.#connection.publish(subject, frame)
    } catch (error) {
      // The server may have come back with a lower limit, or the connection is closed.
      this.dropped += 1
      this.#lost = true
      this.#log.warn({ err: error, subject }, 'a message could not be sent')
      return
    }
    this.#unconfirmed += frame.length
    this.#unasked += frame.length
    if (this.#unasked >= confirmEvery) void this.#confirm()
  }

  /** Asks the server to confirm what was sent so far. */
  async #confirm(): Promise<void> {
    const bytes = this.#unasked
    this.#unasked = 0
    if (!(await this.#flush())) return
    this.#unconfirmed = Math.max(0, this.#unconfirmed - bytes)
    if (this.#lost && this.#connected && this.#unconfirmed <= mostUnconfirmed / 2) this.#tellLoss()
  }

  /** Resolves with true when the server has taken everything sent before, with false when the connection broke off. */
  async #flush(): Promise<boolean> {
    try {
      await this.#connection.flush()
      return true
    } catch {
      return false
    }
  }

  async #listen(subject: string, onMessage: (message: Msg, from: string) => void): Promise<void> {
    this.#connection.subscribe(subject, {
      callback: (error, message) => {
        if (error) {
          this.#log.error({ err: error, subject }, 'NATS refuses a subscription')
          return
        }
        if (message.data.length < idLength) return
        const from = Buffer.from(message.data.buffer, message.data.byteOffset, idLength).toString('latin1')
        // The server holds back our own, except those that outlast a connection.
        if (from === this.id) return
        // An error would end the reading of the connection.
        try {
          onMessage(message, from)
        } catch (failure) {
          this.#handlerFailed(message.subject, failure)
        }
      },
    })
    await this.#flush()
  }

  #handlerFailed(subject: string, error: unknown): void {
    this.#log.error({ err: error, subject }, 'a message could not be handled')
  }

  async #watch(): Promise<void> {
    for await (const status of this.#connection.status()) {
      if (status.type === 'disconnect') this.#disconnected(status.server)
      else if (status.type === 'reconnect') void this.#reconnected(status.server)
      else if (status.type === 'error') this.#refused(status.error)
      else if (status.type === 'ldm') this.#log.info({ server: status.server }, 'the NATS server is about to end')
    }
    if (this.#closing) return
    this.#connected = false
    this.#log.error('the connection to NATS is closed for good')
    this.#doubt('disconnected')
  }

  #disconnected(server: string): void {
    if (!this.#connected || this.#closing) return
    this.#connected = false
    // Whatever was on its way may or may not have arrived.
    this.#lost = true
    this.#unasked = 0
    this.#unconfirmed = 0
    this.#log.warn({ server }, 'the connection to NATS broke off')
    this.#doubt('disconnected')
  }

  async #reconnected(server: string): Promise<void> {
    // Not before the server has the subscriptions again: who looks into the database now must miss nothing after it.
    if (!(await this.#flush()) || this.#connected || this.#closing) return
    this.#connected = true
    this.#maxPayload = this.#payloadLimit()
    this.#succeeded()
    this.#log.info({ server, dropped: this.dropped }, 'connected to NATS again')
    this.#tellLoss()
    this.#doubt('reconnected')
  }

  #refused(error: Error): void {
    this.#log.warn({ err: error }, 'NATS reports an error')
    if (/slow consumer/i.test(error.message)) this.#doubt('slow consumer')
  }

  /** The others cannot know what did not reach them. */
  #tellLoss(): void {
    this.#lost = false
    this.#publish(this.#lossSubject, Buffer.from(this.id, 'latin1'))
  }

  #payloadLimit(): number {
    return (this.#connection.info?.max_payload ?? 1_048_576) - idLength
  }

  #doubt(why: Doubt): void {
    for (const fn of this.#doubts) {
      try {
        fn(why)
      } catch (error) {
        this.#log.error({ err: error, why }, 'a doubt could not be handled')
      }
    }
  }
}
