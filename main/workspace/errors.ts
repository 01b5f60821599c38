import { closeCodes, ProtocolError } from '@lianqun/protocol'
import type { desktopErrors } from '../../preload/contract/index.ts'

export type DesktopErrorCode = (typeof desktopErrors)[number]

/** An error with a code for which the renderer has a message. */
export class DesktopError extends Error {
  readonly code: string
  constructor(code: DesktopErrorCode, message: string) {
    super(message)
    this.name = 'DesktopError'
    this.code = code
  }
}

const certificateCodes = /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|DEPTH_ZERO/

/**
 * Maps the error of a WebSocket that could not be opened to the few causes that a user can act on: the name does not
 * resolve, nothing answers, the certificate is bad, or the server is not a workspace server.
 */
export function connectError(error: Error & { code?: string }): DesktopError {
  const code = error.code ?? ''
  const detail = `${code} ${error.message}`.trim()
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return new DesktopError('address_unknown', detail)
  if (certificateCodes.test(code)) return new DesktopError('bad_certificate', detail)
  if (code === 'EPROTO' || code.startsWith('ERR_SSL') || code.startsWith('HPE_'))
    return new DesktopError('not_a_workspace', detail)
  // A proxy answers for a workspace server that is down, starting or busy.
  if (/Unexpected server response: (429|5\d\d)/.test(error.message)) return new DesktopError('unreachable', detail)
  if (/Unexpected server response|subprotocol|Invalid Upgrade|Sec-WebSocket/i.test(error.message)) {
    return new DesktopError('not_a_workspace', detail)
  }
  return new DesktopError('unreachable', detail)
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
