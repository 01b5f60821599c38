import { createHmac } from 'node:crypto'
import type { Write } from '../../core/services.ts'
import { type LinkPolicy, type Posted, postBounded, Refused } from '../links/index.ts'
import { acknowledge, enqueuePosts, takeEvents, toEvent } from './queue.ts'
import type { BotEventRow, BotRow } from './tables.ts'

/** How often an event is posted before it is given up: over about an hour. */
const mostAttempts = 12
/** How long an address may take to answer, milliseconds, and most bytes of the answer. */
const patienceMs = 10_000
const answerBytes = 65_536
/** An address that failed is left alone for so long by all that waits for it, milliseconds. */
const restMs = 5_000

/** How an event is written where it is posted. */
export interface WebhookFormat {
  /** The request; null: this format has no words for it, and it is passed over. */
  request(
    bot: BotRow,
    event: BotEventRow,
    now: number,
  ): Promise<{ headers: Record<string, string>; body: string } | null>
  /** Takes what was answered, such as words for the person who gave a command. */
  answered?(bot: BotRow, event: BotEventRow, answer: Posted): Promise<void>
}

/** Events in our own form, signed as Standard Webhooks 1.0 says: https://www.standardwebhooks.com */
export const ownFormat: WebhookFormat = {
  async request(bot, row, now) {
    const { id, type, at, attempt, data } = toEvent(row)
    const body = JSON.stringify({ type, timestamp: new Date(at).toISOString(), data, id, attempt })
    const timestamp = String(Math.floor(now / 1_000))
    return {
      body,
      headers: {
        'content-type': 'application/json',
        'webhook-id': `evt_${id}`,
        'webhook-timestamp': timestamp,
        'webhook-signature': signStandard(bot.secret, `evt_${id}`, timestamp, body),
      },
    }
  },
}

/** The signature of a post by Standard Webhooks: `v1,` and the HMAC-SHA256 in base64. `timestamp`: seconds. */
export function signStandard(secret: string, id: string, timestamp: string, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
}

interface PosterParts {
  write: Write
  policy: LinkPolicy | null
  formats: Readonly<Record<string, WebhookFormat>>
}

/** Posts the events of bots to their addresses: of one conversation one after the other. */
export class WebhookPoster {
  readonly #parts: PosterParts
  /** Until when an address is left alone, by bot. */
  readonly #resting = new Map<string, number>()

  constructor(parts: PosterParts) {
    this.#parts = parts
  }

  /** Posts what waits for a bot of one conversation. @throws Error when it fails and is to be tried later */
  async post(botId: string, conversationId: string | null, signal: AbortSignal): Promise<void> {
    const { write } = this.#parts
    while (!signal.aborted) {
      const until = this.#resting.get(botId) ?? 0
      if (until > Date.now()) throw new Error('the address of the bot failed just now')
      this.#resting.delete(botId)
      const taken = await write([], async w => {
        const bot = await w.db.selectFrom('bots').selectAll().where('id', '=', botId).executeTakeFirst()
        if (bot === undefined || bot.enabled === 0 || bot.webhook_url === null) return null
        const [row] = await takeEvents(w, { botId, limit: 1, conversationId })
        return row === undefined ? null : { bot, row, url: bot.webhook_url }
      })
      if (taken === null) return
      const problem = await this.#send(taken.bot, taken.row, taken.url, signal)
      if (problem === null) {
        await write([], w => acknowledge(w, botId, [Number(taken.row.id)]))
        continue
      }
      if (signal.aborted) return
      await this.#failed(taken.row, problem)
    }
  }

  /** What went wrong, or null. */
  async #send(bot: BotRow, row: BotEventRow, url: string, stopping: AbortSignal): Promise<string | null> {
    const { policy, formats } = this.#parts
    if (policy === null) return 'This workspace reaches no addresses.'
    const format = formats[bot.webhook_format] ?? ownFormat
    try {
      const request = await format.request(bot, row, Date.now())
      if (request === null) return null
      const signal = AbortSignal.any([stopping, AbortSignal.timeout(patienceMs)])
      const answer = await postBounded(url, policy, { ...request, bytes: answerBytes, signal })
      if (answer.status < 200 || answer.status > 299) return `HTTP ${answer.status}`
      await format.answered?.(bot, row, answer)
      return null
    } catch (error) {
      if (error instanceof Refused) return `The address is not allowed: ${error.message}`
      return error instanceof Error ? error.message.slice(0, 200) : 'failed'
    }
  }

  /** Notes why an event was not delivered, and gives it up at last. @throws Error to be tried again */
  async #failed(row: BotEventRow, problem: string): Promise<void> {
    const dead = Number(row.attempts) + 1 >= mostAttempts
    const { bot_id: botId, conversation_id: conversationId } = row
    await this.#parts.write([], async w => {
      await w.db
        .updateTable('bot_events')
        .set({ problem, leased_until: 0, ...(dead && { state: 'dead' as const }) })
        .where('id', '=', Number(row.id))
        .where('state', '=', 'waiting')
        .execute()
      // What comes after it begins anew.
      if (dead) enqueuePosts(w, botId, conversationId)
    })
    if (!dead) {
      this.#resting.set(botId, Date.now() + restMs * (0.8 + Math.random() * 0.2))
      throw new Error(`an event was not taken: ${problem}`)
    }
  }
}
