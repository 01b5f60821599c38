import { botReceiptSchema } from '@lianqun/protocol'
import { parseInput } from '../../core/parse.ts'
import { bearerOf } from './http.ts'
import { toEvent } from './queue.ts'
import type { BotService } from './service.ts'
import type { SocketEntry } from './sockets.ts'

/** Where bots connect that speak our own words. */
export const ownSocketPath = '/api/bots/v1/socket'

/** A bot that hears nothing for longer takes its connection for broken, milliseconds. */
const beatMs = 20_000
/** Messages that are kept until it is known whose they are, and wrong ones after which a socket is closed. */
const mostEarly = 20
const mostWrong = 20

/**
 * The socket of our own API: the bot sends its token as a bearer with the request, gets `{"type":"hello"}` and then events
 * as `BotEvent`, and acknowledges them as `{"acknowledge":[id, …]}`.
 */
export function ownSocket(service: BotService): SocketEntry {
  return (ws, request, admit) => {
    // What comes before the bot is known is kept.
    const early: string[] = []
    ws.on('message', data => {
      if (early.length < mostEarly) early.push(data.toString().slice(0, 100_000))
    })
    service
      .authenticate(bearerOf(request.headers.authorization))
      .then(bot => {
        const socket = admit(bot)
        if (socket === null) return
        let wrong = 0
        const received = (text: string) => {
          if (wrong >= mostWrong) return
          try {
            for (const id of parseInput(botReceiptSchema, JSON.parse(text)).acknowledge) socket.acknowledge(id)
          } catch {
            socket.send(JSON.stringify({ type: 'error', message: 'Send {"acknowledge":[id]}.' }))
            wrong += 1
            if (wrong >= mostWrong) ws.close(1008, 'only {"acknowledge":[id]} is understood')
          }
        }
        ws.removeAllListeners('message')
        ws.on('message', data => received(data.toString()))
        socket.send(JSON.stringify({ type: 'hello', botId: bot.id }))
        const beat = setInterval(() => socket.send('{"type":"beat"}'), beatMs).unref()
        socket.speak({
          closed: () => clearInterval(beat),
          send(row) {
            socket.send(JSON.stringify(toEvent(row)))
            return true
          },
        })
        early.forEach(received)
      })
      .catch(error => ws.close(4401, error instanceof Error ? error.message.slice(0, 100) : ''))
  }
}
