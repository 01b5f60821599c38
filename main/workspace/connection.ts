import {
  closeCodes,
  type EventName,
  type EventParams,
  encode,
  events,
  limits,
  type Method,
  methods,
  type NoticeName,
  type NoticeParams,
  type Params,
  type ParsedMessage,
  ProtocolError,
  parseFrame,
  type Result,
} from '@lianqun/protocol'
import { CacheError } from '../cache/api.ts'
import type { Log } from '../log.ts'
import { askedWait } from './busy-server.ts'
import { closeError, DesktopError, endsSession } from './errors.ts'
import { returnWait } from './return-wait.ts'
import type { Line, Transport } from './transport/transport.ts'

/** Times in milliseconds; tests shorten them. */
export interface ConnectionTimings {
  heartbeatMs: number
  heartbeatTimeoutMs: number
  requestMs: number
  handshakeMs: number
  /** Full-jitter backoff: a random wait up to base·2^n, at most max. */
  backoffBaseMs: number
  backoffMaxMs: number
  /** After a connection of this length the backoff starts again from its base. */
  stableMs: number
}

export const defaultTimings: ConnectionTimings = {
  // Interval and timeout add up to one heartbeat, so that a dead connection is detected within it.
  heartbeatMs: limits.heartbeatMs - limits.heartbeatTimeoutMs,
  heartbeatTimeoutMs: limits.heartbeatTimeoutMs,
  requestMs: 20_000,
  handshakeMs: 10_000,
  backoffBaseMs: 500,
  backoffMaxMs: 30_000,
  stableMs: 10_000,
}

export type Request = <M extends Method>(method: M, params: Params<M>) => Promise<Result<M>>

export type ConnectionStatus =
  | { status: 'connecting' }
  | { status: 'online' }
  | { status: 'offline'; error: Error; retryAt: number | null }

export interface ConnectionOptions {
  url: string
  transport: Transport
  timings?: Partial<ConnectionTimings>
  /** Signs a new socket in. An error that ends the session stops the connection for good. */
  authenticate: (request: Request) => Promise<void>
  /** Called after signing in, before the status is online; an error drops the socket. */
  onReady: (request: Request) => Promise<void>
  onStatus: (status: ConnectionStatus) => void
  onEvent: <E extends EventName>(name: E, params: EventParams<E>) => void
  /** This version cannot read an answer or an event. The content of an event must be requested then. */
  onNotUnderstood?: (what: 'answer' | 'event') => void
  onSessionEnded: (error: ProtocolError) => void
  /** Called every `heartbeatMs` while online; makes a request. A failure drops the socket, unless it was answered. */
  heartbeat: (request: Request) => Promise<void>
  log: Log
  random?: () => number
}

interface Pending {
  resolve: (value: never) => void
  reject: (error: Error) => void
  timer: NodeJS.Timeout
  method: Method
}

/** A request waits another timeout if at least this many bytes arrived, but at most `maxWaits` timeouts in all. */
const aliveBytes = 1_024
const maxWaits = 6
/** The code of a socket that broke off without a close frame (RFC 6455, 7.4.1). */
const brokenOff = 1006

function notUnderstood(what: string): DesktopError {
  return new DesktopError('not_understood', `${what} is not understood`)
}

/**
 * A JSON-RPC connection to the workspace server that reconnects: heartbeats detect a half-open socket within one beat,
 * a lost one is opened again with full-jitter backoff, over the time that the server named, or at once by `wake`.
 */
export class Connection {
  readonly #options: ConnectionOptions
  readonly #timings: ConnectionTimings
  #line: Line | null = null
  #pending = new Map<number, Pending>()
  #nextId = 1
  #attempt = 0
  #retryTimer: NodeJS.Timeout | null = null
  #beatTimer: NodeJS.Timeout | null = null
  #stableTimer: NodeJS.Timeout | null = null
  #stopped = true
  #online = false
  /** Over which time to come back when the line breaks off, and when the server has said that it ends. */
  #brokenWindowMs = 0
  #endingWindowMs: number | null = null

  constructor(options: ConnectionOptions) {
    this.#options = options
    this.#timings = { ...defaultTimings, ...options.timings }
  }

  get online(): boolean {
    return this.#online
  }

  start(): void {
    if (!this.#stopped) return
    this.#stopped = false
    this.#connect()
  }

  /** Closes for good; requests in flight fail with `offline`. */
  stop(): void {
    this.#stopped = true
    this.#clearRetry()
    this.#drop(new DesktopError('offline', 'the connection was closed'), null)
  }

  /** The machine woke up or the network changed: connects at once, or checks an open connection. */
  wake(): void {
    if (this.#stopped) return
    if (this.#beatTimer !== null) {
      void this.#beat()
      return
    }
    // A socket that is being opened may hang on a network that no longer exists.
    this.#attempt = 0
    this.#clearRetry()
    this.#closeLine()
    this.#connect()
  }

  /**
   * Sends a request and waits for its answer.
   * @throws ProtocolError as answered; DesktopError `offline` when not connected or disconnected meanwhile, `timeout`,
   * `not_understood`
   */
  request: Request = (method, params) => {
    const line = this.#line
    if (!this.#online || line === null) return Promise.reject(new DesktopError('offline', 'not connected'))
    return this.#send(line, method, params)
  }

  /** Sends a notification; dropped when offline. */
  notify<N extends NoticeName>(name: N, params: NoticeParams<N>): void {
    if (this.#online) this.#line?.send(encode.notification(name, params))
  }

  #send<M extends Method>(line: Line, method: M, params: Params<M>, ms = this.#timings.requestMs): Promise<Result<M>> {
    if (!line.isOpen) return Promise.reject(new DesktopError('offline', 'the socket is closed'))
    const id = this.#nextId++
    return new Promise((resolve, reject) => {
      let bytes = line.bytesRead
      let waits = 1
      // On a slow connection an answer may take longer than this to arrive.
      const onTimeout = (): void => {
        const now = line.bytesRead
        if (now - bytes >= aliveBytes && waits < maxWaits) {
          bytes = now
          waits++
          pending.timer = setTimeout(onTimeout, ms)
          return
        }
        this.#pending.delete(id)
        reject(new DesktopError('timeout', `${method} was not answered within ${ms} ms`))
      }
      const pending: Pending = { resolve, reject, timer: setTimeout(onTimeout, ms), method }
      this.#pending.set(id, pending)
      line.send(encode.request(id, method, params))
    })
  }

  #connect(): void {
    this.#options.onStatus({ status: 'connecting' })
    const { url, transport } = this.#options
    const line: Line = transport.connect(
      url,
      {
        opened: () => void this.#opened(line),
        received: text => {
          if (line === this.#line) this.#received(text)
        },
        closed: end => {
          if (line !== this.#line) return
          if ('error' in end) this.#lost(end.error, this.#brokenWindowMs)
          else if (end.code === closeCodes.sessionEnded) this.#ended(new ProtocolError('session_revoked'))
          else this.#lost(closeError(end.code, end.reason), end.code === brokenOff ? this.#brokenWindowMs : 0)
        },
      },
      this.#timings.handshakeMs,
    )
    this.#line = line
  }

  async #opened(line: Line): Promise<void> {
    const request: Request = (method, params) => this.#send(line, method, params)
    try {
      await this.#options.authenticate(request)
      if (line !== this.#line) return
      this.#online = true
      await this.#options.onReady(request)
      if (line !== this.#line) return
      this.#options.onStatus({ status: 'online' })
      this.#stableTimer = setTimeout(() => {
        this.#attempt = 0
      }, this.#timings.stableMs)
      this.#beatTimer = setInterval(() => void this.#beat(), this.#timings.heartbeatMs)
    } catch (error) {
      if (line !== this.#line) return
      if (endsSession(error)) this.#ended(error)
      else this.#lost(error as Error)
    }
  }

  async #beat(): Promise<void> {
    const line = this.#line
    if (line === null) return
    try {
      await this.#options.heartbeat((method, params) =>
        this.#send(line, method, params, this.#timings.heartbeatTimeoutMs),
      )
    } catch (error) {
      if (line !== this.#line) return
      this.#options.log('heartbeat failed', { error: String(error) })
      // Neither a cache error nor an answered request means that the connection is dead.
      const answered =
        error instanceof ProtocolError || (error instanceof DesktopError && error.code === 'not_understood')
      if (!(error instanceof CacheError) && !answered) this.#lost(error as Error)
    }
  }

  #received(text: string | null): void {
    const messages: ParsedMessage[] =
      text === null ? [{ kind: 'invalid', id: null, reason: 'parse_error' }] : parseFrame(text)
    for (const message of messages) {
      if (message.kind === 'notification') this.#event(message.method, message.params)
      else if (message.kind === 'result' || message.kind === 'error') this.#answered(message)
      else {
        this.#options.log('a frame that is not understood', { kind: message.kind })
        // A request of the server counts its ids apart. What is no answer says nothing of what became of ours.
        if (message.kind === 'invalid' && message.id !== null)
          this.#take(message.id)?.reject(new ProtocolError('internal'))
      }
    }
  }

  #answered(message: Extract<ParsedMessage, { kind: 'result' | 'error' }>): void {
    if (message.id === null) {
      this.#options.log('the server refused a frame', { error: message.kind === 'error' ? message.error.message : '' })
      return
    }
    const pending = this.#take(message.id)
    if (pending === undefined) return
    if (message.kind === 'error') {
      pending.reject(ProtocolError.fromBody(message.error))
      return
    }
    const result = methods[pending.method].result.safeParse(message.result)
    if (result.success) {
      if (pending.method === 'sync.hello')
        this.#brokenWindowMs = (result.data as Result<'sync.hello'>).reconnectWithinMs ?? 0
      pending.resolve(result.data as never)
    } else {
      this.#options.log('an answer does not fit the contract', {
        method: pending.method,
        issue: result.error.issues[0]?.path.join('.'),
      })
      this.#options.onNotUnderstood?.('answer')
      pending.reject(notUnderstood(`the answer to ${pending.method}`))
    }
  }

  /** Removes and returns a pending request. */
  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id)
    if (pending === undefined) return undefined
    this.#pending.delete(id)
    clearTimeout(pending.timer)
    return pending
  }

  #event(name: string, params: unknown): void {
    if (!Object.hasOwn(events, name)) {
      this.#options.log('an event is not known', { name })
      return
    }
    const parsed = events[name as EventName].params.safeParse(params)
    if (!parsed.success) {
      this.#options.log('an event does not fit the contract', {
        name,
        issue: parsed.error.issues[0]?.path.join('.'),
      })
      this.#options.onNotUnderstood?.('event')
      return
    }
    if (name === 'session.ended') {
      const { reason } = parsed.data as EventParams<'session.ended'>
      this.#ended(new ProtocolError(reason === 'account_disabled' ? 'account_disabled' : 'session_revoked'))
      return
    }
    if (name === 'server.ending') this.#endingWindowMs = (parsed.data as EventParams<'server.ending'>).returnWithinMs
    else this.#options.onEvent(name as EventName, parsed.data as never)
  }

  #ended(error: ProtocolError): void {
    this.#stopped = true
    this.#drop(error, null)
    this.#options.onSessionEnded(error)
  }

  /** `windowMs`: over which time to come back, unless the server said so when it ended. */
  #lost(error: Error, windowMs = 0): void {
    this.#drop(error, this.#endingWindowMs ?? windowMs)
  }

  /** Abandons the socket; requests in flight fail with `offline`. */
  #closeLine(): void {
    const line = this.#line
    this.#line = null
    this.#online = false
    if (this.#beatTimer !== null) clearInterval(this.#beatTimer)
    this.#beatTimer = null
    if (this.#stableTimer !== null) clearTimeout(this.#stableTimer)
    this.#stableTimer = null
    this.#brokenWindowMs = 0
    this.#endingWindowMs = null
    line?.abandon()
    const pending = [...this.#pending.values()]
    this.#pending.clear()
    for (const { reject, timer } of pending) {
      clearTimeout(timer)
      reject(new DesktopError('offline', 'the connection was lost'))
    }
  }

  /** `windowMs`: over which time to come back; null: never. */
  #drop(error: Error, windowMs: number | null): void {
    this.#closeLine()
    if (this.#stopped || windowMs === null) {
      this.#options.onStatus({ status: 'offline', error, retryAt: null })
      return
    }
    const ceiling = Math.min(this.#timings.backoffMaxMs, this.#timings.backoffBaseMs * 2 ** this.#attempt)
    const askedMs = askedWait(error, limits.returnMs)
    // Who was told when to come has not failed: the next failure does not wait longer for it.
    if (askedMs === null) this.#attempt = Math.min(this.#attempt + 1, 16)
    const wait = returnWait({ ceilingMs: ceiling, windowMs, askedMs }, this.#options.random ?? Math.random)
    this.#options.onStatus({ status: 'offline', error, retryAt: Date.now() + wait })
    this.#clearRetry()
    this.#retryTimer = setTimeout(() => {
      this.#retryTimer = null
      this.#connect()
    }, wait)
  }

  #clearRetry(): void {
    if (this.#retryTimer !== null) clearTimeout(this.#retryTimer)
    this.#retryTimer = null
  }
}
