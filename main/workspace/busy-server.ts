import { ProtocolError } from '@lianqun/protocol'
import { DesktopError } from './errors.ts'

/** How long a busy server asks to wait before the request is repeated, at most `mostMs`; null when it did not ask. */
export function askedWait(error: unknown, mostMs: number): number | null {
  const asked = error instanceof DesktopError || (error instanceof ProtocolError && error.retry)
  return asked && error.retryAfterMs !== undefined ? Math.min(error.retryAfterMs, mostMs) : null
}
