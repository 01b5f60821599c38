import { type BotEventOf, ProtocolError } from '@lianqun/protocol'
import type { WebSocket } from 'ws'
import { isObject, type JsonObject, objectOf, PayloadError, textOf } from '../../../cards/index.ts'
import { botById, feishuAppId } from '../../domain.ts'
import { personById } from '../../people.ts'
import { toEvent } from '../../queue.ts'
import type { BotSocket, SocketDialect, SocketEntry } from '../../sockets.ts'
import type { BotEventRow, BotRow } from '../../tables.ts'
import type { VendorParts } from '../index.ts'
import { FeishuError } from './errors.ts'
import { decodeFrame, encodeFrame, type Frame, frameKinds } from './frames.ts'
import { contentOf } from './saying.ts'
import { toldOf } from './words.ts'

/* The long connection: https://open.feishu.cn/document/server-docs/event-subscription-guide/event-subscription-configure-/request-url-configuration-case */

export const feishuSocketPath = '/open-apis/ws'
const use = 'feishu-socket'
/** How often an event is sent to a bot that fails at it, as the vendor's. */
const mostAttempts = 4

/** When the library pings, and comes back after it was cut off; seconds. */
export const clientConfig = { PingInterval: 60, ReconnectCount: -1, ReconnectInterval: 5, ReconnectNonce: 2 } as const

/** For how long a bot is told nothing before it has said something itself, milliseconds. */
const silentMs = 3_000

/** Where a bot connects; the ticket in the address is good for a while, and for the token that it has now. */
export async function socketAddress({ services }: VendorParts, bot: BotRow, address: string): Promise<string> {
  const ticket = await services.tokens.ticket({ use, botId: bot.id, of: bot.token_hash })
  // The library reads the whole address as a query, so that the first of its names is lost.
  const query = new URLSearchParams({ aid: '1', device_id: bot.id, service_id: '1', ticket })
  return `${address.replace(/^http/, 'ws')}${feishuSocketPath}?${query}`
}

export function feishuSocket(parts: VendorParts): SocketEntry {
  return (ws, request, admit) => {
    // What comes before the bot is known is kept.
    const early: Buffer[] = []
    const keep = (data: Buffer) => void (early.length < 100 && early.push(data))
    ws.on('message', keep)
    const ticket = new URLSearchParams((request.url ?? '').split('?')[1]).get('ticket') ?? ''
    botOf(parts, ticket)
      .then(bot => {
        const socket = admit(bot)
        if (socket === null) return
        const receive = speak(parts, ws, socket)
        ws.off('message', keep)
        ws.on('message', receive)
        early.forEach(receive)
      })
      .catch(() => ws.close(4401, 'invalid ticket'))
  }
}

/** @throws too_late, not_found */
async function botOf({ services }: VendorParts, ticket: string): Promise<BotRow> {
  const { botId, of } = await services.tokens.verifyTicket(ticket, use)
  const bot = await services.store.read(db => botById(db, botId))
  if (bot.enabled === 0 || bot.token_hash !== of) throw new ProtocolError('too_late', { field: 'ticket' })
  return bot
}

/** Sends events, and returns what takes the frames of the bot. */
function speak(parts: VendorParts, ws: WebSocket, socket: BotSocket): (data: Buffer) => void {
  const { services } = parts
  const { bot } = socket
  /** What was sent and not answered. */
  const sent = new Map<string, BotEventRow>()
  const place = {
    tenantKey: services.store.meta('workspace_id'),
    appId: feishuAppId(bot.id),
    isBot: (userId: string) =>
      services.store
        .read(db => personById(db, userId))
        .then(
          person => person.bot,
          () => false,
        ),
  }
  const dialect: SocketDialect = {
    async send(row) {
      const event = toEvent(row)
      const told = await toldOf(event, place)
      if (told === null || ws.readyState !== ws.OPEN) return told !== null
      const id = String(row.id)
      sent.set(id, row)
      const header = {
        event_id: `${bot.id}_${id}`,
        event_type: told.type,
        create_time: String(event.at),
        token: '',
        app_id: place.appId,
        tenant_key: place.tenantKey,
      }
      const payload = JSON.stringify({ schema: '2.0', header, event: told.event })
      const headers = { type: 'event', message_id: id, sum: '1', seq: '0', trace_id: id }
      socket.send(encodeFrame(frameOf(frameKinds.data, headers, payload)))
      return true
    },
  }
  // The library pings as soon as it is connected, and listens a moment later: what comes with the handshake is lost to it.
  let begun = false
  const begin = () => {
    clearTimeout(late)
    if (begun) return
    begun = true
    socket.speak(dialect)
  }
  const late = setTimeout(begin, silentMs)
  ws.on('close', () => clearTimeout(late))
  return data => {
    const frame = decodeFrame(data)
    if (frame === null) return
    begin()
    const { type, message_id: id = '' } = frame.headers
    if (frame.method === frameKinds.control && type === 'ping')
      socket.send(encodeFrame(frameOf(frameKinds.control, { type: 'pong' }, JSON.stringify(clientConfig))))
    if (frame.method !== frameKinds.data) return
    const row = sent.get(id)
    if (row === undefined) return
    sent.delete(id)
    const answer = answerIn(frame)
    // Who failed is told once more when nobody has it any longer.
    if (answer === null && Number(row.attempts) < mostAttempts) return
    socket.acknowledge(Number(row.id))
    if (answer !== null && row.type === 'card.action')
      answerClick(parts, bot, toEvent(row).data as BotEventOf<'card.action'>, answer).catch(error => {
        // What the bot got wrong: nobody could be answered with it.
        if (![ProtocolError, PayloadError, FeishuError].some(known => error instanceof known)) services.failed(error)
      })
  }
}

const frameOf = (method: number, headers: Record<string, string>, payload: string): Frame => ({
  seqId: 0,
  logId: 0,
  service: 1,
  method,
  headers,
  payload: Buffer.from(payload),
})

/** What the handler of an event returned; null: it failed. */
function answerIn({ payload }: Frame): JsonObject | null {
  try {
    const read: unknown = JSON.parse(Buffer.from(payload).toString())
    if (!isObject(read) || read.code !== 200) return null
    const data = textOf(read.data)
    if (data === '') return {}
    const answer: unknown = JSON.parse(Buffer.from(data, 'base64').toString())
    return isObject(answer) ? answer : {}
  } catch {
    return null
  }
}

/** A click may be answered with another card, and with words for whoever clicked. */
async function answerClick(
  parts: VendorParts,
  bot: BotRow,
  { conversationId, seq, userId, trigger }: BotEventOf<'card.action'>,
  answer: JsonObject,
): Promise<void> {
  const { card, toast } = answer
  const written = isObject(card) ? (card.type === 'raw' ? card.data : card) : cardIn(answer)
  if (written !== undefined) {
    const payload = {
      msg_type: 'interactive',
      content: typeof written === 'string' ? written : JSON.stringify(written),
    }
    await parts.service.change(bot, { conversationId, seq, ...(await contentOf(parts, bot, conversationId, payload)) })
  }
  const text = textOf(objectOf(toast).content)
  if (text.trim() !== '')
    await parts.service.prompts.whisper(bot, { conversationId, userId, content: { type: 'text', text }, trigger })
}

/** An answer that is a card itself, as older bots give it. */
function cardIn(answer: JsonObject): JsonObject | undefined {
  return answer.elements !== undefined || answer.body !== undefined ? answer : undefined
}
