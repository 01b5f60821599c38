import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileRoutes } from '@lianqun/protocol'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import type { Logger } from 'pino'
import { inRequest } from '../core/request-context.ts'
import { notServed, type Role } from '../core/roles.ts'
import type { Services } from '../core/services.ts'
import { registerApps } from '../features/apps/index.ts'
import type { Bots } from '../features/bots/index.ts'
import { type FileKeeper, registerFiles, Uploads } from '../features/files/index.ts'
import { registerJoinPage } from '../features/groups/index.ts'
import { type HookReceiver, HookUploads, registerHooks } from '../features/hooks/index.ts'
import { createHttpHandlers } from '../features/index.ts'
import { registerApi } from './api.ts'
import { answerBroken, answerError } from './errors.ts'

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string
}

interface AppOptions {
  appsDir?: string
  dataDir: string
  files: FileKeeper
  hooks: HookReceiver
  bots: Bots
  roles: ReadonlySet<Role>
}

/** The HTTP side: health, and in the role `api` files, the mini-apps' API and their pages; else no uploads. */
export async function createApp(
  services: Services,
  { appsDir, dataDir, files, hooks, bots, roles }: AppOptions,
  log: Logger,
): Promise<{ app: FastifyInstance; uploads: Uploads | null }> {
  const app = fastify({
    loggerInstance: log.child({ part: 'http' }),
    // Search requests contain names: logs failures only, not requests.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: services.limits.httpBodyBytes,
    // Uploads take their time; the others have theirs in a hook below.
    requestTimeout: 0,
    http: { connectionsCheckingInterval: Math.min(5_000, services.limits.httpRequestMs) },
    clientErrorHandler: answerBroken,
    frameworkErrors: (_error, _request, reply) => {
      void (reply as FastifyReply).code(400).send({ error: 'invalid_params', message: 'The address cannot be read.' })
    },
  }) as unknown as FastifyInstance
  // Above the time of a request Node would take the one for the other.
  app.server.headersTimeout = services.limits.httpRequestMs
  app.setErrorHandler(answerError)
  // The body of a request that leads nowhere is not read.
  app.addHook('onRequest', async (request, reply) => {
    if (request.is404) return nowhere(reply, roles)
    if (!isUpload(request)) limitTime(request, services.limits.httpRequestMs)
  })
  app.addHook('preHandler', (request, _reply, done) => {
    inRequest({ request: request.id, span: null, ended: false }, done)
  })
  app.addHook('onResponse', async (request, reply) => {
    const { method, id, routeOptions } = request
    const ms = Math.round(reply.elapsedTime)
    // The route and not the address, in which a search or the secret of a link may be.
    request.log.debug({ request: id, method, route: routeOptions.url, status: reply.statusCode, ms }, 'request')
  })
  app.get('/healthz', async (_request, reply) => {
    const database = await services.store.works()
    reply.code(database ? 200 : 503).header('cache-control', 'no-store')
    return { status: database ? 'ok' : 'failing', version, uptime: Math.floor(process.uptime()), database }
  })
  app.get('/readyz', async (_request, reply) => {
    const { ready, reasons } = await services.readiness.read()
    reply.code(ready ? 200 : 503).header('cache-control', 'no-store')
    return { status: ready ? 'ready' : 'not_ready', roles: [...roles], reasons }
  })
  app.setNotFoundHandler((_request, reply) => nowhere(reply, roles))
  if (!roles.has('api')) return { app, uploads: null }
  registerJoinPage(app)
  await app.register(async api => registerApi(api, services, createHttpHandlers(services)), { prefix: '/api/apps' })
  await app.register(async scope => registerHooks(scope, services, hooks, new HookUploads(services, files)))
  await bots.register(app)
  const uploads = new Uploads(services, files, join(dataDir, 'uploads'))
  await app.register(async scope => registerFiles(scope, services, uploads))
  if (appsDir !== undefined) await app.register(async scope => registerApps(scope, appsDir))
  return { app, uploads }
}

/** Whether a request brings bytes of an upload, which has a time limit of its own. */
function isUpload({ url, method }: FastifyRequest): boolean {
  return (method === 'PATCH' || method === 'POST') && url.startsWith(fileRoutes.uploads)
}

/** Refuses a request that is not complete in time. */
function limitTime({ raw }: FastifyRequest, ms: number): void {
  if (raw.complete) return
  const timer = setTimeout(() => {
    answerBroken(Object.assign(new Error('too slow'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), raw.socket)
  }, ms)
  const done = () => clearTimeout(timer)
  raw.once('end', done).once('close', done)
}

function nowhere(reply: FastifyReply, roles: ReadonlySet<Role>): FastifyReply {
  if (roles.has('api')) return reply.code(404).send({ error: 'not_found', message: 'There is nothing here.' })
  return reply.code(503).send({ error: 'unavailable', message: notServed('such requests', roles) })
}
