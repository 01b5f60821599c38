import { type AppPermission, ProtocolError } from '@lianqun/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { type Endpoint, type HttpApi, httpEndpoints } from '../../protocol/http/index.ts'
import type { HttpHandlers } from '../core/feature.ts'
import { parseInput } from '../core/parse.ts'
import { Buckets } from '../core/rate-limits.ts'
import type { Services } from '../core/services.ts'
import { requireSession } from '../features/auth/index.ts'
import { parseIds } from '../storage/rows.ts'
import { neverStored } from './errors.ts'

/** The API that mini-apps call with an app token (`app.token`) as bearer. Errors are `{error, message}`. */
export function registerApi(app: FastifyInstance, services: Services, handlers: HttpHandlers): void {
  const { store, tokens, limits } = services
  const rates = new Buckets(limits.apiPerSecond, limits.apiBurst)
  const persons = new Buckets(limits.apiPerPersonPerSecond, limits.apiPerPersonBurst)
  const callers = new WeakMap<FastifyRequest, Caller>()

  /** Returns the caller; checks that the app's manifest still has the permission. */
  async function caller(request: FastifyRequest, permission: AppPermission): Promise<Caller> {
    const match = /^Bearer (\S{1,4000})$/i.exec(request.headers.authorization ?? '')
    if (!match?.[1]) throw new ProtocolError('unauthenticated', { message: 'Send the app token as a bearer token.' })
    const claims = await tokens.verifyApp(match[1])
    // One limit per session and app, so that a busy app does not slow the others; and one for all that a person opens.
    const wait = limits.rate ? rates.take(`${claims.sessionId} ${claims.appId}`) || persons.take(claims.userId) : 0
    if (wait > 0) throw new ProtocolError('rate_limited', { retryAfterMs: wait })
    const permissions = await store.read(async db => {
      await requireSession(db, claims.sessionId)
      const manifest = await db
        .selectFrom('apps')
        .select('permissions')
        .where('id', '=', claims.appId)
        .where('deleted', '=', 0)
        .executeTakeFirst()
      const declared = manifest === undefined ? [] : parseIds(manifest.permissions)
      const granted = new Set(declared.filter(name => claims.permissions.some(given => given === name)))
      if (!granted.has(permission)) {
        throw new ProtocolError('forbidden', { message: `The app's manifest lacks the permission ${permission}.` })
      }
      return granted
    })
    return { userId: claims.userId, permissions }
  }

  app.addHook('onSend', async (_request, reply) => {
    reply.headers(neverStored)
  })

  for (const [key, endpoint] of Object.entries<Endpoint>(httpEndpoints)) {
    const [method = '', url = ''] = key.split(' ')
    const handler = handlers[key as keyof HttpApi] as AnyHandler
    app.route({
      method,
      url,
      // Before the body is read: a stranger's is not worth it.
      onRequest: async request => {
        callers.set(request, await caller(request, endpoint.permission))
      },
      handler: async (request, reply) => {
        const known = callers.get(request)
        if (known === undefined) throw new ProtocolError('unauthenticated')
        const { userId, permissions } = known
        const part = (schema: z.ZodType | undefined, value: unknown) => schema && parseInput(schema, value, 'request')
        const input = {
          params: part(endpoint.params, request.params),
          query: part(endpoint.query, request.query),
          body: part(endpoint.body, request.body),
        }
        reply.code(endpoint.status ?? 200)
        return endpoint.result.parse(await handler(input, userId, permissions))
      },
    })
  }
}

interface Caller {
  userId: string
  permissions: ReadonlySet<string>
}

type AnyHandler = (
  input: { params: unknown; query: unknown; body: unknown },
  userId: string,
  permissions: ReadonlySet<string>,
) => Promise<unknown>
