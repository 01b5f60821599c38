import { type Message, ProtocolError } from '@lianqun/protocol'
import type { BotContent } from '../../../../../protocol/http/bots.ts'
import { type ConvertedMessage, PayloadError, wecomMarkdown } from '../../../cards/index.ts'
import type { BotService } from '../../service.ts'
import type { BotRow } from '../../tables.ts'
import { clientIdOf, contentsOf } from '../converted.ts'
import type { VendorParts } from '../index.ts'
import { AibotError, aibotCodes } from './errors.ts'

/** Bytes of what a stream says, as the vendor's. */
const mostBytes = 20_480
/** A message that grows is changed so often at most, milliseconds: what comes in between is said with the next change. */
const changeMs = 500
/** A stream that its bot does not end ends after this time, milliseconds, as the vendor's. */
const longestMs = 6 * 60_000
/** How often the end of a stream is tried while there are too many requests. */
const endings = 5
/** Ended streams that are remembered, and streams of one bot at a time. */
const most = { ended: 5_000, ofBot: 50 }
/** What is shown before there is a word. */
const nothingYet = '…'

export interface StreamFrame {
  conversationId: string
  replyTo: number | undefined
  reqId: string
  streamId: string
  content: string
  finish: boolean
}

interface Stream {
  bot: BotRow
  conversationId: string
  seq: number
  /** What is to be said, once it may be. */
  next: string | null
  last: string
  changedAt: number
  timer: NodeJS.Timeout | null
  expiry: NodeJS.Timeout
  /** The change that is made now. */
  changing: Promise<unknown>
}

/** Answers of bots that grow: each is one message. */
export class AibotStreams {
  readonly #parts: VendorParts
  readonly #service: BotService
  /** By bot, `req_id` and stream id: what begins is there before its message is. */
  readonly #streams = new Map<string, Promise<Stream>>()
  readonly #ended = new Set<string>()

  constructor(parts: VendorParts) {
    this.#parts = parts
    this.#service = parts.service
  }

  /** Whether a frame only says more in a stream that has begun. */
  goesOn(bot: BotRow, { reqId, streamId, finish }: Pick<StreamFrame, 'reqId' | 'streamId' | 'finish'>): boolean {
    return !finish && this.#streams.has(keyOf(bot, reqId, streamId))
  }

  /** Begins, goes on or ends. What goes on is said later; the others are when this returns. @throws AibotError, PayloadError and what sending throws */
  async take(bot: BotRow, frame: StreamFrame): Promise<void> {
    const key = keyOf(bot, frame.reqId, frame.streamId)
    if (Buffer.byteLength(frame.content) > mostBytes)
      throw new AibotError(aibotCodes.tooLong, `stream.content has at most ${mostBytes} bytes`)
    if (this.#ended.has(key)) throw new AibotError(aibotCodes.expired, 'this stream has ended')
    const known = this.#streams.get(key)
    if (known === undefined) return this.#begin(bot, key, frame)
    const stream = await known
    if (frame.finish) await this.#end(key, stream, frame.content)
    else this.#say(stream, frame.content)
  }

  async #begin(bot: BotRow, key: string, frame: StreamFrame): Promise<void> {
    const ofBot = [...this.#streams.keys()].filter(other => other.startsWith(`${bot.id} `)).length
    if (ofBot >= most.ofBot) throw new AibotError(aibotCodes.tooOften, 'too many streams at a time')
    const { conversationId, replyTo, reqId, streamId, content, finish } = frame
    const sent = (async () => {
      const message = await this.#service.send(bot, {
        conversationId,
        content: await this.#contentOf(bot, conversationId, content),
        replyTo,
        clientId: clientIdOf('aibot', bot.id, reqId, streamId),
        growing: !finish,
      })
      return this.#started(key, bot, message, content)
    })()
    this.#streams.set(key, sent)
    try {
      const stream = await sent
      if (finish) this.#forget(key, stream)
    } catch (error) {
      this.#streams.delete(key)
      throw error
    }
  }

  #started(key: string, bot: BotRow, { conversationId, seq }: Message, last: string): Stream {
    const stream: Stream = {
      bot,
      conversationId,
      seq,
      next: null,
      last,
      changedAt: Date.now(),
      timer: null,
      expiry: setTimeout(() => {
        this.#end(key, stream, stream.next ?? stream.last).catch(this.#parts.services.failed)
      }, longestMs).unref(),
      changing: Promise.resolve(),
    }
    return stream
  }

  #say(stream: Stream, content: string): void {
    stream.next = content
    if (stream.timer === null) this.#later(stream, Math.max(0, stream.changedAt + changeMs - Date.now()))
  }

  #later(stream: Stream, ms: number): void {
    stream.timer = setTimeout(() => {
      stream.changing = this.#change(stream)
        .catch(error => this.#parts.services.failed(error))
        .then(() => {
          stream.timer = null
          if (stream.next !== null) this.#later(stream, changeMs)
        })
    }, ms)
  }

  /** Says the newest words; what may not be said yet is said next time. */
  async #change(stream: Stream): Promise<void> {
    const { bot, conversationId, seq, next } = stream
    stream.next = null
    if (next === null || next === stream.last) return
    try {
      const content = await this.#contentOf(bot, conversationId, next)
      await this.#service.change(bot, { conversationId, seq, content, growing: true })
      stream.last = next
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      if (error.errorName === 'rate_limited') stream.next ??= next
    }
    stream.changedAt = Date.now()
  }

  async #end(key: string, stream: Stream, content: string): Promise<void> {
    stream.next = null
    if (stream.timer !== null) clearTimeout(stream.timer)
    await stream.changing
    this.#forget(key, stream)
    const { bot, conversationId, seq } = stream
    const said = await this.#contentOf(bot, conversationId, content === '' ? stream.last : content)
    for (let tries = 1; ; tries++) {
      try {
        await this.#service.change(bot, { conversationId, seq, content: said, growing: false })
        return
      } catch (error) {
        const wait =
          error instanceof ProtocolError && error.errorName === 'rate_limited' ? error.retryAfterMs : undefined
        if (wait === undefined || tries === endings) throw error
        await new Promise(resolve => setTimeout(resolve, wait))
      }
    }
  }

  #forget(key: string, stream: Stream): void {
    clearTimeout(stream.expiry)
    if (stream.timer !== null) clearTimeout(stream.timer)
    this.#streams.delete(key)
    this.#ended.add(key)
    if (this.#ended.size > most.ended) for (const oldest of [...this.#ended].slice(0, 1_000)) this.#ended.delete(oldest)
  }

  async #contentOf(bot: BotRow, conversationId: string, text: string): Promise<BotContent> {
    const message = messageOf(text)
    const [content] = await contentsOf(this.#parts, [message], { bot, conversationId, fileIdOf: id => id })
    return content as BotContent
  }
}

/** @throws PayloadError where it is too long */
function messageOf(text: string): ConvertedMessage {
  const markdown = (shown: string) =>
    wecomMarkdown(shown, { kind: 'markdown', path: 'stream.content', most: mostBytes, lost: [] })
  try {
    return markdown(text)
  } catch (error) {
    if (error instanceof PayloadError && error.problem === 'empty') return markdown(nothingYet)
    throw error
  }
}

const keyOf = (bot: BotRow, reqId: string, streamId: string) => `${bot.id} ${reqId} ${streamId}`
