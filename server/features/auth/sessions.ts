import { randomBytes } from 'node:crypto'
import { type Device, limits, ProtocolError, type Session } from '@lianqun/protocol'
import type { EndReason } from '../../core/change-set.ts'
import type { Identity } from '../../core/gateway/connection.ts'
import { hashToken, type Tokens } from '../../core/tokens.ts'
import type { Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { idList } from '../../storage/id-list.ts'
import { randomId } from '../../storage/random-id.ts'
import type { Store } from '../../storage/store.ts'
import type { SessionRow } from './tables.ts'

export interface DeviceInput {
  id: string
  name: string
  platform: string
}

/** A new session with its refresh token, of which only the hash is stored. */
export interface IssuedSession {
  sessionId: string
  userId: string
  deviceId: string
  refreshToken: string
  refreshExpiresAt: number
}

/** The session in the form that the client gets. */
export async function toSession(store: Store, tokens: Tokens, issued: IssuedSession): Promise<Session> {
  const { sessionId, userId, deviceId, refreshToken, refreshExpiresAt } = issued
  const { token, expiresAt } = await tokens.access({ userId, sessionId }, Date.now())
  const organisation = await store.read(db => db.selectFrom('organisation').selectAll().executeTakeFirst())
  return {
    accessToken: token,
    accessExpiresAt: expiresAt,
    refreshToken,
    refreshExpiresAt,
    deviceId,
    userId,
    workspace: {
      id: store.meta('workspace_id'),
      name: organisation?.name ?? '',
      latinName: organisation?.latin_name ?? '',
    },
  }
}

/**
 * Starts a session and ends the device's session before it. Above `most` sessions of the person those end that were
 * not seen for longest. @throws account_disabled
 */
export async function startSession(
  w: Writer,
  userId: string,
  device: DeviceInput,
  most: number,
): Promise<IssuedSession> {
  await requireEnabled(w.db, userId)
  await endSessions(w, { userId, deviceId: device.id }, 'signed_out')
  await endOldest(w, userId, most - 1)
  const refreshToken = randomBytes(32).toString('base64url')
  const sessionId = randomId()
  const refreshExpiresAt = w.now + limits.refreshTokenMs
  await w.db
    .insertInto('sessions')
    .values({
      id: sessionId,
      user_id: userId,
      device_id: device.id,
      name: device.name,
      platform: device.platform,
      created_at: w.now,
      last_seen_at: w.now,
      refresh_hash: hashToken(refreshToken),
      previous_hash: null,
      refresh_expires_at: refreshExpiresAt,
      ended_at: null,
    })
    .execute()
  return { sessionId, userId, deviceId: device.id, refreshToken, refreshExpiresAt }
}

/** Ends the sessions of a user that were not seen for longest, but for so many. */
async function endOldest(w: Writer, userId: string, kept: number): Promise<void> {
  const rows = await w.db
    .selectFrom('sessions')
    .select('id')
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
    .orderBy('last_seen_at', 'desc')
    .orderBy('created_at', 'desc')
    .execute()
  for (const { id } of rows.slice(kept)) await endSessions(w, { sessionId: id }, 'signed_out')
}

/** Whether an account has signed in on a device before, lately enough to be remembered. */
export async function isKnownDevice(db: Reader, userId: string, deviceId: string): Promise<boolean> {
  const row = await db
    .selectFrom('sessions')
    .select('id')
    .where('user_id', '=', userId)
    .where('device_id', '=', deviceId)
    .executeTakeFirst()
  return row !== undefined
}

/** The session that a refresh token belongs to, used before or not; undefined for one that was made up. */
export async function sessionOfToken(db: Reader, refreshToken: string): Promise<Owner | undefined> {
  const hash = hashToken(refreshToken)
  const session = await db
    .selectFrom('sessions')
    .select(['id', 'user_id as userId'])
    .where(eb => eb.or([eb('refresh_hash', '=', hash), eb('previous_hash', '=', hash)]))
    .executeTakeFirst()
  if (session) return session
  return db
    .selectFrom('retired_tokens')
    .innerJoin('sessions', 'sessions.id', 'retired_tokens.session_id')
    .select(['sessions.id', 'sessions.user_id as userId'])
    .where('retired_tokens.hash', '=', hash)
    .executeTakeFirst()
}

/** A session and whose it is. */
export interface Owner {
  id: string
  userId: string
}

async function requireEnabled(db: Reader, userId: string): Promise<void> {
  const user = await db.selectFrom('users').select('disabled').where('id', '=', userId).executeTakeFirst()
  if (user?.disabled !== 0) throw new ProtocolError('account_disabled')
}

/** A new token, or the error to answer with. Not thrown, because a throw would roll back the end of the session. */
export type RefreshOutcome = { session: IssuedSession } | { error: ProtocolError }

/**
 * Exchanges a refresh token. The previous one stays valid until the new one is used, because the answer may have
 * been lost. An older one was copied: it ends the session.
 */
export async function refreshSession(w: Writer, refreshToken: string): Promise<RefreshOutcome> {
  const hash = hashToken(refreshToken)
  const row: SessionRow | undefined = await w.db
    .selectFrom('sessions')
    .selectAll()
    .where(eb => eb.or([eb('refresh_hash', '=', hash), eb('previous_hash', '=', hash)]))
    .executeTakeFirst()
  if (!row) {
    const retired = await w.db
      .selectFrom('retired_tokens')
      .select('session_id')
      .where('hash', '=', hash)
      .executeTakeFirst()
    if (!retired) return { error: new ProtocolError('token_expired') }
    await endSessions(w, { sessionId: retired.session_id }, 'revoked')
    return { error: new ProtocolError('session_revoked') }
  }
  if (row.ended_at !== null) return { error: await endedError(w.db, row.user_id) }
  if (Number(row.refresh_expires_at) <= w.now) {
    await endSessions(w, { sessionId: row.id }, 'signed_out')
    return { error: new ProtocolError('token_expired') }
  }
  const usedCurrent = row.refresh_hash === hash
  const retire = usedCurrent ? row.previous_hash : row.refresh_hash
  if (retire !== null) {
    await w.db
      .insertInto('retired_tokens')
      .values({ hash: retire, session_id: row.id, retired_at: w.now })
      .onConflict(oc => oc.doNothing())
      .execute()
  }
  const next = randomBytes(32).toString('base64url')
  const refreshExpiresAt = w.now + limits.refreshTokenMs
  await w.db
    .updateTable('sessions')
    .set({
      refresh_hash: hashToken(next),
      previous_hash: hash,
      refresh_expires_at: refreshExpiresAt,
      last_seen_at: w.now,
    })
    .where('id', '=', row.id)
    .execute()
  const { id: sessionId, user_id: userId, device_id: deviceId } = row
  return { session: { sessionId, userId, deviceId, refreshToken: next, refreshExpiresAt } }
}

/** The error that tells the client why its session ended. */
async function endedError(db: Reader, userId: string): Promise<ProtocolError> {
  const user = await db.selectFrom('users').select('disabled').where('id', '=', userId).executeTakeFirst()
  return new ProtocolError(user && user.disabled !== 0 ? 'account_disabled' : 'session_revoked')
}

/** @throws session_revoked, account_disabled unless the session is active */
export async function requireSession(db: Reader, sessionId: string): Promise<Identity> {
  return (await requireSessions(db, [sessionId]))(sessionId)
}

/** The same for several, as a function of the session that is asked for, which throws the same. */
export async function requireSessions(db: Reader, ids: readonly string[]): Promise<(id: string) => Identity> {
  const rows = await db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select(['sessions.id', 'sessions.user_id', 'sessions.device_id', 'sessions.ended_at', 'users.disabled'])
    .where('sessions.id', 'in', idList(ids))
    .execute()
  const byId = new Map(rows.map(row => [row.id, row]))
  return sessionId => {
    const row = byId.get(sessionId)
    if (row && row.disabled !== 0) throw new ProtocolError('account_disabled')
    if (!row || row.ended_at !== null) throw new ProtocolError('session_revoked')
    return { sessionId, userId: row.user_id, deviceId: row.device_id }
  }
}

/** Ends one session, those of a user (but `except`), or those of a user's device. Returns how many. */
export async function endSessions(
  w: Writer,
  which: { sessionId: string } | { userId: string; deviceId?: string; except?: string },
  reason: EndReason,
): Promise<number> {
  let query = w.db.selectFrom('sessions').select(['id', 'user_id']).where('ended_at', 'is', null)
  if ('sessionId' in which) query = query.where('id', '=', which.sessionId)
  else {
    query = query.where('user_id', '=', which.userId)
    if (which.deviceId !== undefined) query = query.where('device_id', '=', which.deviceId)
    if (which.except !== undefined) query = query.where('id', '!=', which.except)
  }
  const rows = await query.execute()
  for (const session of rows) {
    await w.db.updateTable('sessions').set({ ended_at: w.now }).where('id', '=', session.id).execute()
    w.sessionEnded(session, reason)
  }
  return rows.length
}

/** Ends all sessions of everybody. Returns how many. */
export async function endAllSessions(w: Writer): Promise<number> {
  const rows = await w.db.selectFrom('sessions').select(['id', 'user_id']).where('ended_at', 'is', null).execute()
  await w.db.updateTable('sessions').set({ ended_at: w.now }).where('ended_at', 'is', null).execute()
  for (const session of rows) w.sessionEnded(session, 'revoked')
  return rows.length
}

/** The devices signed in to an account, most recently seen first. */
export async function listDevices(
  db: Reader,
  userId: string,
  currentDeviceId: string,
  lastSeen: LastSeen,
): Promise<Device[]> {
  const rows = await db
    .selectFrom('sessions')
    .selectAll()
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
    .where('refresh_expires_at', '>', Date.now())
    .orderBy('last_seen_at', 'desc')
    .execute()
  const devices = rows.map(row => ({
    id: row.device_id,
    name: row.name,
    platform: row.platform,
    createdAt: Number(row.created_at),
    lastSeenAt: lastSeen.of(row.id) ?? Number(row.last_seen_at),
    current: row.device_id === currentDeviceId,
  }))
  return devices.sort((a, b) => b.lastSeenAt - a.lastSeenAt)
}

/** When devices were last seen: kept in memory and written now and then, so that a reconnect needs no disk write. */
export class LastSeen {
  readonly #store: Store
  #noted = new Map<string, number>()

  constructor(store: Store) {
    this.#store = store
  }

  /** Records that the device of a session was seen now. */
  note(sessionId: string): void {
    this.#noted.set(sessionId, Date.now())
  }

  /** The recorded time in milliseconds, or undefined when it is written already. */
  of(sessionId: string): number | undefined {
    return this.#noted.get(sessionId)
  }

  /** Writes the recorded times in one transaction. Keeps them for the next call when that fails. */
  async write(): Promise<void> {
    if (this.#noted.size === 0) return
    const noted = [...this.#noted]
    await this.#store.write([], async ({ db }) => {
      for (const [id, at] of noted) {
        await db.updateTable('sessions').set({ last_seen_at: at }).where('id', '=', id).execute()
      }
    })
    for (const [id, at] of noted) if (this.#noted.get(id) === at) this.#noted.delete(id)
  }
}

/**
 * Ends sessions whose refresh token has expired, deletes ended sessions, and deletes retired tokens that are
 * older than a token's lifetime.
 */
export async function forgetOldSessions(w: Writer): Promise<void> {
  const expired = await w.db
    .selectFrom('sessions')
    .select(['id', 'user_id'])
    .where('refresh_expires_at', '<=', w.now)
    .where('ended_at', 'is', null)
    .execute()
  for (const session of expired) w.sessionEnded(session, 'signed_out')
  await w.db
    .deleteFrom('retired_tokens')
    .where('retired_at', '<', w.now - limits.refreshTokenMs)
    .execute()
  await w.db.deleteFrom('sessions').where('refresh_expires_at', '<=', w.now).execute()
}
