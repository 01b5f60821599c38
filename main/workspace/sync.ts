import {
  type EventParams,
  type HeadPush,
  isScope,
  limits,
  type Push,
  protocolVersion,
  type Result,
  type Scope,
  scopeConversation,
  singleScopes,
} from '@lianqun/protocol'
import { limitConcurrency } from '../../common/limit-concurrency.ts'
import type { ConnectionState } from '../../preload/contract/index.ts'
import type { Cache } from '../cache/api.ts'
import type { Log } from '../log.ts'
import { Backfill } from './backfill.ts'
import type { Request } from './connection.ts'
import { DesktopError } from './errors.ts'
import { HeadsReader } from './heads-reader.ts'
import { newestPage } from './message-pager.ts'

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
  /** The server was restored from a backup: all is read again, and what the old one acknowledged waits to be sent once more. */
  onNewEpoch: () => void
  /** The server's `protocolVersion`: one above ours knows things that this app does not show. */
  onServerVersion: (version: number) => void
  log: Log
}

type Revisions = Result<'sync.hello'>['revisions']

/** A conversation further behind than this is not replayed: its newest page is taken, the rest is backfilled. */
const replayAtMost = 300
/** No page is asked for in smaller pieces than a thirty-second of its size. */
const mostPageDivisor = 32
/** After so many pages that came in time larger ones are tried again. */
const growAfter = 20
/** Gaps that are fetched at the same time. */
const healsAtOnce = 4

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
  #epoch = ''
  #newEpoch: Promise<void> | null = null
  readonly #limitHeals = limitConcurrency(healsAtOnce)
  readonly #heads: HeadsReader
  readonly #backfill: Backfill
  /** Pages are this many times smaller than they could be: the line is slow. */
  #pageDivisor = 1
  #inTime = 0
  #generation = 0
  #online = false

  constructor(options: SyncOptions) {
    this.#options = options
    this.#cache = options.cache
    this.#request = options.request
    this.#timings = { gapWaitMs: limits.gapWaitMs, backfillRestMs: 30, ...options.timings }
    const { cache, onProgress, log } = options
    this.#heads = new HeadsReader({
      cache,
      page: cursor => this.#paged(limits.headsPage, limit => this.#request('sync.heads', { cursor, limit })),
      checkEpoch: epoch => this.#checkEpoch(epoch),
      onProgress,
      log,
    })
    this.#backfill = new Backfill({
      cache,
      restMs: this.#timings.backfillRestMs,
      isCurrent: () => {
        const generation = this.#generation
        return () => this.#online && generation === this.#generation
      },
      catchUp: scope => this.catchUp(scope),
      history: (id, range) => this.history(id, range),
      onProgress,
      log,
    })
  }

  /** A fresh signed-in line: subscribes and catches up. */
  async start(request: Request): Promise<void> {
    const generation = ++this.#generation
    this.#online = true
    this.#heads.start()
    this.#clearGaps()
    const hello = await request('sync.hello', { protocol: protocolVersion })
    this.#options.onServerVersion(hello.protocol)
    await this.#cache.setSelf(hello.userId)
    await this.#checkEpoch(hello.epoch)
    void this.#catchUpAll(hello.revisions, hello.serverTime, generation)
  }

  /** Whether there is a signed-in line. */
  get online(): boolean {
    return this.#online
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
    let agree = answer.headsAgree
    if (!agree) this.#inBackground(this.#heads.repair(), 'heads after a heartbeat')
    for (const scope of singleScopes) {
      const { cursor } = await this.#cache.scope(scope)
      if ((answer.revisions[scope] ?? 0) <= cursor) continue
      agree = false
      this.#inBackground(this.catchUp(scope), `${scope} after a heartbeat`)
    }
    if (agree) this.#options.onCaughtUp(answer.serverTime)
    // Goes on where a request that was lost stopped it.
    void this.#backfill.run()
  }

  onPush(push: EventParams<'sync.push'>): void {
    const { scope } = push
    // A scope of a later version: it is read from its beginning by the version that knows it.
    if (!isScope(scope)) return
    this.#enqueue(() => this.#apply({ ...push, scope }))
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

  /** Something was said that this version cannot read: what moved is asked for. */
  onUnreadable(): void {
    this.#inBackground(this.#heads.fetch(), 'heads after an event that was not understood')
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

  /** Fetches a page of history into the cache. */
  async history(conversationId: string, range: { before?: number; after?: number; limit: number }): Promise<void> {
    const page = await this.#paged(range.limit, limit =>
      this.#request('message.history', { conversationId, ...range, limit }),
    )
    if (await this.#checkEpoch(page.epoch)) await this.#cache.applyHistory(page)
  }

  async #catchUpAll(revisions: Revisions, serverTime: number, generation: number): Promise<void> {
    // One that fails keeps none of the others from coming; the heartbeat tries it again.
    let failed = !(await this.#attempt('heads', generation, () => this.#heads.fetch()))
    for (const scope of singleScopes) {
      // A server of an earlier version lacks a scope, one of a later version has more.
      const read = () => this.#catchUpIfBehind(scope, revisions[scope] ?? 0)
      if (!(await this.#attempt(scope, generation, read))) failed = true
    }
    if (generation !== this.#generation) return
    if (!failed) this.#options.onCaughtUp(serverTime)
    void this.#backfill.run()
  }

  /** False when it failed, which is logged. */
  async #attempt(what: string, generation: number, work: () => Promise<void>): Promise<boolean> {
    if (generation !== this.#generation) return false
    try {
      await work()
      return true
    } catch (error) {
      if (generation === this.#generation)
        this.#options.log(`catching up with ${what} failed`, { error: String(error) })
      return false
    }
  }

  async #catchUpIfBehind(scope: Scope, revision: number): Promise<void> {
    const { cursor } = await this.#cache.scope(scope)
    if (revision > cursor) await this.catchUp(scope)
  }

  async #runCatchUp(scope: Scope, again = true): Promise<void> {
    const conversationId = scopeConversation(scope)
    const { cursor, head } = await this.#cache.scope(scope)
    let since = cursor
    let messagesUpTo = conversationId !== null && head - cursor > replayAtMost ? cursor : null
    let total = 0
    for (;;) {
      const most = conversationId !== null && messagesUpTo === null ? replayAtMost : limits.changesPage
      const page = await this.#paged(most, limit =>
        this.#request('sync.changes', { scope, since, limit, ...(messagesUpTo === null ? {} : { messagesUpTo }) }),
      )
      if (!(await this.#checkEpoch(page.epoch))) {
        if (!again) throw new Error(`${scope} cannot be read: the server says one epoch and then another`)
        return this.#runCatchUp(scope, false)
      }
      // More was written than the cache knew of.
      if (conversationId !== null && messagesUpTo === null && page.head - since > replayAtMost) {
        messagesUpTo = since
        continue
      }
      let { status } = await this.#cache.applyChanges(page, since, messagesUpTo)
      if (status === 'unknown') {
        await this.#heads.fetch()
        status = (await this.#cache.applyChanges(page, since, messagesUpTo)).status
      }
      if (status === 'unknown') return
      if (status === 'epoch' || status === 'gap') {
        if (status === 'epoch') await this.#cache.resetScope(scope, page.epoch)
        if (again) return this.#runCatchUp(scope, false)
        throw new Error(`${scope} cannot be read: what the server tells does not follow on what is held`)
      }
      total += page.changes.length
      if (scope === 'directory' && page.more) {
        this.#options.onProgress({ kind: 'directory', done: total, total: Math.max(total, page.head) })
      }
      if (page.more && page.upTo <= since) throw new Error(`${scope} goes no further, though there is more`)
      since = page.upTo
      if (!page.more) break
    }
    if (scope === 'directory') this.#options.onProgress(null)
    if (messagesUpTo !== null && conversationId !== null) await this.history(conversationId, { limit: newestPage })
  }

  /** Asks for a page of at most `most` rows, and for a smaller one again where that does not come in time. */
  async #paged<T>(most: number, ask: (limit: number) => Promise<T>): Promise<T> {
    for (;;) {
      const limit = Math.max(1, Math.floor(most / this.#pageDivisor))
      try {
        const page = await ask(limit)
        if (++this.#inTime >= growAfter) {
          this.#inTime = 0
          this.#pageDivisor = Math.max(1, this.#pageDivisor / 2)
        }
        return page
      } catch (error) {
        if (!(error instanceof DesktopError && error.code === 'timeout') || this.#pageDivisor >= mostPageDivisor)
          throw error
        this.#inTime = 0
        this.#pageDivisor *= 2
        this.#options.log('the line is slow: smaller pages', { limit })
      }
    }
  }

  /** True when the epoch is the one known; else forgets what the old one meant and says so. */
  async #checkEpoch(epoch: string): Promise<boolean> {
    if (this.#epoch === '') this.#epoch = (await this.#cache.meta('epoch')) ?? ''
    // Nobody goes on with the new epoch before what the old one meant is gone.
    while (this.#newEpoch !== null) await this.#newEpoch
    if (this.#epoch === epoch) return true
    const first = this.#epoch === ''
    this.#newEpoch = this.#takeEpoch(epoch, first).finally(() => {
      this.#newEpoch = null
    })
    await this.#newEpoch
    return first
  }

  async #takeEpoch(epoch: string, first: boolean): Promise<void> {
    if (!first) {
      this.#options.log('the server has a new epoch: reading everything again')
      await this.#cache.resetConversations(epoch)
      for (const scope of singleScopes) await this.#cache.resetScope(scope, epoch)
    }
    await this.#cache.setMeta('epoch', epoch)
    this.#epoch = epoch
    if (!first) this.#options.onNewEpoch()
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
    else if (result.status === 'epoch') {
      await this.#cache.resetScope(push.scope, push.epoch)
      this.#inBackground(this.catchUp(push.scope), `${push.scope} of a new epoch`)
    } else if (result.status === 'unknown') this.#inBackground(this.#heads.fetch(), 'an unknown conversation')
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
      this.#inBackground(
        this.#limitHeals(() => this.#heal(push.scope, waiting)),
        `the gap in ${push.scope}`,
      )
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
    const hello = await this.#request('sync.hello', { protocol: protocolVersion })
    await this.#checkEpoch(hello.epoch)
    await this.#catchUpAll(hello.revisions, hello.serverTime, this.#generation)
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
