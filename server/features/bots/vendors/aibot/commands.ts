import { ProtocolError } from '@lianqun/protocol'
import {
  type ConvertedMessage,
  convertWecom,
  isObject,
  type JsonObject,
  listOf,
  objectOf,
  PayloadError,
  textOf,
  wecomMarkdown,
} from '../../../cards/index.ts'
import { toEvent } from '../../queue.ts'
import type { BotEventRow, BotRow } from '../../tables.ts'
import { contentsOf } from '../converted.ts'
import type { VendorParts } from '../index.ts'
import { AibotError, aibotCodes } from './errors.ts'
import type { AibotStreams } from './streams.ts'
import { eventOf } from './words.ts'

/* What bots of WeCom say: https://developer.work.weixin.qq.com/document/path/101463 */

/** Bytes of `markdown.content` of these messages. */
const markdownBytes = 20_480
const media = ['file', 'image', 'voice', 'video'] as const
/** Pictures behind a stream. */
const mostPictures = 10

/** Where an answer goes. */
interface Place {
  conversationId: string
  replyTo?: number
}

export class AibotCommands {
  readonly #parts: VendorParts
  readonly #streams: AibotStreams

  constructor(parts: VendorParts, streams: AibotStreams) {
    this.#parts = parts
    this.#streams = streams
  }

  /** `aibot_respond_msg` and `aibot_respond_welcome_msg`: says something where the event happened. @throws AibotError and what saying throws */
  async respond(bot: BotRow, reqId: string, body: JsonObject): Promise<void> {
    const place = await this.#placeOf(bot, await this.#event(bot, reqId))
    const kind = textOf(body.msgtype)
    if (kind !== 'stream' && kind !== 'stream_with_template_card') return this.#say(bot, place, body)
    const stream = objectOf(body.stream)
    const streamId = textOf(stream.id)
    if (!/^[^\s]{1,256}$/.test(streamId)) throw new AibotError(aibotCodes.wrongParameter, 'stream.id is missing')
    const finish = stream.finish === true
    await this.#streams.take(bot, {
      conversationId: place.conversationId,
      replyTo: place.replyTo,
      reqId,
      streamId,
      content: textOf(stream.content),
      finish,
    })
    if (isObject(body.template_card))
      await this.#say(bot, place, { msgtype: 'template_card', template_card: body.template_card })
    if (!finish) return
    for (const item of listOf(stream.msg_item).slice(0, mostPictures))
      if (isObject(item)) await this.#say(bot, place, { ...item, msgtype: 'image' })
  }

  /** `aibot_send_msg`: to a group by its id, to a person by theirs. @throws AibotError and what saying throws */
  async send(bot: BotRow, body: JsonObject): Promise<void> {
    const chatId = textOf(body.chatid)
    await this.#say(bot, { conversationId: await this.#chat(bot, chatId) }, body)
  }

  async #chat(bot: BotRow, chatId: string): Promise<string> {
    const { service } = this.#parts
    const isOther = (error: unknown) =>
      error instanceof ProtocolError && ['not_member', 'not_found', 'invalid_params'].includes(error.errorName)
    try {
      return (await service.conversation(bot, chatId)).id
    } catch (error) {
      if (!isOther(error)) throw error
    }
    try {
      return (await service.direct(bot, chatId)).id
    } catch (error) {
      if (isOther(error)) throw new AibotError(aibotCodes.unknownChat, 'invalid chatid')
      throw error
    }
  }

  /** `aibot_respond_update_msg`: another face for the card on which something was done. @throws AibotError and what changing throws */
  async update(bot: BotRow, reqId: string, body: JsonObject): Promise<void> {
    const event = toEvent(await this.#event(bot, reqId))
    if (event.type !== 'card.action')
      throw new AibotError(aibotCodes.wrongReqId, 'this req_id is not of an event of a card')
    const { conversationId, seq } = event.data
    const template = objectOf(body.template_card)
    const { messages } = convertWecom({ msgtype: 'template_card', template_card: template })
    const [content] = await contentsOf(this.#parts, messages, { bot, conversationId, fileIdOf: id => id })
    if (content === undefined) throw new PayloadError('empty', 'template_card', 'is missing')
    const original = JSON.stringify(template)
    await this.#parts.service.change(bot, { conversationId, seq, content, original })
  }

  async #event(bot: BotRow, reqId: string): Promise<BotEventRow> {
    const id = eventOf(reqId)
    const row =
      id === null
        ? undefined
        : await this.#parts.services.store.read(db =>
            db
              .selectFrom('bot_events')
              .selectAll()
              .where('id', '=', id)
              .where('bot_id', '=', bot.id)
              .executeTakeFirst(),
          )
    if (row === undefined) throw new AibotError(aibotCodes.wrongReqId, 'invalid req_id')
    return row as BotEventRow
  }

  async #placeOf(bot: BotRow, row: BotEventRow): Promise<Place> {
    const event = toEvent(row)
    if (event.type === 'home.opened')
      return { conversationId: (await this.#parts.service.direct(bot, event.data.userId)).id }
    if (row.conversation_id === null) throw new AibotError(aibotCodes.wrongReqId, 'nobody is to be answered')
    if (event.type === 'message' && !event.data.direct)
      return { conversationId: row.conversation_id, replyTo: event.data.message.seq }
    return { conversationId: row.conversation_id }
  }

  async #say(bot: BotRow, { conversationId, replyTo }: Place, body: JsonObject): Promise<void> {
    const contents = await contentsOf(this.#parts, messagesOf(body), { bot, conversationId, fileIdOf: id => id })
    for (const content of contents) {
      const original =
        content.type === 'card' && isObject(body.template_card) ? JSON.stringify(body.template_card) : undefined
      await this.#parts.service.send(bot, { conversationId, content, replyTo, original })
    }
  }
}

/** What the body of a command says. @throws PayloadError */
function messagesOf(body: JsonObject): ConvertedMessage[] {
  const kind = textOf(body.msgtype)
  const said = objectOf(body[kind])
  const uploaded = media.find(known => known === kind)
  if (uploaded !== undefined && said.media_id !== undefined)
    return [{ type: 'media', kind: uploaded === 'video' ? 'file' : uploaded, mediaId: textOf(said.media_id) }]
  if (kind === 'markdown' || kind === 'markdown_v2') {
    const path = `${kind}.content`
    if (textOf(said.content).trim() === '') throw new PayloadError('empty', path, 'is missing or empty')
    return [wecomMarkdown(textOf(said.content), { kind, path, most: markdownBytes, lost: [] })]
  }
  return convertWecom({ ...body, msgtype: kind }).messages
}
