import { ProtocolError } from '@lianqun/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { remember } from '../../../../core/rate-limits.ts'
import { isObject, type JsonObject, textOf } from '../../../cards/index.ts'
import { botById, requireScope, scopesOf } from '../../domain.ts'
import { bearerOf } from '../../http.ts'
import type { BotRow } from '../../tables.ts'
import { putValue, readValue } from '../../values.ts'
import { say } from './answers.ts'
import { Args, readArgs, readBytes } from './args.ts'
import { type Missing, refusalOf, SlackError } from './errors.ts'
import { mostFileBytes, takeUpload } from './files.ts'
import { addressKey } from './format.ts'
import { slackMethods } from './methods.ts'
import { mostResponses, parsed, type SlackParts, slackPath } from './parts.ts'
import { slackSaid } from './say.ts'

const bodyBytes = 1_048_576

/** Slack's Web API, where files are uploaded and where answers are posted. https://docs.slack.dev/apis/web-api */
export function registerSlack(app: FastifyInstance, parts: SlackParts): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.addHook('onSend', async (_request, reply) => {
    reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  })
  const answered = new Map<string, number>()
  // A token is longer than a parameter may be, so that it is all that follows.
  const route = (
    url: string,
    bodyLimit: number,
    handler: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>,
  ) =>
    app.route({
      method: ['GET', 'POST'],
      url: `${slackPath}${url}`,
      bodyLimit,
      errorHandler: (error, request, reply) => void refuse(request, reply.code(200), error),
      handler,
    })

  route('/:method', bodyBytes, async (request, reply) => {
    const name = textOf(paramsOf(request).method)
    const method = Object.hasOwn(slackMethods, name) ? slackMethods[name] : undefined
    try {
      const fields = await readArgs(request.query, request.headers['content-type'] ?? '', bodyOf(request))
      if (name === 'api.test') return apiTest(fields)
      const bot = await authenticate(parts, request, fields)
      if (method === undefined) throw new SlackError('unknown_method', { req_method: name })
      if (method.scope !== undefined) requireScope(bot, method.scope)
      const base = baseOf(request)
      await keepAddress(parts, bot, base)
      reply.header('x-oauth-scopes', scopesOf(bot).join(','))
      return { ok: true, ...(await method.run({ parts, bot, args: new Args(fields), base })) }
    } catch (error) {
      return refuse(request, reply, error, method)
    }
  })

  route('/upload/*', mostFileBytes + 65_536, async (request, reply) => {
    try {
      const { botId, claims } = await parts.services.tokens.verifyOfBot(textOf(paramsOf(request)['*']), 'slack-file')
      const bot = await enabledBot(parts, botId)
      const bytes = await readBytes(request.headers['content-type'] ?? '', bodyOf(request))
      await takeUpload(parts, bot, claims, bytes)
      return reply.type('text/plain').send(`OK - ${bytes.length}`)
    } catch (error) {
      return refuse(request, reply.code(400), error)
    }
  })

  route('/response/*', bodyBytes, async (request, reply) => {
    try {
      const { botId, id, claims } = await parts.services.tokens.verifyOfBot(
        textOf(paramsOf(request)['*']),
        'slack-response',
      )
      const times = (answered.get(id) ?? 0) + 1
      if (times > mostResponses) return reply.code(404).send({ ok: false, error: 'used_url' })
      remember(answered, id, times, 50_000)
      const bot = await enabledBot(parts, botId)
      const fields = await readArgs({}, request.headers['content-type'] ?? 'application/json', bodyOf(request))
      const payload = parsed(textOf(fields.payload))
      await respond(parts, bot, claims, isObject(payload) ? payload : fields)
      return { ok: true }
    } catch (error) {
      if (error instanceof ProtocolError && error.errorName === 'too_late')
        return reply.code(404).send({ ok: false, error: 'expired_url' })
      return refuse(request, reply.code(400), error)
    }
  })
}

/** Answers with what is wrong: with the status that the answer has already, unless the bot has to wait. */
function refuse(request: FastifyRequest, reply: FastifyReply, error: unknown, missing: Missing = {}): FastifyReply {
  const refusal = refusalOf(error, missing)
  if (refusal !== null) {
    if (refusal.retryAfter !== undefined) reply.header('retry-after', refusal.retryAfter)
    if (refusal.status !== 200) reply.code(refusal.status)
    return reply.send(refusal.body)
  }
  const status = (error as { statusCode?: unknown } | null)?.statusCode
  if (typeof status === 'number' && status < 500)
    return reply.send({ ok: false, error: status === 413 ? 'msg_too_long' : 'invalid_arguments' })
  request.log.error({ err: error, request: request.id }, 'a call in the words of Slack failed')
  return reply.send({ ok: false, error: 'internal_error' })
}

const paramsOf = (request: FastifyRequest) => request.params as Record<string, string | undefined> as JsonObject
const bodyOf = (request: FastifyRequest) => (Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0))

/** The address of the workspace as the caller knows it. */
function baseOf(request: FastifyRequest): string {
  const forwarded = textOf([request.headers['x-forwarded-proto']].flat()[0]).split(',')[0]?.trim()
  const scheme = forwarded === 'https' || forwarded === 'http' ? forwarded : request.protocol
  const host = request.headers.host ?? ''
  return `${scheme}://${/^[A-Za-z0-9.:[\]-]{1,255}$/.test(host) ? host : 'localhost'}`
}

/** Where what is posted to a bot leads back to. */
async function keepAddress({ services }: SlackParts, bot: BotRow, base: string): Promise<void> {
  if (bot.webhook_format !== 'slack' || bot.webhook_url === null) return
  const { value } = await services.store.read(db => readValue(db, bot.id, addressKey))
  if (value === base) return
  await services.write([`bot:${bot.id}`], w => putValue(w, bot.id, addressKey, { value: base }))
}

/** @throws SlackError, rate_limited */
async function authenticate({ service }: SlackParts, request: FastifyRequest, fields: JsonObject): Promise<BotRow> {
  const token = bearerOf(request.headers.authorization) || textOf(fields.token)
  if (token === '') throw new SlackError('not_authed')
  return service.authenticate(token).catch(error => {
    if (error instanceof ProtocolError && error.errorName === 'forbidden') throw new SlackError('account_inactive')
    throw error
  })
}

/** @throws SlackError */
async function enabledBot({ services }: SlackParts, botId: string): Promise<BotRow> {
  const bot = await services.store.read(db => botById(db, botId)).catch(() => null)
  if (bot === null || bot.enabled === 0) throw new SlackError('account_inactive')
  return bot
}

function apiTest({ token: _token, ...args }: JsonObject): Record<string, unknown> {
  const error = textOf(args.error)
  return error === '' ? { ok: true, args } : { ok: false, error, args }
}

/** An answer that is posted to a `response_url`. https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
async function respond(
  parts: SlackParts,
  bot: BotRow,
  claims: Record<string, unknown>,
  payload: JsonObject,
): Promise<void> {
  const on = { conversationId: textOf(claims.conversationId), userId: textOf(claims.userId) }
  const [seq, thread] = [claims.seq, claims.thread].map(at => (typeof at === 'number' ? at : undefined))
  const says = (name: string) => payload[name] === true || payload[name] === 'true'
  if (seq !== undefined && says('delete_original')) return parts.service.recall(bot, on.conversationId, seq)
  if (seq !== undefined && says('replace_original')) {
    const { content, original } = await parts.services.store.read(db =>
      slackSaid(db, payload, { conversationId: on.conversationId, asCard: true }),
    )
    await parts.service.change(bot, { conversationId: on.conversationId, seq, content, original })
    return
  }
  // What one person alone saw is not kept, so it is neither replaced nor taken back.
  if (says('delete_original')) return
  await say(parts, bot, { ...on, thread }, payload)
}
