import type { FastifyInstance } from 'fastify'
import { textOf } from '../../../cards/index.ts'
import { feishuAppId } from '../../domain.ts'
import type { BotRow } from '../../tables.ts'
import { addressOf } from '../converted.ts'
import type { BotVendor, VendorParts } from '../index.ts'
import { done, jsonOf, registerCalls, speakFeishu } from './calls.ts'
import { chatRoutes } from './chats.ts'
import { FeishuError, feishuErrors } from './errors.ts'
import { fileRoutes } from './files.ts'
import { openIdOf } from './ids.ts'
import { messageRoutes } from './messages.ts'
import { clientConfig, feishuSocket, feishuSocketPath, socketAddress } from './socket.ts'

/** Seconds for which the library keeps a token; it is good for as long as the bot has it. */
const tokenSeconds = 7_200

/** Bots of Feishu: the option `domain` of `@larksuiteoapi/node-sdk` is the address of the workspace. */
export function feishuVendor(parts: VendorParts): BotVendor {
  return {
    sockets: { [feishuSocketPath]: feishuSocket(parts) },
    http: app => registerFeishu(app, parts),
  }
}

function registerFeishu(app: FastifyInstance, parts: VendorParts): void {
  const { services, service } = parts
  const tenantKey = services.store.meta('workspace_id')
  speakFeishu(app, parts)

  /** The bot of an app id and its secret, which is its token; null: there is none. */
  const botOf = async (appId: unknown, secret: unknown): Promise<BotRow | null> => {
    const bot = await service.authenticate(textOf(secret)).catch(() => null)
    return bot !== null && feishuAppId(bot.id) === appId ? bot : null
  }

  app.post('/open-apis/auth/v3/tenant_access_token/internal', async request => {
    const { app_id, app_secret } = jsonOf(request)
    const bot = await botOf(app_id, app_secret)
    if (bot === null) return { code: feishuErrors.wrongSecret, msg: 'app secret invalid' }
    return { code: 0, msg: 'ok', tenant_access_token: `t-${textOf(app_secret)}`, expire: tokenSeconds }
  })

  app.post('/callback/ws/endpoint', async request => {
    const { AppID, AppSecret } = jsonOf(request)
    const bot = await botOf(AppID, AppSecret)
    // Without data the library would take it for a failure of the network, and ask again for ever.
    if (bot === null) return { code: feishuErrors.wrongConnection, msg: 'app_id or app_secret is invalid', data: {} }
    const URL = await socketAddress(parts, bot, addressOf(request.raw))
    return done({ URL, ClientConfig: clientConfig })
  })

  const placeOf = (bot: BotRow) => ({ tenantKey, appId: feishuAppId(bot.id) })
  registerCalls(app, parts, {
    ...messageRoutes(parts, placeOf),
    ...chatRoutes(parts, tenantKey),
    ...fileRoutes(parts),
    'GET /bot/v3/info': async ({ bot, reply }) => {
      const employee = await services.store.read(db =>
        db.selectFrom('employees').select('name').where('id', '=', bot.id).executeTakeFirstOrThrow(),
      )
      const info = { activate_status: 2, app_name: employee.name, avatar_url: '', ip_white_list: [] }
      return reply.send({ code: 0, msg: 'ok', bot: { ...info, open_id: openIdOf(bot.id) } })
    },
  })

  const nothingHere = async () => {
    throw new FeishuError(feishuErrors.wrongParameter, 'this workspace has no such call', 404)
  }
  // Before the body is read, whatever it is.
  app.all('/open-apis/*', { onRequest: nothingHere }, nothingHere)
}
