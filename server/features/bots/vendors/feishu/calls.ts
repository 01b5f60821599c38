import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isObject, type JsonObject, textOf } from '../../../cards/index.ts'
import type { BotRow } from '../../tables.ts'
import type { VendorParts } from '../index.ts'
import { FeishuError, feishuErrors, refusalOf } from './errors.ts'
import { boundaryOf, type Part, partsOf } from './multipart.ts'

/** Bytes of a call, and of one that brings a file: a file has at most 30 MB. */
const bodyBytes = { json: 1_048_576, form: 31 * 1_048_576 }

/** A call of a bot. */
export interface Call {
  bot: BotRow
  /** A part of the path. */
  path(name: string): string
  /** A parameter of the query; empty where there is none. */
  query(name: string): string
  body: JsonObject
  /** The form of a call that brings a file. */
  form(): Part[]
  reply: FastifyReply
}

/** Answers a call: with `data`, or with a reply that it has sent itself. @throws FeishuError and what our own API throws */
export type Answering = (call: Call) => Promise<object | FastifyReply | undefined>

/** The calls of a vendor's API by method and path; `form`: they bring a file. */
export type Routes = Record<string, Answering | { form: Answering }>

export const done = (data?: object) => ({ code: 0, msg: 'success', ...(data !== undefined && { data }) })

/** The token of `Authorization: Bearer t-…`. */
const tokenOf = (request: FastifyRequest) =>
  /^Bearer t-(\S{1,200})$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''

/** Bodies are read by whoever answers, and whatever goes wrong is answered in the vendor's words. */
export function speakFeishu(app: FastifyInstance, { services }: VendorParts): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: bodyBytes.form }, (_request, body, parsed) =>
    parsed(null, body),
  )
  app.addHook('onSend', async (_request, reply) => {
    reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  })
  app.setErrorHandler((error, _request, reply) => {
    const refusal = refusalOf(error)
    if (refusal !== null) {
      const { status, retryAfterMs, ...body } = refusal
      if (retryAfterMs !== undefined) reply.header('x-ogw-ratelimit-reset', Math.ceil(retryAfterMs / 1_000))
      return reply.code(status).send(body)
    }
    const status = (error as { statusCode?: number }).statusCode ?? 500
    if (status < 500) return reply.code(status).send({ code: feishuErrors.wrongParameter, msg: 'invalid request' })
    services.failed(error)
    return reply.code(500).send({ code: feishuErrors.failed, msg: 'internal error' })
  })
}

/** The body as an object of JSON; empty where there is none. @throws FeishuError */
export function jsonOf(request: FastifyRequest): JsonObject {
  if (!Buffer.isBuffer(request.body) || request.body.length === 0) return {}
  try {
    const read: unknown = JSON.parse(request.body.toString())
    if (isObject(read)) return read
  } catch {
    // Answered below, as what is no object is.
  }
  throw new FeishuError(feishuErrors.wrongParameter, 'the body has to be an object of JSON')
}

/** @throws FeishuError */
function formOf(request: FastifyRequest): Part[] {
  const boundary = boundaryOf(request.headers['content-type'] ?? '')
  const parts = boundary !== null && Buffer.isBuffer(request.body) ? partsOf(request.body, boundary) : null
  if (parts === null) throw new FeishuError(feishuErrors.wrongUpload, 'the body has to be multipart/form-data')
  return parts
}

/** Registers calls below `/open-apis`, each with the token of a bot. */
export function registerCalls(app: FastifyInstance, { service }: VendorParts, routes: Routes): void {
  const callers = new WeakMap<FastifyRequest, BotRow>()
  for (const [key, route] of Object.entries(routes)) {
    const [method = '', url = ''] = key.split(' ')
    const answering = typeof route === 'function' ? route : route.form
    app.route({
      method,
      url: `/open-apis${url}`,
      bodyLimit: typeof route === 'function' ? bodyBytes.json : bodyBytes.form,
      // Before the body is read: a stranger's is not worth it.
      onRequest: async request => {
        callers.set(request, await service.authenticate(tokenOf(request)))
      },
      handler: async (request, reply) => {
        const bot = callers.get(request)
        if (bot === undefined) throw new FeishuError(feishuErrors.wrongToken, 'invalid access token')
        const params = request.params as Record<string, string | undefined>
        const query = request.query as Record<string, unknown>
        const answer = await answering({
          bot,
          path: name => params[name] ?? '',
          query: name => textOf([query[name]].flat()[0]),
          body: typeof route === 'function' && method !== 'GET' ? jsonOf(request) : {},
          form: () => formOf(request),
          reply,
        })
        return answer === reply ? reply : done(answer as object | undefined)
      },
    })
  }
}
