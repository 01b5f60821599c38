import { clientOrigin, subprotocol } from '@lianqun/protocol'
import { DesktopError, netError } from '../errors.ts'
import type { Credentials } from './proxy-passwords.ts'
import { type Line, type LineHandlers, maxPayload } from './transport.ts'

/** The part of the WebSocket interface of the web that is used of Electron's `net.WebSocket`. */
export interface NativeSocket extends Pick<EventTarget, 'addEventListener'> {
  readonly readyState: number
  send(text: string): void
  close(): void
}

/** The credentials for a proxy (host and port), or null for none. Called again when they were refused. */
export type AskProxyPassword = (proxy: string, realm: string) => Promise<Credentials | null>

/** Chromium's network stack, which speaks Negotiate and NTLM to proxies and has the system's client certificates. */
export interface NativeNetwork {
  /**
   * Makes one HTTP request, so that the proxy and the server authenticate this program: a socket answers no challenge,
   * but what a request was authenticated with counts for the sockets after it.
   * @throws Error whose message has Chromium's name of the error (`net::ERR_…`)
   */
  authenticate(url: string, ask: AskProxyPassword, signal: AbortSignal): Promise<void>
  open(url: string, options: { protocols: string[]; origin: string }): NativeSocket
}

const isOpen = 1

/**
 * Opens a WebSocket in Chromium's network stack. Resolves when it is open; by then `opened` was called.
 * @throws DesktopError
 */
export async function openNative(
  native: NativeNetwork,
  url: string,
  options: { handshakeMs: number; signal: AbortSignal; ask: AskProxyPassword },
  handlers: LineHandlers,
  onLine: (line: Line) => void,
): Promise<void> {
  const { handshakeMs, signal } = options
  await authenticate(native, url, options)
  signal.throwIfAborted()
  const socket = native.open(url, { protocols: [subprotocol], origin: clientOrigin })
  await new Promise<void>((resolve, reject) => {
    let bytesRead = 0
    let opened = false
    let done = false
    const finish = (error: DesktopError): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      if (done) return
      done = true
      socket.close()
      if (opened) handlers.closed({ error })
      else reject(error)
    }
    const timer = setTimeout(
      () => finish(new DesktopError('unreachable', `no answer in ${handshakeMs} ms`)),
      handshakeMs,
    )
    const abort = (): void => finish(new DesktopError('offline', 'the attempt was given up'))
    signal.addEventListener('abort', abort)
    socket.addEventListener('open', () => {
      if (done) return
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      opened = true
      onLine({
        get isOpen() {
          return !done && socket.readyState === isOpen
        },
        get bytesRead() {
          return bytesRead
        },
        send: text => socket.send(text),
        abandon: () => {
          done = true
          socket.close()
        },
      })
      handlers.opened()
      resolve()
    })
    socket.addEventListener('message', event => {
      if (done) return
      const { data } = event as MessageEvent<unknown>
      const text = typeof data === 'string' ? data : null
      bytesRead += text?.length ?? 0
      if (text !== null && text.length > maxPayload)
        finish(new DesktopError('unreachable', 'the server sent a frame over the limit'))
      else handlers.received(text)
    })
    socket.addEventListener('close', event => {
      if (done) return
      const { code, reason } = event as Event & { code: number; reason: string }
      if (!opened || reason.includes('net::ERR_')) return finish(netError(reason))
      done = true
      handlers.closed({ code, reason })
    })
  })
}

/** Authenticates within `handshakeMs`, in which the wait for a person does not count. */
async function authenticate(
  native: NativeNetwork,
  url: string,
  { handshakeMs, signal, ask }: { handshakeMs: number; signal: AbortSignal; ask: AskProxyPassword },
): Promise<void> {
  const limit = new AbortController()
  const start = (): NodeJS.Timeout => setTimeout(() => limit.abort(), handshakeMs)
  let timer = start()
  const patientAsk: AskProxyPassword = async (proxy, realm) => {
    clearTimeout(timer)
    try {
      return await ask(proxy, realm)
    } finally {
      timer = start()
    }
  }
  const page = new URL('/healthz', url.replace(/^ws/, 'http')).href
  try {
    await native.authenticate(page, patientAsk, AbortSignal.any([signal, limit.signal]))
  } catch (error) {
    if (limit.signal.aborted) throw new DesktopError('unreachable', `no answer within ${handshakeMs} ms`)
    throw netError(error instanceof Error ? error.message : String(error))
  } finally {
    clearTimeout(timer)
  }
}
