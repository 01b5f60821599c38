import type { Agent, IncomingMessage } from 'node:http'
import type { SecureContext } from 'node:tls'
import { within } from '../../../common/within.ts'
import type { Log } from '../../log.ts'
import { connectError, DesktopError } from '../errors.ts'
import type { SecretStore } from '../session.ts'
import { agentFor, type ProxyAnswer, realmOf, schemesOf } from './agents.ts'
import { type CertificateSources, Certificates, nodeCertificates } from './certificates.ts'
import { sendHttp } from './http.ts'
import { type NativeNetwork, openNative } from './native-line.ts'
import { type Credentials, type ProxyChallenge, ProxyPasswords, type ProxyReply } from './proxy-passwords.ts'
import { nameOf, parseRoutes, type Route } from './routes.ts'
import type { HttpRequest, Line, LineHandlers, Transport } from './transport.ts'
import { OpenFailure, openWs } from './ws-line.ts'

export interface NetworkOptions {
  log: Log
  /** The proxies for an address, in the format of PAC files; asked for each attempt. Without it all is direct. */
  resolveProxy?: (url: string) => Promise<string>
  /** The most that `resolveProxy` may take, milliseconds: it may have to look for a script in the network. */
  resolveMs?: number
  certificates?: CertificateSources
  /** Asks a person for the password of a proxy. Without it such a proxy is an error. */
  askPassword?: (challenge: ProxyChallenge) => Promise<ProxyReply>
  /** Where passwords of proxies are remembered. */
  secrets?: SecretStore
  /** Chromium's network stack. Without it some proxies and servers cannot be reached. */
  native?: NativeNetwork
  /** Whether this computer has any network. */
  isOnline?: () => boolean
}

/** Why one attempt by one route failed. */
interface Failure {
  error: DesktopError
  /** The proxy's answer to CONNECT, if it answered. */
  answer: ProxyAnswer | null
  /** The status that the server answered instead of opening a WebSocket. */
  status: number | null
  /** The proxy could not be used at all, so that the next one may be tried. */
  proxyGone: boolean
  /** What certificates were checked against. */
  secureContext: SecureContext | null
}

type ProxyRoute = Exclude<Route, { kind: 'direct' | 'native' }>

/** The most attempts by one route: with the system's certificates, and for some wrong passwords. */
const maxRounds = 8

/**
 * The way out to the workspace server: by the system's proxies, checked against the system's certificates. The library
 * `ws` opens the sockets; Chromium takes over where a proxy wants Negotiate or NTLM, or the server a client certificate.
 */
export class Network implements Transport {
  readonly #options: NetworkOptions
  readonly #certificates: Certificates
  readonly #passwords: ProxyPasswords
  /** Name of the route that opened a socket last, by origin: it is tried first. */
  readonly #lastGood = new Map<string, string>()
  /** Origin and route where only Chromium could open a socket. */
  readonly #nativeOnly = new Set<string>()

  constructor(options: NetworkOptions) {
    const { log, certificates = nodeCertificates, askPassword = async () => null, secrets = null } = options
    this.#options = options
    this.#certificates = new Certificates(certificates, log)
    this.#passwords = new ProxyPasswords({ ask: askPassword, secrets, log })
  }

  connect(url: string, handlers: LineHandlers, handshakeMs: number): Line {
    const line = new OpeningLine()
    this.#open(url, line, handlers, handshakeMs).catch(error => {
      if (line.abandoned) return
      handlers.closed({ error: this.#worded(error instanceof DesktopError ? error : connectError(error)) })
    })
    return line
  }

  async http(request: HttpRequest): Promise<IncomingMessage> {
    try {
      return await sendHttp(this, request)
    } catch (error) {
      if (!(error instanceof DesktopError)) throw error
      throw this.#worded(error)
    }
  }

  /** The network has changed: nothing that was learned about the old one counts any more. */
  changed(): void {
    this.#lastGood.clear()
    this.#nativeOnly.clear()
    this.allowQuestions()
  }

  /** A person wants a connection now: a declined question about a password may be asked again. */
  allowQuestions(): void {
    this.#passwords.allowQuestions()
  }

  /** Whether this computer has any network, as far as the system knows. */
  get online(): boolean {
    return this.#options.isOnline?.() ?? true
  }

  /** Credentials for a proxy, asked for where needed; `refused` are those that it did not take. Null: there are none. */
  credentials(proxy: string, realm: string, refused: Credentials | null): Promise<Credentials | null> {
    const known = this.#passwords.known(proxy)
    if (known !== null && refused === null) return Promise.resolve(known)
    return this.#passwords.other(proxy, realm, refused)
  }

  /** The routes to an address, in the order in which they are tried. @throws DesktopError `proxy_unreachable` */
  async routes(url: string): Promise<Route[]> {
    const { resolveProxy } = this.#options
    // Proxies are configured for web addresses: a script may not know `wss:`.
    const page = url.replace(/^ws/, 'http')
    const routes = parseRoutes(resolveProxy === undefined ? '' : await this.#resolve(resolveProxy(page)))
    const good = this.#lastGood.get(hostOf(url))
    return routes.sort((a, b) => Number(nameOf(b) === good) - Number(nameOf(a) === good))
  }

  /** An agent for one request by the route, and the context for TLS. All certificates are read for it. */
  request(
    route: Route,
    options: { timeoutMs: number; signal: AbortSignal; onAnswer: (answer: ProxyAnswer) => void },
  ): { agent: Agent | undefined; secureContext: SecureContext } {
    this.#certificates.addSystem()
    const secureContext = this.#certificates.context()
    const credentials = this.#passwords.known(nameOf(route))
    return { secureContext, agent: agentFor(route, { ...options, secureContext, credentials }) }
  }

  async #resolve(answer: Promise<string>): Promise<string> {
    try {
      const ms = this.#options.resolveMs ?? 30_000
      return await within(answer, ms, () => new Error('there was no answer in time'))
    } catch (error) {
      throw new DesktopError('proxy_unreachable', `the system did not name its proxies: ${String(error)}`)
    }
  }

  async #open(url: string, line: OpeningLine, handlers: LineHandlers, handshakeMs: number): Promise<void> {
    let first: DesktopError | null = null
    for (const route of await this.routes(url)) {
      line.signal.throwIfAborted()
      const onLine = (open: Line): void => {
        line.becomes(open)
        this.#lastGood.set(hostOf(url), nameOf(route))
      }
      const failure = await this.#openBy(route, { url, line, handlers, handshakeMs, onLine })
      if (failure === null) return
      this.#options.log('a route to the server failed', { route: nameOf(route), error: failure.error.message })
      first ??= failure.error
      if (!failure.proxyGone) throw failure.error
    }
    throw first ?? new DesktopError('unreachable', 'there is no route')
  }

  /** Tries one route until it opens a socket or nothing is left to try. Null: it is open. */
  async #openBy(route: Route, attempt: Attempt): Promise<Failure | null> {
    const { native } = this.#options
    const key = `${hostOf(attempt.url)} ${nameOf(route)}`
    let nativeTried = false
    const byNative = async (): Promise<Failure | null> => {
      nativeTried = true
      const onLine = (open: Line): void => {
        this.#nativeOnly.add(key)
        attempt.onLine(open)
      }
      return this.#byNative(route, { ...attempt, onLine })
    }
    if (route.kind === 'native' || this.#nativeOnly.has(key)) {
      const failure = await byNative()
      if (failure === null || route.kind === 'native') return failure
      this.#nativeOnly.delete(key)
    }
    let credentials = isProxy(route) ? this.#passwords.known(nameOf(route)) : null
    for (let round = 1; ; round++) {
      // The line may have been given up while a person was asked.
      attempt.line.signal.throwIfAborted()
      const failure = await this.#byWs(route, credentials, attempt)
      if (failure === null || round === maxRounds) return failure
      if (failure.error.code === 'bad_certificate' && this.#certificates.addSystem(failure.secureContext)) continue
      if (failure.answer?.status === 407 && isProxy(route)) {
        const schemes = schemesOf(failure.answer.authenticate)
        const wantsNative = schemes.some(scheme => scheme !== 'basic')
        if (wantsNative && native !== undefined && !nativeTried && (await byNative()) === null) return null
        if (!schemes.includes('basic')) return failure
        credentials = await this.#passwords.other(nameOf(route), realmOf(failure.answer.authenticate), credentials)
        if (credentials === null) return failure
        continue
      }
      if (native !== undefined && !nativeTried && mayWantCertificate(attempt.url, failure)) {
        if ((await byNative()) === null) return null
      }
      return failure
    }
  }

  async #byWs(route: Route, credentials: Credentials | null, attempt: Attempt): Promise<Failure | null> {
    const { url, line, handlers, handshakeMs, onLine } = attempt
    const { signal } = line
    const secureContext = this.#certificates.context()
    let answer: ProxyAnswer | null = null
    const onAnswer = (heard: ProxyAnswer): void => {
      answer = heard
    }
    const agent = agentFor(route, {
      secureContext,
      credentials,
      timeoutMs: handshakeMs,
      signal: line.attempt(),
      onAnswer,
    })
    try {
      await openWs(url, { agent, secureContext, handshakeMs, signal }, handlers, onLine)
      return null
    } catch (error) {
      if (!(error instanceof OpenFailure)) throw error
      return { ...failureOf(route, error, answer), secureContext }
    } finally {
      line.endAttempt()
    }
  }

  async #byNative(route: Route, attempt: Attempt): Promise<Failure | null> {
    const { native } = this.#options
    const { url, line, handlers, handshakeMs, onLine } = attempt
    let failure: DesktopError
    if (native === undefined) failure = new DesktopError('proxy_refused', 'only Chromium can use this proxy')
    else {
      const refused = new Map<string, Credentials | null>()
      const ask = async (proxy: string, realm: string): Promise<Credentials | null> => {
        const credentials = await this.#passwords.other(proxy, realm, refused.get(proxy) ?? null)
        refused.set(proxy, credentials)
        return credentials
      }
      try {
        await openNative(native, url, { handshakeMs, signal: line.signal, ask }, handlers, onLine)
        return null
      } catch (error) {
        if (!(error instanceof DesktopError)) throw error
        failure = error
      }
    }
    this.#options.log('Chromium could not open the socket', { error: failure.message })
    const proxyGone = failure.code === 'proxy_unreachable'
    return { error: failure, answer: null, status: null, proxyGone, secureContext: null }
  }

  /** Without any network no other cause is worth naming. */
  #worded(error: DesktopError): DesktopError {
    const vague = ['unreachable', 'address_unknown', 'proxy_unreachable'].includes(error.code)
    return vague && !this.online ? new DesktopError('no_network', error.message) : error
  }
}

/** Opens sockets without a proxy, checked against Node's certificates: for tests and tools. */
export function directNetwork(log: Log = () => {}): Network {
  return new Network({ log })
}

interface Attempt {
  url: string
  line: OpeningLine
  handlers: LineHandlers
  handshakeMs: number
  /** Called with the socket before `handlers.opened`. */
  onLine: (line: Line) => void
}

/** A line from the first attempt on; it stands for the socket once there is one. */
class OpeningLine implements Line {
  readonly #abort = new AbortController()
  #current: AbortController | null = null
  #open: Line | null = null

  /** Aborted when the line is given up before it is open. */
  get signal(): AbortSignal {
    return this.#abort.signal
  }

  get abandoned(): boolean {
    return this.#abort.signal.aborted
  }

  get isOpen(): boolean {
    return this.#open?.isOpen ?? false
  }

  get bytesRead(): number {
    return this.#open?.bytesRead ?? 0
  }

  send(text: string): void {
    this.#open?.send(text)
  }

  abandon(): void {
    this.#abort.abort(new DesktopError('offline', 'the connection was given up'))
    this.#current?.abort()
    this.#open?.abandon()
  }

  becomes(line: Line): void {
    this.#open = line
    this.#current = null
  }

  /** A signal that ends what an attempt leaves behind, such as a proxy that never answers. */
  attempt(): AbortSignal {
    this.#current = new AbortController()
    return this.#current.signal
  }

  endAttempt(): void {
    this.#current?.abort()
    this.#current = null
  }
}

function isProxy(route: Route): route is ProxyRoute {
  return route.kind !== 'direct' && route.kind !== 'native'
}

function hostOf(url: string): string {
  return new URL(url).host
}

/** A server that wants a client certificate says so in TLS, or as a web server by 400 or 403. */
function mayWantCertificate(url: string, { error, status }: Failure): boolean {
  return url.startsWith('wss:') && (error.code === 'client_certificate' || status === 400 || status === 403)
}

function failureOf(route: Route, failure: OpenFailure, answer: ProxyAnswer | null): Omit<Failure, 'secureContext'> {
  const { status } = failure
  const made = (error: DesktopError, proxyGone = false) => ({ error, answer, status, proxyGone })
  const detail = `${failure.code ?? ''} ${failure.message}`.trim()
  if (!isProxy(route)) return made(connectError(failure))
  const proxy = nameOf(route)
  if (route.kind === 'socks4' || route.kind === 'socks5') {
    const word = /rejected connection.*?(?:- |\()(\w+)/i.exec(failure.message)?.[1]
    if (word === 'NotAllowed') return made(new DesktopError('proxy_refused', `${proxy}: ${detail}`))
    if (word !== undefined) return made(new DesktopError('unreachable', `${proxy}: ${detail}`))
    const fromProxy = failure.code === undefined || failure.code === 'ETIMEDOUT'
    return fromProxy && status === null
      ? made(new DesktopError('proxy_unreachable', `${proxy}: ${detail}`), true)
      : made(connectError(failure))
  }
  if (answer === null) {
    const error = connectError(failure)
    if (error.code === 'bad_certificate') return made(error)
    return made(new DesktopError('proxy_unreachable', `${proxy}: ${detail}`), true)
  }
  if (answer.status === 200) return made(connectError(failure))
  const said = `${proxy} answered ${answer.status}`
  if (answer.status === 407) return made(new DesktopError('proxy_password', said))
  if (answer.status >= 500) return made(new DesktopError('unreachable', said))
  return made(new DesktopError('proxy_refused', said))
}
