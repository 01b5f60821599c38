import { type Method, type Params, ProtocolError, limits as protocolLimits, type Result } from '@lianqun/protocol'
import { CommitQueue } from '../core/commit-queue.ts'
import type { AddressOf } from '../core/gateway/address.ts'
import type { Connection, Identity } from '../core/gateway/connection.ts'
import type { Hub } from '../core/hub/hub.ts'
import type { SignInFailures } from '../core/rate-limits.ts'
import * as sync from '../core/sync.ts'
import type { Domain } from '../domain.ts'
import type { ServerLimits } from '../options.ts'
import { toApp } from '../storage/rows.ts'
import type { Store } from '../storage/sqlite/store.ts'
import type { PasswordChecker, Tokens } from './auth/credentials.ts'
import * as sessions from './auth/sessions.ts'
import * as conversations from './conversations/domain.ts'
import * as memberships from './me/domain.ts'
import { recallMessage } from './messages/recall.ts'

/** What the handlers work with. */
export interface Services {
  store: Store
  domain: Domain
  hub: Hub
  tokens: Tokens
  passwords: PasswordChecker
  signInFailures: SignInFailures
  limits: ServerLimits
  lastSeen: sessions.LastSeen
  addressOf: AddressOf
  /** Reports what went wrong when nobody can be answered with it. */
  failed: (error: unknown) => void
}

/** Where the mini-apps' HTTP API is, from the server's own address. */
const appApiBase = '/api/apps'

type Handler<M extends Method> = (params: Params<M>, connection: Connection) => Promise<Result<M>>
/** `message.send` is not here: the gateway gives it to the group commit. */
export type Handlers = { [M in Exclude<Method, 'message.send'>]: Handler<M> }

/** Who the connection is. @throws unauthenticated */
export function identityOf(connection: Connection): Identity {
  if (!connection.identity) throw new ProtocolError('unauthenticated')
  return connection.identity
}

/** A handler for every method. */
export function createHandlers(services: Services): Handlers {
  return {
    ...authHandlers(services),
    ...syncHandlers(services),
    ...conversationHandlers(services),
    ...meHandlers(services),
  }
}

function authHandlers({ store, domain, hub, tokens, passwords, signInFailures, limits, lastSeen }: Services) {
  /** Signs the connection in, unless it is somebody else already or the session ended meanwhile. */
  async function attach(connection: Connection, identity: Identity): Promise<void> {
    await store.read(async db => {
      await sessions.requireSession(db, identity.sessionId)
      // Looked at under the lock: two of these may come in one frame.
      const known = connection.identity
      if (known && known.sessionId !== identity.sessionId) throw signedInAlready()
      if (known || !connection.isOpen) return
      connection.signedIn(identity)
      hub.signedIn(connection, identity.sessionId)
    })
  }

  async function signIn(
    { account, password, device }: Params<'auth.signIn'>,
    connection: Connection,
  ): Promise<Result<'auth.signIn'>> {
    const name = account.toLowerCase()
    const { address } = connection
    const allow = () => {
      const wait = limits.rate ? signInFailures.wait(name, address) : 0
      if (wait > 0) throw new ProtocolError('too_many_attempts', { retryAfterMs: wait })
    }
    allow()
    const user = await store.read(db =>
      db.selectFrom('users').select(['id', 'password_hash', 'disabled']).where('account', '=', name).executeTakeFirst(),
    )
    // Asked again when its turn comes: guesses that arrive together are not all tried before the first has failed.
    const turn = { allow, failed: () => signInFailures.add(name, address) }
    if (!(await passwords.check(user?.password_hash ?? null, password, turn)) || !user) {
      throw new ProtocolError('wrong_credentials')
    }
    const issued = await domain.write(w => sessions.startSession(w, user.id, device))
    await attach(connection, issued)
    return domain.toSession(issued)
  }

  const handlers: Pick<Handlers, 'auth.signIn' | 'auth.refresh' | 'auth.resume' | 'auth.signOut'> = {
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
      const outcome = await domain.write(w => sessions.refreshSession(w, refreshToken))
      if ('error' in outcome) throw outcome.error
      await attach(connection, outcome.session)
      return domain.toSession(outcome.session)
    },

    async 'auth.resume'({ accessToken }, connection) {
      const { sessionId } = await tokens.verifyAccess(accessToken)
      const { userId, deviceId } = await store.read(db => sessions.requireSession(db, sessionId))
      await attach(connection, { userId, sessionId, deviceId })
      lastSeen.note(sessionId)
      return {}
    },

    async 'auth.signOut'(_params, connection) {
      const { sessionId } = identityOf(connection)
      connection.signingOut = true
      try {
        await domain.write(w => sessions.endSessions(w, { sessionId }, 'signed_out'))
      } catch (error) {
        connection.signingOut = false
        throw error
      }
      setImmediate(() => hub.end(connection, 'signed_out'))
      return {}
    },
  }
  return handlers
}

function signedInAlready(): ProtocolError {
  return new ProtocolError('invalid_request', { message: 'This connection is signed in already. Open another.' })
}

function syncHandlers({ store, hub }: Services) {
  const epoch = store.meta('epoch')
  const handlers: Pick<
    Handlers,
    'sync.hello' | 'sync.heads' | 'sync.changes' | 'sync.heartbeat' | 'directory.employees'
  > = {
    async 'sync.hello'(_params, connection) {
      const { userId } = identityOf(connection)
      return store.read(async db => {
        const revisions = await sync.readRevisions(db, userId)
        const digest = await sync.readDigest(db, userId)
        if (connection.isOpen && !connection.signingOut) hub.subscribe(connection, userId, digest)
        return { userId, epoch, serverTime: Date.now(), revisions }
      })
    },

    async 'sync.heads'({ cursor, limit }, connection) {
      const { userId } = identityOf(connection)
      return store.read(db => sync.readHeadsPage(db, { userId, epoch, cursor, limit }))
    },

    async 'sync.changes'(params, connection) {
      const { userId } = identityOf(connection)
      return store.read(db => sync.readChanges(db, { userId, epoch, ...params }))
    },

    async 'directory.employees'({ userIds }) {
      return { employees: await store.read(db => sync.readEmployees(db, userIds)) }
    },

    async 'sync.heartbeat'({ heads }, connection) {
      const { userId } = identityOf(connection)
      return store.read(async db => {
        const revisions = await sync.readRevisions(db, userId)
        const digest = hub.online(userId) ?? (await sync.readDigest(db, userId))
        const headsAgree = digest.count === heads.count && digest.hash === heads.hash
        return { serverTime: Date.now(), revisions, headsAgree }
      })
    },
  }
  return handlers
}

function conversationHandlers({ store, domain, hub, limits }: Services) {
  const epoch = store.meta('epoch')

  async function head(userId: string, id: string) {
    const [found] = await store.read(db => sync.readHeads(db, userId, [id]))
    // The same client id again, after the person has left the group.
    if (!found) throw new ProtocolError('not_member')
    return { head: found }
  }

  const handlers: Pick<
    Handlers,
    Exclude<Extract<Method, `conversation.${string}` | `message.${string}`>, 'message.send'>
  > = {
    async 'message.recall'({ conversationId, seq }, connection) {
      const { userId } = identityOf(connection)
      const message = await domain.write(w => recallMessage(w, { conversationId, seq, userId }, limits.recallMs))
      return { message }
    },

    async 'message.history'(params, connection) {
      const { userId } = identityOf(connection)
      return store.read(db => sync.readHistory(db, { userId, epoch, ...params }))
    },

    async 'conversation.create'({ clientId, name, userIds }, connection) {
      const { userId: ownerId } = identityOf(connection)
      const { id } = await domain.createGroup({ ownerId, userIds, name, clientId })
      return head(ownerId, id)
    },

    async 'conversation.direct'({ userId: otherId }, connection) {
      const { userId } = identityOf(connection)
      const { id } = await domain.direct(userId, otherId)
      return head(userId, id)
    },

    async 'conversation.rename'({ conversationId, name }, connection) {
      const { userId: actorId } = identityOf(connection)
      await domain.write(w => conversations.rename(w, { conversationId, actorId, name }))
      return {}
    },

    async 'conversation.addMembers'({ conversationId, userIds }, connection) {
      const { userId: actorId } = identityOf(connection)
      await domain.addMembers({ conversationId, actorId, userIds })
      return {}
    },

    async 'conversation.removeMembers'({ conversationId, userIds }, connection) {
      const { userId: actorId } = identityOf(connection)
      await domain.removeMembers({ conversationId, actorId, userIds })
      return {}
    },

    async 'conversation.leave'({ conversationId }, connection) {
      const { userId: actorId } = identityOf(connection)
      await domain.leave({ conversationId, actorId })
      return {}
    },

    async 'conversation.open'({ conversationId }, connection) {
      const { userId } = identityOf(connection)
      if (!connection.subscribed) {
        throw new ProtocolError('invalid_request', { message: 'Say sync.hello first, then what is open.' })
      }
      await store.read(async db => {
        if (conversationId !== null) await memberships.requireMember(db, conversationId, userId)
        if (connection.isOpen && connection.subscribed) hub.setOpen(connection, conversationId)
      })
      return {}
    },

    async 'conversation.receipts'({ conversationId }, connection) {
      const { userId } = identityOf(connection)
      const receipts = await store.read(db => sync.readReceipts(db, conversationId, userId))
      return { conversationId, receipts: receipts.slice(0, protocolLimits.members) }
    },
  }
  return handlers
}

function meHandlers({ store, domain, hub, tokens, lastSeen, failed }: Services) {
  const marks = new CommitQueue<memberships.MembershipInput, memberships.UpdatedMembership>(
    (inputs, done) => domain.commitMemberships(inputs, done),
    failed,
  )
  const handlers: Pick<
    Handlers,
    'membership.update' | 'preferences.update' | 'device.list' | 'device.revoke' | 'app.token'
  > = {
    async 'membership.update'(params, connection) {
      const { userId } = identityOf(connection)
      const { membership, readMoved } = await marks.stored({ userId, ...params })
      if (readMoved) hub.receipt(membership.conversationId, { userId, readSeq: membership.readSeq })
      return { membership }
    },

    async 'preferences.update'({ favouriteApps }, connection) {
      const { userId } = identityOf(connection)
      return { preferences: await domain.write(w => memberships.updatePreferences(w, userId, favouriteApps)) }
    },

    async 'device.list'(_params, connection) {
      const { userId, deviceId } = identityOf(connection)
      return { devices: await store.read(db => sessions.listDevices(db, userId, deviceId, lastSeen)) }
    },

    async 'device.revoke'({ deviceId }, connection) {
      const { userId } = identityOf(connection)
      if ((await domain.revoke(userId, deviceId)) === 0) throw new ProtocolError('not_found', { field: 'deviceId' })
      return {}
    },

    async 'app.token'({ appId, permissions: wanted }, connection) {
      const { userId, sessionId } = identityOf(connection)
      const row = await store.read(db =>
        db.selectFrom('apps').selectAll().where('id', '=', appId).where('deleted', '=', 0).executeTakeFirst(),
      )
      if (!row) throw new ProtocolError('not_found', { field: 'appId' })
      const manifest = toApp(row).permissions
      const permissions = wanted ? manifest.filter(permission => wanted.includes(permission)) : manifest
      const { token, expiresAt } = await tokens.app({ userId, sessionId, appId, permissions }, Date.now())
      return { token, expiresAt, apiBase: appApiBase }
    },
  }
  return handlers
}
