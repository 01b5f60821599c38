import { type DestinationStream, type Logger, pino } from 'pino'
import { requestIds } from './request-context.ts'

/**
 * The server's logger: JSON lines, to stdout by default. Each line of a request has the ids of its connection and of
 * itself. No line holds what people write, or a name, token or password: errors lose the fields that may.
 */
export function createLogger(level: string, stream?: DestinationStream): Logger {
  const options = { level, base: null, mixin: requestIds, serializers: { err: errorForLog, req: requestForLog } }
  return stream === undefined ? pino(options) : pino(options, stream)
}

/** What is said of an error, and of what caused it. */
interface LoggedError {
  type: string
  message: string
  stack?: string
  code?: string | number
  syscall?: string
  constraint?: string
  cause?: LoggedError
  errors?: LoggedError[]
}

/** Of its own fields an error keeps those that name no value: a database's `detail` quotes the row, for one. */
function errorForLog(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'something was thrown that is no error' }
  const fields = error as Error & Partial<Record<'code' | 'syscall' | 'constraint' | 'errors', unknown>>
  const message = messageOf(error)
  const logged: LoggedError = { type: error.constructor.name, message }
  const frames = /\n\s+at [\s\S]*$/.exec(error.stack ?? '')?.[0]
  if (frames !== undefined) logged.stack = `${logged.type}: ${message}${frames}`
  const { code, syscall, constraint, cause, errors } = fields
  if (typeof code === 'string' || typeof code === 'number') logged.code = code
  if (typeof syscall === 'string') logged.syscall = syscall
  if (typeof constraint === 'string') logged.constraint = constraint
  if (depth >= 4) return logged
  if (cause !== undefined) logged.cause = errorForLog(cause, depth + 1)
  if (Array.isArray(errors)) logged.errors = errors.slice(0, 10).map(each => errorForLog(each, depth + 1))
  return logged
}

/** The message of an error, without what it quotes where it quotes what was read. */
function messageOf(error: Error): string {
  // JSON.parse quotes the text around the place.
  if (error instanceof SyntaxError) return 'a text could not be parsed'
  return error.message
}

/** A request over HTTP by its route: the address may hold a search, an id or the secret of a link. */
function requestForLog(request: { method?: string; routeOptions?: { url?: string } }) {
  return { method: request.method, route: request.routeOptions?.url }
}
