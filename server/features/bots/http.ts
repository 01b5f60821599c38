import type { IncomingHttpHeaders } from 'node:http'
import { type BotScope, botScopes, ProtocolError } from '@lianqun/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { type BotApi, type BotEndpoint, type BotInput, type BotResult, botApi } from '../../../protocol/http/bots.ts'
import { botOpenApi } from '../../../protocol/http/bots-openapi.ts'
import { parseInput } from '../../core/parse.ts'
import type { Services } from '../../core/services.ts'
import { requireMember } from '../conversations/index.ts'
import { manifestOf, requireScope, scopesOf } from './domain.ts'
import { membersOf, peopleByMail, peopleByName, personById } from './people.ts'
import { acknowledge, takeEvents, toEvent } from './queue.ts'
import type { BotService } from './service.ts'
import type { BotRow } from './tables.ts'
import { listValues, putValue, readValue } from './values.ts'

/** Below which our own API of bots lies. */
export const botApiPath = '/api/bots/v1'
/** Largest file of a bot, in bytes: it is held in memory. */
const fileBytes = 50 * 1_048_576
const jsonBytes = 1_048_576

type BotHandlers = { [K in keyof BotApi]: (bot: BotRow, input: BotInput<K>, bytes: Buffer) => Promise<BotResult<K>> }

function handlersOf({ store, write }: Services, service: BotService): BotHandlers {
  const shown = (row: { id: string; version: number }) => ({ viewId: row.id, version: row.version })
  return {
    'GET /me': bot =>
      store.read(async db => {
        const employee = await db.selectFrom('employees').selectAll().where('id', '=', bot.id).executeTakeFirstOrThrow()
        const organisation = await db.selectFrom('organisation').select('name').executeTakeFirst()
        return {
          id: bot.id,
          name: employee.name,
          icon: employee.icon,
          ownerId: bot.owner_id,
          scopes: scopesOf(bot).filter((scope): scope is BotScope => botScopes.some(known => known === scope)),
          workspaceId: store.meta('workspace_id'),
          workspaceName: organisation?.name ?? '',
          manifest: manifestOf(bot),
        }
      }),
    'PUT /manifest': async (bot, { body }) => {
      await service.setManifest(bot, body)
      return {}
    },
    'GET /conversations': (bot, { query }) => service.conversations(bot, query),
    'GET /conversations/:conversationId': async (bot, { params }) => ({
      conversation: await service.conversation(bot, params.conversationId),
    }),
    'POST /conversations': async (bot, { body }) => ({ conversation: await service.createGroup(bot, body) }),
    'POST /conversations/direct': async (bot, { body }) => ({ conversation: await service.direct(bot, body.userId) }),
    'GET /conversations/:conversationId/members': async (bot, { params, query }) => {
      requireScope(bot, 'members.read')
      return store.read(async db => {
        await requireMember(db, params.conversationId, bot.id)
        return membersOf(db, { ...params, ...query })
      })
    },
    'POST /conversations/:conversationId/members': async (bot, { params, body }) => {
      await service.addMembers(bot, params.conversationId, body.userIds)
      return {}
    },
    'DELETE /conversations/:conversationId/members/me': async (bot, { params }) => {
      await service.leave(bot, params.conversationId)
      return {}
    },
    'GET /conversations/:conversationId/messages': (bot, { params, query }) =>
      service.history(bot, { ...params, ...query }),
    'GET /conversations/:conversationId/messages/:seq': async (bot, { params }) => ({
      message: await service.message(bot, params.conversationId, params.seq),
    }),
    'POST /conversations/:conversationId/messages': async (bot, { params, body }) => ({
      message: await service.send(bot, { ...params, ...body }),
    }),
    'PATCH /conversations/:conversationId/messages/:seq': async (bot, { params, body }) => ({
      message: await service.change(bot, { ...params, ...body }),
    }),
    'PUT /conversations/:conversationId/messages/:seq/faces/:userId': (bot, { params, body }) =>
      service.putFace(bot, { ...params, ...body }),
    'DELETE /conversations/:conversationId/messages/:seq': async (bot, { params }) => {
      await service.recall(bot, params.conversationId, params.seq)
      return {}
    },
    'POST /conversations/:conversationId/messages/:seq/reactions': async (bot, { params, body }) => {
      const message = await service.react(bot, { ...params, ...body })
      return { reactions: message.attributes?.reactions ?? [] }
    },
    'POST /conversations/:conversationId/whispers': async (bot, { params, body }) => {
      await service.prompts.whisper(bot, { ...params, ...body })
      return {}
    },
    'POST /conversations/:conversationId/messages/:seq/previews': async (bot, { params, body }) => {
      await service.preview(bot, params, body)
      return {}
    },
    'GET /people/:userId': async (bot, { params }) => {
      if (!(await service.knows(bot, params.userId))) throw new ProtocolError('not_found')
      return { person: await store.read(db => personById(db, params.userId)) }
    },
    'GET /people': (_bot, { query: { mail, q = '' } }) =>
      store.read(async db => ({ people: await (mail === undefined ? peopleByName(db, q) : peopleByMail(db, mail)) })),
    'POST /files': async (bot, { query }, bytes) => ({ file: await service.addFile(bot, bytes, query.name) }),
    'POST /views': async (bot, { body }) => shown(await service.prompts.openView(bot, body.trigger, body.view)),
    'PUT /views/:viewId': async (bot, { params, body }) =>
      shown(await service.prompts.updateView(bot, params.viewId, body.view, body.version)),
    'PUT /people/:userId/home': async (bot, { params, body }) =>
      shown(await service.prompts.setHome(bot, params.userId, body.view)),
    'POST /events/:eventId/answer': async (bot, { params, body }) => {
      await service.prompts.answer(bot, params.eventId, body)
      return {}
    },
    'GET /values/:key': (bot, { params }) => store.read(db => readValue(db, bot.id, params.key)),
    'PUT /values/:key': async (bot, { params, body }) => ({
      version: await write([`bot:${bot.id}`], w => putValue(w, bot.id, params.key, body)),
    }),
    'GET /values': (bot, { query }) => store.read(db => listValues(db, bot.id, query)),
    'GET /events': async (bot, { query }) => ({
      events: (await write(`bot:${bot.id}`, w => takeEvents(w, { botId: bot.id, limit: query.limit }))).map(toEvent),
    }),
    'POST /events/acknowledge': async (bot, { body }) => {
      await write([], w => acknowledge(w, bot.id, body.ids))
      return {}
    },
  }
}

/** The token of a request: `Authorization: Bearer`. */
export function bearerOf(header: string | undefined): string {
  return /^Bearer (\S{1,200})$/i.exec(header ?? '')?.[1] ?? ''
}

/**
 * What a token lacks, as a refusal has to say in `WWW-Authenticate`; null: nothing.
 * https://www.rfc-editor.org/rfc/rfc6750#section-3
 */
function challengeOf(status: number, { authorization }: IncomingHttpHeaders, scope: string | null): string | null {
  if (status === 401) return bearerOf(authorization) === '' ? 'Bearer' : 'Bearer error="invalid_token"'
  return scope === null ? null : `Bearer error="insufficient_scope", scope="${scope}"`
}

/** The API that bots call with their token as bearer. Errors are `{error, message}`. */
export function registerBotApi(app: FastifyInstance, services: Services, service: BotService): void {
  const handlers = handlersOf(services, service)
  const callers = new WeakMap<FastifyRequest, BotRow>()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: fileBytes }, (_request, body, done) => done(null, body))
  const lacking = new WeakMap<FastifyRequest, string>()
  app.addHook('onSend', async (request, reply) => {
    reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
    const challenge = challengeOf(reply.statusCode, request.headers, lacking.get(request) ?? null)
    if (challenge !== null) reply.header('www-authenticate', challenge)
  })
  let described: string | null = null
  app.get('/openapi.json', async (_request, reply) => {
    described ??= JSON.stringify(botOpenApi())
    return reply.type('application/json').send(described)
  })
  for (const [key, endpoint] of Object.entries<BotEndpoint>(botApi)) {
    const [method = '', url = ''] = key.split(' ')
    const handler = handlers[key as keyof BotApi] as AnyHandler
    const takesBytes = key === 'POST /files'
    app.route({
      method,
      url,
      bodyLimit: takesBytes ? fileBytes : jsonBytes,
      // Before the body is read: a stranger's is not worth it.
      onRequest: async request => {
        const bot = await service.authenticate(bearerOf(request.headers.authorization))
        const { scope } = endpoint
        if (scope !== null && !scopesOf(bot).includes(scope)) lacking.set(request, scope)
        if (scope !== null) requireScope(bot, scope)
        callers.set(request, bot)
      },
      handler: async request => {
        const bot = callers.get(request)
        if (bot === undefined) throw new ProtocolError('unauthenticated')
        if (takesBytes && !Buffer.isBuffer(request.body))
          throw new ProtocolError('invalid_params', {
            message: 'Send the bytes of the file with content-type application/octet-stream.',
          })
        const part = (schema: z.ZodType | undefined, value: unknown) => schema && parseInput(schema, value, 'request')
        const input = {
          params: part(endpoint.params, request.params),
          query: part(endpoint.query, request.query),
          body: part(endpoint.body, request.body),
        }
        return await handler(bot, input, takesBytes ? (request.body as Buffer) : Buffer.alloc(0))
      },
    })
  }
}

type AnyHandler = (
  bot: BotRow,
  input: { params: unknown; query: unknown; body: unknown },
  bytes: Buffer,
) => Promise<unknown>
