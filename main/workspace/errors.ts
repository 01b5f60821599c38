import { closeCodes, ProtocolError } from '@lianqun/protocol'
import type { ConnectionState, desktopErrors } from '../../preload/contract/index.ts'
import { CacheError } from '../cache/api.ts'

export type DesktopErrorCode = (typeof desktopErrors)[number]

/** An error with a code for which the renderer has a message. */
export class DesktopError extends Error {
  readonly code: string
  /** After how many milliseconds the server wants to be asked again, if it said so. */
  readonly retryAfterMs: number | undefined
  constructor(code: DesktopErrorCode, message: string, retryAfterMs?: number) {
    super(message)
    this.name = 'DesktopError'
    this.code = code
    this.retryAfterMs = retryAfterMs
  }
}

/** Why safe storage cannot be used: there is none; it is locked, or the person refused; it does not answer. */
export type SafeStorageProblem = 'missing' | 'locked' | 'silent'

/** Secrets cannot be encrypted or read now, but later; nothing is lost. Without safe storage the user may agree to go on. */
export class SafeStorageUnavailable extends Error {
  readonly problem: SafeStorageProblem
  constructor(problem: SafeStorageProblem, cause?: unknown) {
    super(`the safe storage of this system cannot be used: it is ${problem}`, { cause })
    this.name = 'SafeStorageUnavailable'
    this.problem = problem
  }
}

/** The secret exists, but cannot be decrypted: its key is lost, or the entry is damaged. */
export class SecretUnreadable extends Error {
  constructor(name: string, cause?: unknown) {
    super(`the secret "${name}" cannot be read: it is damaged, or its encryption key is lost`, { cause })
    this.name = 'SecretUnreadable'
  }
}

const certificateCodes =
  /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT|HOSTNAME_MISMATCH|INVALID_(CA|PURPOSE))/
/** A TLS server that ends the handshake because the client has shown no certificate, or not the right one. */
const clientCertificateCodes = /^ERR_SSL_.*(CERTIFICATE_REQUIRED|ALERT_HANDSHAKE_FAILURE|ALERT_BAD_CERTIFICATE)/

/** Whether the error code of Node means that a server wants a client certificate, or another one. */
export function isClientCertificateError(code: string): boolean {
  return clientCertificateCodes.test(code)
}

/**
 * Maps the error of a WebSocket that could not be opened to the few causes that a user can act on: the name does not
 * resolve, nothing answers, the certificate is bad, or the server is not a workspace server. `retryAfterMs` is what an
 * answer said of when to try again.
 */
export function connectError(
  error: Error & { code?: string | undefined; retryAfterMs?: number | undefined },
): DesktopError {
  const code = error.code ?? ''
  const detail = `${code} ${error.message}`.trim()
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return new DesktopError('address_unknown', detail)
  if (code === 'ENETUNREACH' || code === 'ENETDOWN') return new DesktopError('no_network', detail)
  if (isClientCertificateError(code)) return new DesktopError('client_certificate', detail)
  if (certificateCodes.test(code)) return new DesktopError('bad_certificate', detail)
  if (code === 'EPROTO' || code.startsWith('ERR_SSL') || code.startsWith('HPE_'))
    return new DesktopError('not_a_workspace', detail)
  // A proxy answers for a workspace server that is down, starting or busy; the server for itself when all come at once.
  if (/Unexpected server response: (429|5\d\d)/.test(error.message)) {
    const returning = error.retryAfterMs !== undefined && error.message.endsWith('503')
    return new DesktopError(returning ? 'server_closing' : 'unreachable', detail, error.retryAfterMs)
  }
  if (/Unexpected server response|subprotocol|Invalid Upgrade|Sec-WebSocket/i.test(error.message)) {
    return new DesktopError('not_a_workspace', detail)
  }
  return new DesktopError('unreachable', detail)
}

const netErrors: readonly [RegExp, DesktopErrorCode][] = [
  [/ERR_NAME_NOT_RESOLVED|ERR_NAME_RESOLUTION_FAILED|ERR_DNS_/, 'address_unknown'],
  [/ERR_INTERNET_DISCONNECTED/, 'no_network'],
  [/ERR_SSL_CLIENT_AUTH|ERR_BAD_SSL_CLIENT_AUTH/, 'client_certificate'],
  [/ERR_CERT_/, 'bad_certificate'],
  [/ERR_SSL_/, 'not_a_workspace'],
  [/ERR_PROXY_AUTH|ERR_UNEXPECTED_PROXY_AUTH|ERR_INVALID_AUTH|status(?: code)?:? 407/i, 'proxy_password'],
  [/ERR_PROXY_CERTIFICATE_INVALID/, 'bad_certificate'],
  [/ERR_PROXY_CONNECTION_FAILED|ERR_SOCKS_|ERR_PAC_|ERR_MANDATORY_PROXY/, 'proxy_unreachable'],
  [/ERR_TUNNEL_CONNECTION_FAILED|ERR_HTTPS_PROXY_TUNNEL/, 'proxy_refused'],
  [/(?:response code|status):? (?:429|5\d\d)/i, 'unreachable'],
  [/response code|handshake|ERR_INVALID_HTTP_RESPONSE/i, 'not_a_workspace'],
]

/** Maps an error of Chromium's network stack, whose text has a name such as `net::ERR_CERT_DATE_INVALID`. */
export function netError(text: string): DesktopError {
  const code = netErrors.find(([pattern]) => pattern.test(text))?.[1] ?? 'unreachable'
  return new DesktopError(code, text)
}

/** Maps the close code of an open connection to an error. */
export function closeError(code: number, reason: string): DesktopError {
  const detail = `closed with ${code} ${reason}`.trim()
  if (code === closeCodes.goingAway) return new DesktopError('server_closing', detail)
  if (code === closeCodes.slowConsumer) return new DesktopError('slow', detail)
  return new DesktopError('unreachable', detail)
}

/** Whether an error means that the session has ended, so that the user must sign in again. */
export function endsSession(error: unknown): error is ProtocolError {
  return (
    error instanceof ProtocolError &&
    ['session_revoked', 'token_expired', 'account_disabled', 'unauthenticated'].includes(error.errorName)
  )
}

/** The error code and field for the renderer. */
export function errorCode(error: unknown): { code: string; field?: string } {
  if (error instanceof ProtocolError)
    return { code: error.errorName, ...(error.field === undefined ? {} : { field: error.field }) }
  if (error instanceof DesktopError) return { code: error.code }
  if (error instanceof CacheError) return { code: error.failure === 'full' ? 'disk_full' : 'cache_failed' }
  return { code: 'internal' }
}

const reasons: Record<string, ConnectionState['reason']> = {
  no_network: 'network',
  address_unknown: 'address_unknown',
  bad_certificate: 'certificate',
  client_certificate: 'client_certificate',
  proxy_unreachable: 'proxy_unreachable',
  proxy_refused: 'proxy_refused',
  proxy_password: 'proxy_password',
  server_closing: 'server_closing',
  not_a_workspace: 'not_a_workspace',
  slow: 'slow',
}

/** Why there is no connection, as the window says it. */
export function reasonOf(error: Error): ConnectionState['reason'] {
  if (error instanceof CacheError) return 'none'
  if (error instanceof ProtocolError && error.errorName === 'unavailable') return 'server_closing'
  return (error instanceof DesktopError ? reasons[error.code] : undefined) ?? 'unreachable'
}
