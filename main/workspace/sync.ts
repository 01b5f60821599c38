import {
  conversationScope,
  type EventParams,
  type HeadPush,
  limits,
  type Push,
  type Result,
  type Scope,
  scopeConversation,
} from '@lianqun/protocol'
import type { CallArgs, ConnectionState, MessagePage } from '../../preload/contract.ts'
import type { Cache } from '../cache/api.ts'
import type { Request } from './connection.ts'
import { DesktopError } from './errors.ts'

export interface SyncTimings {
  gapWaitMs: number
  /** Rest between two pages of background work. */
  backfillRestMs: number
}

export interface SyncOptions {
  cache: Cache
  request: Request
  timings?: Partial<SyncTimings>
  onProgress: (progress: ConnectionState['progress']) => void
  /** Everything that moved while away is in the cache now. */
  onCaughtUp: (serverTime: number) => void
  log: (message: string, detail?: Record<string, unknown>) => void
}

type Revisions = Result<'sync.hello'>['revisions']

/** A conversation further behind than this is not replayed: its newest page is taken, the rest is backfilled. */
const replayAtMost = 300
const newestPage = 60
const backfillPage = limits.historyPage

/**
 * Brings what the server tells into the cache: heads first, then the person's own scopes, the directory and the
 * apps; live pushes in order, gaps waited for and then fetched; history on demand, and in the background until the
 * cache holds all that the person may see.
 */
export class Sync {
  readonly #cache: Cache
  readonly #request: Request
  readonly #options: SyncOptions
  readonly #timings: SyncTimings
  /** Live frames are applied one after the other, in the order they came. */
  #queue: Promise<void> = Promise.resolve()
  readonly #gaps = new Map<Scope, { pushes: Push[]; timer: NodeJS.Timeout }>()
  readonly #catchingUp = new Map<Scope, Promise<void>>()
  #headsRun: Promise<void> | null = null
  #headsAgain = false
  #epoch = ''
  #generation = 0
  #online = false
  #backfilling = false

  constructor(options: SyncOptions) {
    this.#options = options
    this.#cache = options.cache
    this.#request = options.request
    this.#timings = { gapWaitMs: limits.gapWaitMs, backfillRestMs: 30, ...options.timings }
  }

  /** A fresh signed-in line: subscribes and catches up. */
  async start(request: Request): Promise<void> {
    const generation = ++this.#generation
    this.#online = true
    this.#clearGaps()
    const hello = await request('sync.hello', {})
    await this.#cache.setSelf(hello.userId)
    await this.#checkEpoch(hello.epoch)
    void this.#catchUpAll(hello.revisions, hello.serverTime, generation)
  }

  /** The line is gone. What is under way fails by itself. */
  stop(): void {
    this.#generation++
    this.#online = false
    this.#clearGaps()
    this.#options.onProgress(null)
  }

  /** Asks the server whether both stand alike, and fetches what was missed. */
  async heartbeat(request: Request): Promise<void> {
    const heads = await this.#cache.headsDigest()
    const answer = await request('sync.heartbeat', { heads })
    if (!answer.headsAgree) this.#inBackground(this.#fetchHeads(), 'heads after a heartbeat')
    for (const [scope, revision] of Object.entries(answer.revisions) as [Scope, number][]) {
      const { cursor } = await this.#cache.scope(scope)
      if (revision > cursor) this.#inBackground(this.catchUp(scope), `${scope} after a heartbeat`)
    }
    this.#options.onCaughtUp(answer.serverTime)
    // Goes on where a request that was lost stopped it.
    void this.#backfill(this.#generation)
  }

  onPush(push: Push): void {
    this.#enqueue(() => this.#apply(push))
  }

  onHead(head: HeadPush): void {
    this.#enqueue(async () => {
      if (await this.#checkEpoch(head.epoch)) await this.#cache.applyHead(head)
    })
  }

  onJoined({ epoch, head }: EventParams<'sync.joined'>): void {
    this.#enqueue(async () => {
      if (await this.#checkEpoch(epoch)) await this.#cache.applyJoined(epoch, head)
    })
  }

  /** Resolves when all that was received so far is in the cache. */
  async settled(): Promise<void> {
    await this.#queue
  }

  /** Brings a scope to the server's head. Calls for a scope that is being caught up share the run. */
  catchUp(scope: Scope): Promise<void> {
    const running = this.#catchingUp.get(scope)
    if (running !== undefined) return running
    const run = this.#runCatchUp(scope).finally(() => this.#catchingUp.delete(scope))
    this.#catchingUp.set(scope, run)
    return run
  }

  /**
   * A page for the screen. What the cache holds is answered at once; where it has nothing to show the server is
   * asked first. Offline it is the cache alone.
   */
  async page(args: CallArgs<'messages.page'>): Promise<MessagePage> {
    const anchor = args.anchor
    let page = await this.#cache.messagesPage(args)
    if (!this.#online) return page
    if ('at' in anchor) {
      if (page.items.some(item => item.seq > 0)) {
        if (page.gapNewer || (page.gapOlder && page.items.length < args.limit)) {
          this.#inBackground(this.#fillNewest(args.id), 'the newest page')
        }
        return page
      }
      await this.#fillNewest(args.id)
      return this.#cache.messagesPage(args)
    }
    const first = page.items.find(item => item.seq > 0)?.seq
    const last = page.items.findLast(item => item.seq > 0)?.seq
    if ('before' in anchor && page.gapOlder && page.items.length < args.limit) {
      await this.#history(args.id, { before: first ?? anchor.before, limit: args.limit })
      page = await this.#cache.messagesPage(args)
    } else if ('after' in anchor && page.gapNewer && page.items.length < args.limit) {
      await this.#history(args.id, { after: last ?? anchor.after, limit: args.limit })
      page = await this.#cache.messagesPage(args)
    } else if ('around' in anchor && !page.items.some(item => item.seq === anchor.around)) {
      const half = Math.ceil(args.limit / 2)
      await this.#history(args.id, { before: anchor.around + 1, limit: half })
      await this.#history(args.id, { after: anchor.around, limit: half })
      page = await this.#cache.messagesPage(args)
    }
    return page
  }

  async #fillNewest(conversationId: string): Promise<void> {
    await this.catchUp(conversationScope(conversationId))
    const page = await this.#cache.messagesPage({ id: conversationId, anchor: { at: 'latest' }, limit: newestPage })
    const first = page.items.find(item => item.seq > 0)?.seq
    if (page.gapNewer || first === undefined) await this.#history(conversationId, { limit: newestPage })
    else if (page.gapOlder && page.items.length < newestPage) {
      await this.#history(conversationId, { before: first, limit: newestPage })
    }
  }

  async #history(conversationId: string, range: { before?: number; after?: number; limit: number }): Promise<void> {
    const page = await this.#request('message.history', { conversationId, ...range })
    if (await this.#checkEpoch(page.epoch)) await this.#cache.applyHistory(page)
  }

  async #catchUpAll(revisions: Revisions, serverTime: number, generation: number): Promise<void> {
    try {
      await this.#fetchHeads()
      await this.#catchUpIfBehind('me', revisions.me)
      await this.#catchUpIfBehind('apps', revisions.apps)
      await this.#catchUpIfBehind('directory', revisions.directory)
      if (generation !== this.#generation) return
      this.#options.onCaughtUp(serverTime)
      void this.#backfill(generation)
    } catch (error) {
      if (generation !== this.#generation) return
      this.#options.log('catching up failed', { error: String(error) })
    }
  }

  async #catchUpIfBehind(scope: Scope, revision: number): Promise<void> {
    const { cursor } = await this.#cache.scope(scope)
    if (revision > cursor) await this.catchUp(scope)
  }

  /** One run at a time; a call during a run makes it run once more. */
  #fetchHeads(): Promise<void> {
    if (this.#headsRun !== null) {
      this.#headsAgain = true
      return this.#headsRun
    }
    this.#headsRun = this.#runHeads().finally(() => {
      this.#headsRun = null
    })
    return this.#headsRun
  }

  async #runHeads(): Promise<void> {
    do {
      this.#headsAgain = false
      let done = 0
      for (;;) {
        const cursor = await this.#cache.headsCursor()
        const page = await this.#request('sync.heads', { cursor, limit: limits.headsPage })
        if (!(await this.#checkEpoch(page.epoch))) continue
        await this.#cache.applyHeads(page)
        done += page.heads.length
        if (page.remaining > 0) this.#options.onProgress({ kind: 'heads', done, total: done + page.remaining })
        if (!page.more) break
      }
      this.#options.onProgress(null)
    } while (this.#headsAgain)
  }

  async #runCatchUp(scope: Scope): Promise<void> {
    const conversationId = scopeConversation(scope)
    const state = await this.#cache.scope(scope)
    let since = state.cursor
    let messagesUpTo: number | null = null
    let total = 0
    for (;;) {
      const params = { scope, since, limit: limits.changesPage, ...(messagesUpTo === null ? {} : { messagesUpTo }) }
      const page = await this.#request(
        'sync.changes',
        conversationId !== null && since === state.cursor && messagesUpTo === null
          ? { ...params, limit: replayAtMost }
          : params,
      )
      if (!(await this.#checkEpoch(page.epoch))) {
        since = 0
        continue
      }
      if (conversationId !== null && messagesUpTo === null && page.head - since > replayAtMost) {
        messagesUpTo = state.cursor
        continue
      }
      const result = await this.#cache.applyChanges(page, since, messagesUpTo)
      if (result.status === 'unknown') {
        await this.#fetchHeads()
        if ((await this.#cache.applyChanges(page, since, messagesUpTo)).status === 'unknown') return
      }
      total += page.changes.length
      if (scope === 'directory' && page.more) {
        this.#options.onProgress({ kind: 'directory', done: total, total: Math.max(total, page.head) })
      }
      since = page.upTo
      if (!page.more) break
    }
    if (scope === 'directory') this.#options.onProgress(null)
    if (messagesUpTo !== null && conversationId !== null) await this.#history(conversationId, { limit: newestPage })
  }

  /** True when the epoch is the one known; else forgets what the old one meant and says so. */
  async #checkEpoch(epoch: string): Promise<boolean> {
    if (this.#epoch === '') this.#epoch = (await this.#cache.meta('epoch')) ?? ''
    if (this.#epoch === epoch) return true
    const first = this.#epoch === ''
    this.#epoch = epoch
    if (!first) {
      this.#options.log('the server has a new epoch: reading everything again')
      await this.#cache.resetConversations(epoch)
      for (const scope of ['me', 'directory', 'apps'] as const) await this.#cache.resetScope(scope, epoch)
    }
    await this.#cache.setMeta('epoch', epoch)
    return first
  }

  #enqueue(work: () => Promise<void>): void {
    this.#queue = this.#queue.then(work).catch(error => {
      this.#options.log('a push could not be applied', { error: String(error) })
    })
  }

  async #apply(push: Push): Promise<void> {
    if (!(await this.#checkEpoch(push.epoch))) {
      this.#inBackground(this.#restart(), 'a new epoch')
      return
    }
    const result = await this.#cache.applyPush(push, true)
    if (result.status === 'gap') this.#wait(push)
    else if (result.status === 'unknown') this.#inBackground(this.#fetchHeads(), 'an unknown conversation')
    else await this.#retryWaiting(push.scope)
  }

  /** Pushes that came too early for the gap before them, tried again after another one was applied. */
  async #retryWaiting(scope: Scope): Promise<void> {
    const gap = this.#gaps.get(scope)
    if (gap === undefined) return
    while (gap.pushes.length > 0) {
      const [next] = gap.pushes
      if (next === undefined || (await this.#cache.applyPush(next, true)).status === 'gap') return
      gap.pushes.shift()
    }
    clearTimeout(gap.timer)
    this.#gaps.delete(scope)
  }

  #wait(push: Push): void {
    const gap = this.#gaps.get(push.scope)
    if (gap !== undefined) {
      gap.pushes.push(push)
      gap.pushes.sort((a, b) => a.from - b.from)
      return
    }
    const timer = setTimeout(() => {
      const waiting = this.#gaps.get(push.scope)?.pushes ?? []
      this.#gaps.delete(push.scope)
      this.#inBackground(this.#heal(push.scope, waiting), `the gap in ${push.scope}`)
    }, this.#timings.gapWaitMs)
    this.#gaps.set(push.scope, { pushes: [push], timer })
  }

  async #heal(scope: Scope, waiting: Push[]): Promise<void> {
    await this.catchUp(scope)
    const top = Math.max(...waiting.map(push => push.to))
    // A run that was under way already may have read before these rows were there.
    if ((await this.#cache.scope(scope)).cursor < top) await this.catchUp(scope)
  }

  async #restart(): Promise<void> {
    const hello = await this.#request('sync.hello', {})
    await this.#checkEpoch(hello.epoch)
    await this.#catchUpAll(hello.revisions, hello.serverTime, this.#generation)
  }

  /** Completes the cache while nobody waits, so that offline reading and search lack nothing. */
  async #backfill(generation: number): Promise<void> {
    if (this.#backfilling) return
    this.#backfilling = true
    try {
      const start = await this.#cache.missingTotal()
      while (generation === this.#generation && this.#online) {
        const [behind] = await this.#cache.behind(1)
        if (behind !== undefined) {
          await this.catchUp(conversationScope(behind.conversationId))
          const now = await this.#cache.scope(conversationScope(behind.conversationId))
          // Nothing moved: the head that was announced is not to be had now; the heartbeat comes back to it.
          if (now.cursor <= behind.cursor) return
        } else {
          const [span] = await this.#cache.missing(1)
          if (span === undefined) return
          await this.#history(span.conversationId, { before: span.to + 1, limit: backfillPage })
        }
        const left = await this.#cache.missingTotal()
        const total = Math.max(start.messages, left.messages)
        if (total > backfillPage) this.#options.onProgress({ kind: 'history', done: total - left.messages, total })
        await new Promise(resolve => setTimeout(resolve, this.#timings.backfillRestMs))
      }
    } catch (error) {
      if (generation === this.#generation && !(error instanceof DesktopError && error.code === 'offline')) {
        this.#options.log('the background fill stopped', { error: String(error) })
      }
    } finally {
      this.#backfilling = false
      if (generation === this.#generation) this.#options.onProgress(null)
    }
  }

  #inBackground(work: Promise<void>, what: string): void {
    work.catch(error => {
      if (this.#online) this.#options.log(`${what} failed`, { error: String(error) })
    })
  }

  #clearGaps(): void {
    for (const { timer } of this.#gaps.values()) clearTimeout(timer)
    this.#gaps.clear()
  }
}
