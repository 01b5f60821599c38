import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import {
  clientOrigin,
  closeCodes,
  type ErrorName,
  type Method,
  methods,
  type NoticeName,
  notices,
  OversizedBatch,
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
import { parseInput } from '../parse.ts'
import { inRequest, type RequestContext } from '../request-context.ts'
import { notServed, type Role } from '../roles.ts'
import type { Services } from '../services.ts'
import { type EncodedResult, errorMessage, type Outgoing, resultMessage } from '../wire.ts'
import { Connection } from './connection.ts'
import { endConnections } from './ending.ts'
import { type Refusal, refuse, unavailable } from './refusal.ts'
import { Strangers } from './strangers.ts'
import { TurnsByPerson, weightOf } from './turns.ts'

type Outcome = 'ok' | ErrorName
type AnyHandler = (params: unknown, connection: Connection) => Promise<unknown>
type AnyQueued = (params: unknown, connection: Connection, answer: (outcome: EncodedResult | Error) => void) => void

/** The WebSocket side: reads frames, validates requests, calls the handlers and writes their answers. */
export class Gateway {
  readonly #services: Services
  readonly #limits: ServerLimits
  readonly #log: Logger
  readonly #roles: ReadonlySet<Role>
  readonly #dispatchers: Dispatch
  readonly #server: WebSocketServer
  readonly #connections = new Set<Connection>()
  readonly #strangers: Strangers<Duplex>
  readonly #turns: TurnsByPerson<Connection>
  readonly #pings: NodeJS.Timeout
  #connectionCount = 0
  #inFlight = 0
  #idle: (() => void) | null = null
  #closing = false

  constructor(services: Services, dispatch: Dispatch, log: Logger, roles: ReadonlySet<Role>) {
    this.#roles = roles
    this.#services = services
    this.#limits = services.limits
    this.#log = log
    this.#dispatchers = dispatch
    this.#strangers = new Strangers(this.#limits)
    this.#turns = new TurnsByPerson(this.#limits.inFlight)
    this.#server = new WebSocketServer({
      noServer: true,
      maxPayload: this.#limits.frameBytes,
      maxFragments: this.#limits.fragments,
      perMessageDeflate: false,
      handleProtocols: offered => (offered.has(subprotocol) ? subprotocol : false),
    })
    const { metrics } = services
    metrics.gauge('requestsInFlight', () => this.#inFlight)
    metrics.gauge('signedIn', () => this.#signedIn)
    metrics.gauge('strangers', () => this.#connections.size - this.#signedIn)
    this.#pings = setInterval(() => this.#ping(), this.#limits.pingMs)
    this.#pings.unref()
  }

  /** Counts a new socket of the HTTP server until somebody signs in on it. */
  opened(socket: Socket): void {
    const address = this.#services.addresses.ofSocket(socket)
    if (address !== null) this.#enter(socket, address)
  }

  #enter(socket: Duplex, address: string): void {
    if (!this.#limits.rate) return
    this.#strangers.enter(socket, address)
    socket.once('close', () => this.#strangers.leave(socket))
  }

  /** Answers an HTTP upgrade. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', error => this.#log.debug({ err: error }, 'socket'))
    const address = this.#services.addresses.of(request)
    const refusal = this.#refusal(request, address)
    if (refusal !== null) {
      refuse(socket, refusal)
      return
    }
    this.#enter(socket, address)
    this.#server.handleUpgrade(request, socket, head, ws => {
      this.#connectionCount += 1
      this.#accept(new Connection(ws, socket, address, String(this.#connectionCount), this.#limits))
    })
  }

  #refusal(request: IncomingMessage, address: string): Refusal | null {
    const path = (request.url ?? '').split('?')[0]
    if (path !== socketPath) return { status: '404 Not Found' }
    if (!this.#roles.has('gateway')) return { status: unavailable, message: notServed('WebSockets', this.#roles) }
    // Refuses pages, because browsers let any page open a socket.
    if (![undefined, clientOrigin].includes(request.headers.origin)) return { status: '403 Forbidden' }
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map(name => name.trim())
    if (!offered.includes(subprotocol)) return { status: '400 Bad Request' }
    if (this.#closing || this.#connections.size >= this.#limits.maxSockets) return { status: unavailable }
    if (!this.#limits.rate) return null
    // First what counts for this address alone, so that nobody waits longer for what another address tries.
    const ownWait = this.#strangers.openingWait(address)
    if (ownWait > 0) return { status: '429 Too Many Requests', waitMs: ownWait }
    const waitMs = this.#services.admissions.openingWait()
    return waitMs === 0 ? null : { status: unavailable, waitMs }
  }

  #accept(connection: Connection): void {
    const { ws, socket } = connection
    this.#connections.add(connection)
    this.#services.admissions.sockets = this.#connections.size
    const authTimer = setTimeout(() => {
      if (!connection.identity) connection.close(closeCodes.authTimeout, 'sign in first')
    }, this.#limits.authMs)
    authTimer.unref()
    connection.onSignedIn = identity => {
      clearTimeout(authTimer)
      this.#strangers.leave(socket)
      connection.turns = this.#turns.join(identity.userId)
    }
    // Bytes are counted as they come, before anything is kept of them: a message may never be whole.
    socket.prependListener('data', (chunk: Buffer) => this.#chargeBytes(connection, chunk.length))
    const goOn = () => {
      if (connection.backlog.length > 0) this.#work(connection)
    }
    connection.onWritten = goOn
    connection.onTooSlow = () => this.#services.metrics.slowClosed()
    socket.on('drain', goOn)
    ws.on('message', (data, isBinary) => this.#receive(connection, data, isBinary))
    ws.on('ping', () => this.#chargeFrame(connection))
    ws.on('pong', () => {
      connection.alive = true
      this.#chargeFrame(connection)
    })
    ws.on('error', error => this.#log.debug({ connection: connection.id, err: error }, 'connection error'))
    ws.on('close', code => {
      clearTimeout(authTimer)
      this.#leaveTurns(connection)
      this.#connections.delete(connection)
      this.#services.admissions.sockets = this.#connections.size
      this.#services.hub.remove(connection)
      this.#log.debug({ connection: connection.id, code }, 'connection closed')
    })
  }

  #leaveTurns(connection: Connection): void {
    connection.backlog = []
    connection.turns.forget(connection)
    if (connection.identity) this.#turns.leave(connection.identity.userId)
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
    if (!this.#chargeFrame(connection)) return
    if (isBinary) {
      connection.close(closeCodes.badFrame, 'text frames only')
      return
    }
    const messages = parseFrame(data.toString(), this.#limits.batch)
    if (messages instanceof OversizedBatch) {
      this.#refuseBatch(connection, messages.ids)
      return
    }
    if (!this.#chargeBatch(connection, messages.length - 1)) return
    if (connection.backlog.length === 0) connection.backlog = messages
    else connection.backlog.push(...messages)
    this.#work(connection)
  }

  /**
   * Carries out what a connection has sent, in order. It waits, and the socket is not read, while too much is under
   * way for the person, or while the client does not read its answers.
   */
  #work(connection: Connection): void {
    const { backlog, ws } = connection
    // An answer at once may lead here again.
    connection.backlog = []
    let done = 0
    while (done < backlog.length && connection.isOpen && this.#mayWork(connection)) {
      const message = backlog[done++] as ParsedMessage
      this.#dispatch(connection, message)
    }
    if (!connection.isOpen) return
    if (done < backlog.length) connection.backlog = backlog.slice(done)
    if (connection.backlog.length > 0) ws.pause()
    else if (ws.isPaused) ws.resume()
  }

  #mayWork(connection: Connection): boolean {
    return connection.unread <= this.#limits.softBuffer && connection.turns.free(connection)
  }

  /** Answers each request of an oversized batch with an error, so that no caller waits for ever. */
  #refuseBatch(connection: Connection, ids: readonly number[]): void {
    const { batch } = this.#limits
    const error = new ProtocolError('invalid_request', { message: `A frame holds at most ${batch} requests.` })
    const body = error.toBody()
    for (let start = 0; start < Math.max(1, ids.length) && connection.isOpen; start += batch) {
      for (const id of ids.slice(start, start + batch)) this.#answer(connection, errorMessage(id, body))
      this.#refused(connection)
    }
    if (ids.length === 0) this.#answer(connection, errorMessage(null, body))
  }

  /** Counts a frame before it is parsed; closes the connection over the limit. */
  #chargeFrame(connection: Connection): boolean {
    if (!this.#limits.rate || !connection.isOpen) return true
    const fits = connection.sending.frames.take() === 0
    if (fits && (connection.identity || this.#strangers.mayFrame(connection.address))) return true
    connection.cutOff(closeCodes.rateLimited, 'too many frames')
    return false
  }

  /** A stranger's requests count as if each had come in a frame of its own. `more`: those after the first. */
  #chargeBatch(connection: Connection, more: number): boolean {
    if (!this.#limits.rate || connection.identity || more === 0) return true
    if (this.#strangers.mayFrame(connection.address, more)) return true
    connection.cutOff(closeCodes.rateLimited, 'too many requests')
    return false
  }

  /** Counts received bytes; closes the connection over the limit. */
  #chargeBytes(connection: Connection, bytes: number): void {
    if (!this.#limits.rate || !connection.isOpen) return
    const fits = connection.sending.bytes.take(bytes) === 0
    if (fits && (connection.identity || this.#strangers.maySend(connection.address, bytes))) return
    connection.cutOff(closeCodes.rateLimited, 'too many bytes')
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
      const method = message.kind === 'request' ? message.method : undefined
      const outcome = this.#fail(connection, id, asError(error), method)
      const known = method !== undefined && Object.hasOwn(methods, method) ? (method as Method) : 'unknown'
      this.#services.metrics.request(known, outcome, null)
      this.#log.debug({ connection: connection.id, request: id, method: known, outcome }, 'request')
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
    const signedIn = connection.identity !== null && !connection.signingOut
    if (methods[method].auth && !signedIn) throw new ProtocolError('unauthenticated')
    this.#checkRate(connection)
    const params = parseInput<z.ZodType>(methods[method].params, rawParams ?? {})
    const span = this.#services.tracer.request(method, connection.id, id)
    const context = { connection: connection.id, request: id, span, ended: false }
    const ended = this.#began(connection, context, method)
    inRequest(context, () => this.#carryOut(connection, id, method, params, ended))
  }

  #carryOut(
    connection: Connection,
    id: number,
    method: Method,
    params: unknown,
    ended: (outcome: Outcome) => void,
  ): void {
    const { queued, methods: handlers } = this.#dispatchers
    if (Object.hasOwn(queued, method)) {
      this.#queue((queued as Record<string, AnyQueued>)[method] as AnyQueued, params, connection, outcome => {
        if (outcome instanceof Error) ended(this.#fail(connection, id, outcome, method))
        else {
          this.#answer(connection, resultMessage(id, outcome))
          ended('ok')
        }
      })
      return
    }
    const handler = (handlers as Record<string, unknown>)[method] as AnyHandler
    handler(params, connection).then(
      result => {
        this.#answer(connection, resultMessage(id, result))
        ended('ok')
      },
      (error: unknown) => ended(this.#fail(connection, id, asError(error), method)),
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
    const wait = this.#limits.rate ? connection.sending.requests.take() : 0
    if (wait > 0) throw new ProtocolError('rate_limited', { retryAfterMs: wait })
  }

  /** Counts a request as under way. Returns what ends it. */
  #began(connection: Connection, context: RequestContext, method: Method): (outcome: Outcome) => void {
    const weight = weightOf(method)
    // A sign-in changes whose turns the connection takes.
    const { turns } = connection
    const started = performance.now()
    this.#inFlight += 1
    turns.began(weight)
    return outcome => {
      context.ended = true
      context.span?.end(outcome)
      turns.ended(weight, waiting => this.#work(waiting))
      if (!connection.isOpen && connection.identity) this.#turns.forget(connection.identity.userId)
      this.#ended(context, method, outcome, performance.now() - started)
    }
  }

  #ended({ connection, request }: RequestContext, method: Method, outcome: Outcome, ms: number): void {
    this.#inFlight -= 1
    this.#services.metrics.request(method, outcome, ms)
    if (this.#log.isLevelEnabled('debug')) {
      this.#log.debug({ connection, request, method, outcome, ms: Math.round(ms) }, 'request')
    }
    if (this.#inFlight === 0) this.#idle?.()
  }

  #answer(connection: Connection, message: Outgoing): void {
    if (connection.isOpen) this.#services.hub.send(connection, message)
  }

  /** Answers with an error, logs errors of the server, and counts refusals. Returns the name that was answered. */
  #fail(connection: Connection, id: number | null, error: Error, method?: string): ErrorName {
    let answer: ProtocolError
    if (error instanceof ProtocolError) answer = error
    else {
      this.#log.error({ connection: connection.id, request: id, method, err: error }, 'request failed')
      answer = new ProtocolError('internal')
    }
    this.#answer(connection, errorMessage(id, answer.toBody()))
    if (refused.has(answer.errorName)) this.#refused(connection)
    return answer.errorName
  }

  #refused(connection: Connection): void {
    if (!this.#limits.rate || connection.refusals.take() === 0) return
    connection.close(closeCodes.rateLimited, 'too many requests')
  }

  #notice(connection: Connection, name: string, rawParams: unknown): void {
    if (!Object.hasOwn(notices, name) || !connection.identity || connection.signingOut || this.#closing) return
    if (this.#limits.rate && connection.sending.requests.take() > 0) return
    const params = notices[name as NoticeName].params.safeParse(rawParams)
    // A notice has no answer: drops it when it is invalid or over the limit.
    if (!params.success || (this.#limits.rate && connection.typing.take() > 0)) return
    this.#dispatchers.notices[name as NoticeName](params.data, connection)
  }

  get #signedIn(): number {
    let count = 0
    for (const { identity } of this.#connections) if (identity) count += 1
    return count
  }

  /** Sends all clients away, to come back over the window that they are told: what they were told may not be so any more. */
  async sendAway(): Promise<void> {
    const connections = [...this.#connections]
    // At once, so that whoever comes back meanwhile finds nothing of what they knew.
    for (const connection of connections) this.#services.hub.remove(connection)
    await endConnections(connections, this.#services.admissions.returnWithinMs, this.#limits)
  }

  /** Refuses new requests, waits for pending ones, then tells all clients when to come back and closes their sockets. */
  async close(): Promise<void> {
    this.#closing = true
    clearInterval(this.#pings)
    if (this.#inFlight > 0) {
      // Where the database stands still, they may never be answered; clients send again what was not.
      const patience = setTimeout(() => this.#idle?.(), this.#limits.stopMs)
      await new Promise<void>(resolve => {
        this.#idle = resolve
      })
      clearTimeout(patience)
    }
    this.#services.hub.flush()
    this.#services.hub.stop()
    await endConnections([...this.#connections], this.#services.admissions.returnWithinMs, this.#limits)
    this.#server.close()
  }
}

/** Errors that count as refusals. */
const refused = new Set(['rate_limited', 'parse_error', 'invalid_request', 'unauthenticated'])
