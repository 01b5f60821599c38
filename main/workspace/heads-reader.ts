import type { HeadsPage } from '@lianqun/protocol'
import { coalesce } from '../../common/coalesce.ts'
import type { ConnectionState } from '../../preload/contract/index.ts'
import type { Cache } from '../cache/api.ts'
import type { Log } from '../log.ts'

export interface HeadsReaderOptions {
  cache: Cache
  /** Requests the page after a cursor; null: the first one. */
  page: (cursor: string | null) => Promise<HeadsPage>
  /** Returns false when the page is of a new epoch; the rows of the old one have then been removed. */
  checkEpoch: (epoch: string) => Promise<boolean>
  /** A conversation has a lower revision than before: the server went back, and everything is read again. */
  onWentBack: () => Promise<void>
  onProgress: (progress: ConnectionState['progress']) => void
  log: Log
}

/** Reads the heads of the conversations that changed, page by page. */
export class HeadsReader {
  readonly #options: HeadsReaderOptions
  /** All heads were read again on the present connection. */
  #reread = false
  /** The next run reads all heads. */
  #rereadNext = false
  /** Reads the changed heads. One run at a time; a call during a run causes one more. */
  readonly fetch = coalesce(() => this.#run())

  constructor(options: HeadsReaderOptions) {
    this.#options = options
  }

  /** A connection was established. */
  start(): void {
    this.#reread = false
  }

  /**
   * To be called when the digest differs from the server's. If no head has changed since the cursor, all heads are read
   * again, once per connection, and conversations that the server no longer has are left.
   */
  async repair(): Promise<void> {
    const { cache, log } = this.#options
    const before = await cache.headsCursor()
    await this.fetch()
    if (this.#reread || before === null || (await cache.headsCursor()) !== before) return
    this.#reread = true
    this.#rereadNext = true
    log('the conversations differ from the server’s: reading all of them again')
    await this.fetch()
  }

  async #run(): Promise<void> {
    const { cache, page: ask, checkEpoch, onWentBack, onProgress } = this.#options
    const reread = this.#rereadNext
    this.#rereadNext = false
    // Read before the pages, so that conversations that are joined meanwhile are not among them.
    const unnamed = new Set(reread ? await cache.conversationIds() : [])
    const before = new Map(reread ? await cache.headRevisions() : [])
    if (reread) await cache.rereadHeads()
    let done = 0
    let epochs = 0
    // One that cannot be named may be any of them.
    let allNamed = true
    for (;;) {
      const cursor = await cache.headsCursor()
      const page = await ask(cursor)
      if (!(await checkEpoch(page.epoch))) {
        if (++epochs > 1) throw new Error('the server says one epoch and then another')
        continue
      }
      if (page.heads.some(head => head.revision < (before.get(head.conversation.id) ?? 0))) {
        await onWentBack()
        return
      }
      await cache.applyHeads(page)
      for (const { conversation } of page.heads) unnamed.delete(conversation.id)
      for (const { conversationId } of page.unreadable ?? []) unnamed.delete(conversationId)
      if (page.unnamed !== undefined) allNamed = false
      if (page.more && page.cursor === cursor) throw new Error('the heads go no further, though there are more')
      done += page.heads.length
      if (page.remaining > 0) onProgress({ kind: 'heads', done, total: done + page.remaining })
      if (!page.more) break
    }
    if (allNamed && unnamed.size > 0) await cache.leaveConversations([...unnamed])
    onProgress(null)
  }
}
