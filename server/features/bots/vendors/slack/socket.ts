import { randomUUID } from 'node:crypto'
import { remember } from '../../../../core/rate-limits.ts'
import { isObject, textOf } from '../../../cards/index.ts'
import { botById } from '../../domain.ts'
import type { SocketEntry } from '../../sockets.ts'
import type { BotEventRow } from '../../tables.ts'
import { takeAnswer } from './answers.ts'
import { deliveriesOf } from './events.ts'
import { idsOf, parsed, type SlackParts } from './parts.ts'

/** Tickets that were used are remembered for as long as they hold: so many. */
const mostTickets = 10_000

/** Socket mode: `apps.connections.open` gave the address with a ticket. https://docs.slack.dev/apis/events-api/using-socket-mode */
export function slackSocket(parts: SlackParts): SocketEntry {
  const { services } = parts
  const used = new Map<string, true>()
  return (ws, request, admit) => {
    const ticket = new URL(request.url ?? '', 'http://workspace').searchParams.get('ticket') ?? ''
    const open = async () => {
      const { botId, id, claims } = await services.tokens.verifyOfBot(ticket, 'slack-socket')
      if (used.has(id)) throw new Error('this ticket was used')
      remember(used, id, true, mostTickets)
      const base = textOf(claims.base)
      const bot = await services.store.read(db => botById(db, botId))
      if (bot.enabled === 0) throw new Error('the bot is switched off')
      const socket = admit(bot)
      if (socket === null) return
      /** By envelope: the event that it tells, of which others may tell the rest. */
      const envelopes = new Map<string, BotEventRow>()
      const acknowledged = async (envelopeId: string, payload: unknown) => {
        const row = envelopes.get(envelopeId)
        if (row === undefined || !envelopes.delete(envelopeId)) return
        await takeAnswer(parts, bot, row, payload).catch(services.failed)
        if (![...envelopes.values()].includes(row)) socket.acknowledge(Number(row.id))
      }
      ws.on('message', data => {
        const message = parsed(data.toString())
        if (isObject(message)) void acknowledged(textOf(message.envelope_id), message.payload)
      })
      socket.send(
        JSON.stringify({
          type: 'hello',
          num_connections: 1,
          debug_info: { host: 'lianqun', build_number: 1, approximate_connection_time: 18_060 },
          connection_info: { app_id: idsOf(bot).app },
        }),
      )
      socket.speak({
        async send(row) {
          const told = await deliveriesOf(parts, bot, row, base).catch(error => {
            services.failed(error)
            return []
          })
          // One that is told again has other envelopes now.
          for (const [envelopeId, other] of envelopes) if (other.id === row.id) envelopes.delete(envelopeId)
          const sent = told.map(one => ({ ...one, envelope_id: randomUUID() }))
          for (const { envelope_id } of sent) envelopes.set(envelope_id, row)
          const attempt = Number(row.attempts)
          for (const { kind: type, payload, envelope_id } of sent)
            socket.send(
              JSON.stringify({
                type,
                envelope_id,
                payload,
                accepts_response_payload: type !== 'events_api',
                ...(type === 'events_api' && {
                  retry_attempt: attempt,
                  retry_reason: attempt > 0 ? 'timeout' : '',
                }),
              }),
            )
          return sent.length > 0
        },
      })
    }
    open().catch(error => ws.close(4401, error instanceof Error ? error.message.slice(0, 100) : ''))
  }
}
