import { type AppPermission, type ErrorName, errors, ProtocolError } from '@lianqun/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { sqliteCode } from '../../common/node/sqlite.ts'
import { type Endpoint, type HttpApi, httpEndpoints } from '../../protocol/http/index.ts'
import type { HttpHandlers } from '../core/feature.ts'
import { Buckets } from '../core/rate-limits.ts'
import type { Services } from '../core/services.ts'
import { requireSession } from '../features/auth/index.ts'
import { parseIds } from '../storage/rows.ts'

const status: Partial<Record<ErrorName, number>> = {
  invalid_params: 400,
  parse_error: 400,
  unauthenticated: 401,
  token_expired: 401,
  session_revoked: 401,
  account_disabled: 403,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  rate_limited: 429,
  unavailable: 503,
  storage_full: 507,
}

function parse<S extends z.ZodType>(schema: S, value: unknown): z.infer<S> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const field = issue?.path.join('.') ?? ''
  const message = `${field === '' ? 'request' : field}: ${issue?.message ?? 'wrong'}`
  throw new ProtocolError('invalid_params', { message, ...(field === '' ? {} : { field }) })
}

/** The API that mini-apps call with an app token (`app.token`) as bearer. Errors are `{error, message}`. */
export function registerApi(app: FastifyInstance, services: Services, handlers: HttpHandlers): void {
  const { store, tokens, limits } = services
  const rates = new Buckets(limits.apiPerSecond, limits.apiBurst)

  /** Returns the caller's user id; checks that the app's manifest still has the permission. */
  async function caller(request: FastifyRequest, permission: AppPermission): Promise<string> {
    const match = /^Bearer (\S{1,4000})$/i.exec(request.headers.authorization ?? '')
    if (!match?.[1]) throw new ProtocolError('unauthenticated', { message: 'Send the app token as a bearer token.' })
    const claims = await tokens.verifyApp(match[1])
    // One limit per session and app, so that a busy app does not slow the others.
    const wait = limits.rate ? rates.take(`${claims.sessionId} ${claims.appId}`) : 0
    if (wait > 0) throw new ProtocolError('rate_limited', { retryAfterMs: wait })
    await store.read(async db => {
      const session = await requireSession(db, claims.sessionId)
      if (session.userId !== claims.userId) throw new ProtocolError('session_revoked')
      const manifest = await db
        .selectFrom('apps')
        .select('permissions')
        .where('id', '=', claims.appId)
        .where('deleted', '=', 0)
        .executeTakeFirst()
      const granted = manifest !== undefined && parseIds(manifest.permissions).includes(permission)
      if (!granted || !claims.permissions.includes(permission)) {
        throw new ProtocolError('forbidden', { message: `The app's manifest lacks the permission ${permission}.` })
      }
    })
    return claims.userId
  }

  app.setErrorHandler((error, request, reply) => {
    const known = toProtocolError(error)
    if (known.errorName === 'internal') request.log.error({ err: error, request: request.id }, 'request failed')
    const body: Record<string, unknown> = { error: known.errorName, message: known.message }
    if (known.field !== undefined) body.field = known.field
    if (known.retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(known.retryAfterMs / 1_000))
    reply.code(status[known.errorName] ?? 500).send(body)
  })
  app.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff')
  })

  for (const [key, endpoint] of Object.entries<Endpoint>(httpEndpoints)) {
    const [method = '', url = ''] = key.split(' ')
    const handler = handlers[key as keyof HttpApi] as AnyHandler
    app.route({
      method,
      url,
      handler: async (request, reply) => {
        const userId = await caller(request, endpoint.permission)
        const part = (schema: z.ZodType | undefined, value: unknown) => schema && parse(schema, value)
        const input = {
          params: part(endpoint.params, request.params),
          query: part(endpoint.query, request.query),
          body: part(endpoint.body, request.body),
        }
        reply.code(endpoint.status ?? 200)
        return endpoint.result.parse(await handler(input, userId))
      },
    })
  }
}

type AnyHandler = (input: { params: unknown; query: unknown; body: unknown }, userId: string) => Promise<unknown>

function toProtocolError(error: unknown): ProtocolError {
  if (error instanceof ProtocolError) return error
  if (sqliteCode(error) === 'SQLITE_FULL') return new ProtocolError('storage_full')
  const code = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined
  if (code === 413) return new ProtocolError('too_large')
  if (typeof code === 'number' && code >= 400 && code < 500) {
    return new ProtocolError('invalid_params', { message: 'Send JSON with content-type application/json.' })
  }
  return new ProtocolError('internal', { message: errors.internal.message })
}
