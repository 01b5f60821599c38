import {
  type EventName,
  type EventParams,
  encode,
  type Method,
  type NoticeName,
  type NoticeParams,
  type Params,
  ProtocolError,
  parseFrame,
  type Result,
  type Session,
  socketPath,
  subprotocol,
} from '@lianqun/protocol'
import { WebSocket } from 'ws'

/** A received event. */
export type ReceivedEvent = { [E in EventName]: { event: E; params: EventParams<E> } }[EventName]

interface Waiting {
  event: EventName
  matches: (params: never) => boolean
  resolve: (params: never) => void
  reject: (error: Error) => void
}

/** A minimal protocol client for tests, bots and benches: no cache, no reconnect. */
export class TestClient {
  readonly ws: WebSocket
  /** All events in order of arrival, unless `keepEvents` is false. */
  readonly events: ReceivedEvent[] = []
  /** Resolves with the code and reason when the connection closes. */
  readonly closed: Promise<{ code: number; reason: string }>
  keepEvents = true
  /** Text frames received. */
  frames = 0
  readonly #pending = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>()
  readonly #listeners = new Map<EventName, Set<(params: never) => void>>()
  readonly #waiting = new Set<Waiting>()
  readonly #errors: ProtocolError[] = []
  readonly #errorWaiters: ((error: ProtocolError) => void)[] = []
  #nextId = 1

  constructor(ws: WebSocket) {
    this.ws = ws
    ws.on('message', data => this.#receive(data.toString()))
    ws.on('error', () => {
      // 'close' follows and rejects everything that waits.
    })
    this.closed = new Promise(resolve => {
      ws.on('close', (code, reason) => {
        const error = new Error(`the connection was closed (${code} ${reason.toString()})`)
        for (const { reject } of this.#pending.values()) reject(error)
        this.#pending.clear()
        for (const waiting of this.#waiting) waiting.reject(error)
        this.#waiting.clear()
        resolve({ code, reason: reason.toString() })
      })
    })
  }

  /** Sends a request and returns the result. @throws ProtocolError of the server's answer */
  request<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    return this.requestRaw(method, params) as Promise<Result<M>>
  }

  /** A request outside the typed contract. */
  requestRaw(method: string, params: unknown): Promise<unknown> {
    const id = this.#nextId++
    return new Promise((resolve, reject) => {
      if (this.ws.readyState !== WebSocket.OPEN) {
        reject(new Error('the connection is closed'))
        return
      }
      this.#pending.set(id, { resolve, reject })
      this.ws.send(encode.request(id, method, params))
    })
  }

  notify<N extends NoticeName>(notice: N, params: NoticeParams<N>): void {
    this.ws.send(encode.notification(notice, params))
  }

  /** Sends a frame as it is. */
  sendRaw(data: string | Buffer): void {
    this.ws.send(data)
  }

  /** Calls `listener` for each event from now on. Returns the function that stops it. */
  on<E extends EventName>(event: E, listener: (params: EventParams<E>) => void): () => void {
    let listeners = this.#listeners.get(event)
    if (!listeners) {
      listeners = new Set()
      this.#listeners.set(event, listeners)
    }
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  /** The first matching event, among those received and those to come. Rejects when the connection closes. */
  waitFor<E extends EventName>(event: E, matches: (params: EventParams<E>) => boolean = () => true) {
    return new Promise<EventParams<E>>((resolve, reject) => {
      for (const received of this.events) {
        if (received.event === event && matches(received.params as EventParams<E>)) {
          resolve(received.params as EventParams<E>)
          return
        }
      }
      this.#waiting.add({ event, matches, resolve, reject })
    })
  }

  /** The next error that belongs to no request (id null). */
  nextError(): Promise<ProtocolError> {
    const error = this.#errors.shift()
    if (error) return Promise.resolve(error)
    return new Promise(resolve => this.#errorWaiters.push(resolve))
  }

  /** Clears the received events. */
  clear(): void {
    this.events.length = 0
  }

  /** Closes the connection and waits until it is closed. */
  async close(): Promise<void> {
    this.ws.close()
    await this.closed
  }

  #receive(text: string): void {
    this.frames += 1
    for (const message of parseFrame(text)) {
      if (message.kind === 'result') this.#settle(message.id)?.resolve(message.result)
      else if (message.kind === 'error') {
        const error = ProtocolError.fromBody(message.error)
        const pending = message.id === null ? undefined : this.#settle(message.id)
        if (pending) pending.reject(error)
        else {
          const waiter = this.#errorWaiters.shift()
          if (waiter) waiter(error)
          else this.#errors.push(error)
        }
      } else if (message.kind === 'notification') {
        this.#event({ event: message.method, params: message.params } as ReceivedEvent)
      }
    }
  }

  #settle(id: number) {
    const pending = this.#pending.get(id)
    this.#pending.delete(id)
    return pending
  }

  #event(received: ReceivedEvent): void {
    if (this.keepEvents) this.events.push(received)
    for (const listener of this.#listeners.get(received.event) ?? []) listener(received.params as never)
    for (const waiting of [...this.#waiting]) {
      if (waiting.event !== received.event || !waiting.matches(received.params as never)) continue
      this.#waiting.delete(waiting)
      waiting.resolve(received.params as never)
    }
  }
}

/** Opens a connection to a server (`ws://host:port`). It is not signed in. */
export function connect(url: string, headers: Record<string, string> = {}): Promise<TestClient> {
  const ws = new WebSocket(`${url}${socketPath}`, subprotocol, { perMessageDeflate: false, headers })
  return new Promise((resolve, reject) => {
    const client = new TestClient(ws)
    ws.once('open', () => resolve(client))
    ws.once('error', reject)
  })
}

let devices = 0

/** A fresh device for a test. */
export function testDevice(name = 'device'): { id: string; name: string; platform: string } {
  devices += 1
  return { id: `${name}-${process.pid}-${devices}`, name, platform: 'test' }
}

/** Connects, signs in with a session made beforehand (`domain.issueSession`) and says hello. */
export async function connectAs(url: string, session: Pick<Session, 'accessToken'>): Promise<TestClient> {
  const client = await connect(url)
  await client.request('auth.resume', { accessToken: session.accessToken })
  await client.request('sync.hello', {})
  return client
}
