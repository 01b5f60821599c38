import type { Socket } from 'node:net'
import { errors, ProtocolError } from '@lianqun/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { httpStatus } from '../core/http-status.ts'
import { isStorageFull } from '../storage/faults.ts'

/** Answers a failed request with `{error, message}`, whatever failed. Errors of the server are logged. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const known = toProtocolError(error)
  if (known.errorName === 'internal') request.log.error({ err: error, request: request.id }, 'request failed')
  const body: Record<string, unknown> = { error: known.errorName, message: known.message }
  if (known.field !== undefined) body.field = known.field
  if (known.retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(known.retryAfterMs / 1_000))
  reply.code(httpStatus(known.errorName)).headers(neverStored).send(body)
}

/** Headers of every answer but files. */
export const neverStored = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

/** Answers what is no request over HTTP, or not a whole one in time, and closes its socket. */
export function answerBroken(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const [head, message] =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? ['408 Request Timeout', 'The request did not come in time.']
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? ['431 Request Header Fields Too Large', 'The headers are too large.']
        : ['400 Bad Request', 'This is no request over HTTP.']
  const body = JSON.stringify({ error: 'invalid_request', message })
  const lines = [
    `HTTP/1.1 ${head}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ]
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
}

function toProtocolError(error: unknown): ProtocolError {
  if (error instanceof ProtocolError) return error
  if (isStorageFull(error)) return new ProtocolError('storage_full')
  const code = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined
  if (code === 413) return new ProtocolError('too_large')
  if (typeof code === 'number' && code >= 400 && code < 500) {
    return new ProtocolError('invalid_params', { message: 'Send JSON with content-type application/json.' })
  }
  return new ProtocolError('internal', { message: errors.internal.message })
}
