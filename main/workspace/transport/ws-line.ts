import type { Agent } from 'node:http'
import type { SecureContext } from 'node:tls'
import { subprotocol } from '@lianqun/protocol'
import WebSocket from 'ws'
import { type Line, type LineHandlers, maxPayload } from './transport.ts'

/** An attempt that did not open: the error of Node or `ws`. */
export class OpenFailure extends Error {
  readonly code: string | undefined
  /** The status that a server answered instead of opening a WebSocket. */
  readonly status: number | null
  /** When it wants to be asked again, if it said so in seconds. */
  readonly retryAfterMs: number | undefined

  constructor(cause: Error & { code?: string }, status: number | null = null, retryAfterMs?: number) {
    super(cause.message, { cause })
    this.name = 'OpenFailure'
    this.code = cause.code
    this.status = status
    this.retryAfterMs = retryAfterMs
  }
}

/**
 * Opens a WebSocket with the library `ws`, by an agent or directly. Resolves when it is open; by then `opened` was
 * called. The signal ends an attempt, and has no effect on an open line.
 * @throws OpenFailure
 */
export function openWs(
  url: string,
  options: { agent: Agent | undefined; secureContext: SecureContext; handshakeMs: number; signal: AbortSignal },
  handlers: LineHandlers,
  onLine: (line: Line) => void,
): Promise<void> {
  const { agent, secureContext, handshakeMs, signal } = options
  return new Promise((resolve, reject) => {
    const socketOptions: object = { secureContext }
    const socket = new WebSocket(url, subprotocol, {
      ...socketOptions,
      agent,
      maxPayload,
      perMessageDeflate: false,
      followRedirects: false,
    })
    let bytesRead = (): number => 0
    let opened = false
    let status: number | null = null
    let retryAfterMs: number | undefined
    let failure: (Error & { code?: string }) | null = null
    // The library's own time does not run while an agent talks to its proxy.
    const timer = setTimeout(() => {
      failure = Object.assign(new Error(`no answer within ${handshakeMs} ms`), { code: 'ETIMEDOUT' })
      socket.terminate()
    }, handshakeMs)
    const stop = (): void => socket.terminate()
    signal.addEventListener('abort', stop)
    const ended = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
    }
    socket.on('upgrade', response => {
      bytesRead = () => response.socket.bytesRead
    })
    socket.on('unexpected-response', (request, response) => {
      status = response.statusCode ?? 0
      retryAfterMs = retryAfter(response.headers['retry-after'])
      failure = new Error(`Unexpected server response: ${status}`)
      request.destroy()
      socket.terminate()
    })
    socket.on('error', error => {
      failure ??= error
    })
    socket.on('open', () => {
      ended()
      opened = true
      onLine({
        get isOpen() {
          return socket.readyState === WebSocket.OPEN
        },
        get bytesRead() {
          return bytesRead()
        },
        send: text => socket.send(text),
        abandon: () => {
          opened = false
          socket.terminate()
        },
      })
      handlers.opened()
      resolve()
    })
    socket.on('message', (data, binary) => {
      if (opened) handlers.received(binary ? null : data.toString())
    })
    socket.on('close', (code, reason) => {
      ended()
      if (opened) handlers.closed(failure === null ? { code, reason: reason.toString() } : { error: failure })
      else {
        failure ??= new Error('the connection was closed while it was being opened')
        reject(new OpenFailure(failure, status, retryAfterMs))
      }
    })
  })
}

/** Reads a Retry-After of seconds, in milliseconds. A date says nothing without the server's clock. */
function retryAfter(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,6}$/.test(header.trim()) ? Number(header) * 1_000 : undefined
}
