import { createHash, randomBytes } from 'node:crypto'
import { type Device, limits, ProtocolError, type Session } from '@lianqun/protocol'
import type { EndReason } from '../../core/change-set.ts'
import type { Tokens } from '../../core/tokens.ts'
import type { Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { randomId } from '../../storage/random-id.ts'
import type { Store } from '../../storage/sqlite/store.ts'
import type { SessionRow } from './tables.ts'

export interface DeviceInput {
  id: string
  name: string
  platform: string
}

/** A session of a device, with the only copy of its refresh token. */
export interface IssuedSession {
  sessionId: string
  userId: string
  deviceId: string
  refreshToken: string
  refreshExpiresAt: number
}

/** A session as the client gets it. */
export async function toSession(store: Store, tokens: Tokens, issued: IssuedSession): Promise<Session> {
  const { sessionId, userId, deviceId, refreshToken, refreshExpiresAt } = issued
  const { token, expiresAt } = await tokens.access({ userId, sessionId }, Date.now())
  const organisation = await store.db.selectFrom('organisation').selectAll().executeTakeFirst()
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

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

/** Signs a device in; a session that it had before is over. @throws account_disabled */
export async function startSession(w: Writer, userId: string, device: DeviceInput): Promise<IssuedSession> {
  await requireEnabled(w.db, userId)
  await endSessions(w, { userId, deviceId: device.id }, 'signed_out')
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

async function requireEnabled(db: Reader, userId: string): Promise<void> {
  const user = await db.selectFrom('users').select('disabled').where('id', '=', userId).executeTakeFirst()
  if (user?.disabled !== 0) throw new ProtocolError('account_disabled')
}

/** What became of a refresh: a new token, or the error to answer with. What it ended stays ended, so it is no throw. */
export type RefreshOutcome = { session: IssuedSession } | { error: ProtocolError }

/**
 * Trades a refresh token. The one before stays good until the new one was used once, because the answer may have
 * been lost; an older one was stolen or copied, and ends the session.
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

/** Why a session is over, as the client should hear it. */
async function endedError(db: Reader, userId: string): Promise<ProtocolError> {
  const user = await db.selectFrom('users').select('disabled').where('id', '=', userId).executeTakeFirst()
  return new ProtocolError(user && user.disabled !== 0 ? 'account_disabled' : 'session_revoked')
}

/** @throws session_revoked, account_disabled unless the session stands. */
export async function requireSession(db: Reader, sessionId: string): Promise<{ userId: string; deviceId: string }> {
  const row = await db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select(['sessions.user_id', 'sessions.device_id', 'sessions.ended_at', 'users.disabled'])
    .where('sessions.id', '=', sessionId)
    .executeTakeFirst()
  if (row && row.disabled !== 0) throw new ProtocolError('account_disabled')
  if (!row || row.ended_at !== null) throw new ProtocolError('session_revoked')
  return { userId: row.user_id, deviceId: row.device_id }
}

/** Ends sessions: one, those of a person, or those of a person's device. Gives how many. */
export async function endSessions(
  w: Writer,
  which: { sessionId: string } | { userId: string; deviceId?: string },
  reason: EndReason,
): Promise<number> {
  let query = w.db.selectFrom('sessions').select(['id', 'user_id']).where('ended_at', 'is', null)
  if ('sessionId' in which) query = query.where('id', '=', which.sessionId)
  else {
    query = query.where('user_id', '=', which.userId)
    if (which.deviceId !== undefined) query = query.where('device_id', '=', which.deviceId)
  }
  const rows = await query.execute()
  for (const session of rows) {
    await w.db.updateTable('sessions').set({ ended_at: w.now }).where('id', '=', session.id).execute()
    w.sessionEnded(session, reason)
  }
  return rows.length
}

/** The devices signed in to an account, the last seen first. */
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
    .limit(200)
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

/** When devices came back: kept in memory and written now and then, so that nobody waits for a disk to come back. */
export class LastSeen {
  readonly #store: Store
  #noted = new Map<string, number>()

  constructor(store: Store) {
    this.#store = store
  }

  /** Notes that the device of a session is there. */
  note(sessionId: string): void {
    this.#noted.set(sessionId, Date.now())
  }

  /** When it was noted, in milliseconds, unless that is written already. */
  of(sessionId: string): number | undefined {
    return this.#noted.get(sessionId)
  }

  /** Writes what was noted, in one transaction. What cannot be written is kept for the next time. */
  async write(): Promise<void> {
    if (this.#noted.size === 0) return
    await this.#store.exclusive('workspace', () => {
      const statement = this.#store.sqlite.statement('update sessions set last_seen_at = ? where id = ?')
      this.#store.inTransaction(() => {
        for (const [id, at] of this.#noted) statement.run(at, id)
      })
      this.#noted = new Map()
    })
  }
}

/**
 * Ends the sessions whose refresh token has expired, and forgets them together with those that ended before, and the
 * tokens that were retired longer ago than one lives.
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
