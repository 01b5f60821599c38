import type { Duplex } from 'node:stream'
import { closeCodes, ProtocolError } from '@lianqun/protocol'
import { WebSocket } from 'ws'
import { TokenBucket } from '../../../common/token-bucket.ts'
import type { ServerLimits } from '../../options.ts'
import { joinFrames, type Outgoing } from '../wire.ts'

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
  onSignedIn: () => void = () => {}
  /** Whether the connection receives pushes (after sync.hello). */
  subscribed = false
  openConversation: string | null = null
  /** The client reads too slowly: it gets no bodies. `missed`: conversations that changed meanwhile. */
  slow = false
  readonly missed = new Set<string>()
  outbox: Outgoing[] = []
  inFlight = 0
  alive = true
  /** Limits on what the client sends; low before sign-in. */
  requests: TokenBucket
  frames: TokenBucket
  bytes: TokenBucket
  readonly typing = new TokenBucket(2, 5)
  readonly refusals: TokenBucket
  readonly #limits: ServerLimits

  constructor(ws: WebSocket, socket: Duplex, address: string, id: string, limits: ServerLimits) {
    this.ws = ws
    this.socket = socket
    this.address = address
    this.id = id
    this.requests = new TokenBucket(limits.unauthenticatedFramesPerSecond, limits.unauthenticatedFrameBurst)
    this.frames = new TokenBucket(limits.unauthenticatedFramesPerSecond, limits.unauthenticatedFrameBurst)
    this.bytes = new TokenBucket(limits.unauthenticatedBytesPerSecond, limits.unauthenticatedByteBurst)
    this.refusals = new TokenBucket(5, limits.refusals)
    this.#limits = limits
  }

  /** Sets the identity and raises the limits. */
  signedIn(identity: Identity): void {
    const limits = this.#limits
    this.identity = identity
    this.requests = new TokenBucket(limits.requestsPerSecond, limits.requestBurst)
    this.frames = new TokenBucket(limits.framesPerSecond, limits.frameBurst)
    this.bytes = new TokenBucket(limits.bytesPerSecond, limits.byteBurst)
    this.onSignedIn()
  }

  get isOpen(): boolean {
    return this.ws.readyState === WebSocket.OPEN
  }

  /** Bytes written but not yet sent. */
  get buffered(): number {
    return this.socket.writableLength
  }

  /** Writes the queued messages, then closes the connection. */
  close(code: number, reason = ''): void {
    if (!this.isOpen) return
    this.writeOut()
    this.ws.close(code, reason)
    // Terminates the socket when the client does not answer the close frame.
    setTimeout(() => this.ws.terminate(), 3_000).unref()
  }

  /** Writes what is queued, in as few frames as possible. `Hub.flush` does the same for all with shared frames. */
  writeOut(): void {
    const outbox = this.outbox
    if (outbox.length === 0) return
    this.outbox = []
    for (const frame of joinFrames(outbox)) this.write(frame)
  }

  write(frame: Buffer): void {
    // ws writes whole frames synchronously and we use no compression, so ours never land inside one of its own.
    if (this.isOpen) this.socket.write(frame)
  }

  tooSlow(): void {
    this.outbox = []
    this.missed.clear()
    if (!this.isOpen) return
    this.ws.close(closeCodes.slowConsumer, 'resume')
    setTimeout(() => this.ws.terminate(), 3_000).unref()
  }
}

/** The identity of a connection. @throws unauthenticated */
export function identityOf(connection: Connection): Identity {
  if (!connection.identity) throw new ProtocolError('unauthenticated')
  return connection.identity
}
