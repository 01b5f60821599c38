import { ProtocolError } from '@lianqun/protocol'

/** How long a busy server asks to wait before the request is repeated, at most `mostMs`; null when it did not ask. */
export function askedWait(error: unknown, mostMs: number): number | null {
  if (!(error instanceof ProtocolError) || !error.retry || error.retryAfterMs === undefined) return null
  return Math.min(error.retryAfterMs, mostMs)
}
