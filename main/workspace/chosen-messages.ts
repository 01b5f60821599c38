import { limits, type Message, type MessageFlag } from '@lianqun/protocol'
import type { CallArgs, CallResult, MessageItem } from '../../preload/contract/index.ts'
import { type Cache, CacheError } from '../cache/api.ts'
import type { Log } from '../log.ts'
import type { Request } from './connection.ts'
import { DesktopError } from './errors.ts'

/** The most replies of a thread that are shown. */
const threadMost = 2_000

/** What the server said of a thread. */
interface Thread {
  key: string
  messages: Message[]
  root: MessageItem | null
}

/** Messages that are asked for one by one: from the cache, and from the server where they are not on this device. */
export class ChosenMessages {
  readonly #cache: Cache
  readonly #request: Request
  readonly #online: () => boolean
  readonly #log: Log
  /** The thread that was asked for last. */
  #thread: Thread | null = null

  constructor(options: { cache: Cache; request: Request; online: () => boolean; log: Log }) {
    this.#cache = options.cache
    this.#request = options.request
    this.#online = options.online
    this.#log = options.log
  }

  /** @throws DesktopError `offline` where some are not on this device */
  async get({ id, seqs }: CallArgs<'messages.get'>): Promise<MessageItem[]> {
    const held = await this.#cache.heldMessages({ id, seqs })
    const known = new Set(held.map(({ seq }) => seq))
    const missing = [...new Set(seqs)].filter(seq => !known.has(seq))
    if (missing.length === 0) return held
    if (!this.#online()) throw new DesktopError('offline', 'some messages are not on this device')
    const messages: Message[] = []
    for (let asked = missing; asked.length > 0; ) {
      const answer = (await this.#request('message.get', { conversationId: id, seqs: asked })).messages
      messages.push(...answer)
      // An answer that would be too large ends early.
      const last = answer.at(-1)?.seq
      asked = last === undefined ? [] : asked.filter(seq => seq > last)
    }
    return [...held, ...(await this.#cache.messageItems(id, messages))].sort((a, b) => a.seq - b.seq)
  }

  /** The first message at a time or later: from the cache where that is sure, else as the server says. */
  async at({ id, time }: CallArgs<'messages.at'>): Promise<CallResult<'messages.at'>> {
    const { seq, sure } = await this.#cache.messageAt({ id, time })
    if (sure) return { seq }
    const answer = await this.#whenOnline(() => this.#request('message.at', { conversationId: id, time }))
    return answer ?? { seq }
  }

  async thread({ id, seq, refresh }: CallArgs<'messages.thread'>): Promise<CallResult<'messages.thread'>> {
    const key = `${id}/${seq}`
    if (refresh || this.#thread?.key !== key) this.#thread = await this.#whenOnline(() => this.#fetchThread(id, seq))
    const fetched = this.#thread?.key === key ? this.#thread : null
    const held = await this.#cache.heldMessages({ id, seqs: [seq] })
    const replies = await this.#cache.threadItems({ id, seq, fetched: fetched?.messages ?? [] })
    return { root: held[0] ?? fetched?.root ?? null, replies, complete: fetched !== null }
  }

  async #fetchThread(id: string, seq: number): Promise<Thread> {
    const messages: Message[] = []
    for (let more = true; more && messages.length < threadMost; ) {
      const after = messages.at(-1)?.seq ?? seq
      const page = await this.#request('message.thread', { conversationId: id, seq, after, limit: limits.historyPage })
      messages.push(...page.messages)
      more = page.more && page.messages.length > 0
    }
    return { key: `${id}/${seq}`, messages, root: (await this.get({ id, seqs: [seq] }))[0] ?? null }
  }

  async flagged(args: CallArgs<'messages.flagged'>): Promise<CallResult<'messages.flagged'>> {
    const { id, flags, before, limit, refresh } = args
    const page = refresh ? await this.#whenOnline(() => this.#refreshFlagged(id, flags, before, limit)) : null
    const shown = await this.#cache.flaggedItems({ id, flags, before: before ?? null, limit })
    return { ...shown, more: shown.more || (page?.more ?? false), complete: page !== null }
  }

  async #refreshFlagged(id: string, flags: MessageFlag[], before: number | undefined, limit: number) {
    const page = await this.#request('message.flagged', { conversationId: id, flags, before, limit })
    const from = page.more ? (page.messages.at(-1)?.seq ?? 1) : 1
    await this.#cache.keepFlagged({ id, flags, from, until: before ?? null, messages: page.messages })
    return page
  }

  /** What the server answers; null when it cannot be reached. */
  async #whenOnline<T>(ask: () => Promise<T>): Promise<T | null> {
    if (!this.#online()) return null
    try {
      return await ask()
    } catch (error) {
      if (error instanceof CacheError) throw error
      this.#log('messages were not fetched', { error: String(error) })
      return null
    }
  }
}
