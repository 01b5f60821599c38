import type { BridgeErrorCode, BridgeOutcome } from '../preload/bridge/index.ts'

/**
 * Error codes. From the client: `not_declared` (the manifest does not name the permission), `not_allowed` (the
 * person has not given it), `bad_arguments`, `unknown_call` (an older client), `failed`. From the SDK: `outside_client`
 * (the page does not run in Lianqun), `offline` (no answer from client or server), `http` (the server refused; see
 * `status` and `serverCode`).
 */
export type LianqunErrorCode = BridgeErrorCode | 'outside_client' | 'http'

/** The only error that calls of the client throw. */
export class LianqunError extends Error {
  readonly code: LianqunErrorCode
  /** The HTTP status, of `http` only. */
  readonly status: number | null
  /** The server's own error code, of `http` only. */
  readonly serverCode: string | null

  constructor(
    code: LianqunErrorCode,
    message: string,
    http: { status?: number; serverCode?: string; cause?: unknown } = {},
  ) {
    super(message, http.cause === undefined ? undefined : { cause: http.cause })
    this.name = 'LianqunError'
    this.code = code
    this.status = http.status ?? null
    this.serverCode = http.serverCode ?? null
  }
}

/** The value of an outcome of the bridge. @throws LianqunError */
export function unwrap<T>(outcome: BridgeOutcome<T>): T {
  if (outcome.ok) return outcome.value
  throw new LianqunError(outcome.error.code, outcome.error.message)
}

/** Reads `{error, message}` of a failed response; falls back to its status for another body. */
export async function errorOf(response: Response): Promise<LianqunError> {
  const text = await response.text().catch(() => '')
  let code: string | undefined
  let message: string | undefined
  try {
    const body = JSON.parse(text) as { error?: unknown; message?: unknown } | null
    if (typeof body?.error === 'string') code = body.error
    if (typeof body?.message === 'string') message = body.message
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error // Not JSON, for example the page of a proxy.
  }
  return new LianqunError('http', message ?? `The server answered ${response.status}.`, {
    status: response.status,
    serverCode: code,
  })
}
