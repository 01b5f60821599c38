import { createHmac } from 'node:crypto'
import { remember } from '../../core/rate-limits.ts'
import type { Write } from '../../core/services.ts'
import { type LinkPolicy, type Posted, postBounded, Refused } from '../links/index.ts'
import { acknowledge, enqueuePosts, release, takeNext, toEvent } from './queue.ts'
import type { BotEventRow, BotRow } from './tables.ts'

/** How often an event is posted before it is given up: over about an hour. */
const mostAttempts = 12
/** How long an address may take to answer, milliseconds, and most bytes of the answer. */
const patienceOfAll = 10_000
const answerBytes = 65_536
/** How long an event rests that failed, doubled each time, and at most; and at most an address that failed, milliseconds. */
const firstRestMs = 5_000
const longestRestMs = 900_000
const longestAddressRestMs = 60_000
/** Conversations of one bot that are posted at once, so that a slow address leaves room for others. */
const mostOfBot = 4
/** Events of one conversation before another one has its turn. */
const mostInRow = 50

/** One post of an event. */
export interface WebhookRequest {
  headers: Record<string, string>
  body: string
}

/** How an event is written where it is posted. */
export interface WebhookFormat {
  /** The request, or several, one after the other; null or none: this format has no words for it, and it is passed over. */
  request(bot: BotRow, event: BotEventRow, now: number): Promise<WebhookRequest | WebhookRequest[] | null>
  /** Whether an event that was refused with this status is not posted again. */
  isFinal?(event: BotEventRow, status: number): boolean
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
  /** Is told what went wrong after an event was delivered. */
  failed(error: unknown): void
  /** Milliseconds; for tests. */
  now?: () => number
  patienceMs?: number
}

/** Why an event was not delivered. */
interface Problem {
  words: string
  /** Whether it is the address that fails, and not this event. */
  address: boolean
  /** The address says that it is gone for good. */
  gone?: boolean
  /** When it wants to be asked again, milliseconds. */
  afterMs?: number
}

interface Taken {
  bot: BotRow
  row: BotEventRow
  url: string
}

/** Posts the events of bots to their addresses: of one conversation one after the other. */
export class WebhookPoster {
  readonly #parts: PosterParts
  readonly #now: () => number
  readonly #patienceMs: number
  /** Until when an address is left alone, and how often it failed in a row, by bot and address. */
  readonly #resting = new Map<string, { until: number; times: number }>()
  /** How many conversations of a bot are posted now, and those that wait for their turn. */
  readonly #busy = new Map<string, { count: number; waiting: Set<string | null> }>()

  constructor(parts: PosterParts) {
    this.#parts = parts
    this.#now = parts.now ?? Date.now
    this.#patienceMs = parts.patienceMs ?? patienceOfAll
  }

  /** Posts what waits for a bot of one conversation. What fails is asked for again, as a job of a later time. */
  async post(botId: string, conversationId: string | null, signal: AbortSignal): Promise<void> {
    const busy = this.#busy.get(botId) ?? { count: 0, waiting: new Set() }
    if (busy.count >= mostOfBot) {
      busy.waiting.add(conversationId)
      // Should this process die, it goes on by itself.
      return this.#later(botId, conversationId, this.#now() + this.#patienceMs)
    }
    this.#busy.set(botId, { ...busy, count: busy.count + 1 })
    try {
      await this.#postAll(botId, conversationId, signal)
    } finally {
      await this.#ended(botId)
    }
  }

  async #ended(botId: string): Promise<void> {
    const busy = this.#busy.get(botId)
    if (busy === undefined) return
    const count = busy.count - 1
    const [next] = busy.waiting
    if (next !== undefined) busy.waiting.delete(next)
    if (count === 0 && busy.waiting.size === 0) this.#busy.delete(botId)
    else this.#busy.set(botId, { ...busy, count })
    if (next !== undefined) await this.#later(botId, next)
  }

  #later(botId: string, conversationId: string | null, at?: number): Promise<void> {
    return this.#parts.write([], async w => enqueuePosts(w, botId, conversationId, at))
  }

  async #postAll(botId: string, conversationId: string | null, signal: AbortSignal): Promise<void> {
    for (let n = 0; n < mostInRow; n++) {
      const taken = signal.aborted ? null : await this.#take(botId, conversationId)
      if (taken === null) return
      const problem = await this.#send(taken, signal)
      if (problem !== null && signal.aborted)
        return this.#parts.write([], w => release(w, botId, [Number(taken.row.id)]))
      const key = `${botId} ${taken.url}`
      if (problem === null) {
        this.#resting.delete(key)
        await this.#parts.write([], w => acknowledge(w, botId, [Number(taken.row.id)]))
        continue
      }
      if (problem.address) this.#rest(key, problem)
      return this.#failed(taken, problem)
    }
    // Those of its other conversations have their turn.
    await this.#later(botId, conversationId)
  }

  #take(botId: string, conversationId: string | null): Promise<Taken | null> {
    const now = this.#now()
    return this.#parts.write([], async w => {
      const bot = await w.db.selectFrom('bots').selectAll().where('id', '=', botId).executeTakeFirst()
      if (bot === undefined || bot.enabled === 0 || bot.webhook_url === null) return null
      const until = this.#resting.get(`${botId} ${bot.webhook_url}`)?.until ?? 0
      const next = until > now ? { until } : await takeNext(w, { botId, conversationId, now })
      if (next === null) return null
      if ('row' in next) return { bot, row: next.row, url: bot.webhook_url }
      enqueuePosts(w, botId, conversationId, next.until)
      return null
    })
  }

  /** Leaves an address alone for a while. */
  #rest(key: string, { afterMs }: Problem): void {
    const times = (this.#resting.get(key)?.times ?? 0) + 1
    const ms = Math.max(restAfter(times, longestAddressRestMs), Math.min(afterMs ?? 0, longestRestMs))
    remember(this.#resting, key, { until: this.#now() + ms, times }, 10_000)
  }

  /** What went wrong, or null. */
  async #send({ bot, row, url }: Taken, stopping: AbortSignal): Promise<Problem | null> {
    const { policy, formats } = this.#parts
    if (policy === null) return { words: 'This workspace reaches no addresses.', address: true }
    const format = formats[bot.webhook_format] ?? ownFormat
    const late = AbortSignal.timeout(this.#patienceMs)
    try {
      const requests = [(await format.request(bot, row, this.#now())) ?? []].flat()
      for (const request of requests) {
        const signal = AbortSignal.any([stopping, late])
        const answer = await postBounded(url, policy, { ...request, bytes: answerBytes, signal })
        const problem = problemOf(answer)
        // It was delivered, whatever comes of the answer.
        if (problem === null) await format.answered?.(bot, row, answer).catch(this.#parts.failed)
        else if (format.isFinal?.(row, answer.status) !== true) return problem
      }
      return null
    } catch (error) {
      if (error instanceof Refused) return { words: `The address is not allowed: ${error.message}`, address: true }
      if (late.aborted) return { words: `no whole answer within ${this.#patienceMs / 1_000} seconds`, address: true }
      return { words: error instanceof Error ? error.message.slice(0, 200) : 'failed', address: true }
    }
  }

  /** Notes why an event was not delivered and when it is tried again; it is given up at last. */
  async #failed({ row, url }: Taken, { words, gone = false, afterMs = 0 }: Problem): Promise<void> {
    const { bot_id: botId, conversation_id: conversationId } = row
    const attempts = Number(row.attempts) + 1
    const now = this.#now()
    await this.#parts.write([], async w => {
      const bot = await w.db.selectFrom('bots').select('webhook_url').where('id', '=', botId).executeTakeFirst()
      if (bot === undefined) return
      // What another address did says nothing of the one that it has now.
      const moved = bot.webhook_url !== url
      if (gone && !moved) await w.db.updateTable('bots').set({ webhook_url: null }).where('id', '=', botId).execute()
      const dead = !moved && !gone && attempts >= mostAttempts
      const rests = !moved && !gone && !dead
      const at = rests
        ? Math.ceil(now + Math.max(restAfter(attempts, longestRestMs), Math.min(afterMs, longestRestMs)))
        : 0
      await w.db
        .updateTable('bot_events')
        .set({ problem: words, leased_until: at, ...(dead && { state: 'dead' as const }) })
        .where('id', '=', Number(row.id))
        .where('state', '=', 'waiting')
        .execute()
      // When one is given up, what comes after it begins anew.
      if (!gone || moved) enqueuePosts(w, botId, conversationId, rests ? at : undefined)
    })
  }
}

/** What an answer says is wrong, or null. */
function problemOf({ status, headers }: Posted): Problem | null {
  if (status >= 200 && status <= 299) return null
  if (status === 410)
    return { words: 'HTTP 410: the address is gone, and was switched off.', address: true, gone: true }
  if (status >= 300 && status <= 399) return { words: `HTTP ${status}: redirects are not followed.`, address: true }
  const seconds = /^\d{1,6}$/.test(headers['retry-after'] ?? '') ? Number(headers['retry-after']) : 0
  const address = [429, 502, 503, 504].includes(status)
  return { words: `HTTP ${status}`, address, ...(address && { afterMs: seconds * 1_000 }) }
}

/** How long to rest after so many failures in a row, milliseconds: doubled each time, and not for all alike. */
function restAfter(times: number, longest: number): number {
  return Math.min(firstRestMs * 2 ** (times - 1), longest) * (0.8 + Math.random() * 0.2)
}
