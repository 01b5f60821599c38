import { ProtocolError } from '@lianqun/protocol'
import { Buckets } from '../../core/rate-limits.ts'
import type { Services } from '../../core/services.ts'
import { AddressFailures } from './address-failures.ts'
import { type Owner, sessionOfToken } from './sessions.ts'

/**
 * Looks at a refresh token before the transaction that exchanges it. One that was made up costs a look-up and counts
 * against its address; a real one is limited by its session alone, whatever strangers do.
 * The function resolves with the session, and throws token_expired, too_many_attempts, rate_limited
 */
export function refreshGuard({ store, limits }: Services) {
  const madeUp = new AddressFailures(limits)
  const refreshes = new Buckets(limits.refreshesPerSecond, limits.refreshBurst)
  return async (refreshToken: string, address: string): Promise<Owner> => {
    const session = await store.read(db => sessionOfToken(db, refreshToken))
    if (session === undefined) {
      const wait = limits.rate ? madeUp.wait(address) : 0
      if (wait > 0) throw new ProtocolError('too_many_attempts', { retryAfterMs: wait })
      madeUp.add(address)
      throw new ProtocolError('token_expired')
    }
    const wait = limits.rate ? refreshes.take(session.id) : 0
    if (wait > 0) throw new ProtocolError('rate_limited', { retryAfterMs: wait })
    return session
  }
}
