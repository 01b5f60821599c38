import type { FastifyInstance } from 'fastify'
import type { Services } from '../../../core/services.ts'
import type { Wakes } from '../../../core/wakes.ts'
import type { LinkPolicy } from '../../links/index.ts'
import type { BotService } from '../service.ts'
import type { SocketEntry } from '../sockets.ts'
import type { WebhookFormat } from '../webhooks.ts'
import { aibotVendor } from './aibot/index.ts'
import { feishuVendor } from './feishu/index.ts'
import { slackVendor } from './slack/index.ts'

/** What bots that were written for another system need of the server. */
export interface BotVendor {
  /** By path. */
  sockets?: Record<string, SocketEntry>
  http?(app: FastifyInstance): void
  /** Of what is posted to a bot's address, by the name of the format. */
  formats?: Record<string, WebhookFormat>
}

export interface VendorParts {
  services: Services
  service: BotService
  wakes: Wakes
  policy: LinkPolicy | null
}

/** The systems whose words bots may speak. */
export function vendorsOf(parts: VendorParts): BotVendor[] {
  return [slackVendor(parts), aibotVendor(parts), feishuVendor(parts)]
}
