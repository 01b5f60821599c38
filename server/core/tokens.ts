import { hash, randomUUID } from 'node:crypto'
import { type AppPermission, limits, ProtocolError } from '@lianqun/protocol'
import { errors as joseErrors, jwtVerify, SignJWT } from 'jose'

/** The user and session of an access token. */
export interface AccessClaims {
  userId: string
  sessionId: string
}

export interface AppClaims extends AccessClaims {
  appId: string
}

/** What somebody did just now, to which a bot may answer them. */
export interface TriggerClaims extends AccessClaims {
  botId: string
  conversationId: string | null
  /** Where it was done in a thread: the message that began it. */
  thread?: number | undefined
}

/** With what a bot does one thing without its token: `use` says what, `of` with which thing. */
export interface TicketClaims {
  use: string
  botId: string
  of: string
}

/** What is stored of a secret token: it opens nothing. */
export function hashToken(token: string): string {
  return hash('sha256', token, 'base64url')
}

/** Signs and verifies tokens (JWT, HS256): access tokens of clients and tokens of mini-apps. */
export class Tokens {
  readonly #secret: Uint8Array
  readonly #issuer: string

  constructor(secret: string, workspaceId: string) {
    this.#secret = Buffer.from(secret, 'base64url')
    this.#issuer = workspaceId
  }

  async access(claims: AccessClaims, now: number): Promise<{ token: string; expiresAt: number }> {
    const expiresAt = now + limits.accessTokenMs
    return { token: await this.#sign(claims, 'client', now, expiresAt), expiresAt }
  }

  async app(
    claims: AppClaims & { permissions: AppPermission[] },
    now: number,
  ): Promise<{ token: string; expiresAt: number }> {
    const expiresAt = now + limits.appTokenMs
    const token = await this.#sign(claims, `app:${claims.appId}`, now, expiresAt, { permissions: claims.permissions })
    return { token, expiresAt }
  }

  /** By which a bot answers to what somebody did, for `limits.botTriggerMs`. */
  trigger({ botId, conversationId, thread, ...claims }: TriggerClaims, now: number): Promise<string> {
    const place = { conversation: conversationId, ...(thread !== undefined && { thread }) }
    return this.#sign(claims, `bot:${botId}`, now, now + limits.botTriggerMs, place)
  }

  /** By which a bot does one thing later, for `ms` milliseconds: `purpose` says which, `claims` what it needs for that. */
  ofBot(botId: string, purpose: string, claims: Record<string, unknown>, now: number, ms: number): Promise<string> {
    const by = { userId: botId, sessionId: randomUUID() }
    return this.#sign(by, `${purpose}:${botId}`, now, now + ms, { claims })
  }

  /** `id`: of this token alone. @throws too_late, also for a forged token or one for another purpose */
  async verifyOfBot(
    token: string,
    purpose: string,
    now = Date.now(),
  ): Promise<{ botId: string; id: string; claims: Record<string, unknown> }> {
    const { claims, payload } = await this.#verify(token, now).catch(() => {
      throw new ProtocolError('too_late')
    })
    if (claims.aud !== `${purpose}:${claims.sub}`) throw new ProtocolError('too_late')
    return { botId: claims.sub, id: claims.sid, claims: (payload.claims ?? {}) as Record<string, unknown> }
  }

  /** A ticket that can stand in an address, for `limits.botTriggerMs`. */
  ticket({ use, botId, of }: TicketClaims, now = Date.now()): Promise<string> {
    return this.ofBot(botId, `ticket-${use}`, { of }, now, limits.botTriggerMs)
  }

  /** @throws too_late, also for a forged ticket or one for another use */
  async verifyTicket(token: string, use: string, now = Date.now()): Promise<TicketClaims> {
    const { botId, claims } = await this.verifyOfBot(token, `ticket-${use}`, now).catch(() => {
      throw new ProtocolError('too_late', { field: 'ticket' })
    })
    return { use, botId, of: String(claims.of) }
  }

  #sign(claims: AccessClaims, audience: string, now: number, expiresAt: number, more: Record<string, unknown> = {}) {
    return new SignJWT({ sid: claims.sessionId, ...more })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(this.#issuer)
      .setSubject(claims.userId)
      .setAudience(audience)
      .setIssuedAt(Math.floor(now / 1_000))
      .setExpirationTime(Math.floor(expiresAt / 1_000))
      .sign(this.#secret)
  }

  /** @throws token_expired, also for a forged token or one of another kind: the client must refresh either way */
  async verifyAccess(token: string, now = Date.now()): Promise<AccessClaims> {
    const { claims } = await this.#verify(token, now)
    if (claims.aud !== 'client') throw new ProtocolError('token_expired')
    return { userId: claims.sub, sessionId: claims.sid }
  }

  /** @throws token_expired */
  async verifyApp(token: string, now = Date.now()): Promise<AppClaims & { permissions: string[] }> {
    const { claims } = await this.#verify(token, now)
    if (!claims.aud.startsWith('app:')) throw new ProtocolError('token_expired')
    const { sub: userId, sid: sessionId, permissions } = claims
    return { userId, sessionId, appId: claims.aud.slice('app:'.length), permissions }
  }

  /** @throws too_late, also for a forged trigger or one of another bot */
  async verifyTrigger(token: string, botId: string, now = Date.now()): Promise<TriggerClaims> {
    const { claims, payload } = await this.#verify(token, now).catch(() => {
      throw new ProtocolError('too_late', {
        field: 'trigger',
        message: 'This trigger is too old, or none of this bot.',
      })
    })
    if (claims.aud !== `bot:${botId}`) throw new ProtocolError('too_late', { field: 'trigger' })
    const conversationId = typeof payload.conversation === 'string' ? payload.conversation : null
    const thread = typeof payload.thread === 'number' ? payload.thread : undefined
    return { userId: claims.sub, sessionId: claims.sid, botId, conversationId, thread }
  }

  async #verify(token: string, now: number) {
    try {
      const { payload } = await jwtVerify(token, this.#secret, {
        issuer: this.#issuer,
        algorithms: ['HS256'],
        currentDate: new Date(now),
      })
      const { sub, sid, aud, permissions } = payload
      if (typeof sub !== 'string' || typeof sid !== 'string' || typeof aud !== 'string') {
        throw new ProtocolError('token_expired')
      }
      const list = Array.isArray(permissions) ? permissions.filter(p => typeof p === 'string') : []
      return { claims: { sub, sid, aud, permissions: list }, payload }
    } catch (error) {
      if (error instanceof joseErrors.JOSEError) throw new ProtocolError('token_expired')
      throw error
    }
  }
}
