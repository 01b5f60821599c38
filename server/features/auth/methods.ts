import { type Params, ProtocolError, type Result } from '@lianqun/protocol'
import type { EndReason } from '../../core/change-set.ts'
import type { Handlers, Owned } from '../../core/feature.ts'
import { type Connection, identityOf } from '../../core/gateway/connection.ts'
import { Buckets } from '../../core/rate-limits.ts'
import { readTogether } from '../../core/read-together.ts'
import type { Services } from '../../core/services.ts'
import { accountOf, setPasswordHash } from './accounts.ts'
import { hashPassword, PasswordChecker } from './passwords.ts'
import { refreshGuard } from './refresh-guard.ts'
import * as sessions from './sessions.ts'
import { SignInFailures } from './sign-in-failures.ts'

/** Signs devices in and out. */
export function authHandlers(services: Services, lastSeen: sessions.LastSeen): Handlers<Owned<'auth' | 'device'>> {
  const { store, write, hub, tokens, limits, persons, admissions } = services
  const checkPassword = passwordCheck(services)
  const guardRefresh = refreshGuard(services)
  const signIns = new Buckets(limits.signInsPerSecond, limits.signInBurst)
  const toSession = (issued: sessions.IssuedSession) => sessions.toSession(store, tokens, issued)

  function limitSignIns(key: string): void {
    const wait = limits.rate ? signIns.take(key) : 0
    if (wait > 0) throw new ProtocolError('too_many_attempts', { retryAfterMs: wait })
  }

  /** Many come at once, after this process or their network was away. */
  const activeSession = readTogether(ids => store.read(db => sessions.requireSessions(db, ids)))

  /** Signs the connection in. @throws when it has another session, or when the session has ended */
  async function attach(connection: Connection, sessionId: string): Promise<void> {
    await hub.whileActive(sessionId, activeSession, identity => {
      // One frame may hold two sign-ins.
      const known = connection.identity
      if (known && known.sessionId !== sessionId) throw signedInAlready()
      if (known || !connection.isOpen) return
      connection.signedIn(identity, persons.sending(identity.userId))
      hub.signedIn(connection, identity)
    })
  }

  async function signIn(
    { account, password, device }: Params<'auth.signIn'>,
    connection: Connection,
  ): Promise<Result<'auth.signIn'>> {
    limitSignIns(connection.address)
    const userId = await checkPassword({ account, password, deviceId: device.id, address: connection.address })
    const issued = await write(`user:${userId}`, w =>
      sessions.startSession(w, userId, device, limits.sessionsPerPerson),
    )
    admissions.admitted()
    await attach(connection, issued.sessionId)
    return toSession(issued)
  }

  return {
    ...deviceHandlers(services, lastSeen),

    async 'auth.signIn'(params, connection) {
      if (connection.identity) throw signedInAlready()
      if (connection.signingIn) {
        throw new ProtocolError('invalid_request', { message: 'Wait for the answer to the first attempt.' })
      }
      connection.signingIn = true
      try {
        return await signIn(params, connection)
      } finally {
        connection.signingIn = false
      }
    },

    async 'auth.refresh'({ refreshToken }, connection) {
      const session = await guardRefresh(refreshToken, connection.address)
      if (!connection.identity) admissions.admit(session.id)
      const outcome = await write(`user:${session.userId}`, w => sessions.refreshSession(w, refreshToken))
      if ('error' in outcome) throw outcome.error
      await attach(connection, outcome.session.sessionId)
      return toSession(outcome.session)
    },

    async 'auth.resume'({ accessToken }, connection) {
      const { sessionId } = await tokens.verifyAccess(accessToken)
      if (!connection.identity) admissions.admit(sessionId)
      await attach(connection, sessionId)
      lastSeen.note(sessionId)
      return {}
    },

    async 'auth.signOut'(_params, connection) {
      const { userId, sessionId } = identityOf(connection)
      await leave(hub, connection, 'signed_out', () =>
        write(`user:${userId}`, w => sessions.endSessions(w, { sessionId }, 'signed_out')),
      )
      return {}
    },

    async 'auth.changePassword'({ current, next }, connection) {
      const { userId, sessionId, deviceId } = identityOf(connection)
      limitSignIns(userId)
      const account = await store.read(db => accountOf(db, userId))
      // Without an account there is no password either: the same answer as to a wrong one.
      await checkPassword({ account: account ?? '', password: current, deviceId, address: connection.address })
      const hash = await hashPassword(next)
      await write(`user:${userId}`, w => setPasswordHash(w, userId, hash, sessionId))
      return {}
    },
  }
}

/** Ends the session of a connection. What follows on it is refused at once; the answer still goes out. */
async function leave<T>(
  hub: Services['hub'],
  connection: Connection,
  reason: EndReason,
  end: () => Promise<T>,
): Promise<T> {
  connection.signingOut = true
  try {
    const result = await end()
    setImmediate(() => hub.end(connection, reason))
    return result
  } catch (error) {
    connection.signingOut = false
    throw error
  }
}

/** A person's devices: the list, and signing them out. */
function deviceHandlers({ store, write, hub }: Services, lastSeen: sessions.LastSeen): Handlers<Owned<'device'>> {
  return {
    async 'device.list'(_params, connection) {
      const { userId, deviceId } = identityOf(connection)
      return { devices: await store.read(db => sessions.listDevices(db, userId, deviceId, lastSeen)) }
    },

    async 'device.revoke'({ deviceId }, connection) {
      const { userId, deviceId: own } = identityOf(connection)
      const revoke = () => write(`user:${userId}`, w => sessions.endSessions(w, { userId, deviceId }, 'revoked'))
      const ended = await (deviceId === own ? leave(hub, connection, 'revoked', revoke) : revoke())
      if (ended === 0) throw new ProtocolError('not_found', { field: 'deviceId' })
      return {}
    },

    async 'device.revokeOthers'(_params, connection) {
      const { userId, sessionId: except } = identityOf(connection)
      return { revoked: await write(`user:${userId}`, w => sessions.endSessions(w, { userId, except }, 'revoked')) }
    },
  }
}

interface PasswordAttempt {
  account: string
  password: string
  deviceId: string
  address: string
}

/** Checks an account's password and resolves with the user's id. @throws `wrong_credentials`, `too_many_attempts` */
function passwordCheck({ store, limits }: Services) {
  const passwords = new PasswordChecker()
  const failures = new SignInFailures(limits)
  return async ({ account, password, deviceId, address }: PasswordAttempt): Promise<string> => {
    const name = account.toLowerCase()
    const { user, known } = await store.read(async db => {
      const user = await db
        .selectFrom('users')
        .select(['id', 'password_hash'])
        .where('account', '=', name)
        .executeTakeFirst()
      return { user, known: user !== undefined && (await sessions.isKnownDevice(db, user.id, deviceId)) }
    })
    const counted = { account: name, address, device: known ? deviceId : null }
    const allow = () => {
      const wait = limits.rate ? failures.wait(counted) : 0
      if (wait > 0) throw new ProtocolError('too_many_attempts', { retryAfterMs: wait })
    }
    allow()
    // `allow` runs again before the check, so that concurrent guesses count the failures before them.
    const attempt = { allow, failed: () => failures.add(counted) }
    if (!(await passwords.check(user?.password_hash ?? null, password, attempt)) || !user) {
      throw new ProtocolError('wrong_credentials')
    }
    return user.id
  }
}

function signedInAlready(): ProtocolError {
  return new ProtocolError('invalid_request', { message: 'This connection is signed in already. Open another.' })
}
