import type { HookDialect } from '@lianqun/protocol'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import type { Services } from '../../core/services.ts'
import { type Answer, answerIn } from './answers.ts'
import { type Way, ways, wecomWays } from './paths.ts'
import type { Door } from './rates.ts'
import type { HookReceiver } from './receive.ts'
import type { HookRequest } from './request.ts'
import type { HookRow } from './tables.ts'
import type { HookUploads } from './uploads.ts'
import { wecomToken } from './wecom-app.ts'

/** Largest payload, in bytes: a picture of 2 MB in base64, and something around it. */
const payloadBytes = 4 * 1_048_576
/** Largest file of `upload_media`, in bytes, and what is around it. */
const mediaBytes = 20 * 1_048_576 + 65_536
/** A token is asked for without a body. */
const tokenBytes = 1_024

/** Where other systems post into groups. Each address answers in the words of its dialect, whatever goes wrong. */
export function registerHooks(
  app: FastifyInstance,
  { addresses }: Pick<Services, 'addresses'>,
  receiver: HookReceiver,
  uploads: HookUploads,
): void {
  // As it came: signatures are of the bytes.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))

  const hooks = new WeakMap<FastifyRequest, HookRow>()
  const fromOf = (request: FastifyRequest, { path }: Way) => ({
    source: addresses.exactly(request.raw),
    counted: addresses.of(request.raw),
    path,
  })
  /** Before the body is read: a stranger's is not. */
  const enter =
    (way: Way, into: { door: Door; dialect: HookDialect }, most: number): onRequestAsyncHookHandler =>
    async (request, reply) => {
      let closed = false
      let leave = () => {
        closed = true
      }
      reply.raw.once('close', () => leave())
      const bytes = bytesOf(request, most)
      const entered = await receiver.enter(into, keyOf(request, way), requestOf(request), fromOf(request, way), bytes)
      if ('answer' in entered) return send(reply, entered.answer)
      leave = entered.leave
      if (closed) leave()
      hooks.set(request, entered.hook)
    }
  const hookOf = (request: FastifyRequest): HookRow => {
    const hook = hooks.get(request)
    if (hook === undefined) throw new Error('a request to a hook was not let in')
    return hook
  }
  const routeOf = (method: 'GET' | 'POST', way: Way, door: Door, dialect: HookDialect, most: number) => ({
    method,
    url: way.path,
    bodyLimit: most,
    onRequest: enter(way, { door, dialect }, most),
    errorHandler: refusing(dialect, most),
  })

  for (const [dialect, way] of posted)
    app.route({
      ...routeOf('POST', way, dialect, dialect, payloadBytes),
      handler: async (request, reply) =>
        send(reply, await receiver.take(hookOf(request), dialect, requestOf(request), fromOf(request, way))),
    })

  app.route({
    ...routeOf('GET', wecomWays.token, 'token', 'wecom', tokenBytes),
    handler: async (request, reply) => {
      const hook = hookOf(request)
      const refused = await receiver.unsigned(hook, requestOf(request), fromOf(request, wecomWays.token))
      return send(reply, refused ?? wecomToken(hook))
    },
  })

  app.route({
    ...routeOf('POST', wecomWays.upload, 'upload', 'wecom', mediaBytes),
    handler: async (request, reply) => {
      const hook = hookOf(request)
      const refused = await receiver.unsigned(hook, requestOf(request), fromOf(request, wecomWays.upload))
      return send(reply, refused ?? (await uploads.take(hook, queryOf(request).type ?? '', requestOf(request))))
    },
  })
}

/** Where payloads are posted to. */
const posted: readonly [HookDialect, Way][] = [
  ...(Object.entries(ways) as [HookDialect, Way][]),
  ['wecom', wecomWays.app],
]

/** An answer of the server itself, as for a body that is too large, is in the dialect too. */
const refusing =
  (dialect: HookDialect, most: number) =>
  (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    const large = error.statusCode === 413
    const given = error.statusCode !== undefined && error.statusCode < 500
    if (!given) request.log.error({ err: error, request: request.id }, 'a hook failed')
    const refusal = large ? 'too_large' : given ? 'malformed' : 'failed'
    const message = large
      ? `The body is larger than ${most} bytes.`
      : given
        ? error.message
        : 'The server failed. It is in its log.'
    void send(reply, answerIn(dialect, { refusal, message }))
  }

/** The key that a request brings. */
function keyOf(request: FastifyRequest, { query }: Way): string {
  if (query !== undefined) return queryOf(request)[query] ?? ''
  return (request.params as Record<string, string | undefined>).key ?? ''
}

/** As many bytes as the body of a request may have: as many as it says, or the most there may be where it says none. */
function bytesOf({ headers }: FastifyRequest, most: number): number {
  if (headers['transfer-encoding'] !== undefined) return most
  return Math.min(Number(headers['content-length'] ?? 0), most)
}

function queryOf(request: FastifyRequest): Record<string, string | undefined> {
  const all = Object.entries((request.query ?? {}) as Record<string, unknown>)
  return Object.fromEntries(all.map(([name, value]) => [name, [value].flat().map(String).at(-1)]))
}

function requestOf(request: FastifyRequest): HookRequest {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(', ')] as const)
  return {
    method: request.method,
    headers: Object.fromEntries(headers),
    query: queryOf(request),
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
  }
}

function send(reply: FastifyReply, { status, type, body, retryAfterMs }: Answer): FastifyReply {
  if (retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(retryAfterMs / 1_000))
  return reply
    .code(status)
    .headers({ 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
    .send(body)
}
