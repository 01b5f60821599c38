import { isObject, type JsonObject, objectOf, textOf } from '../../../cards/index.ts'
import { toEvent } from '../../queue.ts'
import type { BotSocket, SocketEntry } from '../../sockets.ts'
import type { BotRow } from '../../tables.ts'
import { addressOf } from '../converted.ts'
import type { BotVendor, VendorParts } from '../index.ts'
import { AibotCommands } from './commands.ts'
import { AibotError, aibotCodes, refusalOf } from './errors.ts'
import { linkOf, registerAibotFiles } from './files.ts'
import { AibotStreams } from './streams.ts'
import { AibotUploads } from './uploads.ts'
import { callbackOf } from './words.ts'

/** Where bots connect that are written with `@wecom/aibot-node-sdk`: its option `wsUrl`. */
const socketPath = '/api/bots/aibot'
/** Commands of one socket that wait for those before them. */
const mostWaiting = 500

/** Bots of WeCom's long connection. https://developer.work.weixin.qq.com/document/path/101463 */
export function aibotVendor(parts: VendorParts): BotVendor {
  const streams = new AibotStreams(parts)
  const commands = new AibotCommands(parts, streams)
  return {
    sockets: { [socketPath]: aibotSocket(parts, commands, streams) },
    http: app => registerAibotFiles(app, parts),
  }
}

interface Frame {
  cmd: string
  reqId: string
  body: JsonObject
}

function frameOf(text: string): Frame | null {
  try {
    const read: unknown = JSON.parse(text)
    if (!isObject(read)) return null
    const reqId = textOf(objectOf(read.headers).req_id)
    return reqId === '' ? null : { cmd: textOf(read.cmd), reqId, body: objectOf(read.body) }
  } catch {
    return null
  }
}

function aibotSocket(parts: VendorParts, commands: AibotCommands, streams: AibotStreams): SocketEntry {
  const { services, service } = parts
  return (ws, request, admit) => {
    const address = addressOf(request)
    let socket: BotSocket | null = null
    let secret = ''
    const send = (frame: object) => {
      const text = JSON.stringify(frame)
      if (socket !== null) socket.send(text)
      else if (ws.readyState === ws.OPEN) ws.send(text)
    }
    const acknowledge = (reqId: string, body?: JsonObject) =>
      send({ headers: { req_id: reqId }, ...(body !== undefined && { body }), errcode: 0, errmsg: 'ok' })
    const uploads = new AibotUploads((bytes, name) => bot().then(row => service.addFile(row, bytes, name)))
    /** The bot as it is now: it may have been switched off, or got another token. */
    const bot = () => service.authenticate(secret)

    async function subscribe({ reqId, body }: Frame): Promise<void> {
      if (socket !== null) return acknowledge(reqId)
      const row = await service.authenticate(textOf(body.secret))
      if (row.id !== body.bot_id) throw new AibotError(aibotCodes.wrongSecret, 'invalid bot_id or secret')
      secret = textOf(body.secret)
      socket = admit(row)
      if (socket === null) return
      acknowledge(reqId)
      speak(socket, row)
    }

    /** Sends events. The library answers none, but what reads the ping behind an event has read the event. */
    function speak(to: BotSocket, row: BotRow): void {
      ws.on('pong', data => {
        const id = Number(data.toString())
        if (data.length > 0 && Number.isSafeInteger(id)) to.acknowledge(id)
      })
      const place = {
        botId: row.id,
        isDirect: (conversationId: string) => service.isDirect(conversationId),
        link: (fileId: string) => linkOf(parts, row, fileId, address),
        message: (conversationId: string, seq: number) => service.message(row, conversationId, seq).catch(() => null),
      }
      to.speak({
        async send(event) {
          const callback = await callbackOf(toEvent(event), place)
          if (callback === null) return false
          send(callback)
          if (ws.readyState === ws.OPEN) ws.ping(String(event.id))
          return true
        },
      })
    }

    async function run({ cmd, reqId, body }: Frame): Promise<JsonObject | undefined> {
      if (socket === null) throw new AibotError(aibotCodes.notSubscribed, 'aibot websocket not subscribed')
      switch (cmd) {
        case 'aibot_respond_msg': {
          const stream = objectOf(body.stream)
          const frame = { reqId, streamId: textOf(stream.id), finish: stream.finish === true }
          // Words of a stream cost nothing: they are said together.
          const row = body.template_card === undefined && streams.goesOn(socket.bot, frame) ? socket.bot : await bot()
          await commands.respond(row, reqId, body)
          return undefined
        }
        case 'aibot_respond_welcome_msg':
          await commands.respond(await bot(), reqId, body)
          return undefined
        case 'aibot_respond_update_msg':
          await commands.update(await bot(), reqId, body)
          return undefined
        case 'aibot_send_msg':
          await commands.send(await bot(), body)
          return undefined
        case 'aibot_upload_media_init':
          return uploads.begin(body)
        case 'aibot_upload_media_chunk':
          uploads.add(body)
          return undefined
        case 'aibot_upload_media_finish':
          return uploads.finish(body)
        default:
          throw new AibotError(aibotCodes.wrongParameter, 'unknown cmd')
      }
    }

    function refuse(reqId: string, error: unknown): void {
      const refusal = refusalOf(error)
      if (refusal === null) services.failed(error)
      send({ headers: { req_id: reqId }, ...(refusal ?? { errcode: aibotCodes.systemBusy, errmsg: 'system error' }) })
    }

    // One after the other: what a bot says first stands first.
    let before: Promise<unknown> = Promise.resolve()
    let waiting = 0
    ws.on('message', data => {
      const frame = frameOf(data.toString())
      if (frame === null) return
      const { cmd, reqId } = frame
      if (cmd === 'ping') return acknowledge(reqId)
      if (waiting >= mostWaiting) return refuse(reqId, new AibotError(aibotCodes.tooOften, 'wait for the answers'))
      waiting++
      before = before
        .then(async () => {
          if (cmd !== 'aibot_subscribe') return acknowledge(reqId, await run(frame))
          await subscribe(frame).catch(error => {
            refuse(reqId, error)
            ws.close(4401, 'invalid bot_id or secret')
          })
        })
        .catch(error => refuse(reqId, error))
        .finally(() => waiting--)
    })
  }
}
