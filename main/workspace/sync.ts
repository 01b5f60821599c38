import {
  type EventParams,
  type HeadPush,
  isScope,
  limits,
  type Push,
  protocolVersion,
  type Result,
  type Scope,
  type SingleScope,
  scopeConversation,
  singleScopes,
} from '@lianqun/protocol'
import type { ConnectionState } from '../../preload/contract/index.ts'
import type { ApplyResult, Cache } from '../cache/api.ts'
import type { Log } from '../log.ts'
import { Backfill } from './backfill.ts'
import type { Request } from './connection.ts'
import { HeadsReader } from './heads-reader.ts'
import { JoinedHeads } from './joined-heads.ts'
import { newestPage } from './message-pager.ts'
import { PageSize } from './page-size.ts'
import { PushGaps } from './push-gaps.ts'

export interface SyncTimings {
  gapWaitMs: number
  /** Pause between two pages of background work. */
  backfillRestMs: number
}

export interface SyncOptions {
  cache: Cache
  request: Request
  timings?: Partial<SyncTimings>
  onProgress: (progress: ConnectionState['progress']) => void
  /** All changes that were missed while offline are in the cache now. */
  onCaughtUp: () => void
  /** The server's time, in an answer to a request that was sent at `askedAt` by this device's clock. */
  onServerTime: (serverTime: number, askedAt: number) => Promise<void>
  /** The server was restored from a backup, whether it says so or not: all is read again, and acknowledged messages have to be sent again. */
  onNewEpoch: () => void
  /** The server's `protocolVersion`; a higher one than ours means that this app cannot show everything. */
  onServerVersion: (version: number) => void
  /** What the server's workspace has that not every one has. */
  onFeatures: (features: string[]) => void
  log: Log
}

/** The cache's key for the last checkpoint of the server. */
const checkpointKey = 'checkpoint'

type Revisions = Result<'sync.hello'>['revisions']

/** In a conversation that is more revisions behind, the newest page is read first, and the rest is backfilled. */
const maxReplay = 300
/**
 * Keeps the cache in sync with the server: heads first, then the single scopes; live pushes in order, with gaps fetched
 * after a short wait; history on demand, and in the background until the cache has all that the user may see.
 */
export class Sync {
  readonly #cache: Cache
  readonly #request: Request
  readonly #options: SyncOptions
  readonly #timings: SyncTimings
  /** Live events are applied one after the other, in the order of arrival. */
  #queue: Promise<void> = Promise.resolve()
  readonly #gaps: PushGaps
  readonly #pageSize: PageSize
  readonly #catchingUp = new Map<Scope, Promise<void>>()
  #epoch = ''
  #newEpoch: Promise<void> | null = null
  readonly #heads: HeadsReader
  readonly #backfill: Backfill
  readonly #joined: JoinedHeads
  #generation = 0
  #online = false

  constructor(options: SyncOptions) {
    this.#options = options
    this.#cache = options.cache
    this.#request = options.request
    this.#timings = { gapWaitMs: limits.gapWaitMs, backfillRestMs: 30, ...options.timings }
    const { cache, onProgress, log } = options
    this.#pageSize = new PageSize(log, ms => this.#stillCurrentAfter(ms))
    this.#gaps = new PushGaps({
      waitMs: this.#timings.gapWaitMs,
      apply: async push => {
        const result = await this.#cache.applyPush(push, true)
        this.#awaitHeads(result)
        return result.status !== 'gap'
      },
      fetch: (scope, upTo) => this.#catchUpTo(scope, upTo),
      onFailed: (scope, error) => this.#failedInBackground(`the gap in ${scope}`, error),
    })
    this.#heads = new HeadsReader({
      cache,
      page: cursor => this.#pageSize.ask(limits.headsPage, limit => this.#request('sync.heads', { cursor, limit })),
      checkEpoch: epoch => this.#checkEpoch(epoch),
      onWentBack: async () => {
        await this.#readAgain('heads')
        this.#inBackground(this.#restart(), 'reading everything again')
      },
      onProgress,
      log,
    })
    const isCurrent = () => {
      const generation = this.#generation
      return () => this.#online && generation === this.#generation
    }
    this.#joined = new JoinedHeads({
      cache,
      waitMs: this.#timings.gapWaitMs,
      isCurrent,
      fetch: () => this.#heads.fetch(),
    })
    this.#backfill = new Backfill({
      cache,
      restMs: this.#timings.backfillRestMs,
      isCurrent,
      catchUp: scope => this.catchUp(scope),
      history: (id, range) => this.history(id, range),
      onProgress,
      log,
    })
  }

  /** A new connection is signed in: subscribes and catches up. */
  async start(request: Request): Promise<void> {
    const generation = ++this.#generation
    this.#online = true
    this.#heads.start()
    this.#gaps.clear()
    const hello = await this.#hello(request)
    void this.#catchUpAll(hello.revisions, generation)
  }

  async #hello(request: Request): Promise<Result<'sync.hello'>> {
    const cursors = await this.#singleCursors()
    const askedAt = Date.now()
    const seen = await this.#cache.meta(checkpointKey)
    const hello = await request('sync.hello', { protocol: protocolVersion, ...(seen === null ? {} : { seen }) })
    await this.#options.onServerTime(hello.serverTime, askedAt)
    this.#options.onServerVersion(hello.protocol)
    this.#options.onFeatures(hello.features ?? [])
    await this.#cache.setSelf(hello.userId)
    const lost = hello.lost === true || wentBack(cursors, hello.revisions)
    if ((await this.#checkEpoch(hello.epoch)) && lost) await this.#readAgain('hello')
    await this.#noteCheckpoint(hello.checkpoint)
    return hello
  }

  /** Only once nothing of a lost state is held any more: a client that is closed in between is told again. */
  async #noteCheckpoint(checkpoint: string | undefined): Promise<void> {
    if (checkpoint !== undefined && checkpoint !== (await this.#cache.meta(checkpointKey)))
      await this.#cache.setMeta(checkpointKey, checkpoint)
  }

  /** The cursors of the single scopes; the server cannot be behind what it sent before it was asked. */
  async #singleCursors(): Promise<Map<SingleScope, number>> {
    const cursors = new Map<SingleScope, number>()
    for (const scope of singleScopes) cursors.set(scope, (await this.#cache.scope(scope)).cursor)
    return cursors
  }

  /** Whether there is a signed-in connection. */
  get online(): boolean {
    return this.#online
  }

  /** The connection is lost. Requests in flight fail. */
  stop(): void {
    this.#generation++
    this.#online = false
    this.#gaps.clear()
    this.#options.onProgress(null)
  }

  /** Compares the client's state with the server's, and fetches what was missed. */
  async heartbeat(request: Request): Promise<void> {
    const heads = await this.#cache.headsDigest()
    const cursors = await this.#singleCursors()
    const askedAt = Date.now()
    const answer = await request('sync.heartbeat', { heads })
    await this.#options.onServerTime(answer.serverTime, askedAt)
    if (wentBack(cursors, answer.revisions)) {
      await this.#readAgain('a heartbeat')
      this.#inBackground(this.#restart(), 'reading everything again')
      return
    }
    await this.#noteCheckpoint(answer.checkpoint)
    let agree = answer.headsAgree
    if (!agree) this.#inBackground(this.#heads.repair(), 'heads after a heartbeat')
    for (const scope of singleScopes) {
      const { cursor } = await this.#cache.scope(scope)
      if ((answer.revisions[scope] ?? 0) <= cursor) continue
      agree = false
      this.#inBackground(this.catchUp(scope), `${scope} after a heartbeat`)
    }
    if (agree) this.#options.onCaughtUp()
    // Continues if a lost request stopped it.
    void this.#backfill.run()
  }

  onPush(push: EventParams<'sync.push'>): void {
    const { scope } = push
    // Ignores an unknown scope; a version that knows it will read it from its beginning.
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

  /** An event could not be read: fetches the changed heads instead. */
  onUnreadable(): void {
    this.#inBackground(this.#heads.fetch(), 'heads after an event that was not understood')
  }

  /** Resolves when all events received so far are in the cache. */
  async settled(): Promise<void> {
    await this.#queue
  }

  /** Reads the changes of a scope up to the server's head. Calls during a run for the same scope share it. */
  catchUp(scope: Scope): Promise<void> {
    const running = this.#catchingUp.get(scope)
    if (running !== undefined) return running
    const run = this.#runCatchUp(scope).finally(() => this.#catchingUp.delete(scope))
    this.#catchingUp.set(scope, run)
    return run
  }

  /** Fetches a page of history into the cache. */
  async history(conversationId: string, range: { before?: number; after?: number; limit: number }): Promise<void> {
    const page = await this.#pageSize.ask(range.limit, limit =>
      this.#request('message.history', { conversationId, ...range, limit }),
    )
    if (await this.#checkEpoch(page.epoch)) await this.#cache.applyHistory(page)
  }

  async #catchUpAll(revisions: Revisions, generation: number): Promise<void> {
    // A failed scope does not stop the others; the heartbeat tries it again.
    let failed = !(await this.#attempt('heads', generation, () => this.#heads.fetch()))
    for (const scope of singleScopes) {
      // An earlier server may lack the scope.
      const read = () => this.#catchUpIfBehind(scope, revisions[scope] ?? 0)
      if (!(await this.#attempt(scope, generation, read))) failed = true
    }
    if (generation !== this.#generation) return
    if (!failed) this.#options.onCaughtUp()
    void this.#backfill.run()
  }

  /** Returns false on failure, which is logged. */
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
    const { epoch, cursor, head } = await this.#cache.scope(scope)
    let since = cursor
    let messagesUpTo = conversationId !== null && head - cursor > maxReplay ? cursor : null
    let total = 0
    for (;;) {
      const most = conversationId !== null && messagesUpTo === null ? maxReplay : limits.changesPage
      const page = await this.#pageSize.ask(most, limit =>
        this.#request('sync.changes', { scope, since, limit, ...(messagesUpTo === null ? {} : { messagesUpTo }) }),
      )
      if (!(await this.#checkEpoch(page.epoch))) {
        if (!again) throw new Error(`${scope} cannot be read: the server says one epoch and then another`)
        return this.#runCatchUp(scope, false)
      }
      if (epoch === page.epoch && page.head < Math.max(head, since)) {
        await this.#readAgain(scope)
        this.#inBackground(this.#restart(), 'reading everything again')
        return
      }
      // More was written than the cache knew of.
      if (conversationId !== null && messagesUpTo === null && page.head - since > maxReplay) {
        messagesUpTo = since
        continue
      }
      const applied = await this.#cache.applyChanges(page, since, messagesUpTo)
      this.#awaitHeads(applied)
      let { status } = applied
      if (status === 'unknown') {
        await this.#heads.fetch()
        status = (await this.#cache.applyChanges(page, since, messagesUpTo)).status
      }
      if (status === 'unknown') return
      if (status === 'epoch' || status === 'gap') {
        if (status === 'epoch') await this.#cache.resetScope(scope, page.epoch)
        if (again) return this.#runCatchUp(scope, false)
        throw new Error(`${scope} cannot be read: the server's changes do not continue the cached ones`)
      }
      total += page.changes.length
      if (scope === 'directory' && page.more) {
        this.#options.onProgress({ kind: 'directory', done: total, total: Math.max(total, page.head) })
      }
      if (page.more && page.upTo <= since) throw new Error(`${scope} did not advance, but there is more`)
      since = page.upTo
      if (!page.more) break
    }
    if (scope === 'directory') this.#options.onProgress(null)
    if (messagesUpTo !== null && conversationId !== null) await this.history(conversationId, { limit: newestPage })
  }

  /** Waits, and returns whether the connection is still the same. */
  async #stillCurrentAfter(ms: number): Promise<boolean> {
    const generation = this.#generation
    this.#options.log('the server asks to wait', { ms })
    await new Promise(resolve => setTimeout(resolve, ms))
    return this.#online && generation === this.#generation
  }

  /** Returns whether the epoch is the known or the first one; else resets the cache for the new epoch first. */
  async #checkEpoch(epoch: string): Promise<boolean> {
    if (this.#epoch === '') this.#epoch = (await this.#cache.meta('epoch')) ?? ''
    // Waits until the reset for a new epoch is complete.
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
      await this.#forget(epoch)
    }
    await this.#cache.setMeta('epoch', epoch)
    this.#epoch = epoch
    if (!first) this.#options.onNewEpoch()
  }

  /** The server has less than it once sent: an older copy of it was put back. What is held may be what it no longer has. */
  async #readAgain(where: string): Promise<void> {
    this.#newEpoch ??= this.#resetAll(where).finally(() => {
      this.#newEpoch = null
    })
    await this.#newEpoch
  }

  async #resetAll(where: string): Promise<void> {
    this.#options.log('the server has less than before: reading everything again', { where })
    await this.#forget(this.#epoch)
    this.#options.onNewEpoch()
  }

  async #forget(epoch: string): Promise<void> {
    await this.#cache.resetConversations(epoch)
    for (const scope of singleScopes) await this.#cache.resetScope(scope, epoch)
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
    this.#awaitHeads(result)
    if (result.status === 'gap') this.#gaps.wait(push)
    else if (result.status === 'epoch') {
      await this.#cache.resetScope(push.scope, push.epoch)
      this.#inBackground(this.catchUp(push.scope), `${push.scope} of a new epoch`)
    } else if (result.status === 'unknown') this.#inBackground(this.#heads.fetch(), 'an unknown conversation')
    else await this.#gaps.retry(push.scope)
  }

  #awaitHeads({ unknown = [] }: ApplyResult): void {
    if (unknown.length > 0) this.#inBackground(this.#joined.expect(unknown), 'conversations that were joined')
  }

  async #catchUpTo(scope: Scope, revision: number): Promise<void> {
    await this.catchUp(scope)
    // A run that had started earlier may have read the scope before these rows existed.
    await this.#catchUpIfBehind(scope, revision)
  }

  async #restart(): Promise<void> {
    const generation = this.#generation
    const { revisions } = await this.#hello(this.#request)
    await this.#catchUpAll(revisions, generation)
  }

  #inBackground(work: Promise<void>, what: string): void {
    work.catch(error => this.#failedInBackground(what, error))
  }

  #failedInBackground(what: string, error: unknown): void {
    if (this.#online) this.#options.log(`${what} failed`, { error: String(error) })
  }
}

/** Whether the server says a lower revision than the cursor was before it was asked. */
function wentBack(cursors: ReadonlyMap<SingleScope, number>, revisions: Revisions): boolean {
  // An earlier server may lack a scope.
  return [...cursors].some(([scope, cursor]) => (revisions[scope] ?? cursor) < cursor)
}
