import type { HookDialect } from '@lianqun/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Services } from '../../core/services.ts'
import { type Answer, answerIn } from './answers.ts'
import type { HookReceiver } from './receive.ts'
import type { HookRequest } from './request.ts'
import type { HookUploads } from './uploads.ts'
import { wecomToken } from './wecom-app.ts'

/** Largest payload, in bytes: a picture of 2 MB in base64, and something around it. */
const payloadBytes = 4 * 1_048_576
/** Largest file of `upload_media`, in bytes, and what is around it. */
const mediaBytes = 20 * 1_048_576 + 65_536

type KeyOf = (request: FastifyRequest) => string

const param =
  (name: string): KeyOf =>
  request =>
    (request.params as Record<string, string | undefined>)[name] ?? ''
const query =
  (name: string): KeyOf =>
  request =>
    queryOf(request)[name] ?? ''

/** The addresses of the vendors, so that a tool needs another host and nothing else. */
const routes: readonly [url: string, dialect: HookDialect, key: KeyOf][] = [
  ['/hook/:key', 'any', param('key')],
  ['/cgi-bin/webhook/send', 'wecom', query('key')],
  ['/cgi-bin/message/send', 'wecom', query('access_token')],
  ['/robot/send', 'dingtalk', query('access_token')],
  ['/open-apis/bot/v2/hook/:key', 'feishu', param('key')],
  ['/services/:team/:bot/:key', 'slack', param('key')],
  ['/webhookb2/:key', 'teams', param('key')],
  ['/hooks/:key', 'mattermost', param('key')],
  ['/hooks/:id/:key', 'rocketchat', param('key')],
]

/** Where other systems post into groups. Each address answers in the words of its dialect, whatever goes wrong. */
export function registerHooks(
  app: FastifyInstance,
  { addresses, store }: Pick<Services, 'addresses' | 'store'>,
  receiver: HookReceiver,
  uploads: HookUploads,
): void {
  // As it came: signatures are of the bytes.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))

  for (const [url, dialect, key] of routes)
    app.route({
      method: 'POST',
      url,
      bodyLimit: payloadBytes,
      // An answer of the server itself, as for a body that is too large, is in the dialect too.
      errorHandler: (error, request, reply) => {
        const large = error.statusCode === 413
        const given = error.statusCode !== undefined && error.statusCode < 500
        if (!given) request.log.error({ err: error, request: request.id }, 'a hook failed')
        const refusal = large ? 'too_large' : given ? 'malformed' : 'failed'
        void send(
          reply,
          answerIn(dialect, {
            refusal,
            message: large ? `The body is larger than ${payloadBytes} bytes.` : error.message,
          }),
        )
      },
      handler: async (request, reply) => {
        const from = { source: addresses.exactly(request.raw), path: request.routeOptions.url ?? url }
        return send(reply, await receiver.receive(dialect, key(request), requestOf(request), from))
      },
    })

  app.get('/cgi-bin/gettoken', async (request, reply) =>
    send(reply, await wecomToken({ store }, queryOf(request).corpsecret ?? '')),
  )

  app.route({
    method: 'POST',
    url: '/cgi-bin/webhook/upload_media',
    bodyLimit: mediaBytes,
    handler: async (request, reply) => {
      const { key = '', type = '' } = queryOf(request)
      return send(reply, await uploads.take(key, type, requestOf(request)))
    },
  })
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
