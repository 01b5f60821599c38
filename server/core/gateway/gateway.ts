import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import {
  clientOrigin,
  closeCodes,
  type Method,
  methods,
  type NoticeName,
  notices,
  type ParsedMessage,
  ProtocolError,
  parseFrame,
  socketPath,
  subprotocol,
} from '@lianqun/protocol'
import type { Logger } from 'pino'
import { type RawData, WebSocketServer } from 'ws'
import type { z } from 'zod'
import type { ServerLimits } from '../../options.ts'
import { asError } from '../commit-queue.ts'
import type { Dispatch } from '../feature.ts'
import type { Services } from '../services.ts'
import { type EncodedResult, errorMessage, type Outgoing, resultMessage } from '../wire.ts'
import { Connection } from './connection.ts'

type AnyHandler = (params: unknown, connection: Connection) => Promise<unknown>
type AnyQueued = (params: unknown, connection: Connection, answer: (outcome: EncodedResult | Error) => void) => void

/** The WebSocket side: reads frames, validates requests, calls the handlers and writes their answers. */
export class Gateway {
  readonly #services: Services
  readonly #limits: ServerLimits
  readonly #log: Logger
  readonly #dispatchers: Dispatch
  readonly #server: WebSocketServer
  readonly #connections = new Set<Connection>()
  readonly #unauthenticated = new Map<string, number>()
  readonly #pings: NodeJS.Timeout
  #unauthenticatedTotal = 0
  #connectionCount = 0
  #inFlight = 0
  #idle: (() => void) | null = null
  #closing = false

  constructor(services: Services, dispatch: Dispatch, log: Logger) {
    this.#services = services
    this.#limits = services.limits
    this.#log = log
    this.#dispatchers = dispatch
    this.#server = new WebSocketServer({
      noServer: true,
      maxPayload: this.#limits.frameBytes,
      perMessageDeflate: false,
      handleProtocols: offered => (offered.has(subprotocol) ? subprotocol : false),
    })
    this.#pings = setInterval(() => this.#ping(), this.#limits.pingMs)
    this.#pings.unref()
  }

  /** Answers an HTTP upgrade. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', error => this.#log.debug({ err: error.message }, 'socket'))
    const address = this.#services.addressOf(request)
    const refusal = this.#refusal(request, address)
    if (refusal !== null) {
      socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
      return
    }
    this.#server.handleUpgrade(request, socket, head, ws => {
      this.#connectionCount += 1
      this.#accept(new Connection(ws, socket, address, String(this.#connectionCount), this.#limits))
    })
  }

  #refusal(request: IncomingMessage, address: string): string | null {
    const path = (request.url ?? '').split('?')[0]
    if (path !== socketPath) return '404 Not Found'
    // Refuses pages, because browsers let any page open a socket.
    if (![undefined, clientOrigin].includes(request.headers.origin)) return '403 Forbidden'
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map(name => name.trim())
    if (!offered.includes(subprotocol)) return '400 Bad Request'
    if (this.#closing) return '503 Service Unavailable'
    if (this.#connections.size >= this.#limits.maxSockets) return '503 Service Unavailable'
    if (!this.#limits.rate) return null
    if (this.#unauthenticatedTotal >= this.#limits.maxUnauthenticated) return '503 Service Unavailable'
    const fromAddress = this.#unauthenticated.get(address) ?? 0
    return fromAddress >= this.#limits.maxUnauthenticatedPerAddress ? '429 Too Many Requests' : null
  }

  #accept(connection: Connection): void {
    const { ws, address } = connection
    this.#connections.add(connection)
    this.#countUnauthenticated(address, 1)
    const authTimer = setTimeout(() => {
      if (!connection.identity) connection.close(closeCodes.authTimeout, 'sign in first')
    }, this.#limits.authMs)
    authTimer.unref()
    let counted = true
    const known = () => {
      if (!counted) return
      counted = false
      clearTimeout(authTimer)
      this.#countUnauthenticated(address, -1)
    }
    connection.onSignedIn = known
    ws.on('message', (data, isBinary) => this.#receive(connection, data, isBinary))
    ws.on('ping', () => this.#charge(connection, 0))
    ws.on('pong', () => {
      connection.alive = true
    })
    ws.on('error', error => this.#log.debug({ connection: connection.id, err: error.message }, 'connection error'))
    ws.on('close', code => {
      known()
      this.#connections.delete(connection)
      this.#services.hub.remove(connection)
      this.#log.debug({ connection: connection.id, code }, 'connection closed')
    })
  }

  #countUnauthenticated(address: string, by: number): void {
    this.#unauthenticatedTotal += by
    const count = (this.#unauthenticated.get(address) ?? 0) + by
    if (count > 0) this.#unauthenticated.set(address, count)
    else this.#unauthenticated.delete(address)
  }

  #ping(): void {
    for (const connection of this.#connections) {
      if (!connection.alive) connection.ws.terminate()
      else {
        connection.alive = false
        if (connection.isOpen) connection.ws.ping()
      }
    }
  }

  #receive(connection: Connection, data: RawData, isBinary: boolean): void {
    if (!connection.isOpen) return
    connection.alive = true
    if (!this.#charge(connection, Buffer.isBuffer(data) ? data.length : this.#limits.frameBytes)) return
    if (isBinary) {
      connection.close(closeCodes.badFrame, 'text frames only')
      return
    }
    const messages = parseFrame(data.toString())
    if (messages.length > this.#limits.batch) {
      this.#refuseBatch(connection, messages)
      return
    }
    for (const message of messages) {
      if (!connection.isOpen) return
      this.#dispatch(connection, message)
    }
  }

  /** Answers each request of an oversized batch with an error, so that no caller waits for ever. */
  #refuseBatch(connection: Connection, messages: readonly ParsedMessage[]): void {
    const { batch } = this.#limits
    const error = new ProtocolError('invalid_request', { message: `A frame holds at most ${batch} requests.` })
    const body = error.toBody()
    const ids = messages.flatMap(message =>
      message.kind === 'request' || message.kind === 'invalid' ? message.id : [],
    )
    for (let start = 0; start < Math.max(1, ids.length) && connection.isOpen; start += batch) {
      for (const id of ids.slice(start, start + batch)) this.#answer(connection, errorMessage(id, body))
      this.#refused(connection)
    }
    if (ids.length === 0) this.#answer(connection, errorMessage(null, body))
  }

  /** Applies the frame and byte limits before parsing; closes the connection over them. */
  #charge(connection: Connection, bytes: number): boolean {
    if (!this.#limits.rate) return true
    if (connection.frames.take() === 0 && connection.bytes.take(bytes) === 0) return true
    connection.close(closeCodes.rateLimited, 'too many frames')
    return false
  }

  #dispatch(connection: Connection, message: ParsedMessage): void {
    // The server sends no requests, so it expects no answers.
    if (message.kind === 'result' || message.kind === 'error') {
      this.#refused(connection)
      return
    }
    if (message.kind === 'notification') {
      this.#notice(connection, message.method, message.params)
      return
    }
    const id = message.id
    try {
      if (message.kind === 'invalid') throw new ProtocolError(message.reason)
      this.#request(connection, message.id, message.method, message.params)
    } catch (error) {
      this.#fail(connection, id, asError(error), message.kind === 'request' ? message.method : undefined)
    }
  }

  #request(connection: Connection, id: number, name: string, rawParams: unknown): void {
    if (this.#closing) throw new ProtocolError('unavailable', { retryAfterMs: 1_000 })
    if (!Object.hasOwn(methods, name)) {
      // A newer client may know more methods: this counts against the rate limit, not as a refusal.
      this.#checkRate(connection)
      throw new ProtocolError('unknown_method')
    }
    const method = name as Method
    if (methods[method].auth && !connection.identity) throw new ProtocolError('unauthenticated')
    this.#checkRate(connection)
    const params = parseParams(methods[method].params, rawParams)
    this.#began(connection)
    const started = performance.now()
    const ended = () => this.#ended(connection, id, method, started)
    const { queued, methods: handlers } = this.#dispatchers
    if (Object.hasOwn(queued, method)) {
      this.#queue((queued as Record<string, AnyQueued>)[method] as AnyQueued, params, connection, outcome => {
        if (outcome instanceof Error) this.#fail(connection, id, outcome, method)
        else this.#answer(connection, resultMessage(id, outcome))
        ended()
      })
      return
    }
    const handler = (handlers as Record<string, unknown>)[method] as AnyHandler
    handler(params, connection).then(
      result => {
        this.#answer(connection, resultMessage(id, result))
        ended()
      },
      (error: unknown) => {
        this.#fail(connection, id, asError(error), method)
        ended()
      },
    )
  }

  #queue(
    handler: AnyQueued,
    params: unknown,
    connection: Connection,
    answer: (outcome: EncodedResult | Error) => void,
  ): void {
    try {
      handler(params, connection, answer)
    } catch (error) {
      answer(asError(error))
    }
  }

  #checkRate(connection: Connection): void {
    const wait = this.#limits.rate ? connection.requests.take() : 0
    if (wait > 0) throw new ProtocolError('rate_limited', { retryAfterMs: wait })
  }

  #began(connection: Connection): void {
    this.#inFlight += 1
    connection.inFlight += 1
    if (connection.inFlight >= this.#limits.inFlight && !connection.ws.isPaused) connection.ws.pause()
  }

  #ended(connection: Connection, id: number, method: Method, started: number): void {
    this.#inFlight -= 1
    connection.inFlight -= 1
    if (connection.inFlight < this.#limits.inFlight / 2 && connection.ws.isPaused) connection.ws.resume()
    if (this.#log.isLevelEnabled('debug')) {
      const ms = Math.round(performance.now() - started)
      this.#log.debug({ connection: connection.id, request: id, method, ms }, 'request')
    }
    if (this.#inFlight === 0) this.#idle?.()
  }

  #answer(connection: Connection, message: Outgoing): void {
    if (connection.isOpen) this.#services.hub.send(connection, message)
  }

  /** Answers with an error, logs errors of the server, and counts refusals. */
  #fail(connection: Connection, id: number | null, error: Error, method?: string): void {
    let answer: ProtocolError
    if (error instanceof ProtocolError) answer = error
    else {
      this.#log.error({ connection: connection.id, request: id, method, err: error }, 'request failed')
      answer = new ProtocolError('internal')
    }
    this.#answer(connection, errorMessage(id, answer.toBody()))
    if (refused.has(answer.errorName)) this.#refused(connection)
  }

  #refused(connection: Connection): void {
    if (!this.#limits.rate || connection.refusals.take() === 0) return
    connection.close(closeCodes.rateLimited, 'too many requests')
  }

  #notice(connection: Connection, name: string, rawParams: unknown): void {
    if (!Object.hasOwn(notices, name) || !connection.identity || this.#closing) return
    if (this.#limits.rate && connection.requests.take() > 0) return
    const params = notices[name as NoticeName].params.safeParse(rawParams)
    // A notice has no answer: drops it when it is invalid or over the limit.
    if (!params.success || (this.#limits.rate && connection.typing.take() > 0)) return
    this.#dispatchers.notices[name as NoticeName](params.data, connection)
  }

  /** The number of open sockets. */
  get size(): number {
    return this.#connections.size
  }

  /** Refuses new requests, waits for pending ones, then closes all sockets. */
  async close(): Promise<void> {
    this.#closing = true
    clearInterval(this.#pings)
    if (this.#inFlight > 0) {
      await new Promise<void>(resolve => {
        this.#idle = resolve
      })
    }
    this.#services.hub.flush()
    this.#services.hub.stop()
    const closed = [...this.#connections].map(
      connection => new Promise<void>(resolve => connection.ws.once('close', () => resolve())),
    )
    for (const connection of this.#connections) connection.close(closeCodes.goingAway, 'the server stops')
    await Promise.all(closed)
    this.#server.close()
  }
}

/** Errors that count as refusals. */
const refused = new Set(['rate_limited', 'parse_error', 'invalid_request', 'unauthenticated'])

function parseParams(schema: z.ZodType, raw: unknown): unknown {
  const parsed = schema.safeParse(raw ?? {})
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const field = issue?.path.join('.').slice(0, 200)
  const message = `${field === undefined || field === '' ? 'params' : field}: ${issue?.message ?? 'wrong'}`
  throw new ProtocolError('invalid_params', { message: message.slice(0, 500), ...(field ? { field } : {}) })
}
