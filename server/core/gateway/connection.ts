import type { Duplex } from 'node:stream'
import { closeCodes, type EventName, type EventParams, encode, type RpcErrorBody } from '@lianqun/protocol'
import { WebSocket } from 'ws'
import type { ServerLimits } from '../../options.ts'
import { Bucket } from '../rate-limits.ts'

/** One message as text, framed at most once however many sockets it goes to. */
export class Outgoing {
  readonly text: string
  #frame: Buffer | null = null

  constructor(text: string) {
    this.text = text
  }

  /** The message as a whole WebSocket text frame. */
  get frame(): Buffer {
    this.#frame ??= frameText(this.text)
    return this.#frame
  }
}

/** An event for any number of sockets. */
export function eventMessage<E extends EventName>(event: E, params: EventParams<E>): Outgoing {
  return new Outgoing(encode.notification(event, params))
}

/** An unmasked text frame (RFC 6455, 5.2) in one buffer. */
function frameText(text: string): Buffer {
  const length = Buffer.byteLength(text)
  const header = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const frame = Buffer.allocUnsafe(header + length)
  frame[0] = 0x81
  if (header === 2) frame[1] = length
  else if (header === 4) {
    frame[1] = 126
    frame.writeUInt16BE(length, 2)
  } else {
    frame[1] = 127
    frame.writeUInt32BE(0, 2)
    frame.writeUInt32BE(length, 6)
  }
  frame.write(text, header)
  return frame
}

/** Characters that share a frame: with three bytes a character still far below `limits.frameBytes`. */
const frameChars = 250_000

/** Joins messages into frames. */
export function* joinFrames(messages: readonly Outgoing[]): Generator<Buffer> {
  let part: string[] = []
  let size = 0
  for (const { text } of messages) {
    if (part.length > 0 && size + text.length > frameChars) {
      yield frameText(encode.batch(part))
      part = []
      size = 0
    }
    part.push(text)
    size += text.length
  }
  if (part.length > 0) yield frameText(encode.batch(part))
}

/** Who a connection is signed in as. */
export interface Identity {
  userId: string
  sessionId: string
  deviceId: string
}

/** One socket. What is sent to it waits for the end of the tick and shares a frame. */
export class Connection {
  readonly ws: WebSocket
  readonly socket: Duplex
  readonly address: string
  readonly id: string
  /** Set once: the hub finds by it what it has to forget when the connection closes. */
  identity: Identity | null = null
  signingIn = false
  signingOut = false
  /** For the one who counts the connections that nobody signed in. */
  onSignedIn: () => void = () => {}
  /** Whether it gets pushes (after sync.hello). */
  subscribed = false
  openConversation: string | null = null
  /** Reads too slowly: bodies are left out, and these conversations moved meanwhile. */
  slow = false
  readonly missed = new Set<string>()
  outbox: Outgoing[] = []
  inFlight = 0
  alive = true
  /** What it may send: little before somebody has signed in. */
  requests: Bucket
  frames: Bucket
  bytes: Bucket
  readonly typing = new Bucket(2, 5)
  readonly refusals: Bucket
  readonly #limits: ServerLimits

  constructor(ws: WebSocket, socket: Duplex, address: string, id: string, limits: ServerLimits) {
    this.ws = ws
    this.socket = socket
    this.address = address
    this.id = id
    this.requests = new Bucket(limits.strangerFramesPerSecond, limits.strangerFrameBurst)
    this.frames = new Bucket(limits.strangerFramesPerSecond, limits.strangerFrameBurst)
    this.bytes = new Bucket(limits.strangerBytesPerSecond, limits.strangerByteBurst)
    this.refusals = new Bucket(5, limits.refusals)
    this.#limits = limits
  }

  /** Somebody has signed in. */
  signedIn(identity: Identity): void {
    const limits = this.#limits
    this.identity = identity
    this.requests = new Bucket(limits.requestsPerSecond, limits.requestBurst)
    this.frames = new Bucket(limits.framesPerSecond, limits.frameBurst)
    this.bytes = new Bucket(limits.bytesPerSecond, limits.byteBurst)
    this.onSignedIn()
  }

  get isOpen(): boolean {
    return this.ws.readyState === WebSocket.OPEN
  }

  /** Bytes that wait for the client to read. */
  get buffered(): number {
    return this.socket.writableLength
  }

  /** Ends the connection; what is queued is written first. */
  close(code: number, reason = ''): void {
    if (!this.isOpen) return
    this.writeOut()
    this.ws.close(code, reason)
    // A client that does not answer the close frame is not waited for long.
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

export function errorMessage(id: number | null, body: RpcErrorBody): Outgoing {
  return new Outgoing(encode.error(id, body))
}
