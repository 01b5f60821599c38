import { z } from 'zod'

/**
 * The one list of errors that a request can be answered with. `code` is the JSON-RPC error code, `retry` whether the
 * same request may succeed later, `message` a sentence that a user can act on (clients may translate it by name).
 */
export const errors = {
  parse_error: { code: -32700, retry: false, message: 'The frame is not valid JSON.' },
  invalid_request: { code: -32600, retry: false, message: 'The frame is not a valid request.' },
  unknown_method: { code: -32601, retry: false, message: 'This workspace does not support it yet.' },
  invalid_params: { code: -32602, retry: false, message: 'The request has a field that is missing or wrong.' },
  internal: {
    code: -32603,
    retry: true,
    message: 'The server failed. Try again; tell your administrator if it stays.',
  },
  unauthenticated: { code: -32001, retry: false, message: 'Sign in first.' },
  wrong_credentials: { code: -32002, retry: false, message: 'The account or the password is wrong.' },
  token_expired: { code: -32003, retry: false, message: 'The session has expired. Sign in again.' },
  session_revoked: { code: -32004, retry: false, message: 'This device was signed out. Sign in again.' },
  account_disabled: { code: -32005, retry: false, message: 'The account is disabled. Ask your administrator.' },
  too_many_attempts: { code: -32006, retry: true, message: 'Too many failed attempts. Wait a minute and try again.' },
  not_found: { code: -32010, retry: false, message: 'It does not exist, or not any more.' },
  not_member: { code: -32011, retry: false, message: 'You are not a member of this conversation.' },
  forbidden: { code: -32012, retry: false, message: 'You may not do this.' },
  conflict: { code: -32013, retry: false, message: 'The same client id was used for a different content.' },
  limit_reached: { code: -32014, retry: false, message: 'The limit is reached.' },
  too_late: { code: -32015, retry: false, message: 'The time to do this is over.' },
  too_large: { code: -32016, retry: false, message: 'It is larger than the server accepts.' },
  /** Of a group in slow mode: not `retry`, for others in it wait their turn too. */
  slow_mode: { code: -32017, retry: false, message: 'The group is in slow mode. Wait before you write again.' },
  only_admins: { code: -32018, retry: false, message: 'Only the owner and the admins of the group may do this.' },
  follows_department: {
    code: -32019,
    retry: false,
    message: 'The members of this group are those of its department.',
  },
  rate_limited: { code: -32020, retry: true, message: 'Too many requests. Wait a moment.' },
  unavailable: { code: -32021, retry: true, message: 'The server is restarting. It will be back in a moment.' },
  translation_unavailable: {
    code: -32024,
    retry: true,
    message: 'The translation service gives no answer now. Try again later.',
  },
  /** What a client reads for an unknown code. No server sends it. */
  refused: {
    code: -32098,
    retry: false,
    message: 'The server refused it for a reason that this version does not know. Update the app.',
  },
  storage_full: { code: -32022, retry: true, message: 'The server has no space left. Tell your administrator.' },
  upload_quota: {
    code: -32023,
    retry: false,
    message: 'You have uploaded as much as one person may within 24 hours. Send it again later.',
  },
} as const satisfies Record<string, { code: number; retry: boolean; message: string }>

export type ErrorName = keyof typeof errors

const nameByCode = new Map<number, ErrorName>(Object.entries(errors).map(([name, e]) => [e.code, name as ErrorName]))

/** Reads a received error: only its code has to be valid. */
export const rpcErrorSchema = z.object({
  code: z.number().int(),
  message: z.string().catch(''),
  data: z
    .object({
      name: z.string().max(64).optional().catch(undefined),
      field: z.string().max(200).optional().catch(undefined),
      retryAfterMs: z.number().min(0).optional().catch(undefined),
      /** Whether the same request may succeed later: for clients that do not know the code. */
      retry: z.boolean().optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
})
export type RpcErrorBody = z.infer<typeof rpcErrorSchema>

/** A request that was answered with an error, on either side of the wire. */
export class ProtocolError extends Error {
  readonly errorName: ErrorName
  readonly field: string | undefined
  readonly retryAfterMs: number | undefined
  /** Whether the same request may succeed later. */
  readonly retry: boolean

  constructor(
    name: ErrorName,
    options: { message?: string; field?: string; retryAfterMs?: number; retry?: boolean } = {},
  ) {
    super(options.message || errors[name].message)
    this.name = 'ProtocolError'
    this.errorName = name
    this.field = options.field
    this.retryAfterMs = options.retryAfterMs
    this.retry = options.retry ?? errors[name].retry
  }

  /** The error as it is sent. */
  toBody(): RpcErrorBody {
    const data: NonNullable<RpcErrorBody['data']> = { name: this.errorName, retry: this.retry }
    if (this.field !== undefined) data.field = this.field
    if (this.retryAfterMs !== undefined) data.retryAfterMs = this.retryAfterMs
    return { code: errors[this.errorName].code, message: this.message, data }
  }

  /** Reads a received error. An unknown code becomes `refused`, which is final unless `data.retry` says otherwise. */
  static fromBody(body: RpcErrorBody): ProtocolError {
    const name = nameByCode.get(body.code)
    return new ProtocolError(name ?? 'refused', {
      message: body.message,
      retry: name === undefined ? body.data?.retry : undefined,
      field: body.data?.field,
      retryAfterMs: body.data?.retryAfterMs,
    })
  }
}

/** WebSocket close codes that mean something to the client. */
export const closeCodes = {
  /** The server is stopping; reconnect within the window of `server.ending`. */
  goingAway: 1001,
  /** A frame that cannot be answered (binary, not JSON, wrong version). */
  badFrame: 1003,
  tooLarge: 1009,
  /** The session was ended: revoked, signed out elsewhere, account disabled. */
  sessionEnded: 4401,
  /** The connection was not signed in within `limits.authMs`. */
  authTimeout: 4408,
  /** The client read too slowly; reconnect and resume. */
  slowConsumer: 4413,
  rateLimited: 4429,
} as const
