import { ProtocolError } from '@lianqun/protocol'

/** The longest that is waited before asking again, in milliseconds. */
const longestWaitMs = 60_000

/** How long a busy server asks to wait before the request is repeated, in milliseconds; null when it did not ask. */
export function askedWait(error: unknown): number | null {
  if (!(error instanceof ProtocolError) || !error.retry || error.retryAfterMs === undefined) return null
  return Math.min(error.retryAfterMs, longestWaitMs)
}
