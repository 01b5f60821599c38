import { lookup } from 'node:dns/promises'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { within } from '../../common/within.ts'
import type { Diagnosis, DiagnosisStep } from '../../preload/contract/index.ts'
import { parseAddress, type WorkspaceAddress } from './address.ts'
import { DesktopError, isClientCertificateError } from './errors.ts'
import type { ProxyAnswer } from './transport/agents.ts'
import type { Network } from './transport/network.ts'
import { nameOf, type Route } from './transport/routes.ts'
import type { LineEnd } from './transport/transport.ts'

export interface DoctorOptions {
  network: Network
  /** The error code with which the session is refused at this address, or null; null when nobody is signed in there. */
  checkSession: (socketUrl: string) => Promise<{ code: string | null; detail: string } | null>
  onStep: (diagnosis: Diagnosis) => void
  /** The most that one step may take, milliseconds. */
  stepMs?: number
  now?: () => number
}

type Finding = DiagnosisStep['finding']
type Outcome = DiagnosisStep['outcome']

/** A clock that is off by more is worth a word, milliseconds: a tenth of the time in which a message can be recalled. */
const clockToleranceMs = 60_000

/**
 * Checks the way to a workspace server step by step and says what is wrong. Never fails: what cannot be found out is a
 * step of that outcome. What comes after a failed step is marked as not reached.
 */
export async function diagnose(text: string, options: DoctorOptions): Promise<Diagnosis> {
  const examination = new Examination(text, options)
  await examination.run()
  return examination.report(true)
}

class Examination {
  readonly #text: string
  readonly #options: DoctorOptions
  readonly #stepMs: number
  readonly #steps: DiagnosisStep[] = []
  #display: string

  constructor(text: string, options: DoctorOptions) {
    this.#text = text
    this.#display = text.trim()
    this.#options = options
    this.#stepMs = options.stepMs ?? 10_000
  }

  report(finished: boolean): Diagnosis {
    return { address: this.#display, steps: [...this.#steps], finished }
  }

  async run(): Promise<void> {
    const address = this.#address()
    if (address === null) return this.#rest(['dns', 'proxy', 'tls', 'websocket', 'signin', 'clock'])
    // What really counts comes first: then the route that works is known, and the password of its proxy.
    const socketError = await this.#tryWebsocket(address)
    const { network } = this.#options
    let route: Route
    try {
      route = (await network.routes(address.socketUrl))[0] ?? { kind: 'direct' }
    } catch (error) {
      this.#add('dns', 'skipped', 'not_reached')
      this.#add('proxy', 'failed', 'proxy_unknown', '', errorText(error))
      return this.#rest(['tls', 'websocket', 'signin', 'clock'])
    }
    if (!(await this.#dns(address, route))) return this.#rest(['proxy', 'tls', 'websocket', 'signin', 'clock'])
    const found = await probe(address, route, network, this.#stepMs, this.#options.now ?? Date.now)
    if (this.#proxy(route, found)) this.#tls(address, route, found)
    else this.#add('tls', 'skipped', 'not_reached')
    if (socketError === null) {
      this.#add('websocket', 'ok', 'websocket_ok')
      await this.#signIn(address)
    } else {
      const code = socketError instanceof DesktopError ? socketError.code : ''
      this.#add('websocket', 'failed', socketFinding(code, socketError.message), '', socketError.message)
      this.#add('signin', 'skipped', 'not_reached')
    }
    this.#clock(found)
  }

  #add(step: DiagnosisStep['step'], outcome: Outcome, finding: Finding, value = '', detail = ''): void {
    this.#steps.push({ step, outcome, finding, value, detail: detail.slice(0, 500) })
    this.#options.onStep(this.report(false))
  }

  #rest(steps: DiagnosisStep['step'][]): void {
    for (const step of steps) this.#add(step, 'skipped', 'not_reached')
  }

  #address(): WorkspaceAddress | null {
    try {
      const address = parseAddress(this.#text)
      this.#display = address.display
      const { hostname, protocol } = new URL(address.httpOrigin)
      const local = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
      if (protocol === 'http:' && !local) this.#add('address', 'warning', 'address_unencrypted', address.display)
      else this.#add('address', 'ok', 'address_ok', address.display)
      return address
    } catch (error) {
      this.#add('address', 'failed', 'address_wrong', error instanceof DesktopError ? error.code : '', errorText(error))
      return null
    }
  }

  async #dns({ httpOrigin }: WorkspaceAddress, route: Route): Promise<boolean> {
    const host = new URL(httpOrigin).hostname.replace(/^\[|\]$/g, '')
    if (route.kind !== 'direct') {
      this.#add('dns', 'skipped', 'dns_by_proxy', host)
      return true
    }
    if (isIP(host) !== 0) {
      this.#add('dns', 'ok', 'dns_ok', host)
      return true
    }
    try {
      const found = await within(lookup(host, { all: true }), this.#stepMs, () => noAnswer(this.#stepMs))
      this.#add('dns', 'ok', 'dns_ok', found.map(({ address }) => address).join(', '))
      return true
    } catch (error) {
      const finding = this.#options.network.online ? 'dns_not_found' : 'dns_no_network'
      this.#add('dns', 'failed', finding, host, errorText(error))
      return false
    }
  }

  /** @returns whether the server is reached through the proxy, or there is none */
  #proxy(route: Route, { answer, error }: Probe): boolean {
    const name = nameOf(route)
    if (route.kind === 'direct') this.#add('proxy', 'ok', 'proxy_direct')
    else if (answer?.status === 407)
      this.#add('proxy', 'warning', 'proxy_password', name, answer.authenticate.join(', '))
    else if (answer !== null && answer.status !== 200)
      this.#add('proxy', 'failed', 'proxy_refused', name, `status ${answer.status}`)
    else if (answer === null && error !== null && route.kind !== 'native' && !route.kind.startsWith('socks'))
      this.#add('proxy', 'failed', 'proxy_unreachable', name, error)
    else {
      this.#add('proxy', 'ok', 'proxy_ok', name)
      return true
    }
    return route.kind === 'direct'
  }

  #tls({ httpOrigin }: WorkspaceAddress, route: Route, { certificate, error, code }: Probe): void {
    const host = new URL(httpOrigin).hostname
    if (httpOrigin.startsWith('http:')) this.#add('tls', 'skipped', 'tls_none')
    else if (route.kind === 'native') this.#add('tls', 'skipped', 'tls_unknown')
    else if (certificate === null) {
      const finding: Finding = /^ERR_SSL_.*WRONG_VERSION|EPROTO|PACKET_LENGTH/.test(code)
        ? 'tls_not_tls'
        : 'tls_unreachable'
      this.#add('tls', 'failed', finding, host, error ?? '')
    } else if (certificate.fault === '') {
      if (isClientCertificateError(code))
        this.#add('tls', 'warning', 'tls_client_certificate', certificate.issuer, error ?? '')
      else this.#add('tls', 'ok', 'tls_ok', certificate.issuer)
    } else this.#add('tls', 'failed', certificateFinding(certificate.fault), certificate.issuer, certificate.fault)
  }

  /** Opens a socket and closes it again. Null: it was opened. */
  #tryWebsocket({ socketUrl }: WorkspaceAddress): Promise<Error | null> {
    return new Promise(resolve => {
      const opened = (): void => {
        line.abandon()
        resolve(null)
      }
      const closed = (end: LineEnd): void =>
        resolve('error' in end ? end.error : new Error(`closed with ${end.code} ${end.reason}`))
      const line = this.#options.network.connect(socketUrl, { opened, received: () => {}, closed }, this.#stepMs)
    })
  }

  async #signIn(address: WorkspaceAddress): Promise<void> {
    try {
      const outcome = await this.#options.checkSession(address.socketUrl)
      if (outcome === null) this.#add('signin', 'skipped', 'signin_signed_out')
      else if (outcome.code === null) this.#add('signin', 'ok', 'signin_ok')
      else this.#add('signin', 'failed', 'signin_failed', outcome.code, outcome.detail)
    } catch (error) {
      this.#add('signin', 'failed', 'signin_failed', 'unknown', errorText(error))
    }
  }

  #clock({ date, at }: Probe): void {
    if (date === null) {
      this.#add('clock', 'skipped', 'clock_unknown')
      return
    }
    const off = at - date
    if (Math.abs(off) <= clockToleranceMs) this.#add('clock', 'ok', 'clock_ok')
    else {
      const minutes = String(Math.round(Math.abs(off) / 60_000))
      this.#add('clock', 'warning', off > 0 ? 'clock_fast' : 'clock_slow', minutes, new Date(date).toISOString())
    }
  }
}

interface Probe {
  answer: ProxyAnswer | null
  /** Of the server; `fault` is empty for one that is trusted. */
  certificate: { issuer: string; fault: string } | null
  /** The server's time, milliseconds since 1970, and this computer's at the same moment. */
  date: number | null
  at: number
  error: string | null
  code: string
}

/** One request without any secret by the route, to look at what is on the way. */
function probe(
  { httpOrigin }: WorkspaceAddress,
  route: Route,
  network: Network,
  ms: number,
  now: () => number,
): Promise<Probe> {
  const found: Probe = { answer: null, certificate: null, date: null, at: now(), error: null, code: '' }
  if (route.kind === 'native') return Promise.resolve(found)
  const abort = new AbortController()
  const onAnswer = (answer: ProxyAnswer): void => {
    found.answer = answer
  }
  const { agent, secureContext } = network.request(route, { timeoutMs: ms, signal: abort.signal, onAnswer })
  const socketOptions: object = { secureContext }
  return new Promise(resolve => {
    const done = (error: (Error & { code?: string }) | null): void => {
      clearTimeout(timer)
      if (error !== null && found.error === null) {
        found.error = errorText(error)
        found.code = error.code ?? ''
      }
      resolve(found)
      request.destroy()
      abort.abort()
    }
    const ask = httpOrigin.startsWith('https:') ? requestHttps : requestHttp
    // A certificate that is not trusted is looked at, to say whose it is.
    const request = ask(`${httpOrigin}/healthz`, { ...socketOptions, agent, rejectUnauthorized: false }, response => {
      const date = Date.parse(response.headers.date ?? '')
      const fromProxy = found.answer !== null && found.answer.status !== 200
      found.at = now()
      found.date = Number.isNaN(date) || fromProxy ? null : date
      response.resume()
      done(null)
    })
    const timer = setTimeout(() => done(noAnswer(ms)), ms)
    request.on('socket', socket => {
      if (!('getPeerCertificate' in socket)) return
      const tls = socket as TLSSocket
      const look = (): void => {
        const { issuer } = tls.getPeerCertificate()
        const issuerName = [issuer?.O, issuer?.CN].flat().filter(Boolean).join(', ')
        found.certificate = { issuer: issuerName, fault: tls.authorized ? '' : String(tls.authorizationError) }
      }
      if (tls.getPeerCertificate()?.subject === undefined) tls.once('secureConnect', look)
      else look()
    })
    request.on('error', done)
    request.end()
  })
}

function certificateFinding(fault: string): Finding {
  if (/EXPIRED/.test(fault)) return 'tls_expired'
  if (/NOT_YET_VALID/.test(fault)) return 'tls_not_yet_valid'
  if (/ALTNAME|HOSTNAME/.test(fault)) return 'tls_wrong_name'
  return 'tls_not_trusted'
}

function socketFinding(code: string, message: string): Finding {
  if (code === 'client_certificate') return 'websocket_client_certificate'
  if (code === 'proxy_password') return 'websocket_password'
  if (code === 'bad_certificate') return 'websocket_not_trusted'
  if (code === 'no_network') return 'websocket_no_network'
  if (/server response: (429|5\d\d)/.test(message)) return 'websocket_busy'
  if (/server response: (400|403|426)/.test(message)) return 'websocket_blocked'
  if (code === 'not_a_workspace') return 'websocket_not_a_workspace'
  return 'websocket_unreachable'
}

function noAnswer(ms: number): Error {
  return new Error(`no answer within ${ms} ms`)
}

function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code} ` : ''
  return error.message.includes(code.trim()) ? error.message : code + error.message
}
