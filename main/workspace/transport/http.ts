import { type Agent, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { SecureContext } from 'node:tls'
import { connectError, DesktopError } from '../errors.ts'
import { type ProxyAnswer, realmOf, schemesOf } from './agents.ts'
import type { Credentials } from './proxy-passwords.ts'
import { nameOf, type Route } from './routes.ts'
import type { HttpRequest } from './transport.ts'

/** A request of which no byte moves for this time is given up, milliseconds. */
const idleMs = 30_000
/** The most attempts by one proxy, with other passwords. */
const maxRounds = 4

/** What a request needs of the network. */
export interface HttpRoutes {
  routes(url: string): Promise<Route[]>
  request(
    route: Route,
    options: { timeoutMs: number; signal: AbortSignal; onAnswer: (answer: ProxyAnswer) => void },
  ): { agent: Agent | undefined; secureContext: SecureContext }
  credentials(proxy: string, realm: string, refused: Credentials | null): Promise<Credentials | null>
}

/** Sends a request by the first route that leads anywhere. @throws DesktopError when there is no answer */
export async function sendHttp(network: HttpRoutes, request: HttpRequest): Promise<IncomingMessage> {
  let first: DesktopError | null = null
  for (const route of await network.routes(request.url)) {
    request.signal?.throwIfAborted()
    if (route.kind === 'native') {
      first ??= new DesktopError('proxy_refused', 'files cannot go by this proxy')
      continue
    }
    const outcome = await byRoute(network, route, request)
    if ('response' in outcome) return outcome.response
    first ??= outcome.error
    if (!outcome.proxyGone) throw outcome.error
  }
  throw first ?? new DesktopError('unreachable', 'there is no route')
}

type Outcome = { response: IncomingMessage } | { error: DesktopError; proxyGone: boolean }

async function byRoute(network: HttpRoutes, route: Route, request: HttpRequest): Promise<Outcome> {
  let refused: Credentials | null = null
  for (let round = 1; ; round++) {
    let answer = null as ProxyAnswer | null
    const onAnswer = (heard: ProxyAnswer): void => {
      answer = heard
    }
    try {
      const response = await attempt(network, route, request, onAnswer)
      if (answer === null || answer.status === 200) return { response }
      // The agent hands the refusal of a proxy on as if it were the server's answer.
      response.destroy()
    } catch (error) {
      request.signal?.throwIfAborted()
      const failure = error instanceof DesktopError ? error : connectError(error as Error)
      if (route.kind === 'direct' || answer?.status === 200) return { error: failure, proxyGone: false }
      if (answer === null) return { error: failure, proxyGone: failure.code !== 'bad_certificate' }
    }
    const { status, authenticate } = answer
    if (status !== 407)
      return { error: new DesktopError('proxy_refused', `the proxy said ${status}`), proxyGone: false }
    const basic = schemesOf(authenticate).includes('basic') && round < maxRounds
    refused = basic ? await network.credentials(nameOf(route), realmOf(authenticate), refused) : null
    if (refused === null)
      return { error: new DesktopError('proxy_password', 'the proxy wants a password'), proxyGone: false }
  }
}

function attempt(
  network: HttpRoutes,
  route: Route,
  { method, url, headers, body, signal, onSent }: HttpRequest,
  onAnswer: (answer: ProxyAnswer) => void,
): Promise<IncomingMessage> {
  const abort = new AbortController()
  const { agent, secureContext } = network.request(route, { timeoutMs: idleMs, signal: abort.signal, onAnswer })
  // A context is an option of every secure socket, which the types of requests do not say.
  const socketOptions: object = { secureContext }
  return new Promise((resolve, reject) => {
    const send = url.startsWith('https:') ? requestHttps : requestHttp
    const length = body === undefined ? {} : { 'content-length': String(body.byteLength) }
    const request = send(url, { ...socketOptions, agent, method, headers: { ...headers, ...length }, timeout: idleMs })
    const onAbort = (): void => {
      request.destroy(new DesktopError('offline', 'the request was given up'))
    }
    const end = (): void => {
      signal?.removeEventListener('abort', onAbort)
      abort.abort()
    }
    signal?.addEventListener('abort', onAbort)
    request.on('timeout', () => request.destroy(new DesktopError('timeout', `nothing came for ${idleMs} ms`)))
    request.on('close', end)
    request.on('error', reject)
    request.on('response', resolve)
    if (body === undefined) request.end()
    else write(request, body, onSent).catch(reject)
  })
}

/** Writes a body in pieces, so that it is known how far it is. */
async function write(
  request: ReturnType<typeof requestHttp>,
  body: Uint8Array,
  onSent: (bytes: number) => void = () => {},
): Promise<void> {
  const piece = 262_144
  for (let start = 0; start < body.byteLength && !request.destroyed; start += piece) {
    const more = request.write(body.subarray(start, start + piece))
    if (!more) await drained(request)
    onSent(Math.min(start + piece, body.byteLength))
  }
  request.end()
}

/** Resolves when more can be written, or never will be. */
function drained(request: ReturnType<typeof requestHttp>): Promise<void> {
  return new Promise(resolve => {
    const done = (): void => {
      request.off('drain', done)
      request.off('close', done)
      resolve()
    }
    request.on('drain', done)
    request.on('close', done)
  })
}
