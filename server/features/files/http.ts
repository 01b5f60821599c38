import type { IncomingMessage } from 'node:http'
import { type FileVariant, fileRoutes, fileVariants, idSchema, ProtocolError } from '@lianqun/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Identity } from '../../core/gateway/connection.ts'
import { Buckets } from '../../core/rate-limits.ts'
import type { Services } from '../../core/services.ts'
import { requireSession } from '../auth/index.ts'
import { visibleFile } from './domain.ts'
import { variantKey } from './keeper.ts'
import { readRange } from './range.ts'
import type { Uploads } from './uploads.ts'

/** Files over HTTP: uploads by tus, downloads with ranges. The access token is the bearer of each request. */
export function registerFiles(app: FastifyInstance, services: Services, uploads: Uploads): void {
  const { store, tokens, blobs, limits } = services
  const requests = new Buckets(limits.fileRequestsPerSecond, limits.fileRequestBurst)

  async function caller(request: FastifyRequest): Promise<Identity> {
    const match = /^Bearer (\S{1,4000})$/i.exec(request.headers.authorization ?? '')
    if (!match?.[1]) throw new ProtocolError('unauthenticated')
    const { userId, sessionId } = await tokens.verifyAccess(match[1])
    const session = await store.read(db => requireSession(db, sessionId))
    if (session.userId !== userId) throw new ProtocolError('session_revoked')
    const wait = limits.rate ? requests.take(userId) : 0
    if (wait > 0) throw new ProtocolError('rate_limited', { retryAfterMs: wait })
    return { userId, sessionId, deviceId: session.deviceId }
  }

  // tus reads the bodies itself; the others have none.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _body, done) => done(null))
  const tus = async (request: FastifyRequest, reply: FastifyReply) => {
    cutIdle(request.raw, limits.uploadIdleMs)
    const identity = await caller(request)
    uploads.requireTurn(identity.userId)
    reply.hijack()
    await uploads.handle(identity, request.raw, reply.raw)
  }
  app.route({ method: ['POST', 'OPTIONS'], url: fileRoutes.uploads, handler: tus })
  app.route({ method: ['HEAD', 'PATCH', 'DELETE'], url: `${fileRoutes.uploads}/:id`, handler: tus })
  app.get<{ Params: { id: string } }>(`${fileRoutes.uploads}/:id/file`, async (request, reply) => {
    const { userId } = await caller(request)
    reply.header('cache-control', 'no-store')
    return { file: await uploads.finish(readId(request.params.id), userId) }
  })

  app.route<{ Params: { id: string; variant?: string } }>({
    method: ['GET', 'HEAD'],
    url: '/files/:id/:variant?',
    handler: async (request, reply) => {
      const { userId } = await caller(request)
      const row = await store.read(db => visibleFile(db, userId, readId(request.params.id)))
      const variant = readVariant(request.params.variant)
      if (!row || (variant !== null && row.previews === 0)) throw new ProtocolError('not_found')
      const key = variant === null ? row.sha256 : variantKey(row.sha256, variant)
      const size = await blobs.size(key)
      if (size === null) throw new ProtocolError('unavailable', { message: 'The file is not here. Try again later.' })
      const etag = `"${key}"`
      reply.headers({
        'content-type': variant === null ? row.media_type : 'image/webp',
        'content-disposition': `attachment; filename*=UTF-8''${encodeName(row.name)}`,
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'private, max-age=31536000, immutable',
        'accept-ranges': 'bytes',
        etag,
      })
      if (request.headers['if-none-match'] === etag) return reply.code(304).send()
      const range = readRange(request.headers.range, String(request.headers['if-range'] ?? '') || undefined, etag, size)
      if (range === 'unsatisfiable')
        return reply
          .code(416)
          .headers({ 'content-range': `bytes */${size}`, 'cache-control': 'no-store' })
          .send()
      if (range !== null) reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${size}`)
      reply.header('content-length', range === null ? size : range.end - range.start + 1)
      if (request.method === 'HEAD' || size === 0) return reply.send()
      return reply.send(await blobs.read(key, range ?? undefined))
    },
  })
}

/** Cuts a request of which no byte came for a time; the upload goes on with the next one. */
function cutIdle(request: IncomingMessage, ms: number): void {
  let read = -1
  const timer = setInterval(() => {
    if (request.complete || request.destroyed) return done()
    if (request.socket.bytesRead === read) request.destroy()
    read = request.socket.bytesRead
  }, ms)
  const done = () => clearInterval(timer)
  request.once('end', done).once('close', done)
}

function readId(id: string): string {
  const parsed = idSchema.safeParse(id)
  if (!parsed.success) throw new ProtocolError('not_found')
  return parsed.data
}

function readVariant(variant: string | undefined): FileVariant | null {
  if (variant === undefined || variant === '') return null
  if (!Object.hasOwn(fileVariants, variant)) throw new ProtocolError('not_found')
  return variant as FileVariant
}

/** RFC 8187: also the characters that `encodeURIComponent` leaves. */
function encodeName(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}
