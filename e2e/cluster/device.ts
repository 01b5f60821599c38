import { setTimeout as wait } from 'node:timers/promises'
import {
  conversationScope,
  digestOfHeads,
  type Method,
  type Params,
  ProtocolError,
  type ReceivedChange,
  type Result,
  type Session,
  scopeConversation,
} from '@lianqun/protocol'
import { pick } from '../../common/random.ts'
import { connect, type TestClient } from '../../server/testing/client.ts'
import type { Call, CallResult, Head, HistoryEvent, Recorder, Row } from './history.ts'
import { toHead, toResult, toRow } from './noted.ts'
import { Replica } from './replica.ts'

/** A request that can be repeated until it is answered, under one client id. */
export type Resent = Extract<Call, { f: 'send' | 'create' }>

export interface DeviceOptions {
  client: string
  session: Session
  urls: () => string[]
  random: () => number
  record: Recorder
  /** How long an answer may take, milliseconds; then the connection is given up. */
  requestMs: number
}

/** Rows and heads of one page: few, so that there are many pages. */
const pageLimit = 20
/** Milliseconds between two attempts to connect, at most. */
const reconnectMs = 40

/**
 * A device of one person, as the protocol means it: it connects to some gateway, says hello, reads the heads and the
 * changes from its cursors, applies pushes, fetches what is missing between them, and repeats what is unacknowledged
 * on another gateway. It notes all that it does and sees, and keeps a view of it.
 */
export class Device {
  readonly client: string
  readonly user: string
  readonly views = new Map<string, Replica>()
  me = new Replica('me')
  /** Of those that were sent or are to be sent, without an answer, in their order. */
  readonly #outbox: Resent[] = []
  readonly #options: DeviceOptions
  readonly #fetches = new Map<Replica, Promise<void>>()
  readonly #drained: (() => void)[] = []
  #line: TestClient | null = null
  #url = ''
  /** It has caught up on its connection. */
  #ready = false
  #cursor: string | null = null
  #epoch: string | null = null
  #stopped = false
  #operations = 0
  /** Resolves when the device has caught up on a connection. */
  #online = Promise.withResolvers<void>()
  #life: Promise<void> = Promise.resolve()

  constructor(options: DeviceOptions) {
    this.#options = options
    this.client = options.client
    this.user = options.session.userId
  }

  start(): void {
    this.#life = this.#live()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#line?.ws.terminate()
    await this.#life
  }

  online(): Promise<void> {
    return this.#online.promise
  }

  /** Gives the connection up, to find another gateway. */
  roam(): void {
    this.#line?.ws.terminate()
  }

  /** Sends something now or once there is a connection, and again until it is answered. */
  submit(call: Resent): void {
    this.#outbox.push(call)
    void this.#deliver(call)
  }

  get unanswered(): number {
    return this.#outbox.length
  }

  /** Resolves once all that was submitted is answered. */
  drained(): Promise<void> {
    if (this.#outbox.length === 0) return Promise.resolve()
    return new Promise(resolve => this.#drained.push(resolve))
  }

  /** Asks once. Null: refused. Throws where the outcome is not known. */
  ask(call: Exclude<Call, { f: 'hello' | 'heads' | 'changes' }>): Promise<CallResult | null> {
    return this.#perform(call)
  }

  /** Reads what moved since the cursors. Throws when the connection is lost. */
  async sync(): Promise<void> {
    for (let more = true; more; ) {
      const cursor = this.#cursor
      const page = await this.#request({ f: 'heads', cursor }, 'sync.heads', { cursor, limit: pageLimit })
      if (page === null) throw new Error('the heads could not be read')
      for (const head of page.heads) this.#view(toHead(head)).hear(head.revision)
      this.#cursor = page.cursor
      more = page.more
    }
    for (const replica of this.views.values()) if (replica.isBehind) await this.#fetch(replica)
    await this.#fetch(this.me)
  }

  /** Whether the server has the same heads. Throws when the connection is lost. */
  async agrees(): Promise<boolean> {
    return (await this.#compare()).headsAgree
  }

  /** Compares with the server, as each client does now and then, and reads what it lacks. Throws when the connection is lost. */
  async heartbeat(): Promise<void> {
    const { headsAgree, revisions } = await this.#compare()
    if (!headsAgree) await this.sync()
    else if ((revisions.me ?? 0) > this.me.cursor) await this.#fetch(this.me)
  }

  #compare(): Promise<Result<'sync.heartbeat'>> {
    if (this.#line === null) throw new Error('there is no connection')
    const revisions = [...this.views.values()].map(
      ({ scope, cursor }) => [scopeConversation(scope) ?? '', cursor] as const,
    )
    return this.#timed(this.#line.request('sync.heartbeat', { heads: digestOfHeads(revisions) }))
  }

  /** Whether it has come as far as another device of its person. */
  hasAll({ me, views }: Device): boolean {
    return (
      this.me.cursor >= me.cursor &&
      [...views].every(([scope, { cursor }]) => (this.views.get(scope)?.cursor ?? -1) >= cursor)
    )
  }

  note(event: HistoryEvent): void {
    this.#options.record({ client: this.client, user: this.user }, event)
  }

  /** Notes what it knows. */
  noteState(kind: 'view' | 'end'): void {
    for (const replica of [this.me, ...this.views.values()]) this.note({ kind, ...replica.state })
  }

  // The connection

  async #live(): Promise<void> {
    while (!this.#stopped) {
      try {
        const line = await this.#connect()
        await this.#catchUp()
        this.#ready = true
        this.#online.resolve()
        for (const call of [...this.#outbox]) void this.#deliver(call)
        await line.closed
      } catch {
        // What was not answered is noted; another gateway is tried.
        this.#line?.ws.terminate()
      }
      if (this.#line !== null) this.note({ kind: 'disconnected', gateway: this.#url })
      this.#line = null
      this.#fetches.clear()
      // One that is unresolved is waited for.
      if (this.#ready) this.#online = Promise.withResolvers()
      this.#ready = false
      if (!this.#stopped) await wait(this.#options.random() * reconnectMs)
    }
  }

  async #connect(): Promise<TestClient> {
    const { urls, random, session } = this.#options
    const others = urls().filter(url => url !== this.#url)
    this.#url = pick(random, others.length > 0 ? others : urls())
    const connecting = connect(this.#url)
    const line = await this.#timed(connecting).catch(error => {
      // It may still come to be, when nobody wants it any more.
      connecting.then(late => late.ws.terminate()).catch(() => {})
      throw error
    })
    line.keepEvents = false
    this.#line = line
    this.note({ kind: 'connected', gateway: this.#url })
    line.on('sync.push', push => this.#pushed(push))
    line.on('sync.head', ({ conversationId, revision, lastOrdinal }) => {
      this.note({ kind: 'head', conversationId, revision, lastOrdinal })
      const replica = this.views.get(conversationScope(conversationId))
      replica?.hear(revision)
      if (replica?.isBehind) this.#fetchLater(replica)
    })
    line.on('sync.joined', ({ head }) => {
      this.note({ kind: 'joined', head: toHead(head) })
      this.#fetchLater(this.#view(toHead(head)))
    })
    await this.#timed(line.request('auth.resume', { accessToken: session.accessToken }))
    return line
  }

  async #catchUp(): Promise<void> {
    const hello = await this.#request({ f: 'hello' }, 'sync.hello', {})
    if (hello === null) throw new Error('hello was not answered')
    if (this.#epoch !== null && this.#epoch !== hello.epoch) {
      this.note({ kind: 'reset', epoch: hello.epoch })
      this.views.clear()
      this.me = new Replica('me')
      this.#cursor = null
    }
    this.#epoch = hello.epoch
    await this.sync()
  }

  // Rows

  #pushed({ scope, from, to, changes }: { scope: string; from: number; to: number; changes: ReceivedChange[] }): void {
    const replica = scope === 'me' ? this.me : this.views.get(scope)
    // The directory and the apps are none of what is checked; of an unknown conversation it is noted all the same.
    if (!replica && !scope.startsWith('conversation:')) return
    const rows = changes.map(toRow)
    this.note({ kind: 'push', scope, from, to, rows })
    if (!replica) return
    if (!replica.push({ from, to, rows })) this.#fetchLater(replica)
    if (replica === this.me) this.#followMemberships(rows)
  }

  /** The view of a conversation; a new one where it begins elsewhere than the last, for the person left and came back. */
  #view({ conversationId, visibleFrom }: Head): Replica {
    const scope = conversationScope(conversationId)
    const known = this.views.get(scope)
    if (known?.visibleFrom === visibleFrom) return known
    const replica = new Replica(scope, visibleFrom)
    this.views.set(scope, replica)
    return replica
  }

  /** Drops conversations that the person is not in any more. */
  #followMemberships(rows: readonly Row[]): void {
    for (const row of rows) {
      if (row.entity !== 'membership') continue
      // An older row than the one held says nothing.
      const held = this.me.rows.get(`membership of ${row.conversationId}`)
      if (held?.entity === 'membership' && !held.joined) this.views.delete(conversationScope(row.conversationId))
    }
  }

  #fetchLater(replica: Replica): void {
    this.#fetch(replica).catch(() => {
      // The connection is lost, or was given up. The next one begins with a sync.
    })
  }

  /** Reads the changes of a scope up to its head. */
  #fetch(replica: Replica): Promise<void> {
    const running = this.#fetches.get(replica)
    // One that runs may have asked before what is missing was committed.
    const fetching = (running ?? Promise.resolve()).then(() => this.#readChanges(replica))
    this.#fetches.set(replica, fetching)
    return fetching
  }

  async #readChanges(replica: Replica): Promise<void> {
    const { scope } = replica
    for (;;) {
      const since = replica.cursor
      const params = { scope: scope as Params<'sync.changes'>['scope'], since, limit: pageLimit }
      const page = await this.#request({ f: 'changes', scope, since }, 'sync.changes', params)
      if (page === null) {
        // Refused: the person is no member any more.
        if (this.views.get(scope) === replica) this.views.delete(scope)
        return
      }
      const rows = page.changes.map(toRow)
      replica.page(rows, page.upTo)
      if (replica === this.me) this.#followMemberships(rows)
      if (!page.more) return
    }
  }

  // Requests

  /** Sends one of the outbox, where the device is online. */
  async #deliver(call: Resent): Promise<void> {
    if (!this.#ready) return
    try {
      await this.#perform(call)
    } catch {
      // Unknown: it stays in the outbox for the next connection.
      return
    }
    const index = this.#outbox.indexOf(call)
    if (index >= 0) this.#outbox.splice(index, 1)
    if (this.#outbox.length === 0) for (const done of this.#drained.splice(0)) done()
  }

  /** Null: refused. Throws where the outcome is not known. */
  #perform(call: Exclude<Call, { f: 'hello' | 'heads' | 'changes' }>): Promise<CallResult | null> {
    if (call.f === 'create') {
      const { clientId, userIds } = call
      return this.#noted(call, 'conversation.create', { clientId, name: '', userIds })
    }
    const { conversationId } = call
    if (call.f === 'send') {
      const params = { conversationId, clientId: call.clientId, content: textOf(call.text) }
      return this.#noted(call, 'message.send', params)
    }
    if (call.f === 'edit') {
      const { seq, text } = call
      return this.#noted(call, 'message.edit', { conversationId, seq, content: textOf(text) })
    }
    if (call.f === 'recall') return this.#noted(call, 'message.recall', { conversationId, seq: call.seq })
    if (call.f === 'read') return this.#noted(call, 'membership.update', { conversationId, readSeq: call.readSeq })
    if (call.f === 'leave') return this.#noted(call, 'conversation.leave', { conversationId })
    const { f, userIds } = call
    const method = f === 'add' ? 'conversation.addMembers' : 'conversation.removeMembers'
    return this.#noted(call, method, { conversationId, userIds })
  }

  /** A request, with the answer as it is noted. */
  async #noted<M extends Method>(call: Call, method: M, params: Params<M>): Promise<CallResult | null> {
    const result = await this.#request(call, method, params)
    return result === null ? null : toResult(call, result)
  }

  /** A noted request. Null: refused. Throws, and gives the connection up, where the outcome is not known. */
  async #request<M extends Method>(call: Call, method: M, params: Params<M>): Promise<Result<M> | null> {
    const line = this.#line
    if (line === null) throw new Error('there is no connection')
    const op = `${this.client}:${++this.#operations}`
    this.note({ kind: 'invoke', op, gateway: this.#url, call })
    try {
      const result = await this.#timed(line.request(method, params))
      this.note({ kind: 'ok', op, result: toResult(call, result) })
      return result
    } catch (error) {
      const answered = error instanceof ProtocolError
      if (answered && !error.retry) {
        this.note({ kind: 'fail', op, error: error.errorName })
        return null
      }
      this.note({ kind: 'unknown', op, error: answered ? error.errorName : String(error), answered })
      line.ws.terminate()
      throw error
    }
  }

  async #timed<T>(answer: Promise<T>): Promise<T> {
    const over = new AbortController()
    const late = wait(this.#options.requestMs, null, { signal: over.signal }).then(
      () => {
        throw new Error('no answer came in time')
      },
      () => new Promise<never>(() => {}),
    )
    try {
      return await Promise.race([answer, late])
    } finally {
      over.abort()
    }
  }
}

const textOf = (text: string) => ({ type: 'text' as const, text, mentions: [] })
