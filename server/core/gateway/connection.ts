import type { Duplex } from 'node:stream'
import { closeCodes, type ParsedMessage, ProtocolError } from '@lianqun/protocol'
import { WebSocket } from 'ws'
import { TokenBucket } from '../../../common/token-bucket.ts'
import type { ServerLimits } from '../../options.ts'
import type { Sending } from '../rate-limits.ts'
import { joinFrames, type Outgoing } from '../wire.ts'
import { Turns } from './turns.ts'

/** The user and session of a signed-in connection. */
export interface Identity {
  userId: string
  sessionId: string
  deviceId: string
}

/** One socket. Messages to it wait for the end of the tick and share frames. */
export class Connection {
  readonly ws: WebSocket
  readonly socket: Duplex
  readonly address: string
  readonly id: string
  /** Set once: the hub uses it to remove the connection when it closes. */
  identity: Identity | null = null
  signingIn = false
  signingOut = false
  /** Called after sign-in. */
  onSignedIn: (identity: Identity) => void = () => {}
  /** Called after the queued messages were written. */
  onWritten: () => void = () => {}
  /** Called when the connection is closed because the client reads too slowly. */
  onTooSlow: () => void = () => {}
  /** Whether the connection receives pushes (after sync.hello). */
  subscribed = false
  openConversation: string | null = null
  /** Counts the lists of people that it asked to watch. */
  watchTurn = 0
  /** The person is not at this device. */
  away = false
  /** The client reads too slowly: it gets no bodies. `missed`: conversations that changed meanwhile. */
  slow = false
  readonly missed = new Set<string>()
  /** Pushes that wait until `sync.hello` is answered; null: none wait. */
  held: Outgoing[] | null = null
  /** It is to be written at the end of the tick. */
  dirty = false
  /** When it was written last, by the clock of the outboxes. */
  writtenAt = Number.NEGATIVE_INFINITY
  #outbox: Outgoing[] = []
  #outboxChars = 0
  /** Messages that wait for their turn, in order; the socket is not read meanwhile. */
  backlog: ParsedMessage[] = []
  turns: Turns<Connection>
  alive = true
  /** Limits on what the client sends: low before sign-in, afterwards those of the person. */
  sending: Sending
  readonly typing = new TokenBucket(2, 5)
  readonly refusals: TokenBucket

  constructor(ws: WebSocket, socket: Duplex, address: string, id: string, limits: ServerLimits) {
    this.ws = ws
    this.socket = socket
    this.address = address
    this.id = id
    this.sending = {
      requests: new TokenBucket(limits.unauthenticatedFramesPerSecond, limits.unauthenticatedFrameBurst),
      frames: new TokenBucket(limits.unauthenticatedFramesPerSecond, limits.unauthenticatedFrameBurst),
      bytes: new TokenBucket(limits.unauthenticatedBytesPerSecond, limits.unauthenticatedByteBurst),
    }
    this.refusals = new TokenBucket(5, limits.refusals)
    this.turns = new Turns(limits.inFlight)
  }

  /** Sets the identity and raises the limits. `sending`: those of the person, whatever connection they come by. */
  signedIn(identity: Identity, sending: Sending): void {
    this.identity = identity
    this.sending = sending
    this.onSignedIn(identity)
  }

  get isOpen(): boolean {
    return this.ws.readyState === WebSocket.OPEN
  }

  /** Bytes written but not yet sent. */
  get buffered(): number {
    return this.socket.writableLength
  }

  /** Bytes that the client has not read, queued messages included (of those about: their characters). */
  get unread(): number {
    return this.buffered + this.#outboxChars
  }

  /** Characters of the queued messages. */
  get queuedChars(): number {
    return this.#outboxChars
  }

  /** Queues a message. Returns whether it is the first. */
  queue(message: Outgoing): boolean {
    this.#outboxChars += message.text.length
    return this.#outbox.push(message) === 1
  }

  /** The queued messages, which are queued no more. */
  takeQueued(): Outgoing[] {
    const queued = this.#outbox
    this.#outbox = []
    this.#outboxChars = 0
    return queued
  }

  /** Writes the queued messages, then closes the connection, within `patienceMs` whatever the client answers. */
  close(code: number, reason = '', patienceMs = 3_000): void {
    if (!this.isOpen) return
    this.writeOut()
    this.ws.close(code, reason)
    this.#terminateAfter(patienceMs)
  }

  /** Closes the connection and reads nothing more from it: for one that sends too much. */
  cutOff(code: number, reason: string): void {
    // The client's answer is not read either.
    this.close(code, reason, 1_000)
    this.backlog = []
    this.ws.pause()
  }

  /** For a client that does not answer the close frame. */
  #terminateAfter(ms: number): void {
    setTimeout(() => this.ws.terminate(), ms).unref()
  }

  /** Writes what is queued, in as few frames as possible. `Hub.flush` does the same for all with shared frames. */
  writeOut(): void {
    for (const frame of joinFrames(this.takeQueued())) this.write(frame)
  }

  /** Returns false when the socket's buffer is above its high-water mark. */
  write(frame: Buffer): boolean {
    // ws writes whole frames synchronously and we use no compression, so ours never land inside one of its own.
    return !this.isOpen || this.socket.write(frame)
  }

  tooSlow(): void {
    this.takeQueued()
    this.missed.clear()
    if (!this.isOpen) return
    this.onTooSlow()
    this.backlog = []
    this.ws.close(closeCodes.slowConsumer, 'resume')
    this.#terminateAfter(3_000)
  }
}

/** The identity of a connection. @throws unauthenticated */
export function identityOf(connection: Connection): Identity {
  if (!connection.identity) throw new ProtocolError('unauthenticated')
  return connection.identity
}
