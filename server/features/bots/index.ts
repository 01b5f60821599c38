import type { FastifyInstance } from 'fastify'
import type { JobSpecs } from '../../core/jobs/jobs.ts'
import type { Services } from '../../core/services.ts'
import type { Wakes } from '../../core/wakes.ts'
import type { LinkPolicy } from '../links/index.ts'
import { botCards } from './clicks.ts'
import { botFaces } from './faces.ts'
import { botApiPath, registerBotApi } from './http.ts'
import { botJobs } from './jobs.ts'
import { botHandlers } from './methods.ts'
import { ownSocket, ownSocketPath } from './own-socket.ts'
import { BotService, type BotServiceParts } from './service.ts'
import { BotSockets } from './sockets.ts'
import { type BotVendor, vendorsOf } from './vendors/index.ts'
import { ownFormat, WebhookPoster } from './webhooks.ts'

export { createBot, joinBot, updateBot } from './domain.ts'
export { putValue } from './values.ts'
export { botCards, botFaces, botHandlers }

interface BotsParts extends BotServiceParts {
  wakes: Wakes
  /** Which addresses may be posted to; null: none. */
  policy: LinkPolicy | null
}

/** All of what the server does for bots. */
export class Bots {
  readonly service: BotService
  readonly sockets: BotSockets
  readonly wakes: Wakes
  readonly #services: Services
  readonly #vendors: readonly BotVendor[]
  readonly #poster: WebhookPoster

  constructor(services: Services, { wakes, policy, ...parts }: BotsParts) {
    this.#services = services
    this.wakes = wakes
    this.service = new BotService(services, parts)
    this.#vendors = vendorsOf({ services, service: this.service, wakes, policy })
    this.#poster = new WebhookPoster({
      write: services.write,
      policy,
      failed: services.failed,
      formats: Object.assign({ lianqun: ownFormat }, ...this.#vendors.map(({ formats }) => formats)),
    })
    this.sockets = new BotSockets(
      services,
      wakes,
      Object.assign({ [ownSocketPath]: ownSocket(this.service) }, ...this.#vendors.map(({ sockets }) => sockets)),
    )
  }

  /** Registers our API, and those of others at their own paths. */
  async register(app: FastifyInstance): Promise<void> {
    await app.register(async scope => registerBotApi(scope, this.#services, this.service), { prefix: botApiPath })
    for (const { http } of this.#vendors) if (http !== undefined) await app.register(async scope => http(scope))
  }

  jobs(): JobSpecs<'conversationHeard' | 'botPosts' | 'forgetBotEvents' | 'endBots'> {
    return botJobs(this.#services, this.#poster)
  }
}
