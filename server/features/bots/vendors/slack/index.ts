import type { BotVendor, VendorParts } from '../index.ts'
import { slackFormat } from './format.ts'
import { socketPath } from './parts.ts'
import { slackSocket } from './socket.ts'
import { registerSlack } from './web.ts'

/** Bots that were written for Slack, with its own libraries: by its Web API, in socket mode or posted to. */
export function slackVendor(parts: VendorParts): BotVendor {
  return {
    sockets: { [socketPath]: slackSocket(parts) },
    http: app => registerSlack(app, parts),
    formats: { slack: slackFormat(parts) },
  }
}
