import { conversationScope } from '@lianqun/protocol'
import type { CallArgs, MessagePage } from '../../preload/contract/index.ts'
import { type Cache, CacheError } from '../cache/api.ts'
import type { Log } from '../log.ts'
import type { Sync } from './sync.ts'

/** Number of messages in the newest page, which is fetched for every opened conversation. */
export const newestPage = 60

type PageArgs = CallArgs<'messages.page'>

/** Reads pages of messages from the cache, and fetches missing messages from the server. */
export class MessagePager {
  readonly #cache: Cache
  readonly #sync: Sync
  readonly #log: Log

  constructor(options: { cache: Cache; sync: Sync; log: Log }) {
    this.#cache = options.cache
    this.#sync = options.sync
    this.#log = options.log
  }

  /**
   * A page for the window. When online and messages are missing from it, they are fetched first; only the newest page
   * is returned at once if it has any message, and filled in the background. When offline, or when the server fails,
   * the page has what is in the cache.
   * @throws CacheError
   */
  async page(args: PageArgs): Promise<MessagePage> {
    const page = await this.#cache.messagesPage(args)
    if (!this.#sync.online) return page
    try {
      return await this.#complete(args, page)
    } catch (error) {
      if (error instanceof CacheError) throw error
      this.#log('a page was not completed', { error: String(error) })
      return this.#cache.messagesPage(args)
    }
  }

  async #complete(args: PageArgs, page: MessagePage): Promise<MessagePage> {
    const { id, anchor, limit } = args
    if ('at' in anchor) return this.#completeOpening(args, page)
    const first = page.items.find(item => item.seq > 0)?.seq
    const last = page.items.findLast(item => item.seq > 0)?.seq
    if ('before' in anchor && page.gapOlder && page.items.length < limit) {
      await this.#sync.history(id, { before: first ?? anchor.before, limit })
    } else if ('after' in anchor && page.gapNewer && page.items.length < limit) {
      await this.#sync.history(id, { after: last ?? anchor.after, limit })
    } else if ('around' in anchor && !page.items.some(item => item.seq === anchor.around)) {
      await this.#around(id, anchor.around, limit / 2, limit / 2)
    } else return page
    return this.#cache.messagesPage(args)
  }

  /** Completes a page that opens a conversation: at its first unread message, or at its end. */
  async #completeOpening(args: PageArgs, page: MessagePage): Promise<MessagePage> {
    const { id, anchor, limit } = args
    const unread = 'at' in anchor && anchor.at === 'unread' && (await this.#cache.conversation(id))?.unread
    if (unread && !holdsFirstUnread(page)) {
      await this.#sync.catchUp(conversationScope(id))
      const caughtUp = await this.#cache.messagesPage(args)
      if (holdsFirstUnread(caughtUp)) return caughtUp
      await this.#around(id, caughtUp.readSeq, limit / 3, (limit * 2) / 3)
      return this.#cache.messagesPage(args)
    }
    if (page.items.some(item => item.seq > 0)) {
      if (page.gapNewer || (page.gapOlder && page.items.length < limit)) {
        this.#fillNewest(id).catch(error => this.#log('the newest page was not filled', { error: String(error) }))
      }
      return page
    }
    await this.#fillNewest(id)
    return this.#cache.messagesPage(args)
  }

  async #around(id: string, seq: number, before: number, after: number): Promise<void> {
    await this.#sync.history(id, { before: seq + 1, limit: Math.ceil(before) })
    await this.#sync.history(id, { after: seq, limit: Math.ceil(after) })
  }

  async #fillNewest(id: string): Promise<void> {
    await this.#sync.catchUp(conversationScope(id))
    const page = await this.#cache.messagesPage({ id, anchor: { at: 'latest' }, limit: newestPage })
    const first = page.items.find(item => item.seq > 0)?.seq
    if (page.gapNewer || first === undefined) await this.#sync.history(id, { limit: newestPage })
    else if (page.gapOlder && page.items.length < newestPage) {
      await this.#sync.history(id, { before: first, limit: newestPage })
    }
  }
}

/** Whether a page has the first unread message: it includes the read mark, or begins after it with nothing before. */
function holdsFirstUnread(page: MessagePage): boolean {
  const first = page.items.find(item => item.seq > 0)?.seq
  const last = page.items.findLast(item => item.seq > 0)?.seq
  if (first === undefined || last === undefined || last <= page.readSeq) return false
  return first <= page.readSeq + 1 || !(page.hasOlder || page.gapOlder)
}
