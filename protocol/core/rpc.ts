import { z } from 'zod'
import { errors, rpcErrorSchema } from './errors.ts'

/** The WebSocket subprotocol, and the path of the socket. */
export const subprotocol = 'lianqun.v1'
export const socketPath = '/v1/socket'
/**
 * The `Origin` of the client where its socket must have one. The server takes this or none, as any page in a browser may
 * open a socket.
 */
export const clientOrigin = 'app://lianqun'

/** JSON-RPC 2.0 (https://www.jsonrpc.org/specification). Ids are positive integers, counted per connection. */
const requestIdSchema = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER)

/** A frame is one of these, or an array of them (a batch): several notifications of one tick share a frame. */
export type ParsedMessage =
  | { kind: 'request'; id: number; method: string; params: unknown }
  | { kind: 'notification'; method: string; params: unknown }
  | { kind: 'result'; id: number; result: unknown }
  | { kind: 'error'; id: number | null; error: z.infer<typeof rpcErrorSchema> }
  | { kind: 'invalid'; id: number | null; reason: 'parse_error' | 'invalid_request' }

/** A batch with more messages than allowed: its messages were not looked at, but for the ids of its requests. */
export class OversizedBatch {
  readonly ids: readonly number[]

  constructor(messages: readonly unknown[]) {
    this.ids = messages.flatMap(message => {
      const id: unknown = typeof message === 'object' && message !== null && 'id' in message ? message.id : undefined
      return typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? [id] : []
    })
  }
}

/** Parses one text frame. Never throws: an invalid message is returned as `invalid`. */
export function parseFrame(text: string): ParsedMessage[]
/** `most`: messages of a batch; a larger one costs no more than its JSON. */
export function parseFrame(text: string, most: number): ParsedMessage[] | OversizedBatch
export function parseFrame(text: string, most = Number.POSITIVE_INFINITY): ParsedMessage[] | OversizedBatch {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return [{ kind: 'invalid', id: null, reason: 'parse_error' }]
  }
  if (!Array.isArray(json)) return [parseMessage(json)]
  if (json.length === 0) return [{ kind: 'invalid', id: null, reason: 'invalid_request' }]
  return json.length > most ? new OversizedBatch(json) : json.map(parseMessage)
}

function parseMessage(value: unknown): ParsedMessage {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return invalid(null)
  const frame = value as Record<string, unknown>
  const id = requestIdSchema.safeParse(frame.id)
  if (frame.jsonrpc !== '2.0') return invalid(id.success ? id.data : null)
  if (typeof frame.method === 'string' && frame.method.length > 0 && frame.method.length <= 64) {
    if (frame.id === undefined) return { kind: 'notification', method: frame.method, params: frame.params }
    return id.success ? { kind: 'request', id: id.data, method: frame.method, params: frame.params } : invalid(null)
  }
  if (frame.method !== undefined) return invalid(id.success ? id.data : null)
  if (frame.error !== undefined) {
    if (frame.id !== null && !id.success) return invalid(null)
    const error = rpcErrorSchema.safeParse(frame.error)
    // A refusal whose body cannot be read is one all the same.
    const { code, message } = errors.refused
    return { kind: 'error', id: id.success ? id.data : null, error: error.success ? error.data : { code, message } }
  }
  return 'result' in frame && id.success ? { kind: 'result', id: id.data, result: frame.result } : invalid(null)
}

function invalid(id: number | null): ParsedMessage {
  return { kind: 'invalid', id, reason: 'invalid_request' }
}

/** Encodes a request, a notification, a result or an error as one text frame. */
export const encode = {
  request: (id: number, method: string, params: unknown) => JSON.stringify({ jsonrpc: '2.0', id, method, params }),
  notification: (method: string, params: unknown) => JSON.stringify({ jsonrpc: '2.0', method, params }),
  result: (id: number, result: unknown) => JSON.stringify({ jsonrpc: '2.0', id, result }),
  error: (id: number | null, error: z.infer<typeof rpcErrorSchema>) => JSON.stringify({ jsonrpc: '2.0', id, error }),
  /** Joins encoded messages into one frame. */
  batch: (encoded: readonly string[]) => (encoded.length === 1 ? (encoded[0] ?? '[]') : `[${encoded.join(',')}]`),
}
