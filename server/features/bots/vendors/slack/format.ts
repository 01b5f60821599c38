import { createHmac } from 'node:crypto'
import { type JsonObject, objectOf, textOf } from '../../../cards/index.ts'
import { readValue } from '../../values.ts'
import type { WebhookFormat } from '../../webhooks.ts'
import { takeAnswer } from './answers.ts'
import { type Delivery, deliveriesOf } from './events.ts'
import { parsed, type SlackParts } from './parts.ts'

/** Under which the address of the workspace is kept by which a bot calls it: what is posted to it leads back there. */
export const addressKey = 'slack.address'

const interactions = new Set(['command', 'shortcut', 'card.action', 'view.submitted', 'view.closed'])

/** What is posted to the address of a bot, signed with its secret. https://docs.slack.dev/authentication/verifying-requests-from-slack */
export function slackFormat(parts: SlackParts): WebhookFormat {
  return {
    async request(bot, row, now) {
      const { value } = await parts.services.store.read(db => readValue(db, bot.id, addressKey))
      const told = await deliveriesOf(parts, bot, row, textOf(value) || null)
      return told.map(delivery => {
        const { type, body } = written(delivery)
        const timestamp = String(Math.floor(now / 1_000))
        const attempt = Number(row.attempts)
        return {
          body,
          headers: {
            'content-type': type,
            'x-slack-request-timestamp': timestamp,
            'x-slack-signature': signSlack(bot.secret, timestamp, body),
            ...(attempt > 0 && { 'x-slack-retry-num': String(attempt), 'x-slack-retry-reason': 'http_error' }),
          },
        }
      })
    },
    // Slack tells what somebody did once: a bot that has no listener for it refuses it.
    isFinal: ({ type }, status) => status >= 400 && status < 500 && interactions.has(type),
    async answered(bot, row, { body }) {
      const text = body.toString('utf8')
      await takeAnswer(parts, bot, row, parsed(text) ?? text).catch(parts.services.failed)
    },
  }
}

/** The signature of a post: `v0=` and the HMAC-SHA256 in hexadecimal. `timestamp`: seconds. */
export function signSlack(secret: string, timestamp: string, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`
}

function written({ kind, payload }: Delivery): { type: string; body: string } {
  if (kind === 'events_api') return { type: 'application/json', body: JSON.stringify(payload) }
  const fields: JsonObject = kind === 'interactive' ? { payload: JSON.stringify(payload) } : objectOf(payload)
  const form = new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, textOf(value)]))
  return { type: 'application/x-www-form-urlencoded', body: form.toString() }
}
